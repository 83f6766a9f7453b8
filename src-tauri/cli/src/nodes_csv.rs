//! Nodes as a CSV table: read with every error and its line at once, written so that spreadsheets
//! on Japanese Windows read it (a byte order mark) and no cell becomes a formula.

use std::io::{Read, Write};
use std::path::Path;

use hinomi_engine::Wish;
use hinomi_model::draft::NodeDraft;
use hinomi_model::settings::Language;
use hinomi_model::{Address, NodeId, words};
use hinomi_store::Site;

use crate::args::SiteTable;
use crate::editing::Editing;
use crate::paper::Paper;
use crate::site::{group_named, group_of, watch_as_usual};
use crate::sorry::{Sorry, of_fields};
use crate::spec;

const COLUMNS: [&str; 8] =
    ["name", "address", "kind", "group", "importance", "vendor", "mac", "notes"];
/// A larger table is not a list of nodes: 5,000 of them with long notes fit.
const MOST: u64 = 64 << 20;
const MARK: &str = "\u{feff}";
/// What begins with these is a formula to a spreadsheet.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// One line of the table.
#[derive(Debug)]
struct Row {
    draft: NodeDraft,
    group: String,
}

/// Reads a table into a site: all of it, or nothing.
pub async fn import(with: &SiteTable, paper: &Paper) -> Result<(), Sorry> {
    let text = read(&with.table)?;
    let rows = rows(&text, paper.language).map_err(|wrong| spoiled(&with.table, &wrong))?;
    let mut editing = Editing::open(&with.file).await?;
    let (mut added, mut changed) = (0, 0);
    for row in rows {
        let (_, address) = row.draft.check().map_err(hinomi_engine::Refusal::Fields)?;
        let known = editing.world().nodes.values().find(|n| n.address == address);
        let (known, snmp) = (known.map(|n| n.id), known.and_then(|n| n.snmp.clone()));
        let group = match row.group.trim() {
            "" => None,
            name => Some(group_named(&mut editing, name)?),
        };
        // What the table has no column for stays as it is.
        let draft = NodeDraft { id: known, group, snmp, ..row.draft };
        let granted = editing.wish(Wish::PutNode(draft))?;
        match (known, granted) {
            (None, hinomi_engine::Granted::Nodes(ids)) => {
                added += 1;
                ids.into_iter().try_for_each(|id: NodeId| watch_as_usual(&mut editing, id))?;
            }
            _ => changed += 1,
        }
    }
    editing.keep().await?;
    paper.line(&match paper.language {
        Language::En => format!("{added} nodes added, {changed} changed."),
        Language::Ja => format!("{added}ノードを追加、{changed}ノードを更新"),
    })
}

fn read(path: &Path) -> Result<String, Sorry> {
    let mut bytes = Vec::new();
    let got = match path.as_os_str() == "-" {
        true => std::io::stdin().take(MOST).read_to_end(&mut bytes),
        false => std::fs::File::open(path).and_then(|f| f.take(MOST).read_to_end(&mut bytes)),
    };
    got.map_err(|e| Sorry::file(path, &e))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Sorry::said(
            format!("{}: not UTF-8 text; save the table as “CSV UTF-8”.", path.display()),
            format!("{}：UTF-8ではないため不可。「CSV UTF-8」形式で保存", path.display()),
        )
    })?;
    Ok(text.strip_prefix(MARK).map(str::to_owned).unwrap_or(text))
}

fn spoiled(table: &Path, wrong: &[String]) -> Sorry {
    let (path, all) = (table.display(), wrong.join("\n  "));
    Sorry::said(
        format!("{path}: nothing was changed. Mend these lines and import it again:\n  {all}"),
        format!("{path}：変更なし。次の行を修正して再度インポート\n  {all}"),
    )
}

/// All rows, or all that is wrong with them.
fn rows(text: &str, lang: Language) -> Result<Vec<Row>, Vec<String>> {
    let line = |n: u64, what: &str| match lang {
        Language::En => format!("line {n}: {what}"),
        Language::Ja => format!("{n}行目：{what}"),
    };
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let heads = match reader.headers() {
        Ok(heads) => heads.clone(),
        Err(e) => return Err(vec![line(1, &unreadable(lang, &e))]),
    };
    let mut wrong: Vec<String> = (heads.iter())
        .filter(|h| !COLUMNS.contains(&h.to_lowercase().as_str()))
        .map(|h| line(1, &unknown_column(lang, h)))
        .collect();
    let place = |column: &str| heads.iter().position(|h| h.eq_ignore_ascii_case(column));
    if place("address").is_none() {
        let en = format!("there is no column “address”; the columns are {}", COLUMNS.join(","));
        let ja = format!("列「address」なし（列名：{}）", COLUMNS.join(","));
        wrong.push(line(1, if lang == Language::En { &en } else { &ja }));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut rows: Vec<(u64, Address, Row)> = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                wrong
                    .push(line(e.position().map_or(0, csv::Position::line), &unreadable(lang, &e)));
                continue;
            }
        };
        let at = record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| plain(place(name).and_then(|p| record.get(p)).unwrap_or(""));
        if record.iter().all(str::is_empty) {
            continue;
        }
        match row(cell, lang) {
            Err(errors) => wrong.extend(errors.iter().map(|e| line(at, e))),
            Ok((address, row)) => match rows.iter().find(|(_, a, _)| *a == address) {
                Some((first, ..)) => wrong.push(line(at, &twice(lang, &address, *first))),
                None => rows.push((at, address, row)),
            },
        }
    }
    if wrong.is_empty() { Ok(rows.into_iter().map(|(.., row)| row).collect()) } else { Err(wrong) }
}

