//! Profiles: ours are sound, and what is wrong with others is said where it is.
#![allow(clippy::unwrap_used, reason = "tests")]
#![allow(clippy::disallowed_methods, reason = "what is hostile is to be refused in time")]

use std::sync::Arc;
use std::time::Duration;

use hinomi_discovery::device::profile::{Folder, Mistake};
use hinomi_discovery::device::{Class, Kind, Profiles, View, propose, understand};
use hinomi_model::settings::Language;
use hinomi_model::snmp::{Oid, Value};
use hinomi_model::{CheckSpec, Grade, Metric};
use proptest::prelude::*;

fn text(text: &str) -> Value {
    Value::OctetString(text.into())
}

fn view(objects: &[(&str, Value)]) -> View {
    objects.iter().map(|(oid, value)| (oid.parse::<Oid>().unwrap(), value.clone())).collect()
}

/// An agent with a number of its own and these objects.
fn agent(id: &str, descr: &str, objects: &[(&str, Value)]) -> View {
    let mut all = vec![
        ("1.3.6.1.2.1.1.1.0", text(descr)),
        ("1.3.6.1.2.1.1.2.0", Value::Oid(id.parse().unwrap())),
    ];
    all.extend(objects.iter().cloned());
    view(&all)
}

fn with(file: &str, profile: &str) -> Profiles {
    let mut profiles = Profiles::default();
    profiles.add(file, profile).unwrap();
    profiles
}

#[test]
fn every_profile_that_comes_with_hinomi_can_be_read() {
    let (profiles, bad) = Profiles::with_folder(None);
    assert_eq!(bad, [], "because each is part of the product");
    assert!(profiles.len() > 100, "{} profiles", profiles.len());
    assert_eq!(profiles.maker(9).map(|m| m.name.as_str()), Some("Cisco"));
}

#[test]
fn what_is_wrong_with_a_profile_is_said_with_its_line() {
    let start = "name = \"X\"\n\n";
    for (profile, line, word) in [
        ("nmae = \"X\"", 1, "nmae"),
        (&format!("{start}[[match]]\nobject_id = [\"1.3.6..1\"]"), 4, "object identifier"),
        (&format!("{start}[[match]]\ndescr = '(open'"), 4, "unclosed"),
        (&format!("{start}[[cpu]]\nlabel = \"CPU\""), 3, "percent"),
        (&format!("{start}[[memory]]\nused = \"1.3.6.1\""), 3, "two of"),
        (&format!("{start}[[sensor]]\nclass = \"heat\"\nvalue = \"1.3\""), 4, "heat"),
        (&format!("{start}[[sensor]]\nvalue = \"1.3\""), 3, "class"),
        (&format!("{start}[[model]]\npattern = 'x'"), 3, "one of"),
        (&format!("{start}kind = \"toaster\""), 3, "toaster"),
        (&format!("{start}[[cpu]]\npercent = {{ oid = \"1.3\", at = \"$x\" }}"), 4, "index"),
    ] {
        let bad = Profiles::default().add("own/x.toml", profile).unwrap_err();
        assert_eq!(bad.line, line, "because of {profile:?}: {bad}");
        assert!(bad.to_string().contains(word), "{bad} should say {word:?}");
        assert!(bad.to_string().starts_with("own/x.toml:"), "{bad}");
        let said = bad.words(Language::Ja);
        assert!(said.contains(word) || !said.is_ascii(), "{said}");
        assert_ne!(said, bad.words(Language::En), "because it is said in Japanese, too");
    }
}

#[test]
fn a_used_profile_that_is_not_there_is_named() {
    let profiles = with("x.toml", "name = \"X\"\nuse = [\"nowhere\"]");
    let bad = profiles.unknown_uses();
    assert!(bad[0].to_string().contains("nowhere"), "{bad:?}");
}

#[test]
fn an_operators_file_replaces_ours_of_the_same_name() {
    let folder = tempfile::tempdir().unwrap();
    let own = "name = \"Mine\"\n[[match]]\nobject_id = [\"1.3.6.1.4.1.9\"]\ndescr = 'IOS'";
    std::fs::write(folder.path().join("cisco-ios.toml"), own).unwrap();
    std::fs::write(folder.path().join("broken.toml"), "name = 1").unwrap();
    let (profiles, bad) = Profiles::with_folder(Some(folder.path()));
    let catalyst = agent("1.3.6.1.4.1.9.1.716", "Cisco IOS Software, C2960", &[]);
    assert_eq!(understand(&catalyst, &profiles).family.as_deref(), Some("Mine"));
    assert_eq!(bad.len(), 1, "because one file is broken: {bad:?}");
    assert!(bad[0].file.ends_with("broken.toml") && bad[0].line == 1, "{bad:?}");
}

