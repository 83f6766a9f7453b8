//! Profiles of one's own: kept beside the site, tried on a living device before they are.

use std::io;

use hinomi_discovery::device::profile::{BadProfile, Folder, OwnFile};
use hinomi_discovery::device::{Profiles, collect, describe, propose, understand, understand_as};
use hinomi_model::settings::Language;
use hinomi_model::{FieldError, Problem};
use hinomi_wire::profiles::{
    OwnProfile, ProfilePut, ProfileTried, ProfileTry, ProfilesView, WrongLine,
};
use hinomi_wire::{Code, Failure};

use crate::agents::{self, BOUNDS};
use crate::failures::of_site;
use crate::opening::{Hinomi, clock_now};

/// The profiles there are.
pub(crate) async fn view(hinomi: &Hinomi) -> Result<ProfilesView, Failure> {
    Ok(listed(&hinomi.now().await?.profiles, hinomi.speaks()))
}

fn listed(folder: &Folder, language: Language) -> ProfilesView {
    let own = folder.now().own().into_iter().map(|OwnFile { name, text, bad }| OwnProfile {
        name,
        text,
        wrong: bad.iter().map(|bad| wrong(bad, language)).collect(),
    });
    ProfilesView {
        folder: folder.path().map(|path| path.display().to_string()).unwrap_or_default(),
        own: own.collect(),
        built_in: Profiles::texts().map(|(name, _)| name.to_owned()).collect(),
    }
}

fn wrong(bad: &BadProfile, language: Language) -> WrongLine {
    let line = u32::try_from(bad.line).unwrap_or(u32::MAX);
    WrongLine { line, problem: bad.problem.words(language) }
}

/// What is in a profile that comes with Hinomi, to begin one's own with.
pub(crate) fn text(name: &str) -> Result<String, Failure> {
    let found = Profiles::texts().find(|(known, _)| *known == name);
    let none = || Failure::new(Code::NotFound, "There is no profile of that name.");
    found.map(|(_, text)| text.to_owned()).ok_or_else(none)
}

/// Keeps a profile, right or wrong: nobody loses what was typed.
pub(crate) async fn put(hinomi: &Hinomi, with: ProfilePut) -> Result<ProfilesView, Failure> {
    hinomi.engine().await?;
    let folder = &hinomi.now().await?.profiles;
    folder.put(&with.name, &with.text).map_err(not_kept)?;
    Ok(listed(folder, hinomi.speaks()))
}

/// Removes a profile.
pub(crate) async fn remove(hinomi: &Hinomi, name: &str) -> Result<ProfilesView, Failure> {
    hinomi.engine().await?;
    let folder = &hinomi.now().await?.profiles;
    folder.remove(name).map_err(not_kept)?;
    Ok(listed(folder, hinomi.speaks()))
}

fn not_kept(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::InvalidInput => {
            let field = FieldError { field: "name".into(), problem: Problem::NotPlain };
            Failure::fields(vec![field])
        }
        io::ErrorKind::NotFound => {
            Failure::new(Code::NotAllowed, "This site has no folder of its own for profiles.")
        }
        _ => Failure::fault(error),
    }
}

/// Reads a node's agent with a profile that is still being written.
pub(crate) async fn attempt(hinomi: &Hinomi, with: ProfileTry) -> Result<ProfileTried, Failure> {
    let open = hinomi.now().await?;
    let language = hinomi.speaks();
    let mut tried =
        ProfileTried { wrong: Vec::new(), outcome: None, device: None, chosen: None, fits: false };
    let (mut profiles, _) = Profiles::with_folder(open.profiles.path());
    let file = format!("{}.toml", with.name);
    let read = profiles.add(&file, &with.text);
    let uses = profiles.unknown_uses().into_iter().filter(|bad| bad.file == file);
    tried.wrong = read.err().into_iter().chain(uses).map(|bad| wrong(&bad, language)).collect();
    let Some(profile) = profiles.get(&with.name).filter(|_| tried.wrong.is_empty()) else {
        return Ok(tried);
    };
    let nodes = open.site.nodes().await.map_err(of_site)?;
    let gone = || Failure::new(Code::NotFound, "The node is not there any more.");
    let node = nodes.into_iter().find(|node| node.id == with.node).ok_or_else(gone)?;
    let session = agents::of_node(hinomi, node.id, &node.address).await?;
    let access = node.snmp.ok_or_else(gone)?;
    let collected = match Box::pin(collect(&session, &profiles, BOUNDS)).await {
        Ok(collected) => collected,
        Err(trouble) => {
            tried.outcome = Some(agents::outcome(trouble));
            return Ok(tried);
        }
    };
    let device = understand_as(&collected.view, &profiles, Some(profiles.family(profile)));
    let described = describe(&device, &collected.view, clock_now());
    let proposals = propose(&device, &collected.view);
    tried.chosen = understand(&collected.view, &profiles).family;
    tried.fits = tried.chosen.as_ref() == Some(&profile.name);
    tried.device = Some(agents::view(&device, access, described, proposals));
    Ok(tried)
}
