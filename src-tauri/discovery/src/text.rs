//! Names as others give them: hostile until bounded (law L14).

/// Longest name kept, in characters: what a DNS name can have (RFC 1035 §2.3.4).
const LONGEST: usize = 253;

/// The name without what steers a terminal or turns the reading direction, cut to 253 characters;
/// `None` if nothing is left. Markup stays: it is text, and shown as text.
pub(crate) fn name(raw: &str) -> Option<String> {
    let plain: String = raw.chars().filter(|c| !steers(*c)).take(LONGEST).collect();
    Some(plain.trim().to_owned()).filter(|name| !name.is_empty())
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_the_wire_are_text_and_nothing_else() {
        for (raw, want) in [
            ("nas.example.jp", Some("nas.example.jp")),
            ("\u{1b}[2Jnas\r\n", Some("[2Jnas")),
            ("<b>nas</b>", Some("<b>nas</b>")),
            ("会議室プリンター", Some("会議室プリンター")),
            ("evil\u{202e}gpj.exe", Some("evilgpj.exe")),
            (" \u{0}\t ", None),
            ("", None),
        ] {
            assert_eq!(name(raw).as_deref(), want, "from {raw:?}");
        }
        assert_eq!(name(&"あ".repeat(900)).map(|n| n.chars().count()), Some(253));
    }
}
