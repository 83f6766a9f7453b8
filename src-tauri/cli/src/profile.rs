//! `hinomi profile`: trying a profile on a recording or on a device.

use std::path::Path;
use std::process::ExitCode;

use hinomi_discovery::device::profile::BadProfile;
use hinomi_discovery::device::{Profiles, View, collect, understand, understand_as};
use hinomi_model::settings::Language;
use hinomi_net::Net;
use hinomi_net::snmp::Bounds;
use hinomi_replay::Recording;

use crate::args::{Profile, ProfileTest};
use crate::paper::Paper;
use crate::sorry::Sorry;
use crate::{agent, inspect};

/// The exit code of a profile that does not recognise what it was tried on.
const NOT_RECOGNISED: u8 = 3;

/// Runs one of the commands on profiles.
pub async fn run(command: Profile, paper: &Paper) -> Result<ExitCode, Sorry> {
    match command {
        Profile::Test(with) => test(with, paper).await,
    }
}

/// Says what a profile makes of a device, and whether Hinomi would choose it there.
async fn test(with: ProfileTest, paper: &Paper) -> Result<ExitCode, Sorry> {
    let (name, profiles) = with_file(&with.profile)?;
    let view = look(&with, &profiles).await?;
    let tried = profiles.get(&name).expect("it was just read");
    let device = understand_as(&view, &profiles, Some(profiles.family(tried)));
    inspect::print(&device, with.json, paper)?;
    let chosen = understand(&view, &profiles).family;
    if chosen.as_ref() == Some(&tried.name) {
        return Ok(ExitCode::SUCCESS);
    }
    let chosen = chosen.unwrap_or_else(|| paper.pick("none", "なし").to_owned());
    paper.aside(&match paper.language {
        Language::En => format!(
            "“{}” was read as if it fitted, but Hinomi would choose: {chosen}. Look at [[match]].",
            tried.name
        ),
        Language::Ja => format!(
            "「{}」を適用した場合の結果。実際に選択されるのは「{chosen}」（[[match]]を要確認）",
            tried.name
        ),
    });
    Ok(ExitCode::from(NOT_RECOGNISED))
}

/// Hinomi's profiles with this file among them, or this name of one of them.
fn with_file(profile: &Path) -> Result<(String, Profiles), Sorry> {
    let (mut profiles, _) = Profiles::with_folder(None);
    let name = profile.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_owned();
    if profile.extension().is_none() && profiles.get(&name).is_some() {
        return Ok((name, profiles));
    }
    let text = std::fs::read_to_string(profile).map_err(|e| Sorry::file(profile, &e))?;
    let added = profiles.add(&profile.display().to_string(), &text);
    let bad = added.err().into_iter().chain(profiles.unknown_uses());
    let bad: Vec<BadProfile> = bad.collect();
    let words = |lang| bad.iter().map(|bad| bad.words(lang)).collect::<Vec<_>>().join("\n");
    match bad.is_empty() {
        true => Ok((name, profiles)),
        false => Err(Sorry::said(words(Language::En), words(Language::Ja))),
    }
}

/// A recording if there is a file of that name, else what the agent there answers.
async fn look(with: &ProfileTest, profiles: &Profiles) -> Result<View, Sorry> {
    let file = Path::new(&with.on);
    if file.is_file() {
        let octets = std::fs::read(file).map_err(|e| Sorry::file(file, &e))?;
        let recording = Recording::read(&String::from_utf8_lossy(&octets));
        return Ok(recording.rows().iter().cloned().collect());
    }
    let net = Net::open().await;
    let session = Box::pin(agent::knock(&with.on, &with.snmp, &net)).await?;
    let collected = collect(&session, profiles, Bounds::default()).await;
    Ok(collected.map_err(|trouble| agent::sorry(&with.on, &trouble))?.view)
}
