//! What is committed is there again.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use hinomi_model::incident::Broken;
use hinomi_model::notification::Reason;
use hinomi_model::*;
use hinomi_store::{Batch, Edit, IncidentFilter, LastIds, Site, SiteError};
use support::*;

async fn commit(site: &Site, fill: impl FnOnce(&mut Batch)) {
    let mut batch = Batch::default();
    fill(&mut batch);
    site.commit(&batch).await.unwrap();
}

fn link(id: u32, from: Option<u32>, to: u32) -> Link {
    Link::new(LinkId(id), from.map(NodeId), NodeId(to), topology::Evidence::ByHand, Stamp(T0))
}

fn runbook(id: u32, attachments: Vec<Attachment>) -> Runbook {
    Runbook {
        id: RunbookId(id),
        title: "再起動".into(),
        text: "# 手順\n1. …".into(),
        nodes: vec![NodeId(1)],
        checks: vec![],
        attachments,
        changed: Stamp(T0),
    }
}

fn notification(id: u32, incident: u32, delivery: Delivery) -> Notification {
    Notification {
        id: NotificationId(id),
        incident: Some(IncidentId(incident)),
        to: None,
        way: 0,
        reason: Reason::Opened,
        grade: Grade::Critical,
        queued: Stamp(T0),
        title: "core-sw".into(),
        body: "…".into(),
        delivery,
    }
}

#[tokio::test]
async fn everything_committed_is_loaded_again() {
    let site = Site::in_memory().await.unwrap();
    let settings = Settings { name: "支社".into(), sound: false, ..Settings::default() };
    let group = Group { id: GroupId(3), name: "1F".into(), policies: Default::default() };
    let pin = Pin { node: NodeId(1), x: -12.5, y: 1e6 };
    let state = State::Hard { belief: belief(Grade::Warning, T0) };
    let gap = Gap { from: Stamp(T0), until: None, reason: GapReason::Paused };
    let first = note(9, None, T0, "見に行く");
    commit(&site, |b| {
        b.edits = vec![
            Edit::PutSettings(settings.clone()),
            Edit::PutGroup(group.clone()),
            Edit::PutNode(Node { group: Some(GroupId(3)), ..node(1) }),
            Edit::PutNode(node(2)),
            Edit::PutCheck(check(5, 1)),
            Edit::PutLink(link(4, None, 1)),
            Edit::PutPin(pin),
            Edit::PutRunbook(runbook(6, vec![])),
        ];
        b.states = vec![(CheckId(5), State::Pending), (CheckId(5), state), (CheckId(77), state)];
        b.gaps = vec![gap.clone()];
        b.heartbeat = Some(Stamp(T0 + 5));
        b.incidents = vec![resolved(incident(8, 2, T0), T0 + 9), incident(9, 1, T0)];
        b.entries = vec![first.clone()];
        b.notifications = vec![
            notification(1, 9, Delivery::Delivered { at: Stamp(T0) }),
            notification(2, 9, Delivery::Waiting { tries: 1, after: None }),
        ];
    })
    .await;
    let l = site.load().await.unwrap();
    assert_eq!((l.settings, l.groups, l.pins), (settings, vec![group], vec![pin]));
    assert_eq!(l.nodes, [Node { group: Some(GroupId(3)), ..node(1) }, node(2)]);
    assert_eq!((l.checks, l.links), (vec![check(5, 1)], vec![link(4, None, 1)]));
    assert_eq!(
        l.states.into_iter().collect::<Vec<_>>(),
        [(CheckId(5), state)],
        "because the last one counts, and check 77 is not there"
    );
    assert_eq!((l.lasting, l.heartbeat), (vec![gap], Some(Stamp(T0 + 5))));
    assert_eq!(l.open.len(), 1, "because incident 8 is resolved");
    assert_eq!(
        (&l.open[0].incident, &l.open[0].last),
        (&incident(9, 1, T0), &Some((1, first.hash.clone())))
    );
    assert_eq!(l.waiting, [notification(2, 9, Delivery::Waiting { tries: 1, after: None })]);
    assert_eq!(l.runbooks, [runbook(6, vec![])]);
    let last = LastIds {
        node: 2,
        group: 3,
        check: 5,
        link: 4,
        incident: 9,
        notification: 2,
        runbook: 6,
        ..Default::default()
    };
    assert_eq!(l.last_ids, last);
}

