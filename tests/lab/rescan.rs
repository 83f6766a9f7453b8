//! What was swept is swept again: who came since is told once, with real packets.

use std::time::Duration;

use hinomi_engine::clock::Clock;
use hinomi_model::{Proposal, Proposed, Rescanned};
use hinomi_store::{Batch, Edit, Site};
use hinomi_tests::lab::Lab;
use hinomi_tests::watching::{Line, SiteFile, Watching};

use crate::{inside, pause, told};

/// It begins a minute after the start; a /24 takes at most 15 s. The rest is for a busy machine.
const SOON: Duration = Duration::from_secs(180);

#[test]
fn a_stranger_is_told_once_and_proposed_and_nobody_who_is_well_is_gone() {
    const NAME: &str = "a_stranger_is_told_once_and_proposed_and_nobody_who_is_well_is_gone";
    let Some(lab) = Lab::open(NAME) else { return };
    let hosts: Vec<_> = (11..16).map(|last| lab.host(0, last)).collect();
    // It answers TCP and ARP, and no echo; its check says so, and a sweep finds it all the same.
    hosts[0].ignore_echo();
    let here = lab.host(0, 2);
    let file = SiteFile::empty();
    let words = ["scan", "10.77.0.0/24", "--exclude", "10.77.0.88", "--site"];
    let output = inside(&here).args(words).arg(file.path()).output();
    let output = output.expect("the program can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let stranger = lab.host(0, 77);
    let left_alone = lab.host(0, 88);
    left_alone.ip("address add fd00:77::88/64 dev eth0 nodad");
    here.ip("address add fd00:77::2/64 dev eth0 nodad");
    begin(&file);
    let clock = Clock::start();
    let watching = Watching::start(inside(&here), &file, true);
    let strange = |line: &Line| line.is("notification") && line.text("reason") == "stranger";
    let heard = watching.until(SOON, |lines| lines.iter().any(strange));
    assert!(heard, "because somebody new is there: {:?}", told(&watching.lines()));
    println!("told after {:.0?} of watching", clock.steady());
    // What was found is stored before it is told; another look would tell again if it could.
    pause(3.0);
    let lines = watching.end();
    let titles: Vec<&str> = lines.iter().filter(|l| strange(l)).map(|l| l.text("title")).collect();
    let want = format!("A device is not watched: {}", stranger.address);
    assert_eq!(titles, [want], "because it is the only one nobody watches");
    let proposals = proposals(&file);
    let all: Vec<&Proposed> = proposals.iter().map(|p| &p.what).collect();
    assert_eq!(all, [&Proposed::New], "because everybody else is there and as they were");
    let seen = proposals[0].seen.as_ref().expect("it was seen");
    assert_eq!(seen.address, stranger.address);
    assert!(seen.mac.is_some(), "because it answers for its address on our own link");
    assert!(seen.private, "because the lab made its hardware address up");
}

/// One is due: it had begun when the PC was switched off. Hosts of the lab have made-up hardware
/// addresses, and are to be told of all the same.
fn begin(file: &SiteFile) {
    on(file, async |site| {
        let begun = Rescanned { begun: Some(Clock::start().now()), ..Rescanned::default() };
        let mut settings = site.settings().await.expect("they can be read");
        settings.rescan.private = true;
        let edits = vec![Edit::PutRescanned(begun), Edit::PutSettings(settings)];
        site.commit(&Batch { edits, ..Batch::default() }).await.expect("it can be stored");
    });
}

fn proposals(file: &SiteFile) -> Vec<Proposal> {
    on(file, async |site| site.proposals().await.expect("they can be read"))
}

fn on<T>(file: &SiteFile, work: impl AsyncFnOnce(&Site) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime starts").block_on(async {
        let site = Site::open(file.path()).await.expect("it opens");
        let done = work(&site).await;
        site.close().await;
        done
    })
}
