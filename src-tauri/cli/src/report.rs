//! `hinomi report`: a document to hand over.

use std::path::Path;
use std::process::ExitCode;

use hinomi_engine::zone;
use hinomi_model::settings::Language;
use hinomi_model::{Span, Stamp};
use hinomi_reports::StatusReport;
use hinomi_store::Site;

use crate::args::{Report, ReportFormat, ReportKind};
use crate::editing::now;
use crate::paper::Paper;
use crate::sorry::Sorry;

/// A report over a longer period says nothing a person can read.
const LONGEST: Span = Span::minutes(60 * 24 * 366 * 2);

/// Makes a report.
pub async fn run(with: Report, paper: &Paper) -> Result<ExitCode, Sorry> {
    let now = now();
    let site = Site::open_read_only(&with.file).await?;
    let zone = zone::of(&site.settings().await?);
    let meant = with.from.at(now, &zone).zip(with.to.at(now, &zone));
    let period = meant.map(|(from, until)| (from, until.min(now)));
    let sound = |(from, until): &(Stamp, Stamp)| until > from && *until - *from <= LONGEST;
    let Some((from, until)) = period.filter(sound) else {
        return Err(Sorry::usage(
            "The period must end after it begins and be no longer than two years; look at --from and --to.",
            "期間は開始より終了が後で、最長2年（--from と --to を確認）",
        ));
    };
    let format = with.format.unwrap_or_else(|| by_ending(&with.output));
    let made = match with.kind {
        ReportKind::Status => {
            let down = with.unreachable_is_down;
            hinomi_desk::status_report(&site, from, until, paper.language, down, now).await
        }
    };
    site.close().await;
    let report = made?;
    let bytes = match format {
        ReportFormat::Html => hinomi_reports::to_html(&report).into_bytes(),
        ReportFormat::Pdf => pdf(&report)?,
    };
    if with.output.as_os_str() == "-" {
        paper.raw(&bytes)?;
        return Ok(ExitCode::SUCCESS);
    }
    std::fs::write(&with.output, &bytes).map_err(|e| Sorry::file(&with.output, &e))?;
    let (path, kb) = (with.output.display(), bytes.len().div_ceil(1000));
    paper.aside(&match paper.language {
        Language::En => format!("{path}: {kb} kB."),
        Language::Ja => format!("{path}：{kb} kB"),
    });
    Ok(ExitCode::SUCCESS)
}

fn by_ending(path: &Path) -> ReportFormat {
    match path.extension().and_then(|e| e.to_str()) {
        Some(e) if e.eq_ignore_ascii_case("pdf") => ReportFormat::Pdf,
        _ => ReportFormat::Html,
    }
}

#[cfg(feature = "pdf")]
fn pdf(report: &StatusReport) -> Result<Vec<u8>, Sorry> {
    hinomi_reports::to_pdf(report).map_err(|e| {
        Sorry::said(e.to_string(), format!("PDFを作成できません（{e}）。HTML形式で保存"))
    })
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &StatusReport) -> Result<Vec<u8>, Sorry> {
    Err(Sorry::said(
        "This build makes no PDF; use --format html and print it.",
        "このビルドはPDF非対応。--format html で保存して印刷",
    ))
}