#[tokio::test]
async fn a_node_goes_with_its_checks_but_its_history_stays() {
    let site = Site::in_memory().await.unwrap();
    commit(&site, |b| {
        b.edits = vec![
            Edit::PutNode(node(1)),
            Edit::PutNode(node(2)),
            Edit::PutCheck(check(1, 1)),
            Edit::PutLink(link(1, Some(1), 2)),
            Edit::PutPin(Pin { node: NodeId(1), x: 0.0, y: 0.0 }),
        ];
        b.states = vec![(CheckId(1), State::Pending)];
        b.samples = vec![measured(1, T0, 1.0)];
        b.changes = vec![(CheckId(1), change(Grade::Critical, T0))];
        b.incidents = vec![incident(1, 1, T0)];
    })
    .await;
    commit(&site, |b| b.edits = vec![Edit::DropNode(NodeId(1)), Edit::DropNode(NodeId(99))]).await;
    let l = site.load().await.unwrap();
    assert_eq!(
        (l.nodes.len(), l.checks.len(), l.links.len(), l.pins.len(), l.states.len()),
        (1, 0, 0, 0, 0)
    );
    assert_eq!(l.open.len(), 1, "because the record stays");
    assert_eq!(site.samples(CheckId(1), Stamp(0), Stamp(i64::MAX), 9).await.unwrap().len(), 1);
    let stretches = site.stretches(CheckId(1), Stamp(T0), Stamp(T0 + 10)).await.unwrap();
    assert_eq!(stretches[0].grade, Some(Grade::Critical));
}

#[tokio::test]
async fn a_group_goes_and_its_nodes_stay() {
    let site = Site::in_memory().await.unwrap();
    let inside = Node { group: Some(GroupId(1)), ..node(1) };
    let group = Group { id: GroupId(1), name: "x".into(), policies: Default::default() };
    commit(&site, |b| b.edits = vec![Edit::PutGroup(group), Edit::PutNode(inside)]).await;
    commit(&site, |b| b.edits = vec![Edit::DropGroup(GroupId(1))]).await;
    assert_eq!(site.load().await.unwrap().nodes, [node(1)]);
}

#[tokio::test]
async fn an_identity_is_never_given_out_again() {
    let site = Site::in_memory().await.unwrap();
    commit(&site, |b| b.edits = vec![Edit::PutNode(node(41)), Edit::PutCheck(check(7, 41))]).await;
    commit(&site, |b| b.edits = vec![Edit::DropNode(NodeId(41)), Edit::PutNode(node(3))]).await;
    let mut ids = site.load().await.unwrap().last_ids;
    assert_eq!(ids.next_node(), NodeId(42), "because 41 has been somebody");
    assert_eq!(ids.next_check(), CheckId(8));
}

#[tokio::test]
async fn a_batch_is_stored_whole_or_not_at_all() {
    let site = Site::in_memory().await.unwrap();
    let edits = vec![Edit::PutNode(node(1)), Edit::PutCheck(check(1, 2))];
    let batch = Batch { edits, samples: vec![measured(1, T0, 1.0)], ..Batch::default() };
    site.commit(&batch).await.expect_err("because check 1 is of a node that is not there");
    let l = site.load().await.unwrap();
    assert_eq!((l.nodes.len(), l.last_ids.node), (0, 0), "because nothing of it was stored");
    commit(&site, |b| b.edits = vec![Edit::PutNode(node(1))]).await;
    assert_eq!(site.load().await.unwrap().nodes.len(), 1, "because the next one is none the worse");
}

