//! `hinomi where`: on which port is this?

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use hinomi_desk::where_is;
use hinomi_engine::zone;
use hinomi_model::{NodeId, words};
use hinomi_store::Site;
use serde_json::json;

use crate::args::Where;
use crate::columns::Columns;
use crate::paper::Paper;
use crate::sorry::Sorry;
use crate::when;

/// Finds something.
pub async fn run(with: Where, paper: &Paper) -> Result<ExitCode, Sorry> {
    let site = Site::open_read_only(&with.file).await?;
    let found = where_is(&site, &with.what).await?;
    let nodes = site.nodes().await?;
    let zone = zone::of(&site.settings().await?);
    site.close().await;
    let names: BTreeMap<NodeId, &str> = nodes.iter().map(|n| (n.id, n.name.as_str())).collect();
    // Of each hardware address the first stay is the one that goes on, or was the last.
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let latest: Vec<bool> = found.sightings.iter().map(|s| known.insert(&s.mac)).collect();
    if with.json {
        for (sighting, latest) in found.sightings.iter().zip(&latest) {
            let at = names.get(&sighting.at);
            paper.json(&json!({
                "sighting": sighting.mac, "at": sighting.at,
                "at_name": at, "port": sighting.port.name, "index": sighting.port.index,
                "since": sighting.since, "seen": sighting.seen, "latest": latest,
            }))?;
        }
        for claim in &found.claims {
            paper.json(&json!({
                "claim": claim.address, "mac": claim.mac, "since": claim.since, "seen": claim.seen,
            }))?;
        }
    } else {
        let time = |at| when::local(&zone, at, "%Y-%m-%d %H:%M");
        let mut columns = Columns::default();
        for (sighting, latest) in found.sightings.iter().zip(&latest) {
            let gone = paper.pick("a node that is gone", "削除済みのノード");
            let at = names.get(&sighting.at).map_or(gone.into(), |name| words::tame(name, 60));
            let (since, seen) = (time(sighting.since), time(sighting.seen));
            let stay = match latest {
                true => format!("{since} –"),
                false => paper.dim(&format!("{since} – {seen}")),
            };
            columns.add([sighting.mac.clone(), at, words::tame(&sighting.port.name, 60), stay]);
        }
        columns.print(paper)?;
        for claim in &found.claims {
            let (since, seen) = (time(claim.since), time(claim.seen));
            paper
                .line(&paper.dim(&format!("{}  {}  {since} – {seen}", claim.mac, claim.address)))?;
        }
    }
    if found.sightings.is_empty() {
        paper.aside(paper.pick(
            "No switch has seen it. Switches are asked over SNMP, by “scan --community” and while they are watched.",
            "どのスイッチにも検出記録なし。スイッチへのSNMP問い合わせは「scan --community」と監視中に実行",
        ));
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
