//! The SNMP browser, MIB files and the trap log, as the window asks for them.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hinomi_desk::{Hinomi, Keeping};
use hinomi_engine::Voice;
use hinomi_model::draft::NodeDraft;
use hinomi_model::snmp::{Access, Login, Pacing, Rows};
use hinomi_model::trap::{TrapRuleDraft, TrapVerdict};
use hinomi_model::{Secret, SecretKind};
use hinomi_net::Net;
use hinomi_replay::{Recording, Replay, Shelf};
use hinomi_wire::browser::{
    MibFile, MibsPut, OneMib, RowAsked, RowPlace, WalkAfter, WalkStart, WalkView,
};
use hinomi_wire::calls::Desk;
use hinomi_wire::traps::{TrapRulesPut, TrapsWanted};
use hinomi_wire::views::{NodesAdd, Nothing, SecretPut, SiteNew, VaultPassphrase};
use hinomi_wire::{Code, Failure};
use tempfile::TempDir;

const BOILERS: &str = r#"BOILER-MIB DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE, enterprises FROM SNMPv2-SMI;
boiler MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "Acme" CONTACT-INFO "none"
    DESCRIPTION "Boilers." ::= { enterprises 99999 }
boilerState OBJECT-TYPE SYNTAX INTEGER { calm(1), boiling(2) } MAX-ACCESS read-only
    STATUS current DESCRIPTION "How it is." ::= { boiler 2 }
boilerTraps OBJECT IDENTIFIER ::= { boiler 0 }
boilerBoils NOTIFICATION-TYPE OBJECTS { boilerState } STATUS current
    DESCRIPTION "It boils." ::= { boilerTraps 7 }
END
"#;

async fn with_site() -> (Hinomi, TempDir) {
    let folder = TempDir::new().unwrap();
    let keeping = Keeping::at(Some(folder.path().join("preferences.json")));
    let desk = Hinomi::new(Net::open().await, keeping, Voice::Silent);
    let path = folder.path().join("site.hinomi").display().to_string();
    desk.site_new(SiteNew { path, name: "Osaka".into() }).await.expect("a site is made");
    (desk, folder)
}

fn file(name: &str, text: &str) -> MibFile {
    MibFile { name: name.into(), content: BASE64.encode(text) }
}

/// Logins with these communities.
async fn logins(desk: &Hinomi, communities: &[&str]) -> Vec<Login> {
    let new = Secret::new("a long passphrase");
    desk.vault_passphrase(VaultPassphrase { old: None, new }).await.unwrap();
    let mut logins = Vec::new();
    for value in communities {
        let put = SecretPut { kind: SecretKind::Community, value: Secret::new(*value) };
        logins.push(Login::V2c { community: desk.secret_put(put).await.unwrap() });
    }
    logins
}

fn walk_at(address: &str, port: u16, logins: &[Login], from: &str) -> WalkStart {
    let (address, from, logins) = (address.into(), from.into(), logins.to_vec());
    WalkStart { address, port, logins, pacing: Pacing::default(), from, most: 1_000 }
}

