//! Texts out of HTML and XML, read without believing the markup: nothing is nested, nothing is
//! followed, nothing is expanded. Enough for a title and for what devices say of themselves.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};

use crate::answer::shorten;

/// Octets in which a page says how it is written.
const PROLOGUE: usize = 1024;
/// Octets of a tag, and of a text, looked at: whatever stands there, reading takes a moment.
const LONGEST: usize = 1024;

/// The text of a document: by what its sender says of it, else by what it says itself, else UTF-8,
/// and where that cannot be, Shift_JIS, which old devices write without saying so.
pub fn decode(body: &[u8], content_type: Option<&str>) -> String {
    let said = content_type.and_then(charset).or_else(|| {
        let prologue = String::from_utf8_lossy(&body[..body.len().min(PROLOGUE)]).into_owned();
        charset(&prologue)
    });
    if let Some(encoding) = said {
        return encoding.decode(body).0.into_owned();
    }
    let (text, _, broken) = UTF_8.decode(body);
    if broken { SHIFT_JIS.decode(body).0.into_owned() } else { text.into_owned() }
}

/// `charset=…` of a header or `meta`, `encoding=…` of an XML declaration.
fn charset(text: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let named = ["charset=", "encoding="].iter().find_map(|word| {
        let rest = &lower[lower.find(word)? + word.len()..];
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
        Some(rest[..end.unwrap_or(rest.len())].to_owned())
    })?;
    Encoding::for_label(named.as_bytes())
}

/// The text of the first element of this name that has any, whatever its namespace's prefix: at
/// most 200 characters, space run together. What stands in further tags within it is left out.
pub fn first(text: &str, name: &str) -> Option<String> {
    all(text, name).next()
}

/// The texts of all elements of this name.
pub fn all<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = String> + 'a {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            rest = &rest[rest.find('<')? + 1..];
            let Some(end) = cut(rest).find('>') else { continue };
            let (tag, after) = (&rest[..end], &rest[end + 1..]);
            if !is_named(tag, name) {
                continue;
            }
            rest = after;
            if let Some(found) = text_at(after) {
                return Some(found);
            }
        }
    })
}

/// The beginning of a text.
fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

fn is_named(tag: &str, name: &str) -> bool {
    let end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
    let qualified = &tag[..end];
    let local = qualified.rsplit(':').next().unwrap_or(qualified);
    !tag.ends_with('/') && local.eq_ignore_ascii_case(name)
}

fn text_at(rest: &str) -> Option<String> {
    let rest = cut(rest);
    let raw = match rest.trim_start().strip_prefix("<![CDATA[") {
        Some(data) => data[..data.find("]]>").unwrap_or(data.len())].to_owned(),
        None => entities(&rest[..rest.find('<').unwrap_or(rest.len())]),
    };
    let plain: Vec<&str> = raw.split_whitespace().take(100).collect();
    Some(shorten(plain.join(" "))).filter(|text| !text.is_empty())
}

/// The five entities of XML, the space of HTML, and characters by their numbers.
fn entities(raw: &str) -> String {
    let mut text = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| Some((end, entity(&rest[1..end])?))) {
            Some((end, found)) => {
                text.push(found);
                rest = &rest[end + 1..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_read_as_they_are_written_anywhere() {
        for (page, want) in [
            ("<html><head><title>RT-AX88U</title>", Some("RT-AX88U")),
            ("<TITLE lang='en'>\n  Brother   HL-L2350DW \n</TITLE>", Some("Brother HL-L2350DW")),
            ("<title>A &amp; B &#x4e2d;&#65; &bogus; & C</title>", Some("A & B 中A &bogus; & C")),
            ("<title></title><title>second</title>", Some("second")),
            ("<title/><p>no</p>", None),
            ("<title><![CDATA[<script>x</script>]]></title>", Some("<script>x</script>")),
            ("<title>cut off", Some("cut off")),
            ("<titles>no</titles>", None),
            ("<", None),
            ("", None),
        ] {
            assert_eq!(first(page, "title").as_deref(), want, "in {page:?}");
        }
    }

    #[test]
    fn elements_are_found_whatever_their_prefix() {
        let xml = r#"<?xml version="1.0"?><s:Envelope xmlns:s="x"><d:Types a=">">dn:Camera tds:Device</d:Types>
            <device><friendlyName>Living room</friendlyName></device></s:Envelope>"#;
        assert_eq!(first(xml, "friendlyName").as_deref(), Some("Living room"));
        let types = first(xml, "Types").unwrap_or_default();
        assert!(types.ends_with("dn:Camera tds:Device"), "{types}");
    }

    #[test]
    fn pages_are_read_in_the_writing_they_are_in() {
        let (sjis, _, _) = SHIFT_JIS.encode("<title>複合機 設定</title>");
        let (euc, _, _) =
            encoding_rs::EUC_JP.encode("<meta charset=\"euc-jp\"><title>中継器</title>");
        for (body, header, want) in [
            (sjis.as_ref(), None, "複合機 設定"),
            (sjis.as_ref(), Some("text/html; charset=Shift_JIS"), "複合機 設定"),
            (euc.as_ref(), Some("text/html"), "中継器"),
            ("<title>日本</title>".as_bytes(), None, "日本"),
        ] {
            let text = decode(body, header);
            assert_eq!(first(&text, "title").as_deref(), Some(want), "{header:?}");
        }
    }

    #[test]
    fn what_never_ends_is_cut() {
        let endless = format!("<title>{}", "あ".repeat(100_000));
        assert_eq!(first(&endless, "title").map(|t| t.chars().count()), Some(200));
        let open = "<title ".repeat(50_000);
        assert_eq!(first(&open, "title"), None);
        let tags = "<a>".repeat(200_000);
        assert_eq!(first(&tags, "title"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_markup_breaks_it(text in "[<>/a-zé&;#x!\\[\\]: \"']{0,200}") {
            let _ = all(&text, "a").take(50).count();
        }
    }
}