fn unreadable(lang: Language, error: &csv::Error) -> String {
    match lang {
        Language::En => format!("this is no line of a CSV table ({error})"),
        Language::Ja => format!("CSVとして読めない行（{error}）"),
    }
}

fn unknown_column(lang: Language, head: &str) -> String {
    let head = words::tame(head, 40);
    match lang {
        Language::En => format!("unknown column “{head}”; the columns are {}", COLUMNS.join(",")),
        Language::Ja => format!("不明な列「{head}」（列名：{}）", COLUMNS.join(",")),
    }
}

fn twice(lang: Language, address: &Address, first: u64) -> String {
    match lang {
        Language::En => format!("{address} stands on line {first} already"),
        Language::Ja => format!("{address} は{first}行目と重複"),
    }
}

fn row(cell: impl Fn(&str) -> String, lang: Language) -> Result<(Address, Row), Vec<String>> {
    let mut wrong = Vec::new();
    let some = |text: String| (!text.is_empty()).then_some(text);
    let kind = spec::kind(&cell("kind"))
        .map_err(|e| wrong.push(format!("kind: {}", e.say(lang))))
        .unwrap_or_default();
    let importance = spec::importance(&cell("importance"))
        .map_err(|e| wrong.push(format!("importance: {}", e.say(lang))))
        .unwrap_or_default();
    let group = cell("group");
    if group.chars().count() > 80 {
        let problem = hinomi_model::Problem::TooLong { most: 80 };
        wrong.push(format!("group: {}", words::problem(lang, &problem)));
    }
    let draft = NodeDraft {
        name: cell("name"),
        kind,
        importance,
        vendor: some(cell("vendor")),
        mac: some(cell("mac").to_lowercase()),
        notes: cell("notes"),
        ..NodeDraft::at(&cell("address"))
    };
    match draft.check() {
        Ok((_, address)) if wrong.is_empty() => Ok((address, Row { draft, group })),
        Ok(_) => Err(wrong),
        Err(fields) => {
            wrong.insert(0, of_fields(lang, &fields));
            Err(wrong)
        }
    }
}

/// Takes back the apostrophe that export puts before what looks like a formula.
fn plain(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) => rest.into(),
        _ => cell.into(),
    }
}

fn escaped(cell: &str) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.into() }
}

fn odd(error: impl std::fmt::Display) -> Sorry {
    Sorry::said(
        format!("The table could not be written: {error}."),
        format!("CSVを作成できません（{error}）"),
    )
}

/// Writes all nodes of a site into a table.
pub async fn export(with: &SiteTable, paper: &Paper) -> Result<(), Sorry> {
    let site = Site::open_read_only(&with.file).await?;
    let loaded = site.load().await?;
    site.close().await;
    let mut writer = csv::Writer::from_writer(MARK.as_bytes().to_vec());
    writer.write_record(COLUMNS).map_err(odd)?;
    for node in &loaded.nodes {
        let cells = [
            node.name.clone(),
            node.address.to_string(),
            spec::key(&node.kind),
            group_of(&loaded, node).unwrap_or_default().into(),
            spec::key(&node.importance),
            node.vendor.clone().unwrap_or_default(),
            node.mac.clone().unwrap_or_default(),
            node.notes.clone(),
        ];
        writer.write_record(cells.iter().map(|c| escaped(c))).map_err(odd)?;
    }
    let bytes = writer.into_inner().map_err(odd)?;
    if with.table.as_os_str() == "-" {
        return paper.raw(&bytes);
    }
    // What is there already may be the only copy of somebody's table.
    let made = std::fs::File::options().write(true).create_new(true).open(&with.table);
    made.and_then(|mut f| f.write_all(&bytes)).map_err(|e| Sorry::file(&with.table, &e))?;
    let (path, n) = (with.table.display(), loaded.nodes.len());
    paper.line(&match paper.language {
        Language::En => format!("{path}: {n} nodes."),
        Language::Ja => format!("{path}：{n}ノード"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_is_said_with_its_line_at_once() {
        let text =
            "name,address,kind\nnas,10.0.0.1,storage\n,not an address,toaster\nx,10.0.0.1,\n";
        let wrong = rows(text, Language::En).expect_err("because two lines are wrong");
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        assert!(wrong[0].starts_with("line 3: ") && wrong[0].contains("address"), "{wrong:?}");
        assert!(wrong[1].starts_with("line 3: kind: write router"), "{wrong:?}");
        assert_eq!(wrong[2], "line 4: 10.0.0.1 stands on line 2 already");
    }

    #[test]
    fn columns_may_come_in_any_order_and_be_missing() {
        let rows = rows("Address,NAME\n10.0.0.1,\"a, b\"\n\n10.0.0.2\n", Language::En).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].draft.name, "a, b");
        assert!(rows[1].draft.name.is_empty());
    }

    #[test]
    fn a_table_without_addresses_or_with_strange_columns_is_refused() {
        let wrong = rows("name,colour\nx,red\n", Language::Ja).expect_err("because of its head");
        assert_eq!(wrong.len(), 2, "{wrong:?}");
    }

    #[test]
    fn formulas_are_disarmed_and_come_back_as_they_were() {
        for cell in ["=1+1", "+81", "-x", "@home", "plain", "'quoted'"] {
            assert_eq!(plain(&escaped(cell)), cell);
            assert!(!escaped(cell).starts_with(FORMULA), "because {cell} would be a formula");
        }
    }
}
