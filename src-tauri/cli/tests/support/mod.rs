//! Running the built program in a folder of its own.
#![allow(dead_code, reason = "not every test needs every verb")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with nothing in it, and the program to be run there.
pub struct Ground {
    folder: TempDir,
}

/// What a run brought.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ground {
    pub fn new() -> Ground {
        Ground { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hinomi-cli"));
        command.args(args).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env("HINOMI_CONFIG", self.path("config")).env("HINOMI_DATA", self.path("data"));
        // The keychain of whoever runs the tests is none of their business.
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        command.env("HINOMI_PASSPHRASE", "a long passphrase");
        command.env("LC_ALL", "C.UTF-8").env("TZ", "Asia/Tokyo").env_remove("HINOMI_LOG");
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, args: &[&str]) -> Ran {
        Ground::ended(self.command(args))
    }

    /// Runs a command for somebody who has no passphrase.
    pub fn run_without_passphrase(&self, args: &[&str]) -> Ran {
        let mut command = self.command(args);
        command.env_remove("HINOMI_PASSPHRASE");
        Ground::ended(command)
    }

    fn ended(mut command: Command) -> Ran {
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).expect("because the terminal is told UTF-8");
        Ran { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
    }

    /// Runs a command that has to be done.
    pub fn done(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "because {args:?} can be done: {}{}", ran.out, ran.err);
        ran.out
    }

    /// Runs a command that has to be done and prints JSON lines.
    pub fn json(&self, args: &[&str]) -> Vec<Value> {
        self.done(args).lines().map(object).collect()
    }

    /// Runs a command that cannot be done; the one sentence it says about it.
    pub fn refused(&self, code: i32, args: &[&str]) -> String {
        let Ran { code: got, out, err } = self.run(args);
        assert_eq!(got, code, "because {args:?} cannot be done: {out}{err}");
        assert_eq!(out, "", "because what went wrong is no result ({args:?})");
        assert!(!err.trim().is_empty(), "because {args:?} says what to do");
        err
    }

    /// Starts a command that goes on.
    pub fn start(&self, args: &[&str]) -> Running {
        let mut child =
            self.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().expect("it is piped"));
        Running { child, lines }
    }
}

/// A command that goes on; ended when dropped.
pub struct Running {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Running {
    /// Reads JSON lines until one is as wanted, and returns it. The program ends by itself
    /// (`--for`), so that this does too.
    pub fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let line = self.line().expect("because the wanted line comes before the end");
            if wanted(&line) {
                return line;
            }
        }
    }

    pub fn line(&mut self) -> Option<Value> {
        let mut line = String::new();
        (self.lines.read_line(&mut line).unwrap() > 0).then(|| object(&line))
    }

    /// Asks it to end, as the system does, and returns the rest of its lines and its exit code.
    pub fn terminate(mut self) -> (Vec<Value>, i32) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let mut rest = Vec::new();
        while let Some(line) = self.line() {
            rest.push(line);
        }
        (rest, self.child.wait().unwrap().code().unwrap_or(-1))
    }

    /// Stops listening to it, and waits for its end.
    pub fn hang_up(self) -> (i32, String) {
        let Running { child, lines } = self;
        drop(lines);
        let out = child.wait_with_output().unwrap();
        (out.status.code().unwrap_or(-1), String::from_utf8_lossy(&out.stderr).into_owned())
    }
}

pub fn object(line: &str) -> Value {
    let value: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    assert!(value.is_object(), "because every line is one object: {line}");
    value
}

/// Everything in a folder but preferences: names and contents.
pub fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap())
        .filter(|e| e.path().is_file())
        .map(|e| (e.file_name().to_string_lossy().into_owned(), std::fs::read(e.path()).unwrap()))
        .collect();
    all.sort();
    all
}
