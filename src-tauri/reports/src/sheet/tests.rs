//! What a status report says.

use hinomi_model::settings::Language::{En, Ja};
use hinomi_model::{Availability, Grade, Stamp, Stretch};

use super::*;
use crate::sample::{FROM, report};

#[test]
fn the_first_line_says_the_situation() {
    let said = |r: &StatusReport| Sheet::of(r).sentence;
    let bad = report(En, 20);
    assert_eq!(
        said(&bad),
        "core-sw-1 has been down since 2026-11-21 08:12 (± 20 s). 1 more is in trouble; 17 are well."
    );
    assert_eq!(
        said(&report(Ja, 20)),
        "core-sw-1 は 2026-11-21 08:12（± 20秒）から停止しています。ほか1ノードで異常、17ノードは正常です。"
    );
    let mut calm = report(En, 10);
    calm.nodes.retain(|n| n.trouble().is_none());
    assert_eq!(said(&calm), "All 8 nodes are well.");
    calm.nodes[0].standing = Standing::Pending;
    assert_eq!(said(&calm), "7 nodes are well; 1 not judged yet.");
    calm.nodes.iter_mut().for_each(|n| n.standing = Standing::Paused);
    assert_eq!(said(&calm), "Watching is paused for every node.");
    calm.nodes.clear();
    assert_eq!(said(&calm), "No nodes are watched in this site yet.");
    let one = StatusReport { nodes: report(Ja, 1).nodes, ..report(Ja, 0) };
    assert_eq!(said(&one), "core-sw-1 は 2026-11-21 08:12（± 20秒）から停止しています。");
}

#[test]
fn no_data_is_never_a_hundred_per_cent() {
    assert_eq!(percent(None, "no data"), "no data");
    assert_eq!(percent(Some(1.0), ""), "100 %");
    assert_eq!(percent(Some(0.999_999_9), ""), "99.999 %", "because something was down");
    assert_eq!(percent(Some(0.998_77), ""), "99.87 %");
    let sheet = Sheet::of(&report(En, 20));
    let last = sheet.availability.rows.last().expect("twenty rows");
    assert_eq!(last.cells[2].text, "no data", "because nobody looked at it");
    assert_eq!(last.cells[3].text, "0.00 %", "because its coverage stands beside it");
}

#[test]
fn the_worst_node_comes_first_and_many_nodes_move_to_the_end() {
    let small = Sheet::of(&report(En, 25));
    assert_eq!(small.availability.rows.len(), 25);
    assert!(small.all.is_none(), "because they fit on the page");
    assert_eq!(small.availability.rows[0].cells[0].text, "core-sw-1");
    let large = Sheet::of(&report(En, 60));
    assert_eq!(large.availability.rows.len(), 10);
    assert_eq!(large.all.map(|t| t.rows.len()), Some(60));
    assert!(
        large.availability.aside.contains("all 60"),
        "because the reader must know there are more"
    );
}

#[test]
fn gaps_count_only_within_the_period() {
    let mut r = report(En, 3);
    r.gaps[0].from = Stamp(FROM.0 - 3_600_000);
    r.gaps[0].until = Some(Stamp(FROM.0 + 3_600_000));
    r.gaps[1].from = Stamp(r.until.0 - 60_000);
    r.gaps[1].until = None;
    let sheet = Sheet::of(&r);
    assert_eq!(sheet.facts[5].value, "1 h 1 min");
    assert_eq!(sheet.gaps.rows[1].cells[1].text, "still going on");
}

#[test]
fn what_is_wrong_now_is_told_even_if_it_began_after_the_period() {
    let mut r = report(En, 3);
    r.until = Stamp(FROM.0 + 60_000);
    let sheet = Sheet::of(&r);
    assert_eq!(sheet.wrong.rows.len(), 1);
    assert!(sheet.incidents.rows.is_empty(), "because none touched that minute");
}

#[test]
fn figures_of_all_nodes_carry_their_bounds() {
    let day = [Stretch { from: FROM, until: Stamp(FROM.0 + 43_200_000), grade: Some(Grade::Ok) }];
    let mut r = report(En, 1);
    r.nodes[0].sums = Availability::over(r.from, r.until, &day);
    let foot = Sheet::of(&r).availability.foot;
    assert!(foot.contains("100 % at 50.00 % coverage; 50.00 % to 100 %"), "because {foot}");
}
