//! Somebody sets the wall clock while Hinomi watches: nobody's outage, and nothing is made up for.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use hinomi_model::{GapReason, Span, Stamp};
use hinomi_tests::lab::{Host, Lab};
use hinomi_tests::watching::{Line, SiteFile, Watching, program};

use crate::{all_well, believed, gaps, lasting, opened, pause, told};

const NODES: u16 = 100;
/// Every node is pinged once in 10 s.
const USUAL: f64 = NODES as f64 / 10.0;
const HOUR: i64 = 3_600;

/// libfaketime for programs with threads, where this system keeps it.
fn library() -> Option<PathBuf> {
    let folders = ["/usr/lib", "/usr/lib64"].map(std::fs::read_dir);
    let below = folders.into_iter().flatten().flatten().flatten().map(|entry| entry.path());
    let mut places = ["/usr/lib".into(), "/usr/lib64".into()].into_iter().chain(below);
    places.find_map(|place: PathBuf| {
        let library = place.join("faketime/libfaketimeMT.so.1");
        library.is_file().then_some(library)
    })
}

/// A wall clock for one program alone, that is so many seconds wrong; its other clocks are true.
struct WallClock {
    says: PathBuf,
}

impl WallClock {
    fn beside(site: &SiteFile) -> WallClock {
        let clock = WallClock { says: site.folder().join("wall-clock") };
        clock.set(0);
        clock
    }

    fn set(&self, wrong_by: i64) {
        // Read at every look at the clock: it must never be found half written.
        let draft = self.says.with_extension("draft");
        std::fs::write(&draft, format!("{wrong_by:+}\n")).expect("there is room");
        std::fs::rename(&draft, &self.says).expect("it is the same folder");
    }

    /// The program, inside a host, on this clock.
    fn on(&self, host: &Host, library: &Path) -> Command {
        let mut command = host.command("env");
        let with = |name: &str, value: &Path| format!("{name}={}", value.display());
        command.arg(with("LD_PRELOAD", library)).arg(with("FAKETIME_TIMESTAMP_FILE", &self.says));
        let plain = ["FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1"];
        command.args(plain).arg(program());
        command
    }
}

/// Echoes sent by then, seen once a second.
struct Meter<'a> {
    host: &'a Host,
    begun: Instant,
    seen: Vec<(f64, u64)>,
}

impl Meter<'_> {
    fn read(&mut self) {
        let sent = self.host.echoes_sent();
        self.seen.push((self.begun.elapsed().as_secs_f64(), sent));
    }

    /// The most echoes a second over any five seconds.
    fn fastest(&self) -> f64 {
        let mut most = 0.0f64;
        for (n, (from, before)) in self.seen.iter().enumerate() {
            let after = self.seen[n..].iter().find(|(until, _)| until - from >= 5.0);
            if let Some((until, after)) = after {
                most = most.max((after - before) as f64 / (until - from));
            }
        }
        most
    }
}

#[test]
fn a_wall_clock_set_by_an_hour_and_back_is_one_gap_without_alarm_or_burst() {
    const NAME: &str = "a_wall_clock_set_by_an_hour_and_back_is_one_gap_without_alarm_or_burst";
    let Some(lab) = Lab::open(NAME) else { return };
    let Some(library) = library() else {
        return hinomi_tests::skip(NAME, "libfaketime is not installed");
    };
    let crowd = lab.host(0, 2);
    let addresses = crowd.is_a_crowd(NODES);
    let hosts = [lab.host(0, 100), lab.host(0, 101)];
    let wrong = [HOUR, -HOUR];
    let sites = [SiteFile::with(&addresses), SiteFile::with(&addresses)];
    let clocks = sites.each_ref().map(WallClock::beside);
    let begun = Instant::now();
    let mut meters = hosts.each_ref().map(|host| Meter { host, begun, seen: Vec::new() });
    let all: Vec<Watching> = (0..2)
        .map(|n| {
            hosts[n].finds_the_crowd();
            Watching::start(clocks[n].on(&hosts[n], &library), &sites[n], true)
        })
        .collect();
    all.iter().for_each(|watching| all_well(watching, usize::from(NODES)));

    let mut watched = |seconds: u64| {
        for _ in 0..seconds {
            meters.iter_mut().for_each(Meter::read);
            pause(1.0);
        }
    };
    let long = lasting(120, 25).as_secs();
    // At the start everybody is looked at once; that is not what is measured.
    pause(3.0);
    watched(long);
    (0..2).for_each(|n| clocks[n].set(wrong[n]));
    watched(long);
    (0..2).for_each(|n| clocks[n].set(0));
    watched(long);

    for (n, watching) in all.into_iter().enumerate() {
        let (story, meter) = (format!("{:+} h and back", wrong[n] / HOUR), &meters[n]);
        let lines = watching.end();
        assert!(moved(&lines, wrong[n]), "{story}: because that is what is tried");
        assert!(!lines.iter().any(opened), "{story}: because only the clock changed");
        assert_eq!(told(&lines), [], "{story}: because nobody has to know");
        let accused = lines.iter().filter(|l| believed(l).is_some_and(|grade| grade != "ok"));
        assert_eq!(accused.count(), 0, "{story}: because everybody answered");
        let gaps = gaps(&sites[n]);
        println!("{story}: {gaps:?}");
        let [gap] = &gaps[..] else { panic!("{story}: because that is one gap: {gaps:?}") };
        assert_eq!(gap.reason, GapReason::ClockSet, "{story}");
        let lasted = gap.until.expect("it is over") - gap.from;
        let least = if wrong[n] > 0 { Span::ZERO } else { Span::seconds(HOUR - 10) };
        assert!(
            (least..=Span::seconds(HOUR + 10)).contains(&lasted),
            "{story}: because that much time nobody looked at: {lasted:?}"
        );
        let fastest = meter.fastest();
        println!("{story}: {USUAL} echoes a second are usual; {fastest:.1} at most");
        assert!(fastest >= 0.8 * USUAL, "{story}: because they are counted: {fastest:.1}");
        assert!(
            fastest <= 2.0 * USUAL,
            "{story}: because nothing is made up for: {fastest:.1} a second"
        );
    }
}

/// Did its clock show what was set, by what it says of its own health?
fn moved(lines: &[Line], wrong_by: i64) -> bool {
    let off = |line: &Line| Stamp(line.number("at").unwrap_or(0.0) as i64) - line.read;
    let near = |off: Span| (off.0 - wrong_by * 1_000).abs() < 5_000;
    lines.iter().filter(|l| l.is("health")).any(|l| near(off(l)))
}