#[tokio::test]
async fn the_record_refuses_to_be_rewritten() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.hinomi");
    let site = Site::create(&path, &Settings::default()).await.unwrap();
    let one = note(1, None, T0, "one");
    let evidence =
        Outcome::Measured { readings: vec![Reading { metric: Metric::Rtt, value: 0.1 + 0.2 }] };
    let what = What::Joined {
        check: CheckId(1),
        check_name: "x".into(),
        grade: Grade::Warning,
        since: Stamp(T0),
        evidence,
        place: None,
    };
    let two = Entry::seal(IncidentId(1), Some((1, &one.hash)), Stamp(T0 + 1), Author::System, what);
    commit(&site, |b| {
        b.incidents = vec![incident(1, 1, T0)];
        b.entries = vec![one.clone(), two.clone()];
    })
    .await;
    assert_eq!(site.entries(IncidentId(1)).await.unwrap(), [one.clone(), two.clone()]);
    assert_eq!(site.last_entry(IncidentId(1)).await.unwrap(), Some((2, two.hash.clone())));
    let verdict = site.verify(IncidentId(1)).await.unwrap();
    assert_eq!((verdict.entries, verdict.broken), (2, None));
    for again in [one.clone(), note(1, Some((7, "x")), T0, "hole")] {
        let batch = Batch { entries: vec![again], ..Batch::default() };
        site.commit(&batch).await.expect_err("because an entry follows the last one");
    }
    site.close().await;

    use sqlx::{ConnectOptions, Connection};
    let mut conn =
        sqlx::sqlite::SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    for sql in [
        "UPDATE entries SET body = '{}'",
        "DELETE FROM entries",
        "DELETE FROM incidents",
        "INSERT OR REPLACE INTO entries VALUES (1, 1, '{}')",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries",
    ] {
        sqlx::raw_sql(sql).execute(&mut conn).await.expect_err(sql);
    }
    // Whoever goes round the triggers is found out by the chain.
    let forged = "DROP TRIGGER entries_hold; UPDATE entries SET body = replace(body, 'one', 'two') WHERE seq = 1";
    sqlx::raw_sql(forged).execute(&mut conn).await.unwrap();
    let again = "CREATE TRIGGER entries_hold BEFORE UPDATE ON entries BEGIN
    SELECT RAISE(ABORT, 'an entry is never changed; a correction is a new entry');
END";
    sqlx::raw_sql(again).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    let site = Site::open(&path).await.unwrap();
    assert_eq!(site.verify(IncidentId(1)).await.unwrap().broken, Some(Broken(1)));
}

#[tokio::test]
async fn all_incidents_of_a_while_are_read_however_many_they_are() {
    let site = Site::in_memory().await.unwrap();
    let each = |id: u32| {
        let opened = T0 + i64::from(id) * 1_000;
        resolved(incident(id, 1, opened), opened + 500)
    };
    commit(&site, |b| b.incidents = (1..=2_500).map(each).collect()).await;
    let over = async |from: i64, until: i64| -> Vec<u32> {
        let found = site.incidents_over(Stamp(from), Stamp(until)).await.unwrap();
        found.iter().map(|i| i.id.0).collect()
    };
    assert_eq!(over(T0, i64::MAX).await, (1..=2_500).rev().collect::<Vec<_>>());
    let some = over(T0 + 11_000, T0 + 2_001_000).await;
    assert_eq!(some, (11..=2_000).rev().collect::<Vec<_>>(), "because only those touch it");
}

#[tokio::test]
async fn incidents_are_found_by_node_time_and_state_page_by_page() {
    let site = Site::in_memory().await.unwrap();
    commit(&site, |b| {
        b.incidents = (1..=20)
            .map(|id| incident(id, id % 2, T0 + i64::from(id) * 1_000))
            .map(|i| {
                if i.id.0 <= 15 {
                    let end = i.started.0 + 500;
                    resolved(i, end)
                } else {
                    i
                }
            })
            .collect();
    })
    .await;
    let find = async |filter: IncidentFilter| -> Vec<u32> {
        site.incidents(&filter).await.unwrap().iter().map(|i| i.id.0).collect()
    };
    let all = IncidentFilter::default();
    assert_eq!(find(all.clone()).await, (1..=20).rev().collect::<Vec<_>>());
    assert_eq!(
        find(IncidentFilter { resolved: Some(false), ..all.clone() }).await,
        [20, 19, 18, 17, 16]
    );
    assert_eq!(
        find(IncidentFilter { node: Some(NodeId(0)), resolved: Some(true), ..all.clone() }).await,
        [14, 12, 10, 8, 6, 4, 2]
    );
    let (from, until) = (Some(Stamp(T0 + 14_200)), Some(Stamp(T0 + 17_000)));
    assert_eq!(find(IncidentFilter { from, until, ..all.clone() }).await, [16, 15, 14]);
    assert_eq!(
        find(IncidentFilter { before: Some(IncidentId(10)), most: 2, ..all.clone() }).await,
        [9, 8]
    );
    let named = |text: &str, most| IncidentFilter { text: text.into(), most, ..all.clone() };
    commit(&site, |b| {
        let renamed = |id| Incident { node_name: "Übersee-RTR".into(), ..incident(id, 0, T0) };
        b.incidents = [2, 4, 6].map(renamed).into();
    })
    .await;
    assert_eq!(
        find(named(" übersee", 2)).await,
        [6, 4],
        "because the newest two of that name are far down the list"
    );
    assert!(find(named("nobody", 0)).await.is_empty());
    assert_eq!(site.incident(IncidentId(20)).await.unwrap(), Some(incident(20, 0, T0 + 20_000)));
    assert_eq!(site.incident(IncidentId(21)).await.unwrap(), None);
}