#[test]
fn more_conditions_win_then_the_longer_number() {
    let mut profiles =
        with("a.toml", "name = \"Maker\"\n[[match]]\nobject_id = [\"1.3.6.1.4.1.99999\"]");
    let line = "name = \"Line\"\n[[match]]\nobject_id = [\"1.3.6.1.4.1.99999.1\"]";
    let box_ = "name = \"Box\"\n[[match]]\nobject_id = [\"1.3.6.1.4.1.99999\"]\npresent = [\"1.3.6.1.4.1.99999.7\"]";
    profiles.add("b.toml", line).unwrap();
    profiles.add("c.toml", box_).unwrap();
    let family = |view: &View| understand(view, &profiles).family;
    assert_eq!(family(&agent("1.3.6.1.4.1.99999.2", "", &[])).as_deref(), Some("Maker"));
    assert_eq!(family(&agent("1.3.6.1.4.1.99999.1.5", "", &[])).as_deref(), Some("Line"));
    let has = [("1.3.6.1.4.1.99999.7.0", Value::Integer(1))];
    assert_eq!(family(&agent("1.3.6.1.4.1.99999.1", "", &has)).as_deref(), Some("Box"));
    assert_eq!(
        family(&agent("1.3.6.1.4.1.999990", "", &[])),
        None,
        "because 999990 is another maker"
    );
}

#[test]
fn metrics_are_scaled_labelled_and_filtered_as_the_profile_says() {
    let profiles = with(
        "x.toml",
        r#"
name = "X"
[[match]]
object_id = ["1.3.6.1.4.1.99999"]

[[memory]]
free = "1.3.6.1.4.1.99999.1.1"
total = "1.3.6.1.4.1.99999.1.2"
scale = 1024

[[sensor]]
value = "1.3.6.1.4.1.99999.2.3"
class_by = { oid = "1.3.6.1.4.1.99999.2.1", is = { 1 = "temperature", 2 = "fanspeed" } }
scale_by = { oid = "1.3.6.1.4.1.99999.2.1", is = { 1 = 0.1 } }
label_from = { oid = "1.3.6.1.4.1.99999.3.1", at = "$1" }
label = "Slot {}"
where = [{ oid = "1.3.6.1.4.1.99999.2.2", not = ["absent"] }]
ignore = [-1]

[[sensor]]
class = "voltage"
value = "1.3.6.1.4.1.99999.4"
pattern = 'at (\d+[.,]\d+) V'
between = [1, 300]
"#,
    );
    let device = understand(
        &agent(
            "1.3.6.1.4.1.99999",
            "",
            &[
                ("1.3.6.1.4.1.99999.1.1.0", Value::Gauge32(25)),
                ("1.3.6.1.4.1.99999.1.2.0", Value::Gauge32(100)),
                ("1.3.6.1.4.1.99999.2.1.7.1", Value::Integer(1)),
                ("1.3.6.1.4.1.99999.2.1.7.2", Value::Integer(2)),
                ("1.3.6.1.4.1.99999.2.1.7.3", Value::Integer(1)),
                ("1.3.6.1.4.1.99999.2.1.7.4", Value::Integer(1)),
                ("1.3.6.1.4.1.99999.2.1.7.5", Value::Integer(9)),
                ("1.3.6.1.4.1.99999.2.2.7.4", text("absent")),
                ("1.3.6.1.4.1.99999.2.3.7.1", Value::Integer(235)),
                ("1.3.6.1.4.1.99999.2.3.7.2", Value::Integer(4200)),
                ("1.3.6.1.4.1.99999.2.3.7.3", Value::Integer(-1)),
                ("1.3.6.1.4.1.99999.2.3.7.4", Value::Integer(99)),
                ("1.3.6.1.4.1.99999.2.3.7.5", Value::Integer(5)),
                ("1.3.6.1.4.1.99999.3.1.7", text("Core")),
                ("1.3.6.1.4.1.99999.4.1", text("feeds at 230,5 V")),
                ("1.3.6.1.4.1.99999.4.2", text("feeds at 999.9 V")),
            ],
        ),
        &profiles,
    );
    let memory = &device.memory_percent[0];
    assert_eq!((memory.value, memory.of), (75.0, Some(102_400.0)));
    let sensors: Vec<_> =
        device.sensors.iter().map(|s| (s.class, s.descr.as_str(), s.value)).collect();
    assert_eq!(
        sensors,
        [
            (Class::Temperature, "Slot Core", 23.5),
            (Class::Fanspeed, "Slot Core", 4200.0),
            (Class::Voltage, "Voltage 1", 230.5),
        ],
        "because -1, what is absent, an unknown class and 999.9 V are nothing"
    );
}

