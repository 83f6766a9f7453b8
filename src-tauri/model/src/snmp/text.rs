//! Octets from an agent made readable, whatever they were meant to be.

use std::borrow::Cow;
use std::str::Utf8Error;

use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS};

/// Reads octets as text of one line and at most `most` characters.
pub(super) fn readable(octets: &[u8], most: usize) -> String {
    // No encoding here needs more than four octets for a character.
    let octets = &octets[..octets.len().min(4 * most)];
    let mut line = String::new();
    let mut length = 0;
    let mut gap = false;
    for c in decode(octets).chars().filter(|c| !turns_writing(*c)) {
        if c.is_control() || c.is_whitespace() {
            gap = true;
            continue;
        }
        let blank = gap && length > 0;
        length += 1 + usize::from(blank);
        if length > most {
            break;
        }
        if blank {
            line.push(' ');
        }
        gap = false;
        line.push(c);
    }
    line
}

/// Characters without a picture of their own that change how their neighbours are shown.
fn turns_writing(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

fn decode(octets: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(octets) {
        Ok(text) => text.into(),
        Err(error) => utf8_cut_short(octets, &error)
            .map(Cow::from)
            .or_else(|| japanese(octets))
            .unwrap_or_else(|| octets.iter().map(|octet| char::from(*octet)).collect()),
    }
}

/// Agents cut names at a number of octets, also in the midst of a character.
fn utf8_cut_short<'a>(octets: &'a [u8], error: &Utf8Error) -> Option<&'a str> {
    let whole = str::from_utf8(&octets[..error.valid_up_to()]).ok()?;
    (error.error_len().is_none() && !whole.is_ascii()).then_some(whole)
}

/// The two encodings Japanese devices use besides UTF-8, where the octets are believably one.
///
/// In EUC-JP octets above 0x7f come in pairs, which Latin-1 seldom has; of Shift_JIS only leads
/// below 0xa0 (kana and common kanji) and runs of half-width kana count as signs.
fn japanese(octets: &[u8]) -> Option<Cow<'_, str>> {
    let strictly = |encoding: &'static Encoding| {
        encoding.decode_without_bom_handling_and_without_replacement(octets)
    };
    // Rare kanji (leads from 0xd0 on) are what half-width kana look like when misread as EUC-JP.
    let half_width = octets.iter().all(|o| o.is_ascii() || (0xa1..=0xdf).contains(o));
    let rare = high_pairs(octets).any(|lead| lead >= 0xd0);
    if let Some(text) = strictly(EUC_JP).filter(|_| !(half_width && rare)) {
        return Some(text);
    }
    let sign = octets.iter().any(|o| (0x81..=0x9f).contains(o))
        || octets.windows(2).any(|pair| pair.iter().all(|o| (0xa1..=0xdf).contains(o)));
    if sign { strictly(SHIFT_JIS) } else { None }
}

/// The first octets of pairs above 0x7f, as EUC-JP would pair them.
fn high_pairs(octets: &[u8]) -> impl Iterator<Item = u8> {
    octets
        .chunk_by(|a, b| a.is_ascii() == b.is_ascii())
        .filter(|run| !run[0].is_ascii())
        .flat_map(|run| run.iter().step_by(2).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(octets: &[u8]) -> String {
        readable(octets, 64)
    }

    #[test]
    fn japanese_is_read_in_all_three_encodings() {
        for text in ["本社2Fスイッチ", "サーバ室 温度", "プリンタ", "受付", "東京", "ﾌﾟﾘﾝﾀ", "ﾌﾟﾘﾝﾀｰ"]
        {
            assert_eq!(read(text.as_bytes()), text);
            let (shift_jis, _, _) = SHIFT_JIS.encode(text);
            assert_eq!(read(&shift_jis), text, "as Shift_JIS");
            let (euc, _, _) = EUC_JP.encode(text);
            assert_eq!(read(&euc), text, "as EUC-JP");
        }
    }

    #[test]
    fn latin_letters_stay_what_they_are() {
        for (octets, text) in [
            (&b"B\xfcro Z\xfcrich"[..], "Büro Zürich"),
            (b"Caf\xe9", "Café"),
            (b"G\xe9n\xe9ral", "Général"),
            (b"23 \xb0C", "23 °C"),
        ] {
            assert_eq!(read(octets), text);
        }
    }

    #[test]
    fn a_character_cut_in_half_costs_only_itself() {
        assert_eq!(read(&"本社".as_bytes()[..5]), "本");
    }

    #[test]
    fn nothing_that_moves_a_cursor_or_turns_writing_gets_through() {
        assert_eq!(read(b"\x1b[31mred\x07\r\n\tIOS\0\0\0"), "[31mred IOS");
        assert_eq!(read("a\u{202e}b\u{2066}c\u{feff}".as_bytes()), "abc");
        assert_eq!(read(b"\0\0\0 \t"), "");
    }

    #[test]
    fn length_is_bounded_whatever_comes() {
        let long = vec![b'x'; 65_507];
        assert_eq!(read(&long).chars().count(), 64);
        let gaps = "あ ".repeat(5_000);
        assert_eq!(read(gaps.as_bytes()).chars().count(), 63, "because no blank stands at the end");
        for start in 0..=255u8 {
            let all: Vec<u8> = (0..=255u8).map(|o| o.wrapping_mul(start)).collect();
            let text = read(&all);
            assert!(text.chars().count() <= 64 && !text.chars().any(char::is_control));
        }
    }
}
