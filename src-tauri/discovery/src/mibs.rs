//! MIB files: names, types, meanings and units out of what makers publish, and our own table of the
//! objects people look at most.
//!
//! No MIB text comes with Hinomi (their licences forbid it); people import those of their devices.
//! A file that imports from one that is not there is read as far as it goes, and what is missing is
//! said with its line.

mod depth;

use std::sync::LazyLock;

use hinomi_model::settings::Language;
use hinomi_model::snmp::{Named, Names, Oid};
use hinomi_model::trap::Known;
use mib_rs::{Loader, Mib, ResolverStrictness, Severity};

/// Largest file read, octets.
pub const LARGEST: usize = 4 << 20;
/// Modules of one file at most; large collections come as a file each.
const MODULES: usize = 500;
/// Findings told of one import at most.
const FINDINGS: usize = 200;
/// Characters of a description kept.
const ABOUT: usize = 300;

/// What is wrong with a MIB file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The module it is in.
    pub module: String,
    /// The line of the module's text, from 1, where it is known.
    pub line: Option<u32>,
    /// What is wrong, in English: it is what the file's author has to mend.
    pub text: String,
    /// Nothing of the module could be used.
    pub fatal: bool,
}

/// A module of a MIB file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Its name, as it calls itself.
    pub name: String,
    /// Its text.
    pub text: String,
    /// How many lines of its file come before it.
    pub before: u32,
}

/// Our own table.
pub fn built_in() -> &'static Names {
    static NAMES: LazyLock<Names> =
        LazyLock::new(|| table(include_str!("../../../assets/mib-names.txt")));
    &NAMES
}

fn table(text: &str) -> Names {
    let mut names = Names::default();
    for known in Known::all() {
        let about = known.words().en;
        let name = known.name().to_owned();
        names.add(known.kind(), Named { name, trap: true, about, ..Named::default() });
    }
    let mut module = String::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("module ") {
            module = name.to_owned();
            continue;
        }
        let (line, unit) = line.split_once(" [").unwrap_or((line, ""));
        let mut words = line.split(' ');
        let (Some(Ok(oid)), Some(name)) = (words.next().map(str::parse::<Oid>), words.next())
        else {
            continue;
        };
        let meaning = |text: &str| {
            let (number, meaning) = text.split_once('=')?;
            Some((number.parse().ok()?, meaning.to_owned()))
        };
        let meanings = words.next().unwrap_or("").split(',').filter_map(meaning).collect();
        let unit = unit.trim_end_matches(']').to_owned();
        let (name, module) = (name.to_owned(), module.clone());
        names.add(oid, Named { name, module, unit, meanings, ..Named::default() });
    }
    names
}

/// Why a file is not taken as a MIB file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// No module begins in it.
    NoModule,
    /// Too many modules begin in it.
    TooMany,
    /// Something in it is nested without end.
    TooDeep,
}

impl Unfit {
    /// Why, without a full stop.
    pub fn words(self, lang: Language) -> String {
        let (mega, modules) = (LARGEST >> 20, MODULES);
        match (self, lang) {
            (Unfit::TooLarge, Language::En) => format!("the file is larger than {mega} MB"),
            (Unfit::TooLarge, Language::Ja) => format!("ファイルが上限（{mega} MB）を超えています"),
            (Unfit::NoModule, Language::En) => {
                "no line such as “NAME-MIB DEFINITIONS ::= BEGIN” was found".into()
            }
            (Unfit::NoModule, Language::Ja) => {
                "「NAME-MIB DEFINITIONS ::= BEGIN」のような行が見つかりません".into()
            }
            (Unfit::TooMany, Language::En) => format!("the file holds more than {modules} modules"),
            (Unfit::TooMany, Language::Ja) => {
                format!("ファイル内のモジュールが上限（{modules}個）を超えています")
            }
            (Unfit::TooDeep, Language::En) => {
                "brackets or names in the file are nested deeper than in any MIB".into()
            }
            (Unfit::TooDeep, Language::Ja) => {
                "括弧または名前の入れ子が深すぎるため、MIBファイルとして扱えません".into()
            }
        }
    }
}

