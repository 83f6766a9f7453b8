//! `hinomi demo`: the simulated site, in the terminal.

use std::process::ExitCode;

use hinomi_demo::{Options, Scene};
use hinomi_engine::Voice;
use hinomi_model::settings::Language;
use hinomi_net::Net;

use crate::args::{Demo, SceneArg};
use crate::errors_ja;
use crate::paper::Paper;
use crate::sorry::Sorry;
use crate::watch::{End, follow};

/// Starts the simulated site and tells what is seen of it.
pub async fn run(with: Demo, paper: &Paper) -> Result<ExitCode, Sorry> {
    let mut end = End::after(with.long)?;
    let json = with.json;
    let options = options(with, paper.language)?;
    let demo = hinomi_demo::start(Net::open().await, options)
        .await
        .map_err(|e| Sorry::said(e.to_string(), errors_ja::demo(&e)))?;
    let done = follow(demo.engine.clone(), json, &mut end, paper).await;
    demo.stop().await;
    Ok(done?.map_or(ExitCode::SUCCESS, |_| ExitCode::FAILURE))
}

/// How the simulated site is wanted.
pub fn options(with: Demo, language: Language) -> Result<Options, Sorry> {
    if !(0.1..=100.0).contains(&with.speed) {
        return Err(Sorry::usage(
            "--speed must be from 0.1 to 100.",
            "--speed は0.1～100の範囲で指定",
        ));
    }
    if !(1..=300).contains(&with.nodes) {
        return Err(Sorry::usage("--nodes must be from 1 to 300.", "--nodes は1～300の範囲で指定"));
    }
    Ok(Options {
        speed: with.speed,
        nodes: with.nodes,
        scene: match with.scene {
            SceneArg::Living => Scene::Living,
            SceneArg::Calm => Scene::Calm,
            SceneArg::Trouble => Scene::Trouble,
        },
        path: with.site,
        language,
        voice: if with.silent { Voice::Silent } else { Voice::Desktop },
    })
}
