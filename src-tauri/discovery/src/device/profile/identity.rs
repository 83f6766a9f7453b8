//! What a source says.

use super::schema::{Source, Standard};
use crate::device::mib::{entity, host, interfaces, system, ups};
use crate::device::view::text;
use crate::device::{View, mib};

/// The first source that says something.
pub fn first<'s>(view: &View, sources: impl IntoIterator<Item = &'s Source>) -> Option<String> {
    sources.into_iter().find_map(|source| said(view, source))
}

fn said(view: &View, source: &Source) -> Option<String> {
    if let Some(text) = &source.text {
        return Some(text.clone());
    }
    if let Some(standard) = source.from {
        return taken(source, &of_standard(view, standard)?);
    }
    let oid = source.oid.as_ref()?;
    view.under(oid.numbers())
        .filter(|(index, _)| match &source.index {
            Some(pattern) => pattern.is_match(&dotted(index)),
            None => true,
        })
        .find_map(|(index, value)| {
            let rest = source.and.iter().filter_map(|oid| view.text(oid.numbers(), index));
            let all: Vec<String> = text(value).into_iter().chain(rest).collect();
            taken(source, &all.join(" "))
        })
}

fn taken(source: &Source, text: &str) -> Option<String> {
    let taken = match &source.pattern {
        Some(pattern) => pattern.take(text, source.form.as_deref())?,
        None => text.to_owned(),
    };
    let taken = if source.map.is_empty() { taken } else { source.map.get(&taken)?.clone() };
    let taken = taken.trim().to_owned();
    (!taken.is_empty()).then_some(taken)
}

fn of_standard(view: &View, standard: Standard) -> Option<String> {
    let system = || mib::system::read(view);
    let chassis = || entity::chassis(view);
    match standard {
        Standard::Descr => system().descr,
        Standard::ObjectId => view.text(system::OBJECT_ID, &[]),
        Standard::Name => system().name,
        Standard::ChassisModel => chassis()?.model,
        Standard::ChassisSerial => chassis()?.serial,
        Standard::ChassisSoftware => entity::software(view),
        Standard::ChassisFirmware => chassis()?.firmware,
        Standard::ChassisHardware => chassis()?.hardware,
        Standard::ChassisDescr => chassis()?.descr,
        Standard::ChassisName => chassis()?.name,
        Standard::PrinterName => host::printer(view),
        Standard::UpsModel => ups::ident(view).model,
        Standard::Mac => interfaces::read(view).into_iter().find_map(|i| i.mac),
    }
}

/// An index as it is written.
pub fn dotted(index: &[u32]) -> String {
    index.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}