#[tokio::test]
async fn attachments_are_kept_once_and_go_after_the_last_runbook() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.hinomi");
    let site = Site::create(&path, &Settings::default()).await.unwrap();
    let picture = vec![7_u8; 300_000];
    let a = site.put_attachment("a.png", &picture).await.unwrap();
    let b = site.put_attachment("b.png", &picture).await.unwrap();
    assert_eq!((&a.hash, a.size), (&b.hash, 300_000), "because the content is the same");
    commit(&site, |batch| {
        batch.edits = vec![
            Edit::PutRunbook(runbook(1, vec![a.clone()])),
            Edit::PutRunbook(runbook(2, vec![b])),
        ]
    })
    .await;
    commit(&site, |batch| batch.edits = vec![Edit::DropRunbook(RunbookId(1))]).await;
    site.close().await;
    let site = Site::open(&path).await.unwrap();
    assert_eq!(site.attachment(&a.hash).await.unwrap(), Some(picture), "because 2 names it");
    assert_eq!(site.runbook(RunbookId(1)).await.unwrap(), None);
    commit(&site, |batch| batch.edits = vec![Edit::DropRunbook(RunbookId(2))]).await;
    site.close().await;
    let site = Site::open(&path).await.unwrap();
    assert_eq!(site.attachment(&a.hash).await.unwrap(), None, "because nobody names it");
    let error = site.put_attachment("c", &vec![0; 20_000_001]).await.unwrap_err();
    assert!(matches!(error, SiteError::TooLarge { .. }), "{error}");
}

#[tokio::test]
async fn maps_are_kept_whole_with_the_plan_beneath_them() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.hinomi");
    let site = Site::create(&path, &Settings::default()).await.unwrap();
    let image = site.put_attachment("2f.png", b"where the walls are").await.unwrap();
    let plan = Plan { image: image.clone(), x: -10.5, y: 0.0, width: 900.0, opacity: 0.5 };
    let map = SiteMap {
        id: MapId(3),
        name: "2F".into(),
        arrangement: Arrangement::Radial,
        groups: vec![GroupId(4)],
        nodes: vec![],
        pins: vec![Pin { node: NodeId(1), x: 1.0, y: 2.0 }],
        folded: vec![Folding::Group(None)],
        plan: Some(plan),
    };
    commit(&site, |b| b.edits = vec![Edit::PutMap(map.clone())]).await;
    site.close().await;
    let site = Site::open(&path).await.unwrap();
    let loaded = site.load().await.unwrap();
    assert_eq!((loaded.maps, loaded.last_ids.map), (vec![map], 3));
    let kept = site.attachment(&image.hash).await.unwrap();
    assert!(kept.is_some(), "because the map names it, though no runbook does");
    commit(&site, |b| b.edits = vec![Edit::DropMap(MapId(3))]).await;
    site.close().await;
    let site = Site::open(&path).await.unwrap();
    assert_eq!(site.attachment(&image.hash).await.unwrap(), None, "because nobody names it");
    assert_eq!(site.maps().await.unwrap(), vec![]);
}

