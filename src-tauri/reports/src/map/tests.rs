use std::collections::BTreeMap;

use hinomi_model::settings::Language;
use hinomi_model::{Cable, Confidence, Evidence, Link, LinkId, NodeId, NodeKind, Port, Stamp};
use jiff::tz::TimeZone;
use roxmltree::{Document, Node};

use super::layout::Rect;
use super::{Look, MapNode, MapSheet, to_svg};

const NOW: Stamp = Stamp(1_795_132_800_000);

fn node(id: u32, name: &str, kind: NodeKind) -> MapNode {
    MapNode {
        id: NodeId(id),
        name: name.into(),
        address: format!("10.0.{}.{}", id / 250, id % 250),
        kind,
        group: None,
        look: Look::Ok,
        inferred: false,
    }
}

fn link(id: u32, from: Option<u32>, to: u32) -> Link {
    let port = |name: String| Some(Port { name, index: None });
    let cable = Cable { from: port(format!("Gi0/{to}")), to: port("eth0".into()) };
    let plain = Link::new(LinkId(id), from.map(NodeId), NodeId(to), Evidence::Lldp, NOW);
    Link { cables: vec![cable], ..plain }
}

fn sheet(nodes: Vec<MapNode>, links: Vec<Link>) -> MapSheet {
    MapSheet {
        site: "Osaka office".into(),
        language: Language::En,
        zone: TimeZone::UTC,
        drawn_at: NOW,
        seen_at: Some(NOW),
        nodes,
        links,
    }
}

/// A core, a switch for about every 24 nodes, and hosts on them; some are on nothing.
fn office(n: u32) -> MapSheet {
    let switches = 1 + n / 24;
    let kind = |id: u32| if id <= switches { NodeKind::Switch } else { NodeKind::Workstation };
    let mut nodes: Vec<MapNode> =
        (1..=n).map(|id| node(id, &format!("a-longer-name-{id}"), kind(id))).collect();
    for (i, node) in nodes.iter_mut().enumerate() {
        node.look = Look::ALL[if i % 9 == 0 { i / 9 % 9 } else { 8 }];
        node.group = (i % 5 > 0).then(|| format!("Floor {}", i % 3));
    }
    let mut links = vec![link(1, None, 1)];
    links.extend((2..=switches).map(|id| link(id, Some(1), id)));
    let hung = (switches + 1..=n).filter(|id| id % 11 > 0);
    links.extend(hung.map(|id| link(id, Some(1 + id % switches), id)));
    // Rings, and what nobody sees any more.
    links.extend((4..=switches).step_by(3).map(|id| link(n + id, Some(id - 1), id)));
    for link in links.iter_mut().filter(|l| l.id.0 % 7 == 3) {
        link.confidence = Confidence::Inferred;
    }
    sheet(nodes, links)
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|v| v.parse().ok()).unwrap_or(0.0)
}

