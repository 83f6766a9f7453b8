//! All profiles there are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use hinomi_model::settings::Language;
use hinomi_model::snmp::Oid;
use hinomi_model::words;
use toml::Spanned;

use super::mistake::Mistake;
use super::recognise;
use super::schema::{Metric, Profile, Rule, Source};
use crate::device::mib::system;
use crate::device::{Class, Kind, View};

include!(concat!(env!("OUT_DIR"), "/built_in_profiles.rs"));

static MAKERS: &str = include_str!("../../../../../assets/makers.toml");

/// Most a profile's file may hold, octets.
const LARGEST: usize = 1 << 20;
/// Most files of one's own that are read.
const MOST: usize = 500;

/// All profiles there are, by the names of their files without `.toml`, and the table of makers.
#[derive(Debug, Default)]
pub struct Profiles {
    profiles: BTreeMap<String, Profile>,
    makers: BTreeMap<u32, Maker>,
}

/// Who an enterprise number belongs to (IANA's private enterprise numbers).
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Maker {
    /// What people call it.
    pub name: String,
    /// What its devices mostly are.
    pub kind: Option<Kind>,
}

/// What is wrong with a profile, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct BadProfile {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: Mistake,
}

impl BadProfile {
    /// Where it is, and what is wrong.
    pub fn words(&self, lang: Language) -> String {
        format!("{}:{}: {}", words::tame(&self.file, 300), self.line, self.problem.words(lang))
    }
}

impl Profiles {
    /// Those that come with Hinomi.
    pub fn built_in() -> &'static Profiles {
        static ALL: OnceLock<Profiles> = OnceLock::new();
        ALL.get_or_init(|| {
            let (all, bad) = Profiles::with_folder(None);
            assert!(bad.is_empty(), "a test reads them all: {bad:?}");
            all
        })
    }

    /// Those that come with Hinomi and the operator's own in a folder, which replace ours of the
    /// same name. What cannot be read is left out and told.
    pub fn with_folder(folder: Option<&Path>) -> (Profiles, Vec<BadProfile>) {
        Profiles::with_own(&folder.map(own_files).unwrap_or_default())
    }

    /// The same with files that were read already.
    pub(super) fn with_own(own: &Own) -> (Profiles, Vec<BadProfile>) {
        let makers = read::<MakersFile>("makers.toml", MAKERS).expect("a test reads it").makers();
        let mut all = Profiles { makers, ..Profiles::default() };
        let mut bad: Vec<_> =
            PROFILES.iter().filter_map(|(file, text)| all.add(file, text).err()).collect();
        for (file, text) in own {
            let name = file.display().to_string();
            let added = match text {
                Ok(text) => all.add(&name, text),
                Err(why) => Err(BadProfile { file: name, line: 1, problem: why.clone() }),
            };
            bad.extend(added.err());
        }
        bad.extend(all.unknown_uses());
        (all, bad)
    }

    /// Reads one file and adds its profile; one of the same name is replaced.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), BadProfile> {
        let profile: Profile = read(file, text)?;
        check(file, text, &profile)?;
        let stem = Path::new(file).file_stem().and_then(|s| s.to_str()).unwrap_or(file);
        self.profiles.insert(stem.to_owned(), profile);
        Ok(())
    }

    /// Every name under `use` that is no profile's.
    pub fn unknown_uses(&self) -> Vec<BadProfile> {
        let mut bad = Vec::new();
        for (name, profile) in &self.profiles {
            for used in profile.uses.iter().filter(|used| !self.profiles.contains_key(*used)) {
                let problem = Mistake::NothingToUse(used.clone());
                bad.push(BadProfile { file: format!("{name}.toml"), line: 1, problem });
            }
        }
        bad
    }

    /// The words they have for what devices say of themselves.
    #[cfg(test)]
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let metrics = self.profiles.values().flat_map(|profile| &profile.health);
        metrics.flat_map(|metric| metric.get_ref().words.values().map(String::as_str))
    }

    /// How many profiles there are.
    pub fn len(&self) -> usize {
        self.profiles.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.profiles.is_empty()
    }

    /// The profile with this name.
    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.profiles.get(name)
    }

    /// The names of the files that come with Hinomi, without `.toml`, and what is in them.
    pub fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
        PROFILES.iter().map(|(file, text)| (file.trim_end_matches(".toml"), *text))
    }

    /// Who an enterprise number belongs to.
    pub fn maker(&self, enterprise: u32) -> Option<&Maker> {
        self.makers.get(&enterprise)
    }

    /// What has to be asked of a device, of which the system group is known, to recognise it.
    pub fn questions(&self, view: &View) -> BTreeSet<Oid> {
        let system = system::read(view);
        let rules = self.profiles.values().flat_map(|profile| &profile.rules);
        rules
            .filter(|rule| recognise::may_fit(rule, &system))
            .flat_map(Rule::objects)
            .cloned()
            .collect()
    }

    /// The profile that fits best, with those it uses behind it.
    pub fn recognise(&self, view: &View) -> Option<Family<'_>> {
        let system = system::read(view);
        let best = self
            .profiles
            .values()
            .filter_map(|profile| Some((recognise::fit(profile, view, &system)?, profile)))
            // Of equals the first in the order of names.
            .rev()
            .max_by_key(|(fit, _)| *fit)?;
        Some(self.family(best.1))
    }

    /// A profile with those it uses behind it, each once.
    pub fn family<'p>(&'p self, profile: &'p Profile) -> Family<'p> {
        let mut all = vec![profile];
        let mut next = 0;
        while let Some(profile) = all.get(next).copied() {
            for used in profile.uses.iter().filter_map(|name| self.profiles.get(name)) {
                if !all.iter().any(|known| std::ptr::eq(*known, used)) {
                    all.push(used);
                }
            }
            next += 1;
        }
        Family(all)
    }
}