#[test]
fn a_metric_that_stands_in_for_another_is_read_only_without_it() {
    let profile = r#"
name = "X"
[[match]]
object_id = ["1.3.6.1.4.1.99999"]
[[cpu]]
percent = "1.3.6.1.4.1.99999.1"
[[cpu]]
otherwise = true
percent = "1.3.6.1.4.1.99999.2"
[[cpu]]
otherwise = true
percent_free = "1.3.6.1.4.1.99999.3"
"#;
    let profiles = with("x.toml", profile);
    let of = |objects: &[(&str, Value)]| {
        let device = understand(&agent("1.3.6.1.4.1.99999", "", objects), &profiles);
        device.cpu_percent.iter().map(|share| share.value).collect::<Vec<_>>()
    };
    let [first, second, third] = [
        ("1.3.6.1.4.1.99999.1.0", Value::Integer(1)),
        ("1.3.6.1.4.1.99999.2.0", Value::Integer(2)),
        ("1.3.6.1.4.1.99999.3.0", Value::Integer(3)),
    ];
    assert_eq!(of(&[first, second.clone(), third.clone()]), [1.0]);
    assert_eq!(of(&[second, third.clone()]), [2.0]);
    assert_eq!(of(&[third]), [97.0]);
    assert!(of(&[]).is_empty(), "because no number is made up");
}

#[test]
fn a_stranger_is_understood_by_its_maker_and_its_mibs() {
    let (profiles, _) = Profiles::with_folder(None);
    let stranger = |id: &str, objects: &[(&str, Value)]| {
        let device = understand(&agent(id, "Whatever 1.0", objects), &profiles);
        (device.kind, device.vendor)
    };
    assert_eq!(stranger("1.3.6.1.4.1.4881.1.2", &[]), (Kind::Network, Some("Ruijie".into())));
    let ups = [("1.3.6.1.2.1.33.1.1.1.0", text("Example Power"))];
    assert_eq!(stranger("1.3.6.1.4.1.99999", &ups), (Kind::Power, Some("Example Power".into())));
    let bridge = [("1.3.6.1.2.1.17.1.2.0", Value::Integer(24))];
    assert_eq!(stranger("1.3.6.1.4.1.99999", &bridge), (Kind::Network, None));
    assert_eq!(stranger("1.3.6.1.4.1.99999", &[]), (Kind::Other, None));
    assert_eq!(understand(&View::default(), &profiles).kind, Kind::Other, "of a silent agent");
}

#[test]
fn a_lying_agent_is_bounded_and_shown_sanely() {
    let (profiles, _) = Profiles::with_folder(None);
    let huge = Value::OctetString(vec![0x82; 65_000]);
    let device = understand(
        &agent(
            "1.3.6.1.4.1.9.1.1",
            "\u{1b}[2JIOS\0 Version 1\u{202e}2",
            &[
                ("1.3.6.1.2.1.1.5.0", Value::OctetString(vec![0x96, 0x7b, 0x8e, 0xd0])),
                ("1.3.6.1.2.1.2.2.1.2.4294967295", huge),
                ("1.3.6.1.2.1.2.2.1.5.4294967295", Value::Integer(-5)),
                ("1.3.6.1.2.1.2.2.1.8.4294967295", Value::Integer(99)),
                ("1.3.6.1.2.1.2.2.1.3.4294967295", Value::Integer(i32::MIN)),
                ("1.3.6.1.2.1.25.2.3.1.5.1", Value::Integer(0)),
                ("1.3.6.1.2.1.25.2.3.1.6.1", Value::Integer(7)),
                ("1.3.6.1.2.1.25.3.3.1.2.1", Value::Integer(-40)),
                ("1.3.6.1.4.1.9.9.91.1.1.1.1.4.1", Value::Integer(1)),
                ("1.3.6.1.4.1.9.9.91.1.1.1.1.1.1", Value::Integer(8)),
                ("1.3.6.1.4.1.9.9.91.1.1.1.1.2.1", Value::Integer(i32::MAX)),
                ("1.0.8802.1.1.2.1.4.1.1.5.1", text("short index")),
            ],
        ),
        &profiles,
    );
    assert_eq!(device.sys_descr.as_deref(), Some("[2JIOS Version 12"));
    assert_eq!(device.sys_name.as_deref(), Some("本社"), "because Shift_JIS is read");
    let interface = &device.interfaces[0];
    assert_eq!((interface.speed_bps, interface.oper), (None, None));
    assert!(interface.name.chars().count() <= Value::LONGEST_TEXT);
    assert_eq!((device.cpu_percent.len(), device.memory_percent.len()), (0, 0));
    assert_eq!(device.sensors.len(), 0);
    let met: Vec<&str> = device.neighbours.iter().map(|n| n.remote_name.as_str()).collect();
    assert_eq!(met, ["short index"], "because some number whom they hear by that alone");
}