/// The places of everything of a class.
fn places(svg: &Document<'_>, classes: &[&str]) -> Vec<Rect> {
    let wanted = |n: &Node<'_, '_>| n.attribute("class").is_some_and(|c| classes.contains(&c));
    let rect = |n: Node<'_, '_>| Rect {
        x: number(n, "x"),
        y: number(n, "y"),
        w: number(n, "width"),
        h: number(n, "height"),
    };
    svg.descendants().filter(wanted).map(rect).collect()
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

#[test]
fn nothing_lies_on_anything_else_and_nothing_beside_the_sheet() {
    for n in [0, 1, 5, 23, 60, 300, 1000] {
        let drawn = to_svg(&office(n));
        let svg = Document::parse(&drawn).expect("because it is XML");
        let cards = places(&svg, &["head", "leaf"]);
        assert!(cards.len() >= n as usize, "because each of {n} nodes is drawn");
        let all = places(&svg, &["head", "leaf", "ports"]);
        for (i, a) in all.iter().enumerate() {
            let hidden = all[i + 1..].iter().find(|b| overlap(a, b));
            assert!(hidden.is_none(), "because of {n} nodes none hides another: {a:?} {hidden:?}");
        }
        let (w, h) = (number(svg.root_element(), "width"), number(svg.root_element(), "height"));
        let inside = |r: &Rect| r.x >= 0.0 && r.right() <= w - 72.0 && r.bottom() <= h;
        assert!(all.iter().all(inside), "because the sheet of {n} nodes holds all of them");
    }
}

#[test]
fn every_node_and_every_link_is_told_once() {
    let sheet = office(300);
    let drawn = to_svg(&sheet);
    let svg = Document::parse(&drawn).expect("because it is XML");
    let texts: Vec<String> = svg
        .descendants()
        .filter(|n| n.has_tag_name("text"))
        .map(|n| n.text().unwrap_or_default().to_owned())
        .collect();
    for node in &sheet.nodes {
        let times = texts.iter().filter(|t| **t == node.name).count();
        assert_eq!(times, 1, "because {} is one card", node.name);
    }
    let mut ports: BTreeMap<String, usize> = BTreeMap::new();
    for text in &texts {
        for word in text.split([' ', '·', ',']).filter(|w| w.starts_with("Gi0/")) {
            *ports.entry(word.to_owned()).or_default() += 1;
        }
    }
    let wanted = sheet.links.iter().filter(|l| l.from.is_some());
    for link in wanted {
        let port = &link.cables[0].from.as_ref().expect("it has one").name;
        assert!(ports.contains_key(port), "because link {} shows where it is plugged in", link.id);
    }
    assert_eq!(texts.iter().filter(|t| t.starts_with("also to ")).count(), 4);
}

#[test]
fn what_comes_from_the_network_stays_text_in_a_file_that_stays_well_formed() {
    let hostile = [
        "<script>alert(1)</script>",
        "\"' onload=\"alert(1)\" x='",
        "]]><!-- &amp; &lt; --><svg/>",
        "\u{0}\u{1}\u{8}\u{b}\u{1b}[31m\u{7f}\u{85}\u{9f}",
        "\u{fffe}\u{ffff}\u{202e}txt.exe\u{2066}",
        "株式会社みなと 大阪オフィスの基幹スイッチ（二階、北側のラック）",
        "🖨\u{200d}🔥 e\u{301}\u{301}\u{301}",
        "",
    ];
    for language in [Language::En, Language::Ja] {
        let mut sheet = office(40);
        sheet.language = language;
        sheet.site = hostile.concat();
        for (i, node) in sheet.nodes.iter_mut().enumerate() {
            let text = hostile[i % hostile.len()];
            (node.name, node.group) = (text.into(), Some(text.into()));
            node.address = text.repeat(40);
        }
        for (i, link) in sheet.links.iter_mut().enumerate() {
            link.cables[0].from =
                Some(Port { name: hostile[i % hostile.len()].into(), index: None });
        }
        let drawn = to_svg(&sheet);
        let svg = Document::parse(&drawn).expect("because it stays well-formed");
        let known = ["svg", "g", "title", "rect", "polyline", "path", "text"];
        for part in svg.descendants().filter(Node::is_element) {
            let name = part.tag_name().name();
            assert!(known.contains(&name), "because no name becomes a {name}");
            let event = part.attributes().any(|a| a.name().starts_with("on") || a.name() == "href");
            assert!(!event, "because no name becomes an attribute: {part:?}");
        }
        let steers = |c: char| c.is_control() && c != '\n';
        assert!(!drawn.contains(steers), "because it is printed in terminals, too");
        let shown = svg.descendants().filter_map(|n| n.text()).any(|t| t.contains("<script>"));
        assert!(shown, "because a name is still shown");
        assert!(
            !drawn.contains("http://") || drawn.matches("http://").count() == 1,
            "the namespace"
        );
        let all = places(&svg, &["head", "leaf", "ports"]);
        for (i, a) in all.iter().enumerate() {
            assert!(!all[i + 1..].iter().any(|b| overlap(a, b)), "because long names are cut");
        }
    }
}

#[test]
fn the_same_site_is_the_same_file_whatever_the_order_it_comes_in() {
    let sheet = office(120);
    let mut turned = sheet.clone();
    turned.nodes.reverse();
    turned.links.reverse();
    assert_eq!(to_svg(&sheet), to_svg(&turned), "because places follow from identities");
}

#[test]
fn states_links_and_moments_are_said_in_both_languages() {
    let mut sheet = office(60);
    sheet.nodes[30].look = Look::Critical;
    let english = to_svg(&sheet);
    for said in ["As of 2026-11-20 00:00 (UTC", "60 nodes", "critical", "evidenced", "inferred"] {
        assert!(english.contains(said), "because it says {said}");
    }
    assert!(!english.contains("Nobody has watched"), "because somebody does");
    sheet.language = Language::Ja;
    sheet.seen_at = Some(Stamp(NOW.0 - 3_600_000));
    let japanese = to_svg(&sheet);
    for said in ["2026-11-19 23:00 現在", "ノード 60", "重大", "根拠あり", "以後監視されていない"]
    {
        assert!(japanese.contains(said), "because it says {said}");
    }
    sheet.seen_at = None;
    assert!(to_svg(&sheet).contains("まだ監視されていません"), "because nobody ever looked");
}

#[test]
fn a_circle_a_long_chain_and_links_to_nowhere_do_no_harm() {
    let chain: Vec<MapNode> =
        (1..=3000).map(|id| node(id, &format!("n{id}"), NodeKind::Switch)).collect();
    let mut links: Vec<Link> = (2..=3000).map(|id| link(id, Some(id - 1), id)).collect();
    links.push(link(5000, Some(3000), 1));
    links.push(link(5001, Some(7), 7));
    links.push(link(5002, Some(7), 9999));
    links.push(Link { struck: Some(NOW), ..link(5003, None, 1) });
    let old = Link { confidence: Confidence::Outdated, ..link(5004, None, 2999) };
    let drawn = to_svg(&sheet(chain.clone(), [links.clone(), vec![old]].concat()));
    assert_eq!(drawn.matches("class=\"head\"").count(), 3001, "because each is drawn once");
    let alone = to_svg(&sheet(chain, links));
    assert!(!alone.contains("Not linked"), "because a circle is linked, though not to this PC");
}

/// Not a check: writes maps to look at into the folder named by HINOMI_LOOK.
#[test]
fn the_maps_can_be_looked_at() {
    let Some(folder) = std::env::var_os("HINOMI_LOOK").map(std::path::PathBuf::from) else {
        println!("HINOMI_LOOK names no folder: nothing was written to look at");
        return;
    };
    for n in [0, 5, 60, 300] {
        std::fs::write(folder.join(format!("map-{n}.svg")), to_svg(&office(n))).expect("writable");
    }
}