#[tokio::test]
async fn a_file_on_its_way_to_a_runbook_survives_another_that_goes() {
    let site = Site::in_memory().await.unwrap();
    let plan = b"where the cables run".to_vec();
    let put = async |name: &str| site.put_attachment(name, &plan).await.unwrap();
    let old = put("old.txt").await;
    commit(&site, |b| b.edits = vec![Edit::PutRunbook(runbook(1, vec![old]))]).await;
    // The same content arrives once more; before its runbook is stored, the old one goes.
    let new = put("new.txt").await;
    commit(&site, |b| b.edits = vec![Edit::DropRunbook(RunbookId(1))]).await;
    commit(&site, |b| b.edits = vec![Edit::PutRunbook(runbook(2, vec![new.clone()]))]).await;
    assert_eq!(site.attachment(&new.hash).await.unwrap(), Some(plan), "because 2 names it");
}

#[tokio::test]
async fn stretches_cover_the_window_and_respect_gaps_withdrawals_and_the_last_heartbeat() {
    let site = Site::in_memory().await.unwrap();
    let s = 1_000;
    commit(&site, |b| {
        b.changes = vec![
            (CheckId(1), change(Grade::Ok, T0)),
            (CheckId(1), change(Grade::Critical, T0 + 100 * s)),
            (CheckId(2), change(Grade::Warning, T0)),
            (CheckId(1), change(Grade::Ok, T0 + 200 * s)),
        ];
        b.withdrawn = vec![(CheckId(1), Stamp(T0 + 300 * s))];
        b.gaps = vec![Gap { from: Stamp(T0 + 150 * s), until: None, reason: GapReason::Asleep }];
        b.heartbeat = Some(Stamp(T0 + 400 * s));
    })
    .await;
    commit(&site, |b| {
        b.gaps = vec![Gap {
            from: Stamp(T0 + 150 * s),
            until: Some(Stamp(T0 + 180 * s)),
            reason: GapReason::Asleep,
        }];
        b.changes = vec![(CheckId(1), change(Grade::Ok, T0 + 350 * s))];
    })
    .await;
    let got: Vec<_> = site
        .stretches(CheckId(1), Stamp(T0 - 50 * s), Stamp(T0 + 500 * s))
        .await
        .unwrap()
        .iter()
        .map(|t| ((t.from.0 - T0) / s, (t.until.0 - T0) / s, t.grade))
        .collect();
    let (ok, down) = (Some(Grade::Ok), Some(Grade::Critical));
    let want = [
        (-50, 0, None),
        (0, 100, ok),
        (100, 150, down),
        (150, 180, None),
        (180, 200, down),
        (200, 300, ok),
        (300, 350, None),
        (350, 400, ok),
        (400, 500, None),
    ];
    assert_eq!(got, want, "because what was not looked at was neither up nor down");
    let inside =
        site.stretches(CheckId(1), Stamp(T0 + 110 * s), Stamp(T0 + 120 * s)).await.unwrap();
    assert_eq!(inside.len(), 1, "because the belief began before the window");
    assert_eq!(inside[0].grade, down);
    let live = site.stretches(CheckId(1), Stamp(T0 + 390 * s), Stamp(T0 + 410 * s)).await.unwrap();
    assert_eq!(live.last().unwrap().grade, ok, "because the next heartbeat may still come");
    let gaps = site.gaps(Stamp(T0 + 170 * s), Stamp(T0 + 171 * s)).await.unwrap();
    assert_eq!(gaps.len(), 1, "because the second report of the gap replaced the first");
    assert_eq!(site.gaps(Stamp(T0 + 180 * s), Stamp(T0 + 999 * s)).await.unwrap(), []);
}

#[tokio::test]
async fn a_belief_from_a_clock_that_was_ahead_does_not_outlive_the_next() {
    let site = Site::in_memory().await.unwrap();
    let hour = 3_600_000;
    let ahead = T0 + 9 * hour;
    commit(&site, |b| b.changes = vec![(CheckId(1), change(Grade::Critical, ahead))]).await;
    commit(&site, |b| {
        b.changes = vec![(CheckId(1), change(Grade::Ok, T0 + hour))];
        b.heartbeat = Some(Stamp(T0 + 12 * hour));
    })
    .await;
    let (from, until) = (Stamp(T0 + 2 * hour), Stamp(T0 + 12 * hour));
    let got = site.stretches(CheckId(1), from, until).await.unwrap();
    assert_eq!(got.len(), 1, "because it has been well since the clock was put right: {got:?}");
    assert_eq!(got[0].grade, Some(Grade::Ok));
}

