//! Sites: made, filled, listed, exchanged; and what cannot be opened.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use support::{Ground, contents};

#[test]
fn a_site_is_made_filled_listed_and_mapped() {
    let ground = Ground::new();
    assert!(ground.done(&["site", "new", "office.hinomi", "--name", "事務所"]).contains("事務所"));
    let added = ground.done(&["site", "add", "office.hinomi", "127.0.0.2", "nas.example.jp"]);
    assert_eq!(added.lines().count(), 2, "because two were added: {added}");
    ground.done(&[
        "site",
        "add",
        "office.hinomi",
        "127.0.0.3",
        "--name",
        "web-1",
        "--group",
        "Servers",
        "--kind",
        "server",
        "--check",
        "icmp",
        "--check",
        "https:8443/health",
    ]);
    let nodes = ground.json(&["site", "list", "office.hinomi", "--json"]);
    assert_eq!(nodes.len(), 3);
    assert_eq!(
        nodes[0]["checks"].as_array().unwrap().len(),
        2,
        "because ping and quality are proposed"
    );
    let web = &nodes[2];
    assert_eq!(
        (&web["name"], &web["group"], &web["kind"]),
        (&"web-1".into(), &"Servers".into(), &"server".into())
    );
    assert_eq!(web["checks"][1]["spec"]["url"], "https://{address}:8443/health");
    assert_eq!(web["checks"][0]["state"]["state"], "pending", "because nobody looked yet");
    let table = ground.done(&["site", "list", "office.hinomi"]);
    assert!(table.contains("web-1") && !table.contains('\u{1b}'), "because a pipe has no colours");
    let map = ground.json(&["map", "office.hinomi", "--json"]);
    assert_eq!(map.len(), 3, "because there are three nodes and no links");
    assert!(ground.done(&["map", "office.hinomi"]).contains("nas.example.jp"));
    assert!(ground.done(&["verify", "office.hinomi"]).contains("0 incidents"));
}