#[test]
fn parts_say_how_they_are_and_limits_come_along() {
    let profile = r#"
name = "X"
[[match]]
object_id = ["1.3.6.1.4.1.99999"]
[[sensor]]
class = "temperature"
value = "1.3.6.1.4.1.99999.1"
limits = { above = [60, 75] }
[[health]]
value = "1.3.6.1.4.1.99999.2"
label = "Fan {}"
words = { 1 = "normal", 2 = "slow", 3 = "failed" }
ok = ["1"]
warning = ["2"]
"#;
    let objects = [
        ("1.3.6.1.4.1.99999.1.0", Value::Integer(41)),
        ("1.3.6.1.4.1.99999.2.1", Value::Integer(1)),
        ("1.3.6.1.4.1.99999.2.2", Value::Integer(2)),
        ("1.3.6.1.4.1.99999.2.3", Value::Integer(3)),
        ("1.3.6.1.4.1.99999.2.4", Value::Integer(9)),
        ("1.3.6.1.2.1.33.1.4.1.0", Value::Integer(5)),
    ];
    let device = understand(&agent("1.3.6.1.4.1.99999", "", &objects), &with("x.toml", profile));
    assert_eq!(device.sensors[0].limits.and_then(|l| l.above), Some([60.0, 75.0]));
    let said: Vec<_> =
        device.health.iter().map(|h| (h.descr.as_str(), h.says.as_str(), h.grade)).collect();
    let want = [
        ("Fan 1", "normal", Grade::Ok),
        ("Fan 2", "slow", Grade::Warning),
        ("Fan 3", "failed", Grade::Critical),
        ("Output", "on battery", Grade::Warning),
    ];
    assert_eq!(said, want, "because 9 has no word, and UPS-MIB speaks for itself");
    let bad = format!("{profile}[[health]]\nvalue = \"1.3\"");
    assert!(Profiles::default().add("x.toml", &bad).is_err(), "because it has no words");
}

#[test]
fn what_has_no_class_of_its_own_has_a_unit() {
    let profile = r#"
name = "X"
[[match]]
object_id = ["1.3.6.1.4.1.99999"]
[[sensor]]
class = "number"
value = "1.3.6.1.4.1.99999.1"
label = "VPN"
unit = "sessions"
limits = { above = [80, 95] }
[[sensor]]
class = "octets"
value = "1.3.6.1.4.1.99999.2"
label = "Cache"
scale = 1024
[[sensor]]
class = "value"
value = "1.3.6.1.4.1.99999.3"
label = "Hall"
unit = "lx"
[[sensor]]
class = "counter"
value = "1.3.6.1.4.1.99999.4"
label = "Denied"
unit = "packets"
[[sensor]]
class = "counter"
value = "1.3.6.1.4.1.99999.1"
label = "No counter"
"#;
    let objects = [
        ("1.3.6.1.4.1.99999.1.0", Value::Gauge32(41)),
        ("1.3.6.1.4.1.99999.2.0", Value::Integer(8)),
        ("1.3.6.1.4.1.99999.3.0", Value::Integer(300)),
        ("1.3.6.1.4.1.99999.4.0", Value::Counter64(70_000)),
    ];
    let view = agent("1.3.6.1.4.1.99999", "", &objects);
    let device = understand(&view, &with("x.toml", profile));
    let said: Vec<_> =
        device.sensors.iter().map(|s| (s.descr.as_str(), s.value, s.unit.as_ref())).collect();
    let want = [
        ("VPN", 41.0, "sessions"),
        ("Cache", 8_192.0, "B"),
        ("Hall", 300.0, "lx"),
        ("Denied", 70_000.0, "packets"),
        ("No counter", 41.0, ""),
    ];
    assert_eq!(said, want);
    let values: Vec<_> = propose(&device, &view)
        .into_iter()
        .filter_map(|proposal| match proposal.spec {
            CheckSpec::Value(spec) => Some((spec.metric, spec.label, proposal.usual)),
            _ => None,
        })
        .collect();
    let check = |metric, label: &str, usual| (metric, label.to_owned(), usual);
    let want = [
        check(Metric::Number, "VPN (sessions)", true),
        check(Metric::Bytes, "Cache", false),
        check(Metric::Value, "Hall (lx)", false),
        check(Metric::Rate, "Denied (packets/s)", false),
    ];
    assert_eq!(values, want, "because of a gauge no rate can be made");

    let wrong = |line: &str| {
        let profile = format!("name = \"X\"\n[[sensor]]\nvalue = \"1.3.6.1.4.1.9\"\n{line}");
        let bad =
            Profiles::default().add("x.toml", &profile).err().map(|bad| (bad.line, bad.problem));
        assert_eq!(bad, Some((2, Mistake::Unit)), "because of {line}");
    };
    wrong("class = \"temperature\"\nunit = \"F\"");
    wrong("class = \"number\"\nunit = \"\"");
    wrong("class = \"number\"\nunit = \"seventeen letters\"");
    wrong("class = \"number\"\nunit = \"a\\u001bb\"");
}