/// The modules in a file: it may hold several, one after the other.
///
/// Errors: why it is no MIB file.
pub fn modules(octets: &[u8]) -> Result<Vec<Module>, Unfit> {
    if octets.len() > LARGEST {
        return Err(Unfit::TooLarge);
    }
    let text = match std::str::from_utf8(octets) {
        Ok(text) => text.to_owned(),
        // Old files write names of people in Latin-1.
        Err(_) => octets.iter().map(|octet| char::from(*octet)).collect(),
    };
    let heads = heads(&text);
    if heads.is_empty() {
        return Err(Unfit::NoModule);
    }
    if heads.len() > MODULES {
        return Err(Unfit::TooMany);
    }
    let ends = heads.iter().skip(1).map(|head| head.at).chain([text.len()]);
    let module = |(Head { at, before, name }, end): (&Head, usize)| Module {
        name: name.clone(),
        text: text[*at..end].to_owned(),
        before: *before,
    };
    let modules: Vec<Module> = heads.iter().zip(ends).map(module).collect();
    match deep(&modules).contains(&true) {
        true => Err(Unfit::TooDeep),
        false => Ok(modules),
    }
}

/// Which of these modules hurt whoever reads them together?
fn deep(modules: &[Module]) -> Vec<bool> {
    let texts: Vec<&str> = modules.iter().map(|module| module.text.as_str()).collect();
    depth::deep(&texts)
}

/// Where a module begins: so many octets and lines into its file.
struct Head {
    at: usize,
    before: u32,
    name: String,
}