#[tokio::test(start_paused = true)]
#[allow(clippy::disallowed_methods, reason = "it looks at tokio's paused clock")]
async fn a_paused_clock_stands_still_while_the_store_works() {
    let site = Site::in_memory().await.unwrap();
    let begun = tokio::time::Instant::now();
    let far = tokio::spawn(tokio::time::sleep(std::time::Duration::from_secs(3_600)));
    for n in 0..50 {
        commit(&site, |b| b.samples = (0..500).map(|c| measured(c, T0 + n, 1.0)).collect()).await;
        site.load().await.unwrap();
    }
    assert_eq!(begun.elapsed().as_secs(), 0, "because no time passes while rows are written");
    assert!(!far.is_finished());
}

#[tokio::test]
async fn a_piece_that_can_never_be_stored_keeps_nothing_else_out() {
    let site = Site::in_memory().await.unwrap();
    commit(&site, |b| b.edits = vec![Edit::PutNode(node(1)), Edit::PutCheck(check(1, 1))]).await;
    let orphan = check(9, 77);
    let batch = Batch {
        edits: vec![Edit::PutCheck(orphan), Edit::PutPin(Pin { node: NodeId(1), x: 1.0, y: 2.0 })],
        samples: vec![measured(1, T0, 0.5)],
        incidents: vec![incident(1, 1, T0)],
        entries: vec![note(1, None, T0, "一"), note(5, None, T0, "五")],
        heartbeat: Some(Stamp(T0)),
        ..Batch::default()
    };
    let error = site.commit(&batch).await.unwrap_err();
    assert!(error.is_lasting(), "because the check's node will not come: {error}");
    assert_eq!(site.load().await.unwrap().pins, [], "because a commit is all or nothing");

    let rejected = site.commit_in_pieces(&batch).await.unwrap();
    let what: Vec<_> = rejected.iter().map(|r| r.what).collect();
    assert_eq!(what, ["edit", "entry"], "because the rest is sound: {rejected:?}");
    assert!(rejected[0].content.contains("NodeId(77)"), "because a person may have to read it");
    assert_eq!(site.rejected().await.unwrap(), 2, "because they are kept in the file");
    let loaded = site.load().await.unwrap();
    assert_eq!((loaded.pins.len(), loaded.open.len(), loaded.checks.len()), (1, 1, 1));
    let samples = site.samples(CheckId(1), Stamp(0), Stamp(i64::MAX), 10).await.unwrap();
    assert_eq!(samples, [measured(1, T0, 0.5)]);
    assert_eq!(site.verify(IncidentId(1)).await.unwrap().broken, None);
}

#[test]
fn a_full_disk_is_tried_again() {
    assert!(!SiteError::DiskFull.is_lasting(), "because space can be made");
}

#[tokio::test]
async fn what_could_not_be_reached_is_not_its_own_and_can_be_told_apart() {
    let site = Site::in_memory().await.unwrap();
    let s = 1_000;
    let at = |second: i64| Stamp(T0 + second * s);
    commit(&site, |b| b.changes = vec![(CheckId(1), change(Grade::Ok, T0))]).await;
    // Believed down at 112, since 100; that what leads to it is down is known at 115.
    let down = change(Grade::Critical, T0 + 100 * s);
    let down = Change { at: at(112), ..down };
    commit(&site, |b| {
        b.changes = vec![(CheckId(1), down)];
        b.cut_off = vec![(CheckId(1), at(100), at(115))];
    })
    .await;
    commit(&site, |b| {
        b.changes = vec![(CheckId(1), change(Grade::Ok, T0 + 200 * s))];
        b.gaps = vec![Gap { from: at(150), until: Some(at(160)), reason: GapReason::Asleep }];
        b.heartbeat = Some(at(300));
    })
    .await;
    let (got, cuts) = site.stretches_and_cuts(CheckId(1), at(0), at(300)).await.unwrap();
    let got: Vec<_> = got.iter().map(|t| ((t.from.0 - T0) / s, t.grade)).collect();
    let ok = Some(Grade::Ok);
    assert_eq!(got, [(0, ok), (100, None), (200, ok)], "because its own fault was never seen");
    assert_eq!(cuts, [(at(100), at(150)), (at(160), at(200))], "because nobody looked in the gap");
}
