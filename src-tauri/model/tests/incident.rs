//! Laws L7 and L8: what follows from a change of belief, and the log that cannot be rewritten.

use hinomi_model::belief::step;
use hinomi_model::incident::{
    Circumstances, Effect, Hold, Mood, Telling, Withdrawal, consequences, telling, verify,
    withdrawal,
};
use hinomi_model::notification::Reason;
use hinomi_model::{
    Author, Belief, Cause, Change, CheckId, Entry, Grade, Importance, Incident, IncidentId, NodeId,
    NotificationId, Outcome, Patience, Phase, Severity, Span, Stamp, State, What,
};
use proptest::prelude::*;

fn failed() -> Outcome {
    Outcome::failed(Phase::Connect, Cause::TimedOut)
}

fn change(from: Option<Grade>, to: Grade, at: i64) -> Change {
    let belief =
        |grade, at| Belief { grade, since: Stamp(at), uncertainty: Span(10), confirmed: Stamp(at) };
    Change { before: from.map(|g| belief(g, 0)), now: belief(to, at - 5), at: Stamp(at) }
}

fn opened(members: &[(u32, Grade)]) -> Incident {
    let mut incident = Incident {
        uncertainty: Span(10),
        opened: Stamp(5),
        ..Incident::opening(IncidentId(1), NodeId(1), "core-sw-1".into(), Stamp(0))
    };
    for (check, grade) in members {
        let what = What::Joined {
            check: CheckId(*check),
            check_name: "ping".into(),
            grade: *grade,
            since: Stamp(0),
            evidence: failed(),
            place: None,
        };
        incident.apply(&Entry::seal(IncidentId(1), None, Stamp(5), Author::System, what));
    }
    incident
}

fn around<'a>(check: u32, open: Option<&'a Incident>, evidence: &'a Outcome) -> Circumstances<'a> {
    let check = CheckId(check);
    Circumstances { check, check_name: "ping", evidence, open, place: None }
}

fn tell(incident: &mut Incident, reason: Reason, at: i64) {
    let what = What::Queued { notification: NotificationId(1), reason, to: None, contact: None };
    incident.apply(&Entry::seal(IncidentId(1), None, Stamp(at), Author::System, what));
}

const CALM: Mood = Mood {
    notify: true,
    notify_recovery: true,
    maintenance: false,
    cut_off: false,
    nobody: false,
    remind_after: None,
    now: Stamp(1_000),
};

#[test]
fn trouble_opens_one_incident() {
    let evidence = failed();
    let effects =
        consequences(&change(Some(Grade::Ok), Grade::Critical, 100), &around(1, None, &evidence));
    assert!(
        matches!(&effects[..], [Effect::Open(What::Opened { since: Stamp(95), .. })]),
        "{effects:?}"
    );
}

#[test]
fn people_are_told_once_and_again_only_what_is_worse() {
    let mut open = opened(&[(1, Grade::Warning)]);
    assert_eq!(telling(&open, &CALM), Some(Telling::Notify(Reason::Opened)));
    tell(&mut open, Reason::Opened, 10);
    assert_eq!(telling(&open, &CALM), None, "because they know");
    let what = What::Regraded { check: CheckId(1), grade: Grade::Critical, since: Stamp(20) };
    open.apply(&Entry::seal(IncidentId(1), None, Stamp(20), Author::System, what));
    assert_eq!(telling(&open, &CALM), Some(Telling::Notify(Reason::Worsened)));
    tell(&mut open, Reason::Worsened, 30);
    let what = What::Regraded { check: CheckId(1), grade: Grade::Warning, since: Stamp(40) };
    open.apply(&Entry::seal(IncidentId(1), None, Stamp(40), Author::System, what));
    assert_eq!(telling(&open, &CALM), None, "because better is no news until it is over");
}

#[test]
fn a_second_check_joins_and_is_accounted_for_unless_it_is_worse() {
    let evidence = failed();
    let mut open = opened(&[(1, Grade::Critical)]);
    tell(&mut open, Reason::Opened, 10);
    let effects = consequences(
        &change(Some(Grade::Ok), Grade::Warning, 100),
        &around(2, Some(&open), &evidence),
    );
    assert!(
        matches!(
            &effects[..],
            [Effect::Note(What::Joined { .. }), Effect::Hold(Reason::Worsened, Hold::AlreadyTold)]
        ),
        "because the trouble was told already, and that is accounted for: {effects:?}"
    );
}

#[test]
fn it_is_over_when_the_last_member_is_well_and_not_before() {
    let evidence = failed();
    let open = opened(&[(1, Grade::Critical), (2, Grade::Warning)]);
    let well = change(Some(Grade::Critical), Grade::Ok, 200);
    let effects = consequences(&well, &around(1, Some(&open), &evidence));
    assert!(matches!(&effects[..], [Effect::Note(What::Recovered { .. })]), "{effects:?}");
    let open = opened(&[(1, Grade::Critical), (2, Grade::Ok)]);
    let effects = consequences(&well, &around(1, Some(&open), &evidence));
    assert!(
        matches!(
            &effects[..],
            [
                Effect::Note(What::Recovered { .. }),
                Effect::Note(What::Resolved { ended: Stamp(195), .. })
            ]
        ),
        "{effects:?}"
    );
}