/// A profile and those it uses.
#[derive(Debug, Clone)]
pub struct Family<'p>(Vec<&'p Profile>);

impl<'p> Family<'p> {
    /// The profile that fits.
    pub fn profile(&self) -> &'p Profile {
        self.0[0]
    }

    /// All of them, the one that fits first.
    pub fn profiles(&self) -> impl Iterator<Item = &'p Profile> {
        self.0.iter().copied()
    }

    /// The first of the profiles that says something.
    pub fn first<T>(&self, said: impl Fn(&'p Profile) -> Option<T>) -> Option<T> {
        self.0.iter().find_map(|profile| said(profile))
    }

    /// Everything of one sort in all profiles, in their order.
    pub fn all<T: 'p>(
        &self,
        part: impl Fn(&'p Profile) -> &'p [Spanned<T>],
    ) -> impl Iterator<Item = &'p T> {
        self.0.iter().flat_map(move |profile| part(profile)).map(Spanned::get_ref)
    }
}

/// Files of the operator's with what is in them, or why they cannot be read.
pub(super) type Own = BTreeMap<PathBuf, Result<String, Mistake>>;

/// What lies in a folder that may be profiles; at most [`MOST`].
pub(super) fn own_files(folder: &Path) -> Own {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let profiles = files.filter(|file| file.extension().is_some_and(|end| end == "toml"));
    profiles.take(MOST).map(|file| (file.clone(), own_file(&file))).collect()
}

fn own_file(file: &Path) -> Result<String, Mistake> {
    // What is no file at all (a pipe, say) might never end.
    let unread = |error: std::io::Error| Mistake::Unread(error.to_string());
    let about = std::fs::metadata(file).map_err(unread)?;
    if !about.is_file() || about.len() > LARGEST as u64 {
        return Err(Mistake::NoFile(LARGEST));
    }
    std::fs::read_to_string(file).map_err(unread)
}

#[derive(serde::Deserialize)]
struct MakersFile(BTreeMap<String, Maker>);

impl MakersFile {
    fn makers(self) -> BTreeMap<u32, Maker> {
        self.0
            .into_iter()
            .filter_map(|(number, maker)| Some((number.parse().ok()?, maker)))
            .collect()
    }
}

fn read<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, BadProfile> {
    if text.len() > LARGEST {
        let problem = Mistake::TooLarge(LARGEST);
        return Err(BadProfile { file: file.to_owned(), line: 1, problem });
    }
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        BadProfile {
            file: file.to_owned(),
            line,
            problem: Mistake::Unreadable(error.message().to_owned()),
        }
    })
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes()[..at.min(text.len())].iter().filter(|octet| **octet == b'\n').count()
}

/// What the shape of the file does not say by itself.
fn check(file: &str, text: &str, profile: &Profile) -> Result<(), BadProfile> {
    let bad = |at: usize, problem: Mistake| {
        Err(BadProfile { file: file.to_owned(), line: line_of(text, at), problem })
    };
    let sources = [&profile.model, &profile.version, &profile.serial, &profile.maker];
    for source in sources.into_iter().flatten() {
        let Source { oid, from, text, .. } = source.get_ref();
        let told = [oid.is_some(), from.is_some(), text.is_some()];
        if told.iter().filter(|told| **told).count() != 1 {
            return bad(source.span().start, Mistake::Source);
        }
    }
    for metric in profile.sensor.iter() {
        let Metric { value, class, class_by, .. } = metric.get_ref();
        if value.is_none() || class.is_some() == class_by.is_some() {
            return bad(metric.span().start, Mistake::Sensor);
        }
    }
    let all = [&profile.cpu, &profile.memory, &profile.storage, &profile.supply]
        .into_iter()
        .chain([&profile.sensor, &profile.health]);
    for metric in all.flatten() {
        let Metric { unit: Some(unit), class, .. } = metric.get_ref() else { continue };
        let fits = (1..=Metric::UNIT).contains(&unit.chars().count())
            && words::tame(unit, Metric::UNIT) == *unit;
        if !fits || !class.is_some_and(Class::takes_unit) {
            return bad(metric.span().start, Mistake::Unit);
        }
    }
    for metric in profile.health.iter() {
        let Metric { value, words, .. } = metric.get_ref();
        if value.is_none() || words.is_empty() {
            return bad(metric.span().start, Mistake::Health);
        }
    }
    let shares = [&profile.cpu, &profile.memory, &profile.storage, &profile.supply];
    for metric in shares.into_iter().flatten() {
        let Metric { percent, percent_free, used, free, total, .. } = metric.get_ref();
        let amounts = [used, free, total].iter().filter(|column| column.is_some()).count();
        let direct = [percent, percent_free].iter().filter(|column| column.is_some()).count();
        if (direct, amounts) != (1, 0) && (direct, amounts) != (0, 2) {
            return bad(metric.span().start, Mistake::Share);
        }
    }
    Ok(())
}
