//! Which packages a chore needs on which family of systems, and how they are asked for there.

use std::collections::BTreeSet;

/// What a machine is being made ready for. Later ones need more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Drawing the icons: no compiler, no webview.
    Icons,
    /// Building and opening the window.
    Run,
    /// The whole test suite.
    Test,
    /// The suite's tools and the programs Hinomi is measured against.
    Bench,
}

/// A family of Linux distributions that share package names and a package tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Debian, Ubuntu and their descendants.
    Debian,
    /// Fedora.
    Fedora,
    /// Arch and its descendants.
    Arch,
}

impl Family {
    /// The family named by `ID` or else `ID_LIKE` in the text of `/etc/os-release`.
    pub fn from_os_release(text: &str) -> Option<Family> {
        let value = |key: &str| {
            text.lines()
                .find_map(|line| line.trim().strip_prefix(key)?.strip_prefix('='))
                .map(|v| v.trim_matches(['"', '\'']).to_ascii_lowercase())
                .unwrap_or_default()
        };
        let names = format!("{} {}", value("ID"), value("ID_LIKE"));
        names.split_whitespace().find_map(|name| match name {
            "debian" | "ubuntu" => Some(Family::Debian),
            "fedora" => Some(Family::Fedora),
            "arch" | "archlinux" => Some(Family::Arch),
            _ => None,
        })
    }

    /// The packages `purpose` needs. Debian's are tried on a bare Debian 12; the others are taken
    /// from their package lists and have not been run.
    pub fn packages(self, purpose: Purpose) -> Vec<&'static str> {
        let [icons, run, test, bench]: [&[&str]; 4] = match self {
            Family::Debian => [
                &["librsvg2-bin"],
                &[
                    "build-essential",
                    "pkg-config",
                    "ca-certificates",
                    "libwebkit2gtk-4.1-dev",
                    "libxdo-dev",
                    "libayatana-appindicator3-dev",
                    "librsvg2-dev",
                    "libgl1-mesa-dri", // webkit draws through it even where there is no GPU
                    "dbus",            // notifications and the tray speak over the session bus
                    "xdg-utils",       // "open in browser"
                ],
                &[
                    "xvfb",
                    "xauth", // xvfb-run needs it, xvfb only recommends it
                    "webkit2gtk-driver",
                    "dunst",
                    "dbus-x11",
                    "xdotool", // the system's file dialogs are no part of the page
                    "imagemagick",
                    "fonts-noto-cjk",
                    "poppler-utils",
                    "iproute2",
                    "python3-aiosmtpd", // a mail server that is not ours
                    "gnome-keyring",    // a keychain for the vault
                    "libfaketime",      // a wall clock that is set, for one program alone
                    "snmp",
                    "snmpd",
                    "lldpd",
                ],
                &["fping", "rrdtool", "libsnmp-dev"],
            ],
            Family::Fedora => [
                &["librsvg2-tools"],
                &[
                    "gcc",
                    "gcc-c++",
                    "make",
                    "pkgconf-pkg-config",
                    "ca-certificates",
                    "webkit2gtk4.1-devel",
                    "libxdo-devel",
                    "libappindicator-gtk3-devel",
                    "librsvg2-devel",
                    "mesa-dri-drivers",
                    "dbus-daemon",
                    "xdg-utils",
                ],
                &[
                    "xorg-x11-server-Xvfb",
                    "xorg-x11-xauth",
                    "dunst",
                    "xdotool",
                    "ImageMagick",
                    "google-noto-sans-cjk-fonts",
                    "poppler-utils",
                    "iproute",
                    "python3-aiosmtpd",
                    "gnome-keyring",
                    "libfaketime",
                    "net-snmp",
                    "net-snmp-utils",
                    "lldpd",
                ],
                &["fping", "rrdtool", "net-snmp-devel"],
            ],
            Family::Arch => [
                &["librsvg"],
                &[
                    "base-devel",
                    "ca-certificates",
                    "webkit2gtk-4.1",
                    "xdotool",
                    "libappindicator-gtk3",
                    "librsvg",
                    "mesa",
                    "dbus",
                    "xdg-utils",
                ],
                &[
                    "xorg-server-xvfb",
                    "xorg-xauth",
                    "dunst",
                    "imagemagick",
                    "noto-fonts-cjk",
                    "poppler",
                    "iproute2",
                    "python-aiosmtpd",
                    "gnome-keyring",
                    "libfaketime",
                    "net-snmp",
                    "lldpd",
                ],
                &["fping", "rrdtool"],
            ],
        };
        match purpose {
            Purpose::Icons => icons.to_vec(),
            Purpose::Run => run.to_vec(),
            Purpose::Test => [run, test].concat(),
            Purpose::Bench => [run, test, bench].concat(),
        }
    }

    /// The command that lists what is installed, in the form [`Family::installed`] reads.
    pub fn list_command(self) -> &'static [&'static str] {
        match self {
            Family::Debian => {
                &["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}, ${Provides}\n"]
            }
            Family::Fedora => &["rpm", "-qa", "--qf", "installed %{NAME}\n"],
            Family::Arch => &["pacman", "-Qq"],
        }
    }

    /// The names of what is installed, provided names included, from the output of
    /// [`Family::list_command`].
    pub fn installed(self, listing: &str) -> BTreeSet<String> {
        let lines = listing.lines();
        let names: Box<dyn Iterator<Item = &str>> = match self {
            Family::Arch => Box::new(lines),
            Family::Debian | Family::Fedora => Box::new(
                lines.filter_map(|l| l.strip_prefix("installed ")).flat_map(|l| l.split(',')),
            ),
        };
        names
            .filter_map(|name| name.split_whitespace().next())
            .map(|name| name.split(':').next().unwrap_or(name).to_owned())
            .collect()
    }

    /// The command, without `sudo`, that installs `packages` and asks nothing.
    pub fn install_command(self, packages: &[&str]) -> Vec<String> {
        let words: &[&str] = match self {
            // A desktop may be updating itself this very minute: wait for it.
            Family::Debian => &[
                "apt-get",
                "install",
                "-y",
                "--no-install-recommends",
                "-oDPkg::Lock::Timeout=300",
            ],
            Family::Fedora => &["dnf", "install", "-y", "--setopt=install_weak_deps=False"],
            Family::Arch => &["pacman", "-S", "--needed", "--noconfirm"],
        };
        words.iter().chain(packages).map(|&word| word.to_owned()).collect()
    }

    /// One line a person can paste into a terminal to install `packages`.
    pub fn line_to_paste(self, packages: &[&str]) -> String {
        let install = self.install_command(packages).join(" ");
        match self {
            Family::Debian => format!("sudo apt-get update && sudo {install}"),
            Family::Fedora => format!("sudo {install}"),
            // Arch does not support installing beside an older system.
            Family::Arch => format!("sudo {}", install.replacen("-S ", "-Syu ", 1)),
        }
    }
}