/// Roots below which hostile objects are made up.
const ROOTS: [&[u32]; 12] = [
    &[1, 3, 6, 1, 2, 1, 1],
    &[1, 3, 6, 1, 2, 1, 2, 2, 1],
    &[1, 3, 6, 1, 2, 1, 31, 1, 1, 1],
    &[1, 3, 6, 1, 2, 1, 25, 2, 3, 1],
    &[1, 3, 6, 1, 2, 1, 33, 1],
    &[1, 3, 6, 1, 2, 1, 43, 11, 1, 1],
    &[1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1],
    &[1, 3, 6, 1, 2, 1, 99, 1, 1, 1],
    &[1, 0, 8802, 1, 1, 2, 1, 4, 1, 1],
    &[1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1],
    &[1, 3, 6, 1, 4, 1, 2021],
    &[1, 3, 6, 1, 4, 1, 14988, 1, 1, 3],
];

fn hostile() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i32>().prop_map(Value::Integer),
        (0..20i32).prop_map(Value::Integer),
        any::<u64>().prop_map(Value::Counter64),
        any::<u32>().prop_map(Value::Gauge32),
        proptest::collection::vec(any::<u8>(), 0..40).prop_map(Value::OctetString),
        "[0-9.,:C -]{0,12}".prop_map(|t| Value::OctetString(t.into())),
        proptest::collection::vec(any::<u32>(), 0..12).prop_map(|n| Value::Oid(Oid::from(&*n))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn whatever_an_agent_says_it_is_understood_or_left_out(
        id in prop::sample::select(vec!["1.3.6.1.4.1.9.1.1", "1.3.6.1.4.1.14988.1", "1.3.6.1.4.1.8072.3.2.10", "1.3"]),
        objects in proptest::collection::vec(
            (0..ROOTS.len(), proptest::collection::vec(0..40u32, 0..6), hostile()), 0..120)
    ) {
        let made = objects.into_iter().map(|(root, rest, value)| {
            (Oid::from([ROOTS[root], &rest].concat().as_slice()), value)
        });
        let said = agent(id, "Anything", &[]);
        let view: View = made.chain(said.iter().map(|(o, v)| (o.clone(), v.clone()))).collect();
        let device = understand(&view, Profiles::built_in());
        prop_assert!(device.sensors.iter().all(|s| s.value.is_finite()));
        let shares = device.cpu_percent.iter().chain(&device.memory_percent);
        prop_assert!(shares.chain(&device.storage_percent).all(|s| (0.0..=1000.0).contains(&s.value)));
    }
}