#[test]
fn whatever_is_held_has_its_reason_and_is_written_down_once() {
    for (mood, why) in [
        (Mood { notify: false, ..CALM }, Hold::SwitchedOff),
        (Mood { maintenance: true, ..CALM }, Hold::Maintenance),
        (Mood { nobody: true, ..CALM }, Hold::NobodyOnDuty),
    ] {
        let mut open = opened(&[(1, Grade::Critical)]);
        let held = Telling::Hold(Reason::Opened, why);
        assert_eq!(telling(&open, &mood), Some(held));
        let what = What::Held { reason: Reason::Opened, why, to: None };
        open.apply(&Entry::seal(IncidentId(1), None, Stamp(10), Author::System, what));
        assert_eq!(telling(&open, &mood), None, "because that is written down");
        assert_eq!(
            telling(&open, &CALM),
            Some(Telling::Notify(Reason::Opened)),
            "because it goes on when the hold ends"
        );
    }
}

#[test]
fn people_are_reminded_only_while_nobody_has_it() {
    let mood = Mood { remind_after: Some(Span(500)), ..CALM };
    let mut open = opened(&[(1, Grade::Critical)]);
    tell(&mut open, Reason::Opened, 600);
    assert_eq!(telling(&open, &mood), None);
    let later = Mood { now: Stamp(1_100), ..mood };
    assert_eq!(telling(&open, &later), Some(Telling::Notify(Reason::Reminder)));
    let what = What::Acknowledged { note: String::new(), sticky: false, until: Some(Stamp(2_000)) };
    let by = Author::Operator("Taro".into());
    open.apply(&Entry::seal(IncidentId(1), None, Stamp(1_050), by, what));
    assert_eq!(telling(&open, &later), None);
    let over = Mood { now: Stamp(2_000), ..mood };
    assert_eq!(
        telling(&open, &over),
        Some(Telling::Notify(Reason::Reminder)),
        "because it was taken for a time only"
    );
}

#[test]
fn nobody_is_told_of_what_cannot_be_reached_just_now() {
    let open = opened(&[(1, Grade::Critical)]);
    let cut_off = Mood { cut_off: true, ..CALM };
    assert_eq!(telling(&open, &cut_off), Some(Telling::Hold(Reason::Opened, Hold::ParentDown)));
    assert_eq!(telling(&open, &CALM), Some(Telling::Notify(Reason::Opened)));
}

#[test]
fn severity_is_how_bad_how_important_and_how_many() {
    use Importance::{High, Low, Normal};
    use Severity::{Critical as Now, Major as Today, Minor as Later};
    for (worst, importance, nodes, want) in [
        (Grade::Ok, High, 9, Later),
        (Grade::Unknown, Normal, 1, Later),
        (Grade::Warning, Normal, 9, Later),
        (Grade::Warning, High, 1, Today),
        (Grade::Unknown, High, 1, Today),
        (Grade::Critical, Low, 1, Later),
        (Grade::Critical, Low, 2, Today),
        (Grade::Critical, Normal, 1, Today),
        (Grade::Critical, Normal, 4, Today),
        (Grade::Critical, Normal, 5, Now),
        (Grade::Critical, Low, 5, Now),
        (Grade::Critical, High, 1, Now),
    ] {
        let got = Severity::of(worst, importance, nodes);
        assert_eq!(got, want, "because {worst:?} of {nodes} on {importance:?} wants that");
    }
}

#[test]
fn a_withdrawn_check_ends_an_incident_it_was_alone_in() {
    let open = opened(&[(1, Grade::Critical)]);
    let effects = withdrawal(&open, CheckId(1), Withdrawal::Paused, Stamp(300));
    assert!(matches!(&effects[1], Effect::Note(What::Resolved { ended: Stamp(300), .. })));
    let open = opened(&[(1, Grade::Critical), (2, Grade::Critical)]);
    assert_eq!(withdrawal(&open, CheckId(1), Withdrawal::Paused, Stamp(300)).len(), 1);
    assert_eq!(withdrawal(&open, CheckId(9), Withdrawal::Paused, Stamp(300)), vec![]);
}

#[test]
fn a_clock_set_back_makes_no_negative_duration_but_an_error_bar_that_holds_the_truth() {
    let mut incident = opened(&[(1, Grade::Critical)]);
    incident.started = Stamp(3_600_000);
    assert_eq!(incident.duration(Stamp(600_000)), (Span::ZERO, Span(3_000_000)));
}

