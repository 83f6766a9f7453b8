//! `hinomi demo`: the simulated site, in the terminal.

use std::process::ExitCode;

use hinomi_demo::Options;
use hinomi_engine::Voice;
use hinomi_net::Net;

use crate::args::Demo;
use crate::paper::Paper;
use crate::sorry::Sorry;
use crate::watch::{End, follow};

/// Starts the simulated site and tells what is seen of it.
pub async fn run(with: Demo, paper: &Paper) -> Result<ExitCode, Sorry> {
    if !(0.1..=100.0).contains(&with.speed) {
        return Err(Sorry::usage(
            "--speed must be from 0.1 to 100.",
            "--speed は0.1～100の範囲で指定",
        ));
    }
    let end = End::after(with.long)?;
    let options = Options {
        speed: with.speed,
        language: paper.language,
        voice: if with.silent { Voice::Silent } else { Voice::Desktop },
        ..Options::default()
    };
    let demo = hinomi_demo::start(Net::open().await, options)
        .await
        .map_err(|e| Sorry::said(e.to_string(), e.to_string()))?;
    let done = follow(demo.engine.clone(), with.json, end, paper).await;
    demo.stop().await;
    done
}
