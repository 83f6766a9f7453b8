//! A round of stages: each one command, timed, its output kept in a file and counted.

use std::fs::{self, File};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::setup;
use crate::tally::{self, Tally};

/// How often a long stage says that it is still alive.
const PULSE: Duration = Duration::from_secs(60);

/// A round of stages under way. It goes on after a failure, so that one run shows them all.
pub struct Round {
    logs: PathBuf,
    /// Whether a person is at the terminal, whose Ctrl-C must reach every stage.
    attended: bool,
    ended: Vec<(String, bool, Duration)>,
    sum: Tally,
}

impl Round {
    /// A new round whose outputs go to `logs`, which is emptied first.
    pub fn begin(logs: PathBuf) -> Result<Round, String> {
        let _ = fs::remove_dir_all(&logs);
        fs::create_dir_all(&logs).map_err(|e| format!("cannot create {}: {e}", logs.display()))?;
        let attended = std::io::stdin().is_terminal();
        Ok(Round { logs, attended, ended: Vec::new(), sum: Tally::default() })
    }

    /// Runs one stage and says whether it went well. What it prints is shown only if it did not.
    /// Nobody waits at the terminal of a machine: there, a stage is ended after `limit`.
    pub fn stage(&mut self, name: &str, limit: Duration, command: &mut Command) -> bool {
        println!("── {name}");
        let file = format!("{:02}-{}.log", self.ended.len() + 1, name.replace([' ', ':'], "-"));
        let log = self.logs.join(file);
        let begun = Instant::now();
        let limit = (!self.attended).then_some(limit);
        let outcome = execute(command, &log, limit);
        let output = fs::read(&log).map(|b| String::from_utf8_lossy(&b).into_owned());
        let output = output.unwrap_or_default();

        let mut counted = tally::tally(&output);
        let well = matches!(&outcome, Ok(status) if status.success());
        if !well {
            // A crash or a compile error fails without a failed test.
            counted.failed = counted.failed.max(1);
            println!("{output}");
        }
        for line in tally::skips(&output) {
            println!("   {line}");
        }
        if let Err(why) = &outcome {
            println!("   {why}");
        }
        let counts =
            if counted == Tally::default() { String::new() } else { format!(": {counted}") };
        println!("   {} in {}{counts}", verdict(well), minutes(begun.elapsed()));
        self.sum += counted;
        self.ended.push((name.to_owned(), well, begun.elapsed()));
        well
    }

    /// Notes a stage that cannot run because an earlier one failed: a failure, not a skip.
    pub fn leave_out(&mut self, name: &str, why: &str) {
        println!("── {name}\n   not run: {why}");
        self.sum.failed += 1;
        self.ended.push((name.to_owned(), false, Duration::ZERO));
    }

    /// Prints the times of all stages and the closing line; an error if anything failed.
    pub fn end(self) -> Result<(), String> {
        println!("\n{:>9}  stage", "time");
        for (name, well, took) in &self.ended {
            println!("{:>9}  {name}{}", minutes(*took), if *well { "" } else { "  ✗" });
        }
        println!("   (outputs are in {})\n\n{}", self.logs.display(), self.sum);
        if self.sum.failed == 0 { Ok(()) } else { Err(String::new()) }
    }
}

/// Runs `command` with both of its outputs in `log`; with a limit, whatever it started ends with it.
fn execute(
    command: &mut Command,
    log: &Path,
    limit: Option<Duration>,
) -> Result<ExitStatus, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |e: std::io::Error| format!("cannot run {program}: {e}");
    let file = File::create(log).map_err(failed)?;
    let errors = file.try_clone().map_err(failed)?;
    command.stdin(Stdio::null()).stdout(file).stderr(errors);
    if limit.is_some() {
        own_group(command);
    }
    let mut child = command.spawn().map_err(failed)?;
    let begun = Instant::now();
    let mut pulse = PULSE;
    loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            return Ok(status);
        }
        std::thread::sleep(Duration::from_millis(100));
        if begun.elapsed() > pulse {
            pulse += PULSE;
            println!("   … {}, {}", minutes(begun.elapsed()), last_line(log));
        }
        if let Some(limit) = limit.filter(|&limit| begun.elapsed() > limit) {
            end_group(&mut child);
            return Err(format!("ended: it took longer than {}", minutes(limit)));
        }
    }
}

/// Gives the stage a process group of its own, which a Ctrl-C would not reach.
fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

fn end_group(child: &mut Child) {
    if cfg!(unix) {
        // The shell's own `kill`: a bare system has no other.
        let _ = setup::answer(&["sh", "-c", &format!("kill -s KILL -- -{}", child.id())]);
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn last_line(log: &Path) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    text.lines().rev().map(str::trim).find(|l| !l.is_empty()).unwrap_or("silent so far").to_owned()
}

fn verdict(well: bool) -> &'static str {
    if well { "well" } else { "FAILED" }
}

fn minutes(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(name: &str) -> Round {
        let logs = setup::target().join("xtask-tests").join(name);
        Round { attended: false, ..Round::begin(logs).unwrap() }
    }

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    const SOON: Duration = Duration::from_secs(10);

    #[test]
    fn a_stage_that_fails_without_naming_a_test_counts_as_one_failure() {
        let mut round = round("one");
        assert!(!round.stage("broken", SOON, &mut shell("echo no; exit 3")));
        assert!(round.stage("sound", SOON, &mut shell("echo 'test result: ok. 2 passed'")));
        assert_eq!(round.sum, Tally { passed: 2, failed: 1, skipped: 0 });
        assert!(round.end().is_err(), "because one stage failed");
    }

    #[test]
    fn a_program_that_is_not_there_is_a_failed_stage_and_not_a_panic() {
        let mut round = round("absent");
        assert!(!round.stage("absent", SOON, &mut Command::new("no-such-program-here")));
        assert_eq!(round.sum.failed, 1);
    }

    #[test]
    fn a_stage_that_hangs_is_ended_with_all_it_started() {
        let mut round = round("hangs");
        let begun = Instant::now();
        let mut hang = shell("sleep 60 & echo $!; wait");
        // Long enough for a shell to begin on a busy machine.
        assert!(!round.stage("hangs", Duration::from_millis(1_500), &mut hang));
        assert!(begun.elapsed() < SOON, "because nobody is there to press Ctrl-C");
        let grandchild = fs::read_to_string(round.logs.join("01-hangs.log")).unwrap();
        assert!(!grandchild.trim().is_empty(), "because otherwise nobody is looked for");
        let alive = || {
            let stat = fs::read_to_string(format!("/proc/{}/stat", grandchild.trim()));
            stat.is_ok_and(|stat| !stat.contains(") Z"))
        };
        // The kernel ends it in its own time.
        while alive() && begun.elapsed() < SOON {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(!alive(), "because it would hold sockets and locks");
    }

    #[test]
    fn both_outputs_of_a_stage_are_kept() {
        let mut round = round("kept");
        round.stage("loud", SOON, &mut shell("echo out; echo err >&2"));
        let log = fs::read_to_string(round.logs.join("01-loud.log")).unwrap();
        assert_eq!(log, "out\nerr\n");
    }

    #[test]
    fn times_are_said_as_people_say_them() {
        assert_eq!(minutes(Duration::from_millis(1240)), "1.2 s");
        assert_eq!(minutes(Duration::from_secs(125)), "2 min 05 s");
    }
}