#[test]
fn a_duration_carries_its_error_bar() {
    let mut incident = opened(&[(1, Grade::Critical)]);
    let what = What::Resolved { ended: Stamp(220_000), uncertainty: Span(20_000) };
    incident.apply(&Entry::seal(IncidentId(1), None, Stamp(230_000), Author::System, what));
    assert_eq!(incident.duration(Stamp(999_999)), (Span(220_000), Span(20_000)));
}

/// What a hash is made of must never change, or every log ever written would seem forged: not by a
/// new field, and not by another crate asking serde_json to keep the order of keys.
#[test]
fn a_log_written_long_ago_still_fits_its_chain() {
    let (at, note) = (Stamp(1_795_219_200_000), What::Note { text: "電源「A」を確認".into() });
    let one = Entry::seal(IncidentId(7), None, at, Author::Operator("佐藤".into()), note);
    assert_eq!(one.hash, "e41b2d045ef9c8c3a1d52d5fdd860c81b6841e7c982aef43a7ab40193bb04e93");
    let resolved =
        What::Resolved { ended: Stamp(1_795_219_190_000), uncertainty: Span::seconds(20) };
    let two = Entry::seal(IncidentId(7), Some((1, &one.hash)), at, Author::System, resolved);
    assert_eq!(two.hash, "2c03092b97e5cc3ab25902c61e180ed24889db8be3cfa35dc4e6689f90255f3b");
}

fn log(texts: &[String]) -> Vec<Entry> {
    let mut log: Vec<Entry> = Vec::new();
    for (text, n) in texts.iter().zip(0..) {
        let before = log.last().map(|e| (e.seq, e.hash.clone()));
        let before = before.as_ref().map(|(seq, hash)| (*seq, hash.as_str()));
        let what = What::Note { text: text.clone() };
        let author = Author::Operator("佐藤".into());
        log.push(Entry::seal(IncidentId(7), before, Stamp(n), author, what));
    }
    log
}

proptest! {
    #[test]
    fn a_log_is_verified_and_any_change_to_it_is_found(
        texts in prop::collection::vec(".{0,40}", 1..12), place in 0usize..12, other in ".{1,40}"
    ) {
        let log = log(&texts);
        prop_assert_eq!(verify(&log), Ok(()));
        let place = place % log.len();
        let mut changed = log.clone();
        changed[place].what = What::Note { text: format!("{}{other}", texts[place]) };
        prop_assert!(verify(&changed).is_err(), "because a line was rewritten");
        let mut cut = log.clone();
        cut.remove(place);
        prop_assert_eq!(verify(&cut).is_ok(), place == log.len() - 1, "only the end can be missing unseen");
        let text = serde_json::to_string(&log).expect("a log is JSON");
        let back: Vec<Entry> = serde_json::from_str(&text).expect("and comes back");
        prop_assert_eq!(verify(&back), Ok(()), "because the chain survives being stored");
    }

    /// Whatever three checks of one node go through: at most one incident is open, it opens with
    /// the first trouble, ends with the last, and every notification is sent or held.
    #[test]
    fn every_incident_that_opens_ends_when_all_is_well(
        history in prop::collection::vec((0u32..3, 0usize..4), 1..120)
    ) {
        const GRADES: [Grade; 4] = [Grade::Ok, Grade::Unknown, Grade::Warning, Grade::Critical];
        let evidence = failed();
        let mut states = [State::Pending; 3];
        let mut open: Option<Incident> = None;
        let wells = (0..60).map(|n| (n % 3, 0usize));
        for ((check, grade), n) in history.into_iter().chain(wells).zip(1i64..) {
            let at = Stamp(n * 1000);
            let state = &mut states[check as usize];
            let (next, change) = step(&Patience::METRIC, *state, GRADES[grade], at);
            *state = next;
            let Some(change) = change else { continue };
            let was_open = open.is_some();
            for effect in consequences(&change, &around(check, open.clone().as_ref(), &evidence)) {
                match effect {
                    Effect::Open(what) => {
                        prop_assert!(!was_open, "one node, one incident");
                        let mut incident = opened(&[]);
                        incident.apply(&Entry::seal(IncidentId(1), None, at, Author::System, what));
                        open = Some(incident);
                    }
                    Effect::Note(what) => {
                        let incident = open.as_mut().expect("only an open incident is written to");
                        incident.apply(&Entry::seal(IncidentId(1), None, at, Author::System, what));
                    }
                    Effect::Hold(..) => prop_assert!(open.is_some()),
                }
            }
            let trouble = states.iter().any(|s| s.grade().is_some_and(Grade::is_trouble));
            if open.as_ref().is_some_and(|i| !i.is_open()) {
                open = None;
            }
            prop_assert_eq!(open.is_some(), trouble, "an incident is open exactly while something is wrong");
        }
        prop_assert!(open.is_none(), "because everything was well at the end");
    }
}
