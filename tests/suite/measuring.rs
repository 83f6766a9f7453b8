//! Within a node (law L6): what is measured over SNMP hangs on the agent, and the agent on the node.

use hinomi_model::check::{AgentSpec, IcmpSpec, ValueSpec};
use hinomi_model::notification::Reason;
use hinomi_model::snmp::{Formula, Oid, Rows};
use hinomi_model::{CheckSpec, Grade, Limits, Metric, NodeId};
use hinomi_tests::timeline::{Behaviour, Seen, Timeline};

/// Ping, the agent, and twelve things it tells.
fn watched() -> Vec<CheckSpec> {
    let value = |n: u32| {
        CheckSpec::Value(ValueSpec {
            metric: Metric::Temperature,
            label: format!("sensor {n}"),
            formula: Formula::of(Oid::from([1, 3, 6, 1, n])),
            rows: Rows::Object,
            above: Limits::warn(60.0),
            below: Limits::NONE,
            full: Limits::NONE,
        })
    };
    let agent = CheckSpec::Agent(AgentSpec { uptime: Limits::NONE });
    [CheckSpec::Icmp(IcmpSpec::default()), agent].into_iter().chain((0..12).map(value)).collect()
}

fn grades(world: &Timeline, node: NodeId) -> Vec<Option<Grade>> {
    let mut checks: Vec<_> = world.core.world().checks_of(node).collect();
    checks.sort_by_key(|w| w.check.id);
    checks.into_iter().map(|w| w.state.grade()).collect()
}

fn told(world: &Timeline) -> Vec<Seen> {
    world.seen.iter().map(|(_, seen)| seen.clone()).collect()
}

#[test]
fn a_silent_agent_is_one_cause_and_one_notification() {
    let mut world = Timeline::default();
    world.gateway(Behaviour::Well);
    let node = world.node_with("core-sw", watched());
    world.until(300.0);
    assert_eq!(grades(&world, node), vec![Some(Grade::Ok); 14]);
    world.becomes("core-sw", Behaviour::Mute);
    world.until(600.0);
    let want = [Seen::Opened("core-sw".into()), Seen::Notified("core-sw".into(), Reason::Opened)];
    assert_eq!(told(&world), want, "because twelve values have one cause, and that is the agent");
    let mut believed = vec![None; 14];
    (believed[0], believed[1]) = (Some(Grade::Ok), Some(Grade::Critical));
    assert_eq!(grades(&world, node), believed, "because what is not measured is not known");
    world.becomes("core-sw", Behaviour::Well);
    world.until(900.0);
    assert_eq!(grades(&world, node), vec![Some(Grade::Ok); 14]);
    let news = told(&world).into_iter().skip(2).filter(|s| !matches!(s, Seen::Resolved(..)));
    assert_eq!(
        news.collect::<Vec<Seen>>(),
        [Seen::Notified("core-sw".into(), Reason::Resolved)],
        "because it ended as it began"
    );
}

#[test]
fn a_node_that_is_down_takes_its_agent_with_it() {
    let mut world = Timeline::default();
    world.gateway(Behaviour::Well);
    world.node_with("core-sw", watched());
    world.until(300.0);
    world.becomes("core-sw", Behaviour::Fails);
    world.until(900.0);
    let opened = told(&world).into_iter().filter(|s| matches!(s, Seen::Opened(_))).count();
    let notified = told(&world).into_iter().filter(|s| matches!(s, Seen::Notified(..))).count();
    assert_eq!((opened, notified), (1, 1), "because the agent hangs on its node: {:?}", world.seen);
}

#[test]
fn a_locked_vault_accuses_no_node() {
    let mut world = Timeline::default();
    world.gateway(Behaviour::Well);
    let node = world.node_with("core-sw", watched());
    world.until(300.0);
    world.becomes("core-sw", Behaviour::Sealed);
    world.until(900.0);
    assert_eq!(told(&world), [], "because it is this PC that lacks the key");
    let mut believed = vec![None; 14];
    believed[0] = Some(Grade::Ok);
    assert_eq!(grades(&world, node), believed, "because nothing else was observed");
}

#[test]
fn what_was_wrong_when_the_agent_fell_silent_is_not_taken_for_well() {
    let mut world = Timeline::default();
    world.gateway(Behaviour::Well);
    let mut checks = watched();
    if let CheckSpec::Value(hot) = &mut checks[2] {
        hot.above = Limits::warn(0.5);
    }
    let node = world.node_with("core-sw", checks);
    world.until(300.0);
    assert_eq!(grades(&world, node)[2], Some(Grade::Warning));
    world.becomes("core-sw", Behaviour::Mute);
    world.until(600.0);
    assert_eq!(grades(&world, node)[2], Some(Grade::Warning), "because nobody saw it recover");
    let opened = told(&world).into_iter().filter(|s| matches!(s, Seen::Opened(_))).count();
    assert_eq!(opened, 1, "because the node's trouble goes on in the same incident");
}
