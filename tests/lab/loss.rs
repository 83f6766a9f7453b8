//! A line that loses packets is not a line that is down.

use hinomi_tests::lab::Lab;
use hinomi_tests::watching::{SiteFile, Watching};

use crate::{believed, inside, lasting, opened};

#[test]
fn ten_per_cent_random_loss_makes_nobody_down() {
    const NAME: &str = "ten_per_cent_random_loss_makes_nobody_down";
    let Some(lab) = Lab::open(NAME) else { return };
    let _router = lab.router();
    let hosts: Vec<_> = (10..30).map(|last| lab.host(0, last)).collect();
    let here = lab.host(0, 2);
    match here.lose_a_tenth() {
        Ok(means) => println!("losing by {means}"),
        Err(why) => {
            return hinomi_tests::skip(NAME, &format!("the kernel cannot lose packets: {why}"));
        }
    }
    let site = SiteFile::with(hosts.iter().map(|host| host.address));
    let watching = Watching::start(inside(&here), &site, true);
    watching.ready();
    watching.until(lasting(300, 90), |_| false);
    let lines = watching.end();

    let summary = lines.last().filter(|line| line.is("summary")).expect("it sums up");
    let [probes, failed] = ["probes", "failed"].map(|key| summary.number(key).expect("a count"));
    let share = failed / probes;
    println!("{failed} of {probes} probes failed");
    // Chance alone leaves this once in many thousand runs.
    assert!((0.02..0.25).contains(&share), "because a tenth is lost, not {share:.2}");
    let down: Vec<_> = lines.iter().filter(|line| believed(line) == Some("critical")).collect();
    assert!(down.is_empty(), "because everybody is there: {down:?}");
    let worst: Vec<_> = lines.iter().filter(|l| opened(l)).map(|l| l.text("grade")).collect();
    assert!(worst.iter().all(|grade| *grade == "warning"), "because lossy is no outage: {worst:?}");
    println!("{} called lossy", worst.len());
}
