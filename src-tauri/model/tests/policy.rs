//! Policies: each value comes from the nearest level that says something, and shows where from.

use std::num::NonZeroU8;

use hinomi_model::check::{IcmpSpec, TcpSpec};
use hinomi_model::policy::{Effective, Level, Policies, Policy};
use hinomi_model::{Check, CheckId, CheckSpec, Limits, NodeId, Patience, Span};

fn ping() -> CheckSpec {
    CheckSpec::Icmp(IcmpSpec::default())
}

fn times(n: u8) -> Option<NonZeroU8> {
    NonZeroU8::new(n)
}

/// A check that says this itself.
fn check(spec: CheckSpec, own: Policy) -> Check {
    let (every, patience) = spec.usual();
    let (id, node, name) = (CheckId(1), NodeId(1), String::new());
    Check { id, node, name, spec, every, patience, paused: false, own: Some(own) }
}

fn reachability(policy: Policy) -> Policies {
    Policies { reachability: policy, ..Policies::default() }
}

#[test]
fn without_a_word_from_anybody_what_is_usual_holds() {
    let effective = check(ping(), Policy::default()).effective(&[]);
    assert_eq!(effective.patience(), Patience::REACHABILITY);
    let all = [effective.to_trouble, effective.between, effective.to_ok].map(|from| from.from);
    assert_eq!(all, [Level::Usual; 3]);
    assert_eq!((effective.every.value, effective.every.from), (Span::seconds(10), Level::Usual));
}

#[test]
fn the_nearest_level_that_says_something_is_right_value_by_value() {
    let site = reachability(Policy {
        every: Some(Span::seconds(60)),
        to_trouble: times(2),
        to_ok: times(3),
        ..Policy::default()
    });
    let group = reachability(Policy { to_trouble: times(4), ..Policy::default() });
    let node = reachability(Policy { every: Some(Span::seconds(5)), ..Policy::default() });
    let own = Policy { doubt_every: Some(Span(700)), ..Policy::default() };
    let levels = [(Level::Site, &site), (Level::Group, &group), (Level::Node, &node)];
    let Effective { every, to_trouble, between, to_ok, doubt_every } =
        check(ping(), own).effective(&levels);
    assert_eq!((every.value, every.from), (Span::seconds(5), Level::Node));
    assert_eq!((to_trouble.value.get(), to_trouble.from), (4, Level::Group));
    assert_eq!((to_ok.value.get(), to_ok.from), (3, Level::Site));
    assert_eq!((between.value.get(), between.from), (1, Level::Usual));
    assert_eq!((doubt_every.value, doubt_every.from), (Span(700), Level::Check));
}

#[test]
fn what_is_said_of_reachability_says_nothing_of_other_checks() {
    let tcp = TcpSpec { port: 443, timeout: Span(1_000), connect: Limits::NONE };
    let site = reachability(Policy { to_trouble: times(9), ..Policy::default() });
    let levels = [(Level::Site, &site)];
    let web = check(CheckSpec::Tcp(tcp), Policy::default()).effective(&levels);
    assert_eq!(web.patience(), Patience::METRIC);
    let echo = check(ping(), Policy::default()).effective(&levels);
    assert_eq!(echo.to_trouble.value.get(), 9);
}

/// Checks of older site files say nothing of inheritance: what was not usual was said by a person.
#[test]
fn an_older_check_keeps_what_was_set_on_it_and_inherits_the_rest() {
    let mut old = check(ping(), Policy::default());
    (old.own, old.every) = (None, Span::seconds(30));
    let site = reachability(Policy {
        every: Some(Span::seconds(60)),
        to_trouble: times(2),
        ..Policy::default()
    });
    let effective = old.effective(&[(Level::Site, &site)]);
    assert_eq!((effective.every.value, effective.every.from), (Span::seconds(30), Level::Check));
    assert_eq!((effective.to_trouble.value.get(), effective.to_trouble.from), (2, Level::Site));
}
