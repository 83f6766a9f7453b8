//! The status report as one HTML file: printed on A4 it is a document, on a screen a page. Nothing
//! in it is fetched and nothing runs; names from the wire are escaped by the template engine.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};

use crate::sheet::Sheet;
use crate::status::StatusReport;

const TEMPLATE: &str = include_str!("../../../assets/reports/status.html");

static PRESS: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut press = Environment::new();
    press.set_auto_escape_callback(|_| AutoEscape::Html);
    press.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    let tidy = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    press.set_syntax(tidy.expect("the usual delimiters are valid"));
    press
        .add_template("status.html", TEMPLATE)
        .expect("the template is part of the program and tested");
    press
});

/// The report as one self-contained HTML file.
pub fn to_html(report: &StatusReport) -> String {
    let sheet = Sheet::of(report);
    PRESS
        .get_template("status.html")
        .and_then(|template| template.render(Serde(&sheet)))
        .expect("the template asks only for what a sheet has; the tests render every part of it")
}

#[cfg(test)]
mod tests {
    use hinomi_model::settings::Language::{En, Ja};

    use super::*;
    use crate::sample::report;

    #[test]
    fn a_report_reads_in_both_languages() {
        let (en, ja) = (to_html(&report(En, 20)), to_html(&report(Ja, 20)));
        for heading in [
            "Status report",
            "Wrong now",
            "Availability by node",
            "Coverage",
            "How to read the figures",
        ] {
            assert!(en.contains(heading), "because {heading} belongs to it");
        }
        for heading in ["稼働状況報告書", "発生中の異常", "ノード別稼働率", "観測率", "数値の見方"]
        {
            assert!(ja.contains(heading), "because {heading} belongs to it");
        }
        assert!(ja.contains("<html lang=\"ja\">"), "because screen readers must know");
    }

    #[test]
    fn hostile_names_are_text() {
        let mut hostile = report(En, 3);
        let name = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        hostile.site = name.into();
        hostile.nodes[0].name = name.into();
        hostile.nodes[1].address = name.into();
        hostile.incidents[0].incident.node_name = name.into();
        hostile.incidents[0].trouble = format!("{name}{{{{ 7*7 }}}}{{% raw %}}");
        hostile.incidents[2].incident.closed.as_mut().expect("it is closed").cause = name.into();
        let html = to_html(&hostile);
        assert!(
            !html.contains("<script") && !html.contains("<img"),
            "because a name is not markup"
        );
        assert!(html.contains("&lt;script&gt;"), "because it is still shown");
        assert!(html.contains("{{ 7*7 }}"), "because text is not a template");
    }

    #[test]
    fn a_report_fetches_nothing_and_runs_nothing() {
        let html = to_html(&report(Ja, 20));
        for foreign in
            ["http://", "https://", "src=", "@import", "url(\"", "<script", "<link", "<iframe"]
        {
            assert!(!html.contains(foreign), "because {foreign} would reach out of the file");
        }
        assert!(
            html.contains("default-src 'none'"),
            "because the reader's browser must hold it to that"
        );
    }

    #[test]
    fn three_hundred_nodes_are_a_matter_of_moments() {
        let large = report(En, 300);
        // The best of three: what else this machine has to do is not the report's.
        let once = || {
            #[allow(clippy::disallowed_methods, reason = "measures how long the work takes")]
            let begun = std::time::Instant::now();
            let html = to_html(&large);
            let took = begun.elapsed();
            assert!(html.contains("cam-296"), "because every node is in it");
            took
        };
        let took = once().min(once()).min(once());
        println!("300 nodes: {took:?}");
        assert!(took.as_secs_f64() < 2.0, "because a person waits for it: {took:?}");
    }

    /// Not a check: writes the reports to look at into the folder named by HINOMI_LOOK.
    #[test]
    fn the_reports_can_be_looked_at() {
        let Some(folder) = std::env::var_os("HINOMI_LOOK").map(std::path::PathBuf::from) else {
            println!("HINOMI_LOOK names no folder: nothing was written to look at");
            return;
        };
        for (name, language) in [("en", En), ("ja", Ja)] {
            for nodes in [0, 25, 60] {
                let file = folder.join(format!("status-{name}-{nodes}.html"));
                std::fs::write(file, to_html(&report(language, nodes))).expect("a writable folder");
            }
        }
    }
}