/// What of `wanted` is not in `installed`, in the order wanted.
pub fn missing<'a>(wanted: &[&'a str], installed: &BTreeSet<String>) -> Vec<&'a str> {
    wanted.iter().copied().filter(|&name| !installed.contains(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_known_by_its_own_id_or_by_what_it_is_like() {
        let of = Family::from_os_release;
        assert_eq!(of("NAME=\"Debian GNU/Linux\"\nID=debian\n"), Some(Family::Debian));
        assert_eq!(of("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"), Some(Family::Debian));
        assert_eq!(of("ID=fedora\nVERSION_ID=41\n"), Some(Family::Fedora));
        assert_eq!(of("ID='endeavouros'\nID_LIKE='arch'\n"), Some(Family::Arch));
    }

    #[test]
    fn an_unknown_system_is_not_guessed() {
        let of = Family::from_os_release;
        assert_eq!(of("ID=alpine\n"), None, "because apk names packages otherwise");
        assert_eq!(of(""), None, "because nothing was said");
        assert_eq!(of("VARIANT_ID=debian\n"), None, "because VARIANT_ID is another key than ID");
    }

    #[test]
    fn dpkg_names_packages_that_are_installed_and_what_they_provide() {
        let listing = "installed dbus, default-dbus (= 1.14)\n\
                       config-files xvfb, xserver\n\
                       installed pkgconf, pkg-config (= 1.8.1), pkgconf-bin\n\
                       installed zlib1g, \n";
        let installed = Family::Debian.installed(listing);
        let wanted = ["pkg-config", "xvfb", "dbus"];
        assert_eq!(missing(&wanted, &installed), ["xvfb"], "because only its settings remain");
    }

    #[test]
    fn rpm_and_pacman_lists_are_read_too() {
        assert!(Family::Fedora.installed("installed gcc\ninstalled make\n").contains("make"));
        assert!(Family::Arch.installed("mesa\ndbus\n").contains("dbus"));
    }

    #[test]
    fn whoever_tests_can_also_run() {
        for family in [Family::Debian, Family::Fedora, Family::Arch] {
            let test = family.packages(Purpose::Test);
            assert!(family.packages(Purpose::Run).iter().all(|p| test.contains(p)));
            assert!(!test.contains(&"rrdtool"), "because only the bench measures against it");
        }
    }

    #[test]
    fn the_line_to_paste_needs_no_editing() {
        assert_eq!(
            Family::Debian.line_to_paste(&["xvfb", "dunst"]),
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends \
             -oDPkg::Lock::Timeout=300 xvfb dunst"
        );
        assert_eq!(
            Family::Arch.line_to_paste(&["mesa"]),
            "sudo pacman -Syu --needed --noconfirm mesa"
        );
    }
}
