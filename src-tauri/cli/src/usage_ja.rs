//! What is wrong with a command line, in Japanese: clap says it in English only.

use std::num::{ParseFloatError, ParseIntError};

use clap::error::{ContextKind as Part, ContextValue, ErrorKind};
use hinomi_model::settings::Language;
use hinomi_model::words::tame;

use crate::phrase::Phrase;

/// Characters of what was typed that are said back.
const MOST: usize = 80;

/// The words for a mistake; `None` if it is none, but a wish for help or the version.
pub fn words(error: &clap::Error) -> Option<String> {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return None;
    }
    let mut said = format!("エラー：{}", mistake(error));
    let meant = [Part::SuggestedSubcommand, Part::SuggestedArg, Part::SuggestedValue];
    let meant: Vec<String> = meant.into_iter().flat_map(|part| parts(error, part)).collect();
    if !meant.is_empty() {
        said.push_str(&format!("\n近いもの：{}", quoted(&meant)));
    }
    let usage = error.get(Part::Usage).map(ToString::to_string).unwrap_or_default();
    if let Some(usage) = usage.trim().strip_prefix("Usage:") {
        said.push_str(&format!("\n\n使い方：{}", usage.trim()));
    }
    said.push_str("\n詳細は「--help」で表示");
    Some(said)
}

fn mistake(error: &clap::Error) -> String {
    let arg = quoted(&parts(error, Part::InvalidArg));
    let value = quoted(&parts(error, Part::InvalidValue));
    match error.kind() {
        ErrorKind::UnknownArgument => format!("不明な引数{arg}"),
        ErrorKind::InvalidSubcommand => {
            format!("不明なコマンド{}", quoted(&parts(error, Part::InvalidSubcommand)))
        }
        ErrorKind::MissingSubcommand => {
            format!("続くコマンドが必要（{}）", parts(error, Part::ValidSubcommand).join("、"))
        }
        ErrorKind::MissingRequiredArgument => {
            format!("必須の引数が不足：{}", parts(error, Part::InvalidArg).join(" "))
        }
        ErrorKind::ArgumentConflict => {
            let prior = parts(error, Part::PriorArg);
            match prior == parts(error, Part::InvalidArg) {
                true => format!("{arg}は1回のみ指定可"),
                false => format!("{arg}は{}と同時に指定不可", quoted(&prior)),
            }
        }
        ErrorKind::InvalidValue if value.is_empty() || value == "「」" => {
            format!("{arg}の値が必要{}", choice(error))
        }
        ErrorKind::InvalidValue => format!("{arg}に使えない値{value}{}", choice(error)),
        ErrorKind::ValueValidation => format!("{arg}に使えない値{value}：{}", why(error)),
        ErrorKind::TooManyValues => format!("{arg}に余分な値{value}"),
        ErrorKind::InvalidUtf8 => "UTF-8ではない引数".into(),
        _ => format!("コマンドの書き方の誤り{arg}"),
    }
}

fn choice(error: &clap::Error) -> String {
    match parts(error, Part::ValidValue) {
        valid if valid.is_empty() => String::new(),
        valid => format!("（指定できる値：{}）", valid.join("、")),
    }
}

/// What the reader of a value said about it.
fn why(error: &clap::Error) -> &str {
    match std::error::Error::source(error) {
        Some(source) if let Some(phrase) = source.downcast_ref::<Phrase>() => {
            phrase.say(Language::Ja)
        }
        Some(source) if source.is::<ParseIntError>() => "0以上の整数で指定",
        Some(source) if source.is::<ParseFloatError>() => "数値で指定",
        _ => "範囲外の値",
    }
}

fn parts(error: &clap::Error, part: Part) -> Vec<String> {
    let typed = match error.get(part) {
        Some(ContextValue::String(one)) => vec![one.as_str()],
        Some(ContextValue::Strings(all)) => all.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    typed.into_iter().map(|text| tame(text, MOST)).collect()
}

fn quoted(all: &[String]) -> String {
    all.iter().map(|one| format!("「{one}」")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said about a command line that cannot be understood.
    fn said(line: &str) -> String {
        let typed: Vec<_> = line.split(' ').map(Into::into).collect();
        let error = crate::parse(&typed, Language::Ja).expect_err("because it makes no sense");
        words(&error).expect("because it is no wish for help")
    }

    #[test]
    fn every_mistake_is_said_in_japanese() {
        for (line, says) in [
            (
                "hinomi scan --jsn",
                "不明な引数「--jsn」\n近いもの：「--json」\n\n使い方：hinomi scan",
            ),
            ("hinomi wach", "不明なコマンド「wach」\n近いもの：「watch」"),
            ("hinomi incident a.hinomi", "続くコマンドが必要（list、show、"),
            ("hinomi site add a.hinomi", "必須の引数が不足：<ADDRESS>..."),
            ("hinomi watch a.hinomi --default", "「--default」と同時に指定不可"),
            ("hinomi scan --json --json", "「--json」は1回のみ指定可"),
            ("hinomi scan --site", "「--site <FILE>」の値が必要"),
            ("hinomi scan --lang fr", "使えない値「fr」（指定できる値：en、ja）"),
            ("hinomi scan --json=x", "「--json」に余分な値「x」"),
            ("hinomi watch a.hinomi --for 5", "使えない値「5」：時間は500ms"),
            ("hinomi check tcp:0 nas", "使えない値「tcp:0」：tcp: に続けてポート番号"),
            ("hinomi check http:// nas", "使えない値「http://」"),
            ("hinomi site add a.hinomi b --kind toaster", "使えない値「toaster」：router、"),
            ("hinomi report a.hinomi --from once -o b", "使えない値「once」：日時（"),
            ("hinomi demo --nodes many", "使えない値「many」：0以上の整数で指定"),
            ("hinomi demo --speed fast", "使えない値「fast」：数値で指定"),
            ("hinomi incident a.hinomi show 99999999999", "範囲外の値"),
        ] {
            let said = said(line);
            assert!(said.contains(says), "because of {line}: {said}");
            assert!(!said.contains("Usage") && !said.contains("error"), "{line}: {said}");
        }
    }

    #[test]
    fn a_wish_for_help_is_no_mistake() {
        for line in [&["hinomi"][..], &["hinomi", "--help"], &["hinomi", "--version"]] {
            let typed: Vec<_> = line.iter().map(Into::into).collect();
            let error = crate::parse(&typed, Language::Ja).expect_err("because nothing is to run");
            assert_eq!(words(&error), None, "because {line:?} wants clap's own page");
        }
    }
}