async fn ended(desk: &Hinomi) -> WalkView {
    for _ in 0..600 {
        let view = desk.walk(WalkAfter { seen: 0 }).await.unwrap();
        if !view.running {
            return view;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("because every walk ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_in_a_mib_file_is_told_by_the_line_its_author_sees() {
    let (desk, _folder) = with_site().await;
    let broken = "-- A letter\n-- before it\nLATE-MIB DEFINITIONS ::= BEGIN\n\
        IMPORTS enterprises FROM RFC1155-SMI OBJECT-TYPE FROM RFC-1212;\n\
        late OBJECT-TYPE SYNTAX INTEGER { calm(1), \n\
        ACCESS read-only STATUS mandatory ::= { enterprises 1 }\nEND\n";
    let files = vec![file("late.mib", broken)];
    let imported = desk.mibs_put(MibsPut { files }).await.expect("it is a MIB file");
    let lines: Vec<Option<u32>> = imported.findings.iter().map(|f| f.line).collect();
    assert!(!lines.is_empty(), "because it is broken");
    let within = |line: &Option<u32>| line.is_none_or(|line| (3..=7).contains(&line));
    assert!(lines.iter().all(within), "because two lines come before it: {lines:?}");
    assert!(lines.iter().any(|line| *line >= Some(5)), "because it breaks off there: {lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_known_by_a_name_no_other_row_has() {
    let (desk, _folder) = with_site().await;
    let recording = Recording::read(
        "1.3.6.1.2.1.1.5.0|4|sw\n\
         1.3.6.1.2.1.2.2.1.2.3|4|Port 3\n1.3.6.1.2.1.2.2.1.2.4|4|Port 4\n\
         1.3.6.1.2.1.2.2.1.8.3|2|1\n1.3.6.1.2.1.2.2.1.8.4|2|2\n\
         1.3.6.1.2.1.25.3.2.1.3.1|4|CPU\n1.3.6.1.2.1.25.3.2.1.3.2|4|CPU\n\
         1.3.6.1.2.1.31.1.1.1.1.3|4|port\n1.3.6.1.2.1.31.1.1.1.1.4|4|port\n",
    );
    let shelf: Shelf = [("public".to_owned(), recording)].into();
    let replay = Replay::start(shelf).await.unwrap();
    let login = logins(&desk, &["public"]).await.remove(0);
    let snmp = Some(Access::usual(replay.address().port(), login));
    let nodes = vec![NodeDraft { snmp, ..NodeDraft::at("127.0.0.1") }];
    let add = NodesAdd { nodes, checks: vec![], gateways: vec![] };
    let node = desk.nodes_add(add).await.unwrap()[0];
    let place = async |oid: &str| {
        desk.row_place(RowAsked { node, oid: oid.parse().unwrap() }).await.unwrap()
    };
    let column = "1.3.6.1.2.1.2.2.1.2".parse().unwrap();
    let rows = Rows::Row { column, says: "Port 4".into(), index: vec![4] };
    let object = "1.3.6.1.2.1.2.2.1.8".parse().unwrap();
    let named = RowPlace::Named { object, rows, by: "ifDescr".into() };
    let state = place("1.3.6.1.2.1.2.2.1.8.4").await;
    assert_eq!(state, named, "because its short name is also another's");
    let load = place("1.3.6.1.2.1.25.3.3.1.2.1").await;
    assert_eq!(load, RowPlace::Indexed, "because both are called CPU");
    assert_eq!(place("1.3.6.1.2.1.1.5.0").await, RowPlace::Alone);
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_is_named_by_the_sites_mibs_and_filterable_by_what_it_means() {
    let (desk, _folder) = with_site().await;
    let files = vec![file("boiler.mib", BOILERS), file("letter.txt", "Dear Sirs")];
    let imported = desk.mibs_put(MibsPut { files }).await.expect("one of them is good");
    assert_eq!(imported.kept.len(), 1, "because the letter is no MIB file");
    let kept = &imported.kept[0];
    assert_eq!((kept.name.as_str(), kept.traps), ("BOILER-MIB", 1));
    assert_eq!(imported.findings[0].place, "letter.txt", "because the worst is said first");

    let recording = Recording::read(
        "1.3.6.1.2.1.1.5.0|4|boiler-1\n1.3.6.1.2.1.2.2.1.8.3|2|2\n1.3.6.1.4.1.99999.2.0|2|2\n",
    );
    let shelf: Shelf = [("public".to_owned(), recording)].into();
    let replay = Replay::start(shelf).await.unwrap();
    let port = replay.address().port();
    let tried = logins(&desk, &["wrong", "public"]).await;
    let start = |from: &str| walk_at("127.0.0.1", port, &tried, from);
    desk.walk_start(start("internet")).await.expect("it is there");
    let view = ended(&desk).await;
    assert_eq!((view.trouble.as_deref(), view.bounded), (None, false));
    let told: Vec<(&str, &str)> =
        view.rows.iter().map(|r| (r.named.name.as_str(), r.named.value.as_str())).collect();
    assert_eq!(
        told,
        [("sysName.0", "boiler-1"), ("ifOperStatus.3", "down(2)"), ("boilerState.0", "boiling(2)")]
    );
    desk.walk_start(start("BOILER-MIB::boilerState")).await.unwrap();
    assert_eq!(ended(&desk).await.count, 1, "because that is all there is below it");
    desk.walk_start(start("sysName.0")).await.unwrap();
    let told = ended(&desk).await.rows;
    let values: Vec<&str> = told.iter().map(|row| row.raw.as_str()).collect();
    assert_eq!(values, ["boiler-1"], "because an object itself is read, too");

    let rule = TrapRuleDraft {
        trap: "boilerBoils".into(),
        text: String::new(),
        node: None,
        verdict: TrapVerdict::Critical,
        ends: String::new(),
    };
    desk.trap_rules_put(TrapRulesPut { rules: vec![rule] }).await.expect("the name is known");
    let kinds = desk.trap_kinds(Nothing {}).await.unwrap();
    assert!(kinds.iter().any(|k| k.name == "boilerBoils"), "because its MIB names it");
    assert!(kinds.iter().any(|k| k.name == "linkDown"), "because everybody knows it");
    let left = desk.mib_drop(OneMib { name: "BOILER-MIB".into() }).await.unwrap();
    assert!(left.is_empty());
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_that_cannot_begin_says_every_field_and_one_that_fails_says_why() {
    let (desk, _folder) = with_site().await;
    let wrong = WalkStart { most: 0, ..walk_at("not an address", 0, &[], "nobodyKnowsThis") };
    let Err(Failure { code: Code::Fields, fields, .. }) = desk.walk_start(wrong).await else {
        panic!("because all fields are wrong");
    };
    let fields: Vec<&str> = fields.iter().map(|f| f.field.as_str()).collect();
    assert_eq!(fields, ["address", "from", "port", "most", "logins"]);
    let nobody = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let tried = logins(&desk, &["public"]).await;
    desk.walk_start(walk_at("127.0.0.1", nobody, &tried, "system")).await.unwrap();
    let view = ended(&desk).await;
    assert!(view.trouble.is_some(), "because nobody answers at that port: {view:?}");
    let none = TrapsWanted { node: None, standing: false, before: None, most: 10 };
    assert_eq!(desk.traps(none).await.unwrap(), [], "because no trap came");
    desk.stop().await;
}