#[test]
fn who_is_there_already_is_left_as_it_is() {
    let ground = Ground::new();
    ground.done(&["site", "new", "a.hinomi"]);
    ground.done(&["site", "add", "a.hinomi", "10.0.0.7", "--name", "nas"]);
    let ran = ground.run(&["site", "add", "a.hinomi", "10.0.0.7", "10.0.0.8"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("10.0.0.7") && ran.err.contains("nas"), "{}", ran.err);
    assert_eq!(ground.json(&["site", "list", "a.hinomi", "--json"]).len(), 2);
}

#[test]
fn what_cannot_be_opened_says_what_to_do_and_is_left_untouched() {
    let ground = Ground::new();
    std::fs::write(ground.path("notes.txt"), "shopping list\n".repeat(100)).unwrap();
    ground.done(&["site", "new", "newer.hinomi"]);
    let mut newer = std::fs::read(ground.path("newer.hinomi")).unwrap();
    // SQLite file format §1.3.16: the user version, here that of a later Hinomi.
    newer[60..64].copy_from_slice(&9_999u32.to_be_bytes());
    std::fs::write(ground.path("newer.hinomi"), &newer).unwrap();
    ground.done(&["site", "new", "whole.hinomi"]);
    let whole = std::fs::read(ground.path("whole.hinomi")).unwrap();
    std::fs::write(ground.path("cut.hinomi"), &whole[..whole.len() / 2]).unwrap();
    std::fs::create_dir(ground.path("folder")).unwrap();
    let before = contents(ground.folder());
    for (file, says) in [
        ("nowhere.hinomi", "no such file"),
        ("notes.txt", "not a Hinomi site"),
        ("newer.hinomi", "newer Hinomi"),
        ("cut.hinomi", "end of this site file is missing"),
        ("folder", "folder"),
    ] {
        for command in [
            &["site", "list", file][..],
            &["site", "add", file, "10.0.0.1"],
            &["map", file],
            &["watch", file, "--silent", "--for", "1s"],
            &["verify", file],
            &["incident", file, "list"],
            &["runbook", file, "list"],
            &["report", file, "-o", "out.html"],
            &["scan", "127.0.0.1", "--site", file],
        ] {
            let said = ground.refused(1, command);
            assert!(said.contains(says), "because {command:?} says why: {said}");
            assert_eq!(said.lines().count(), 1, "because one sentence is enough: {said}");
        }
    }
    assert!(ground.refused(1, &["site", "new", "whole.hinomi"]).contains("already"));
    assert_eq!(contents(ground.folder()), before, "because what is refused is left untouched");
    let ja = ground.refused(1, &["--lang", "ja", "site", "list", "nowhere.hinomi"]);
    assert!(ja.contains("ファイルなし"), "because errors are said in Japanese too: {ja}");
    for (command, says) in [
        (&["watch", "nowhere.hinomi"][..], "ファイルなし"),
        (&["site", "import", "whole.hinomi", "nowhere.csv"], "nowhere.csv：ファイルまたは"),
        (&["report", "whole.hinomi", "-o", "folder"], "folder：フォルダーのため不可"),
        (&["report", "whole.hinomi", "-o", "none/a.html"], "a.html：ファイルまたはフォルダーなし"),
        (&["incident", "whole.hinomi", "ack", "7"], "インシデント7は存在しません"),
    ] {
        let ja = ground.refused(1, &[&["--lang", "ja"], command].concat());
        assert!(ja.contains(says) && !ja.contains("os error"), "because of {command:?}: {ja}");
    }
}

#[test]
fn command_lines_that_make_no_sense_are_told_apart() {
    let ground = Ground::new();
    ground.done(&["site", "new", "a.hinomi"]);
    for args in [
        &["nonsense"][..],
        &["watch"],
        &["watch", "a.hinomi", "--default"],
        &["watch", "a.hinomi", "--for", "5"],
        &["check", "tcp:0", "127.0.0.1"],
        &["check", "icmp", "not an address"],
        &["check", "quality", "127.0.0.1"],
        &["site", "add", "a.hinomi"],
        &["site", "add", "a.hinomi", "10.0.0.1", "10.0.0.2", "--name", "both"],
        &["report", "a.hinomi", "--from", "yesterday", "-o", "x.html"],
        &["report", "a.hinomi", "--from", "1h", "--to", "2h", "-o", "x.html"],
        &["scan", "10.0.0.0/2"],
        &["demo", "--speed", "0"],
        &["incident", "a.hinomi", "note", "1", "  "],
    ] {
        ground.refused(2, args);
        let said = ground.refused(2, &[&["--lang", "ja"], args].concat());
        let japanese = |line: &str| line.is_empty() || line.chars().any(|c| c > '\u{3000}');
        assert!(said.lines().all(japanese), "because {args:?} is told in Japanese: {said}");
    }
    assert!(ground.refused(1, &["site", "add", "a.hinomi", "10.0.0.999"]).contains("10.0.0.999"));
    assert_eq!(ground.json(&["site", "list", "a.hinomi", "--json"]).len(), 0);
    let help = ground.done(&["--help"]);
    assert!(help.contains("First steps") && help.contains("Exit codes"));
    assert!(ground.done(&["help", "watch"]).contains("Examples:"));
    let ja = ground.done(&["--lang", "ja", "--help"]);
    assert!(ja.contains("使い方") && ja.contains("終了コード") && !ja.contains("Usage"), "{ja}");
    assert!(ground.done(&["--lang", "ja", "incident", "--help"]).contains("確認済みにする"));
}

#[test]
fn a_table_of_nodes_goes_in_and_comes_out_the_same() {
    let ground = Ground::new();
    ground.done(&["site", "new", "a.hinomi"]);
    let table = "\u{feff}name,address,kind,group,importance,vendor,mac,notes\n\
        nas-1,10.0.0.7,storage,サーバー室,high,Synology,00:11:32:aa:bb:cc,\"two\nlines, and a comma\"\n\
        '=1+1,10.0.0.8,other,,normal,,,'@home\n";
    std::fs::write(ground.path("in.csv"), table).unwrap();
    assert!(
        ground.done(&["site", "import", "a.hinomi", "in.csv"]).contains("2 nodes added, 0 changed")
    );
    ground.done(&["site", "export", "a.hinomi", "out.csv"]);
    assert_eq!(std::fs::read_to_string(ground.path("out.csv")).unwrap(), table);
    assert_eq!(ground.done(&["site", "export", "a.hinomi", "-"]), table);
    let nodes = ground.json(&["site", "list", "a.hinomi", "--json"]);
    assert_eq!(nodes[1]["name"], "=1+1", "because only the table needs the apostrophe");
    assert_eq!(nodes[0]["checks"].as_array().unwrap().len(), 2);
    let again = ground.done(&["site", "import", "a.hinomi", "out.csv"]);
    assert!(again.contains("0 nodes added, 2 changed"), "{again}");
    assert_eq!(
        ground.json(&["site", "list", "a.hinomi", "--json"])[0]["checks"].as_array().unwrap().len(),
        2
    );
    ground.refused(1, &["site", "export", "a.hinomi", "out.csv"]);
}

#[test]
fn a_spoiled_table_says_everything_at_once_and_changes_nothing() {
    let ground = Ground::new();
    ground.done(&["site", "new", "a.hinomi"]);
    std::fs::write(
        ground.path("in.csv"),
        "name,address,kind\nok,10.0.0.1,server\nbad,10.0.0.300,toaster\n,,\ntwice,10.0.0.1,\n,,printer\n",
    )
    .unwrap();
    let said = ground.refused(1, &["site", "import", "a.hinomi", "in.csv"]);
    for line in ["line 3", "line 5", "line 6", "toaster", "nothing was changed"] {
        let there = said.contains(line) || line == "toaster" && said.contains("kind");
        assert!(there, "because everything is said at once ({line}): {said}");
    }
    assert_eq!(ground.json(&["site", "list", "a.hinomi", "--json"]).len(), 0);
    std::fs::write(ground.path("sjis.csv"), b"name,address\n\x8e\x96\x96\xb1\x8f\x8a,10.0.0.1\n")
        .unwrap();
    assert!(ground.refused(1, &["site", "import", "a.hinomi", "sjis.csv"]).contains("UTF-8"));
}

#[test]
fn a_site_has_a_zone_of_its_own_wherever_the_pc_stands() {
    let ground = Ground::new();
    let refused = ground.refused(2, &["site", "new", "a.hinomi", "--zone", "Mars/Olympus"]);
    assert!(refused.contains("Mars/Olympus"), "{refused}");
    ground.done(&["site", "new", "ny.hinomi", "--zone", "America/New_York"]);
    ground.done(&["site", "new", "here.hinomi"]);
    // The day the clocks of New York are set back; those of this PC, in Tokyo, never are.
    let report = |file: &str, from: &str, to: &str| {
        let words = ["report", file, "--kind", "status", "--from", from, "--to", to, "-o", "-"];
        ground.done(&[&words[..], &["--lang", "en", "--format", "html"]].concat())
    };
    let page = report("ny.hinomi", "2024-11-03", "2024-11-04");
    for words in ["2024-11-03 00:00", "2024-11-04 00:00", "New_York"] {
        assert!(page.contains(words), "because the report is the site's: {words} in {page}");
    }
    assert!(!page.contains("Tokyo"), "because that is this PC's zone");
    let page = report("here.hinomi", "2024-11-03", "2024-11-04");
    assert!(page.contains("Tokyo"), "because it was made on a PC in Tokyo");
    let words = ["--from", "2024-11-03T00:00:00-04:00", "--to", "2024-11-04T00:00:00-05:00"];
    let same = report("ny.hinomi", words[1], words[3]);
    for words in ["2024-11-03 00:00", "2024-11-04 00:00"] {
        assert!(same.contains(words), "because that day has 25 hours: {words} in {same}");
    }
}
