//! What the operator wants, from the command line.

use std::ffi::OsString;
use std::path::Path;

use hinomi_demo::Options;
use hinomi_desk::Start;

/// Said to the program by the desktop session when it starts Hinomi by itself.
pub const HIDDEN: &str = "--hidden";

/// What is wanted.
#[derive(Debug)]
pub enum Wanted {
    /// The window.
    Window {
        /// With this in it.
        start: Start,
        /// In the tray first, where there is one.
        hidden: bool,
    },
    /// The window, with a simulated site in it.
    Demo(Options),
    /// Words in the terminal; the command line knows how.
    Words,
}

/// Reads the arguments after the program's name. A path is taken from `folder`, where it was typed.
pub fn wanted(args: &[OsString], folder: &Path, display: bool) -> Wanted {
    let hidden = args.iter().any(|a| a == HIDDEN);
    let rest: Vec<&OsString> = args.iter().filter(|a| *a != HIDDEN).collect();
    let demo = || hinomi_cli::demo_in_window(args).filter(|_| display);
    match rest.as_slice() {
        [] => Wanted::Window { start: Start::Last, hidden },
        [file] if is_file(file) => Wanted::Window { start: Start::File(folder.join(file)), hidden },
        _ => demo().map_or(Wanted::Words, Wanted::Demo),
    }
}

/// Anything that is neither an option nor a command is meant as a site file, even one that is not
/// there: the window says so.
fn is_file(arg: &OsString) -> bool {
    !arg.as_encoded_bytes().starts_with(b"-") && !hinomi_cli::is_command(arg)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Wanted {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        wanted(&args, Path::new("/home/sato"), true)
    }

    #[test]
    fn a_file_is_opened_from_where_it_was_typed() {
        let opened = |arg| match read(&[arg]) {
            Wanted::Window { start: Start::File(path), hidden: false } => path,
            other => panic!("{arg} is a file, not {other:?}"),
        };
        assert_eq!(opened("office.hinomi"), Path::new("/home/sato/office.hinomi"));
        assert_eq!(opened("/srv/office.hinomi"), Path::new("/srv/office.hinomi"));
    }

    #[test]
    fn nothing_at_all_is_the_last_site_and_a_session_starts_it_in_the_tray() {
        assert!(matches!(read(&[]), Wanted::Window { start: Start::Last, hidden: false }));
        assert!(matches!(read(&[HIDDEN]), Wanted::Window { start: Start::Last, hidden: true }));
    }

    #[test]
    fn commands_and_options_are_for_the_terminal() {
        for args in [&["scan", "192.0.2.0/24"][..], &["--help"], &["a", "b"]] {
            assert!(matches!(read(args), Wanted::Words), "because {args:?} is not a file");
        }
    }

    #[test]
    fn the_simulated_site_is_shown_in_a_window_unless_lines_are_wanted() {
        assert!(matches!(read(&["demo", "--nodes", "5"]), Wanted::Demo(Options { nodes: 5, .. })));
        assert!(matches!(read(&["demo", "--json"]), Wanted::Words));
        assert!(matches!(read(&["demo", "--nodes", "0"]), Wanted::Words), "because it is refused");
        let demo = wanted(&["demo".into()], Path::new("/"), false);
        assert!(matches!(demo, Wanted::Words), "because there is no display");
    }
}
