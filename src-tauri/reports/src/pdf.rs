//! The status report as a PDF, set by Typst from `assets/reports/status.typ`.
//!
//! The template reads the sheet as JSON, so a name is a string in it and can never be markup
//! (law L14). Typst sees two files and two fonts, all part of the program: it reads no disk and no
//! network, and tells no time.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::sheet::Sheet;
use crate::status::StatusReport;

const TEMPLATE: &str = include_str!("../../../assets/reports/status.typ");
const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/BIZUDPGothic-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../assets/fonts/BIZUDPGothic-Bold.ttf");

/// Why no PDF came out. Both mean that this program is wrong, not the report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The sheet could not be written as JSON.
    #[error("the report's data could not be prepared: {0}")]
    Data(#[from] serde_json::Error),
    /// Typst could not set it or write it.
    #[error("the report could not be set as PDF: {0}; save it as HTML instead")]
    Setting(String),
}

/// The report as a PDF for A4. Takes a few hundred milliseconds for a few hundred nodes.
pub fn to_pdf(report: &StatusReport) -> Result<Vec<u8>, ReportError> {
    let press = Press::new(serde_json::to_vec(&Sheet::of(report))?);
    let document = typst::compile::<PagedDocument>(&press).output.map_err(|e| said(&e))?;
    let bytes = typst_pdf::pdf(&document, &PdfOptions::default()).map_err(|e| said(&e));
    // What Typst remembers for a next run would stay for ever in a program that runs for months.
    typst::comemo::evict(0);
    bytes
}

fn said(errors: &[SourceDiagnostic]) -> ReportError {
    let messages: Vec<&str> = errors.iter().take(3).map(|e| e.message.as_str()).collect();
    ReportError::Setting(messages.join("; "))
}

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    [REGULAR, BOLD].into_iter().flat_map(|font| Font::iter(Bytes::new(font))).collect()
});
static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static MAIN: LazyLock<FileId> = LazyLock::new(|| file_id("status.typ"));
static DATA: LazyLock<FileId> = LazyLock::new(|| file_id("sheet.json"));

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// All of the world that Typst gets to see.
struct Press {
    template: Source,
    sheet: Bytes,
}

impl Press {
    fn new(sheet: Vec<u8>) -> Press {
        Press { template: Source::new(*MAIN, TEMPLATE.into()), sheet: Bytes::new(sheet) }
    }
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        *MAIN
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == *MAIN { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA { Ok(self.sheet.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use hinomi_model::settings::Language::{En, Ja};

    use super::*;
    use crate::sample::report;

    /// Text and number of pages, as poppler reads them; `None` where it is not installed.
    fn read(pdf: &[u8]) -> Option<(String, usize)> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("report.pdf");
        std::fs::write(&file, pdf).expect("a writable folder");
        let Ok(out) = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output() else {
            println!(
                "SKIPPED: pdftotext (poppler-utils) is not installed; the PDF's text was not read"
            );
            return None;
        };
        assert!(
            out.status.success(),
            "because it is a PDF: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        let pages = text.matches('\u{c}').count();
        Some((text, pages))
    }

    #[test]
    fn the_text_of_a_pdf_can_be_read_in_both_languages() {
        for (language, wanted) in [
            (En, ["Status report", "Minato Trading", "core-sw-1", "Wrong now", "no data", "1/1"]),
            (
                Ja,
                [
                    "稼働状況報告書",
                    "株式会社みなと",
                    "受付プリンター",
                    "発生中の異常",
                    "観測率",
                    "1/1",
                ],
            ),
        ] {
            let pdf = to_pdf(&report(language, 25)).expect("it can be set");
            let Some((text, pages)) = read(&pdf) else { return };
            for words in wanted {
                assert!(text.contains(words), "because {words} must not vanish: {text}");
            }
            assert_eq!(pages, 1, "because twenty-five nodes fit on a page");
        }
    }

    #[test]
    fn names_are_never_markup() {
        let mut hostile = report(En, 3);
        hostile.site = "#panic(\"x\") *a* $x$ `r` <l> @ref \\ #read(\"/etc/passwd\")".into();
        hostile.nodes[0].name = "#import \"@preview/x:1.0.0\"".into();
        let pdf = to_pdf(&hostile).expect("because a name is data, whatever it holds");
        let Some((text, _)) = read(&pdf) else { return };
        assert!(text.contains("#panic(\"x\") *a* $x$"), "because it is shown as it is: {text}");
    }

    #[test]
    fn three_hundred_nodes_go_over_pages_with_their_heading_on_each() {
        let large = report(Ja, 300);
        #[allow(clippy::disallowed_methods, reason = "measures how long the work takes")]
        let begun = std::time::Instant::now();
        let pdf = to_pdf(&large).expect("it can be set");
        let took = begun.elapsed();
        println!("300 nodes: {} kB in {took:?}", pdf.len() / 1000);
        assert!(
            took.as_secs() < 300,
            "because even this unoptimised build must come to an end: {took:?}"
        );
        let Some((text, pages)) = read(&pdf) else { return };
        assert!(text.contains("cam-296"), "because every node is in it");
        assert!(pages > 4, "because they do not fit on fewer");
        let headed = text.split('\u{c}').skip(1).filter(|page| page.contains("アドレス")).count();
        assert_eq!(headed, pages - 1, "because each page says what its columns are");
    }

    /// Not a check: writes the reports to look at into the folder named by HINOMI_LOOK.
    #[test]
    fn the_pages_can_be_looked_at() {
        let Some(folder) = std::env::var_os("HINOMI_LOOK").map(std::path::PathBuf::from) else {
            println!("HINOMI_LOOK names no folder: nothing was written to look at");
            return;
        };
        for (name, language) in [("en", En), ("ja", Ja)] {
            for nodes in [0, 25, 60] {
                let pdf = to_pdf(&report(language, nodes)).expect("it can be set");
                std::fs::write(folder.join(format!("status-{name}-{nodes}.pdf")), pdf)
                    .expect("a writable folder");
            }
        }
    }
}