/// A profile as people write it, with everything a profile may hold.
const WHOLE: &str = r#"
name = "X"
kind = "printer"
[[match]]
object_id = ["1.3.6.1.4.1.99999"]
descr = '(?i)laser (\d+)'
[[model]]
oid = "1.3.6.1.2.1.1.1.0"
pattern = 'Laser (\d+)'
[[cpu]]
percent = "1.3.6.1.4.1.99999.1"
[[memory]]
used = "1.3.6.1.4.1.99999.2"
total = { oid = "1.3.6.1.4.1.99999.3", at = "$1" }
[[sensor]]
class = "temperature"
value = "1.3.6.1.4.1.99999.4"
scale = 0.1
limits = { above = [60, 75] }
[[health]]
value = "1.3.6.1.4.1.99999.5"
label = "Fan {}"
words = { 1 = "normal", 2 = "failed" }
ok = ["1"]
"#;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn a_garbled_profile_is_read_or_its_mistake_is_said_with_a_line_it_has(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0..7usize), 1..6)
    ) {
        const PIECES: [&str; 7] = ["", "\"", "[[", "{ a = ", "1.3.6", "(((a{9}){9}){9}){9}", "\u{202e}"];
        let mut letters: Vec<char> = WHOLE.chars().collect();
        for (place, piece) in changes {
            let at = place.index(letters.len());
            let until = (at + piece).min(letters.len());
            letters.splice(at..until, PIECES[piece].chars());
        }
        let text: String = letters.into_iter().collect();
        let mut profiles = Profiles::default();
        match profiles.add("x.toml", &text) {
            Ok(()) => drop(understand(&agent("1.3.6.1.4.1.99999", "Laser 9", &[]), &profiles)),
            Err(bad) => prop_assert!((1..=text.lines().count() + 1).contains(&bad.line), "{bad}"),
        }
    }
}

#[test]
fn a_profile_made_to_hurt_is_refused_in_time() {
    let deep = "x = ".to_owned() + &"[".repeat(200_000);
    let tables = "x = ".to_owned() + &"{ a = ".repeat(100_000);
    let dotted = "a.".repeat(200_000) + "a = 1";
    let pattern = "name = \"X\"\n[[match]]\ndescr = '".to_owned()
        + "((((((a{50}){50}){50}){50}){50}){50})'\n";
    let begun = std::time::Instant::now();
    for (what, text) in
        [("depth", deep), ("tables", tables), ("dots", dotted), ("a pattern", pattern)]
    {
        let added = Profiles::default().add("x.toml", &text);
        assert!(added.is_err(), "because nothing is to be had of {what}");
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "because nobody waits for it");
}

#[test]
fn a_file_that_changed_counts_from_the_next_question_on() {
    let home = tempfile::tempdir().unwrap();
    let folder = Folder::beside(&home.path().join("site.hinomi"));
    let box_ = agent("1.3.6.1.4.1.99999.7", "a box", &[]);
    let family = |folder: &Folder| understand(&box_, &folder.now().profiles).family;
    assert_eq!(family(&folder), None, "because nobody knows it");
    let profile =
        |name: &str| format!("name = \"{name}\"\n[[match]]\nobject_id = [\"1.3.6.1.4.1.99999\"]\n");
    folder.put("box", &profile("One")).unwrap();
    assert_eq!(family(&folder).as_deref(), Some("One"));
    folder.put("box", &profile("Two")).unwrap();
    assert_eq!(family(&folder).as_deref(), Some("Two"), "because nothing had to be restarted");
    assert!(Arc::ptr_eq(&folder.now(), &folder.now()), "because nothing changed between");

    let broken = "name = \"Three\"\nkind = \"toaster\"\n";
    folder.put("box", broken).unwrap();
    let shelf = folder.now();
    let [file] = shelf.own().try_into().unwrap();
    assert_eq!((file.name.as_str(), file.text.as_str()), ("box", broken));
    assert_eq!(file.bad.len(), 1);
    assert_eq!((file.bad[0].line, file.bad[0].problem.to_string().contains("toaster")), (2, true));
    assert_eq!(family(&folder), None, "because it costs only that file");
    folder.remove("box").unwrap();
    folder.remove("box").unwrap();
    assert!(folder.now().own().is_empty());
}

#[test]
fn a_profile_has_a_plain_name_and_stays_in_its_folder() {
    let home = tempfile::tempdir().unwrap();
    let folder = Folder::beside(&home.path().join("site.hinomi"));
    for name in ["", "../box", "a/b", "Box", ".box", &"x".repeat(61)] {
        let refused = folder.put(name, "name = \"X\"").unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::InvalidInput, "{name:?}");
    }
    let nowhere = Folder::beside(std::path::Path::new(":memory:"));
    assert_eq!(nowhere.put("box", "").unwrap_err().kind(), std::io::ErrorKind::NotFound);
    assert_eq!(nowhere.now().profiles.len(), Profiles::built_in().len());
}
