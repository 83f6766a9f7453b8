//! What the operator wants, from the command line.

use std::ffi::OsString;
use std::path::Path;

use hinomi_desk::Start;

/// Said to the program by the desktop session when it starts Hinomi by itself.
pub const HIDDEN: &str = "--hidden";

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The window.
    Window {
        /// With this in it.
        start: Start,
        /// In the tray first, where there is one.
        hidden: bool,
    },
    /// Words in the terminal; the command line knows how.
    Words,
}

/// Reads the arguments after the program's name. A path is taken from `folder`, where it was typed.
pub fn wanted(args: &[OsString], folder: &Path, display: bool) -> Wanted {
    let hidden = args.iter().any(|a| a == HIDDEN);
    let rest: Vec<&OsString> = args.iter().filter(|a| *a != HIDDEN).collect();
    let window = |start| Wanted::Window { start, hidden };
    match rest.as_slice() {
        [] => window(Start::Last),
        [demo] if *demo == "demo" && display => window(Start::Demo),
        [file] if is_file(file) => window(Start::File(folder.join(file))),
        _ => Wanted::Words,
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
        let start = Start::File("/home/sato/office.hinomi".into());
        assert_eq!(read(&["office.hinomi"]), Wanted::Window { start, hidden: false });
        let start = Start::File("/srv/office.hinomi".into());
        assert_eq!(read(&["/srv/office.hinomi"]), Wanted::Window { start, hidden: false });
    }

    #[test]
    fn nothing_at_all_is_the_last_site_and_a_session_starts_it_in_the_tray() {
        assert_eq!(read(&[]), Wanted::Window { start: Start::Last, hidden: false });
        assert_eq!(read(&[HIDDEN]), Wanted::Window { start: Start::Last, hidden: true });
    }

    #[test]
    fn commands_and_options_are_for_the_terminal() {
        for args in [&["scan", "192.0.2.0/24"][..], &["--help"], &["demo", "--json"], &["a", "b"]] {
            assert_eq!(read(args), Wanted::Words, "because {args:?} is not a file");
        }
        let demo = [OsString::from("demo")];
        assert_eq!(wanted(&demo, Path::new("/"), false), Wanted::Words, "because of no display");
    }
}
