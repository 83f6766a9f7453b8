//! Runbooks as people write them, made safe to show (law L14).

use std::collections::HashSet;

use ammonia::Builder;
use comrak::Options;

/// Octets of Markdown rendered at most; of a longer text, the beginning.
pub const MARKDOWN_MOST: usize = 800_000;

/// Deeper than this nobody nests on purpose, and recursion over it would end on the stack.
const DEEPEST: usize = 64;

/// Renders Markdown (CommonMark with tables, task lists, strikethrough and autolinks) as HTML that
/// may be shown: no scripts, styles, forms, frames or images, so nothing is fetched and nothing
/// runs. Links keep their `http`, `https` or `mailto` address and get
/// `rel="noopener noreferrer"`. Raw HTML in the text is shown as nothing.
pub fn markdown_to_safe_html(text: &str) -> String {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    let shallow = shallow(beginning(text));
    clean(&comrak::markdown_to_html(&shallow, &options))
}

fn beginning(text: &str) -> &str {
    let mut end = text.len().min(MARKDOWN_MOST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Cuts the run of quote marks and list markers at the head of each line to the deepest allowed.
fn shallow(text: &str) -> String {
    let nests = |c: char| matches!(c, '>' | '-' | '*' | '+');
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let head: usize =
            line.find(|c: char| !(nests(c) || c == ' ' || c == '\t')).unwrap_or(line.len());
        let deep = line[..head].chars().filter(|c| nests(*c)).count();
        if deep > DEEPEST && line[..head].contains('>') {
            out.push_str(&line[head..]);
        } else {
            out.push_str(line);
        }
    }
    out
}

fn clean(html: &str) -> String {
    let tags = [
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "input",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ];
    Builder::empty()
        .tags(HashSet::from(tags))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(
            [
                ("a", HashSet::from(["href", "title"])),
                ("ol", HashSet::from(["start"])),
                ("td", HashSet::from(["align"])),
                ("th", HashSet::from(["align"])),
                ("input", HashSet::from(["type", "checked", "disabled"])),
            ]
            .into(),
        )
        .tag_attribute_values([("input", [("type", HashSet::from(["checkbox"]))].into())].into())
        .set_tag_attribute_value("input", "disabled", "")
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .strip_comments(true)
        .clean(html)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runbook_reads_as_it_was_written() {
        let html = markdown_to_safe_html(
            "# 復旧手順\n\n1. 電源を**確認**\n2. [管理画面](https://10.0.0.1/)\n\n- [x] done\n\n|a|b|\n|-|-|\n|1|2|\n\n```sh\nping 10.0.0.1\n```\n",
        );
        for part in [
            "<h1>復旧手順</h1>",
            "<strong>確認</strong>",
            "href=\"https://10.0.0.1/\"",
            "rel=\"noopener noreferrer\"",
            "<td>1</td>",
            "type=\"checkbox\"",
            "ping 10.0.0.1",
        ] {
            assert!(html.contains(part), "because {part} was written: {html}");
        }
    }

    #[test]
    fn nothing_in_a_runbook_runs_or_fetches() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![x](https://example.com/track.png)",
            "![x](data:image/svg+xml;base64,AAAA)",
            "[x](javascript:alert(1))",
            "[x](data:text/html,<script>alert(1)</script>)",
            "[x](file:///etc/passwd)",
            "[x](//example.com/)",
            "<iframe src=https://example.com></iframe>",
            "<style>body{display:none}</style>",
            "<p style=\"position:fixed\" onclick=alert(1)>x</p>",
            "<form action=https://example.com><input type=password></form>",
            "<a href=\"jav&#x61;script:alert(1)\">x</a>",
            "<svg><script>alert(1)</script></svg>",
            "<input type=image src=https://example.com/x>",
        ] {
            let html = markdown_to_safe_html(hostile).to_ascii_lowercase();
            for bad in [
                "<script",
                "onerror",
                "<img",
                "href=\"javascript",
                "href=\"data",
                "href=\"file",
                "href=\"//",
                "<iframe",
                "<style",
                "style=",
                "onclick=",
                "<form",
                "password",
                "<svg",
                "type=\"image",
                "src=",
            ] {
                assert!(!html.contains(bad), "because {hostile} must be harmless, not {html}");
            }
        }
    }

    #[test]
    fn no_text_is_too_long_or_too_deep_to_survive() {
        for nasty in [
            "> ".repeat(50_000),
            ">".repeat(400_000),
            "- ".repeat(20_000),
            "*".repeat(100_000),
            "[".repeat(100_000),
            "![](".repeat(50_000),
            "`".repeat(100_000),
            "日".repeat(600_000),
            (0..3_000).map(|n| format!("{}- x\n", " ".repeat(2 * n.min(400)))).collect::<String>(),
        ] {
            let html = markdown_to_safe_html(&nasty);
            assert!(html.len() < 20_000_000, "because what goes in bounded comes out bounded");
        }
    }
}