fn heads(text: &str) -> Vec<Head> {
    let mut heads = Vec::new();
    let mut at = 0;
    for (before, line) in (0..).zip(text.split_inclusive('\n')) {
        let mut words = line.split_whitespace();
        let name = words.next().filter(|word| {
            word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
        let is_head = words.next().is_some_and(|word| word.starts_with("DEFINITIONS"));
        if let Some(name) = name.filter(|_| is_head) {
            heads.push(Head { at, before, name: name.to_owned() });
        }
        at += line.len();
    }
    heads
}

/// Reads modules together, since they import from each other. Gives what they name, and what is
/// wrong with them. Takes a while for very many; not to be called where others wait.
///
/// Modules made to hurt are left out and told, also those that do so only together: a site file from
/// elsewhere may hold them.
pub fn read(modules: &[Module]) -> (Names, Vec<Finding>) {
    let is_deep = deep(modules);
    let (deep, fit): (Vec<_>, Vec<_>) = modules.iter().zip(is_deep).partition(|(_, deep)| *deep);
    let too_deep = |(module, _): (&Module, bool)| Finding {
        module: module.name.clone(),
        line: None,
        text: Unfit::TooDeep.words(Language::En),
        fatal: true,
    };
    let mut findings: Vec<Finding> = deep.into_iter().map(too_deep).take(FINDINGS).collect();
    let fit: Vec<&Module> = fit.into_iter().map(|(module, _)| module).collect();
    let (names, told) = read_fit(&fit);
    findings.extend(told);
    findings.truncate(FINDINGS);
    (names, findings)
}

fn read_fit(modules: &[&Module]) -> (Names, Vec<Finding>) {
    let sources = modules.iter().map(|m| (m.name.clone(), m.text.clone().into_bytes()));
    let source = mib_rs::source::memory_modules(sources);
    let config = mib_rs::DiagnosticConfig { fail_at: Severity::Fatal, ..Default::default() };
    let loaded = Loader::new()
        .source(source)
        .modules(modules.iter().map(|m| m.name.clone()))
        .diagnostic_config(config)
        .resolver_strictness(ResolverStrictness::Permissive)
        .parallelism(1)
        .load();
    match loaded {
        Ok(mib) => {
            let report = mib.diagnostic_report();
            (named(&mib), findings(&report))
        }
        Err(mib_rs::LoadError::DiagnosticThreshold { report }) => {
            (Names::default(), findings(&report))
        }
        Err(error) => {
            let (module, line, text) = (String::new(), None, error.to_string());
            (Names::default(), vec![Finding { module, line, text, fatal: true }])
        }
    }
}

fn findings(report: &mib_rs::DiagnosticReport) -> Vec<Finding> {
    let finding = |entry: mib_rs::DiagnosticEntry<'_>| {
        let told = entry.diagnostic();
        if !told.severity.at_least(Severity::Minor) {
            return None;
        }
        let place = entry.range().ok().flatten();
        let line = place.and_then(|(text, range)| {
            let (line, _) = text.line_column(range.start()).ok()?;
            u32::try_from(line).ok()
        });
        Some(Finding {
            module: told.module.clone().unwrap_or_default(),
            line,
            text: told.message.chars().take(ABOUT).collect(),
            fatal: told.severity.at_least(Severity::Severe),
        })
    };
    report.iter().filter_map(finding).take(FINDINGS).collect()
}

fn named(mib: &Mib) -> Names {
    let mut names = Names::default();
    for node in mib.nodes() {
        let oid = Oid::from(node.oid().as_ref());
        if node.name().is_empty() || oid.is_empty() || oid.len() > Oid::LONGEST {
            continue;
        }
        let module = node.module();
        if module.is_some_and(|module| module.is_base()) {
            continue;
        }
        let object = node.object();
        let told = [
            object.map(|o| o.description()),
            node.notification().map(|n| n.description()),
            Some(node.description()),
        ];
        let told = told.into_iter().flatten().find(|text| !text.is_empty()).unwrap_or_default();
        let about = told.split_whitespace().collect::<Vec<_>>().join(" ");
        let named = Named {
            name: node.name().to_owned(),
            module: module.map(|m| m.name().to_owned()).unwrap_or_default(),
            syntax: object.and_then(|o| o.ty()).map(|t| t.name().to_owned()).unwrap_or_default(),
            unit: object.map(|o| o.units().to_owned()).unwrap_or_default(),
            meanings: object
                .map(|o| o.effective_enums().iter().map(|e| (e.value, e.label.clone())).collect())
                .unwrap_or_default(),
            trap: node.notification().is_some(),
            about: about.chars().take(ABOUT).collect(),
        };
        names.add(oid, named);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::mib;

    const GOOD: &str = r#"-- a comment
ACME-MIB DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE, Integer32, enterprises FROM SNMPv2-SMI;
acme MODULE-IDENTITY
    LAST-UPDATED "202601010000Z" ORGANIZATION "Acme" CONTACT-INFO "none"
    DESCRIPTION "Boilers." ::= { enterprises 99999 }
acmeHeat OBJECT-TYPE SYNTAX Integer32 UNITS "degrees Celsius" MAX-ACCESS read-only
    STATUS current DESCRIPTION "How hot
      it is." ::= { acme 1 }
acmeState OBJECT-TYPE SYNTAX INTEGER { calm(1), boiling(2) } MAX-ACCESS read-only
    STATUS current DESCRIPTION "How it is." ::= { acme 2 }
acmeTraps OBJECT IDENTIFIER ::= { acme 0 }
acmeBoils NOTIFICATION-TYPE OBJECTS { acmeHeat } STATUS current
    DESCRIPTION "It boils." ::= { acmeTraps 7 }
END
"#;

    const OLD: &str = r#"OLD-MIB DEFINITIONS ::= BEGIN
IMPORTS enterprises FROM RFC1155-SMI OBJECT-TYPE FROM RFC-1212 TRAP-TYPE FROM RFC-1215;
old OBJECT IDENTIFIER ::= { enterprises 99998 }
oldFan OBJECT-TYPE SYNTAX INTEGER { ok(1), broken(2) } ACCESS read-only STATUS mandatory
    DESCRIPTION "A fan." ::= { old 1 }
oldFanBroke TRAP-TYPE ENTERPRISE old VARIABLES { oldFan } DESCRIPTION "A fan broke." ::= 5
END
"#;

    fn read_text(text: &str) -> (Names, Vec<Finding>) {
        read(&modules(text.as_bytes()).expect("it is a MIB file"))
    }

    #[test]
    fn a_module_gives_names_meanings_units_and_traps() {
        let (names, wrong) = read_text(GOOD);
        assert!(!wrong.iter().any(|f| f.fatal), "{wrong:?}");
        let heat = names.meant("ACME-MIB::acmeHeat.0").expect("it is named");
        assert_eq!(heat.to_string(), "1.3.6.1.4.1.99999.1.0");
        let (named, _) = names.find(&heat).expect("it is known");
        assert_eq!(
            (named.unit.as_str(), named.about.as_str()),
            ("degrees Celsius", "How hot it is.")
        );
        let state = names.meant("acmeState.0").expect("it is named");
        let value = hinomi_model::snmp::Value::Integer(2);
        assert_eq!(names.read(&state, &value), "boiling(2)");
        let trap: Oid = "1.3.6.1.4.1.99999.0.7".parse().unwrap();
        assert!(names.exactly(&trap).is_some_and(|n| n.trap && n.name == "acmeBoils"));
    }

    #[test]
    fn the_first_version_of_the_language_is_read_as_well() {
        let (names, wrong) = read_text(OLD);
        assert!(!wrong.iter().any(|f| f.fatal), "{wrong:?}");
        let trap: Oid = "1.3.6.1.4.1.99998.0.5".parse().unwrap();
        assert_eq!(names.label(&trap), "oldFanBroke", "because RFC 3584 names them so");
        assert_eq!(names.label(&names.meant("oldFan").unwrap()), "oldFan");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let broken =
            GOOD.replace("SYNTAX INTEGER { calm(1), boiling(2) }", "SYNTAX INTEGER { calm(1), ");
        let (_, wrong) = read_text(&broken);
        let line = 1 + GOOD.lines().position(|line| line.starts_with("acmeState")).unwrap();
        let line = u32::try_from(line).ok();
        let before = modules(broken.as_bytes()).unwrap()[0].before;
        assert_eq!(before, 1, "because a comment comes before it");
        assert!(
            wrong.iter().any(|f| f.line.map(|within| before + within) == line),
            "because it stands in line {line:?}: {wrong:?}"
        );
        let missing = GOOD.replace(
            "enterprises FROM SNMPv2-SMI;",
            "enterprises FROM SNMPv2-SMI boilers FROM BOILER-MIB;",
        );
        let (names, wrong) = read_text(&missing);
        assert!(wrong.iter().any(|f| f.text.contains("BOILER-MIB")), "{wrong:?}");
        assert!(names.meant("acmeHeat").is_some(), "because the rest is read all the same");
    }

    #[test]
    fn several_modules_in_one_file_are_several() {
        let both = format!("{GOOD}\n{OLD}");
        let names: Vec<String> =
            modules(both.as_bytes()).unwrap().into_iter().map(|m| m.name).collect();
        assert_eq!(names, ["ACME-MIB", "OLD-MIB"]);
        assert_eq!(modules(b"Dear Sirs"), Err(Unfit::NoModule));
        assert_eq!(modules(&vec![b' '; LARGEST + 1]), Err(Unfit::TooLarge));
    }

    #[test]
    fn a_file_of_modules_without_end_is_refused_and_one_of_many_takes_no_more_than_its_size() {
        let heads =
            |most: usize| "A DEFINITIONS\n".repeat(LARGEST / 14).into_bytes()[..most].to_vec();
        let refused = modules(&heads(LARGEST / 14 * 14));
        assert_eq!(refused, Err(Unfit::TooMany));
        for language in [Language::En, Language::Ja] {
            let words = Unfit::TooMany.words(language);
            assert!(words.contains("500"), "because one wants to know how many: {words}");
        }
        let late = [vec![b'\n'; LARGEST / 2], heads(14 * MODULES)].concat();
        let taken: usize = modules(&late).unwrap().iter().map(|m| m.text.len()).sum();
        assert_eq!(taken, 14 * MODULES, "because what comes before them is not theirs");
    }

    #[test]
    fn garbage_breaks_nothing() {
        let mut seed = 42_u64;
        for _ in 0..300 {
            let mut text = GOOD.as_bytes().to_vec();
            for _ in 0..8 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let at = (seed >> 33) as usize % text.len();
                match seed % 3 {
                    0 => text[at] = (seed >> 40) as u8,
                    1 => text.truncate(at.max(1)),
                    _ => {
                        let piece = text[at..text.len().min(at + 40)].to_vec();
                        text.splice(at..at, piece);
                    }
                }
            }
            if let Ok(modules) = modules(&text) {
                let _ = read(&modules);
            }
        }
    }

    #[test]
    fn a_module_made_to_hurt_is_read_in_time() {
        let head = GOOD.split_once("acmeHeat").expect("it stands there").0;
        let many = 100_000;
        let nested = |open: &str| open.repeat(many);
        let bodies = [
            format!("x OBJECT IDENTIFIER ::= {} acme 1", nested("{ ")),
            format!("X ::= SEQUENCE {}", nested("{ a SEQUENCE ")),
            format!("X ::= OCTET STRING {}", nested("(SIZE ")),
            format!("X ::= {}INTEGER", nested("[1] ")),
            format!("x OBJECT IDENTIFIER ::= {{ acme {}}}", nested("1 ")),
            format!("X ::= INTEGER {{ {} }}", nested("a(1), ")),
            format!("x OBJECT-TYPE DESCRIPTION \"{}", nested("word ")),
            (1..many).map(|n| format!("x{n} OBJECT IDENTIFIER ::= {{ x{} 1 }}\n", n - 1)).collect(),
            (1..1_000)
                .map(|n| format!("x{n} OBJECT IDENTIFIER ::= {{ x{} 1 }}\n", n % 999 + 1))
                .collect(),
        ];
        let mut refused = 0;
        for body in bodies {
            let watch = hinomi_net::stopwatch::Stopwatch::start();
            let start: String = body.chars().take(60).collect();
            match modules(format!("{head}\n{body}\nEND\n").as_bytes()) {
                Ok(modules) => assert!(read(&modules).1.len() <= FINDINGS, "because of {start}"),
                Err(why) => {
                    assert_eq!(why, Unfit::TooDeep, "because of {start}");
                    refused += 1;
                }
            }
            let took = watch.elapsed();
            assert!(took.as_secs() < 20, "because nobody waits for {start}: {took:?}");
        }
        assert_eq!(refused, 7, "because the others are only long");
        let usual = [GOOD, OLD].concat();
        assert!(modules(usual.as_bytes()).is_ok(), "because real ones are shallow");
    }

    #[test]
    fn modules_that_hurt_are_left_out_also_where_they_come_out_of_a_site_file() {
        let chain = |from: u32, to: u32| -> String {
            (from..to).map(|n| format!("x{n} OBJECT IDENTIFIER ::= {{ x{} 1 }}\n", n - 1)).collect()
        };
        let module = |n: u32, body: String| {
            let name = format!("A{n}-MIB");
            let text = format!("{name} DEFINITIONS ::= BEGIN\n{body}\nEND\n");
            Module { name, text, before: 0 }
        };
        let refused = |modules: &[Module]| -> Vec<String> {
            let (names, wrong) = read(modules);
            assert!(names.meant("acmeHeat").is_some(), "because the others are well");
            let words = Unfit::TooDeep.words(Language::En);
            wrong.into_iter().filter(|f| f.fatal && f.text == words).map(|f| f.module).collect()
        };
        let good = || modules(GOOD.as_bytes()).expect("it is a MIB file").remove(0);
        assert_eq!(refused(&[module(1, chain(1, 100_000)), good()]), ["A1-MIB"]);
        let import = |n: u32| format!("IMPORTS x{} FROM A{}-MIB;\n", 200 * n, n - 1);
        let piece = |n: u32| {
            let import = if n == 0 { String::new() } else { import(n) };
            let piece = module(n, import + &chain(200 * n + 1, 200 * n + 201));
            assert!(modules(piece.text.as_bytes()).is_ok(), "because alone it is not deep");
            piece
        };
        let together: Vec<Module> = (0..250).map(piece).chain([good()]).collect();
        assert_eq!(refused(&together).len(), FINDINGS, "because only the first is not deep");
        assert_eq!(refused(&together[249..]), [""; 0], "because they are not there");
    }

    #[test]
    fn a_name_that_two_modules_place_differently_leads_in_no_circle() {
        let one = |name: &str, body: &str| format!("{name} DEFINITIONS ::= BEGIN\n{body}\nEND\n");
        let head = "IMPORTS enterprises FROM RFC1155-SMI;\n";
        let a = "a OBJECT IDENTIFIER ::= { enterprises 1 }\nb OBJECT IDENTIFIER ::= { a 1 }";
        let b = "b OBJECT IDENTIFIER ::= { enterprises 2 }\na OBJECT IDENTIFIER ::= { b 1 }";
        let both = one("A-MIB", &format!("{head}{a}")) + &one("B-MIB", &format!("{head}{b}"));
        let both = modules(both.as_bytes()).expect("because each is right by itself");
        assert!(!read(&both).1.iter().any(|f| f.fatal), "because so they are together");
    }

    #[test]
    fn our_own_table_names_what_people_look_at_most() {
        let names = built_in();
        assert!(names.len() > 150, "because the table is read whole, not {}", names.len());
        let row: Oid = "1.3.6.1.2.1.2.2.1.8.3".parse().unwrap();
        assert_eq!(names.read(&row, &hinomi_model::snmp::Value::Integer(2)), "down(2)");
        let trap: Oid = "1.3.6.1.6.3.1.1.5.3".parse().unwrap();
        assert_eq!(names.label(&trap), "linkDown");
    }

    #[test]
    fn our_own_table_names_each_object_once() {
        let lines = include_str!("../../../assets/mib-names.txt").lines();
        let mut all: Vec<&str> = lines
            .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
            .filter_map(|line| line.split(' ').next())
            .collect();
        all.sort_unstable();
        let twice: Vec<&str> = all.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).collect();
        assert_eq!(twice, [""; 0], "because the last of two wins without a word");
    }

    #[test]
    fn whatever_is_read_of_every_agent_has_a_name() {
        let tables = [
            &mib::WALKS[..],
            &mib::IDENTITY,
            &mib::LAST,
            &mib::LINKS,
            &mib::LAST_OF_LINKS,
            &mib::LONG,
        ];
        let besides = [mib::software::WALKS, mib::bridge::VLAN_WALKS];
        let columns = tables.into_iter().flatten().chain(&besides).flat_map(|walks| walks.iter());
        let nameless: Vec<Oid> = columns
            .map(|column| Oid::from(*column))
            .filter(|column| built_in().exactly(column).is_none())
            .collect();
        assert_eq!(nameless, [] as [Oid; 0], "because the browser shows them by name");
    }
}
