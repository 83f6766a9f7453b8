//! What can be wrong with a profile, in words.

use std::fmt;

use hinomi_model::settings::Language;
use hinomi_model::words;

/// What is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// The file cannot be read; what the system says.
    Unread(String),
    /// It is no file, or larger than so many octets.
    NoFile(usize),
    /// It is larger than so many octets.
    TooLarge(usize),
    /// It cannot be read as a profile; what its reader says, which speaks English only.
    Unreadable(String),
    /// It uses a profile that is not there.
    NothingToUse(String),
    /// A source names none of, or more than one of: `oid`, `from`, `text`.
    Source,
    /// A sensor names no value, or not exactly one of: `class`, `class_by`.
    Sensor,
    /// A unit that is empty or too long, or stands with a class that has its own.
    Unit,
    /// Health names no value, or no words for what it says.
    Health,
    /// A share names neither `percent` or `percent_free` alone nor two of: `used`, `free`, `total`.
    Share,
}

impl Mistake {
    /// What is wrong, without a full stop.
    pub fn words(&self, lang: Language) -> String {
        let say = |en: &str, ja: &str| match lang {
            Language::En => en.to_owned(),
            Language::Ja => ja.to_owned(),
        };
        match self {
            Mistake::Unread(why) => {
                say(&format!("it cannot be read: {why}"), &format!("読み取り不能：{why}"))
            }
            Mistake::NoFile(most) => say(
                &format!("it is no file, or larger than {most} octets"),
                &format!("ファイルでないか、上限（{most}バイト）を超過"),
            ),
            Mistake::TooLarge(most) => say(
                &format!("it is larger than {most} octets"),
                &format!("上限（{most}バイト）を超過"),
            ),
            Mistake::Unreadable(why) => {
                let why = words::tame(why, 500);
                say(&why, &format!("プロファイルの書式エラー：{why}"))
            }
            Mistake::NothingToUse(name) => {
                let name = words::tame(name, 80);
                say(
                    &format!("there is no profile “{name}” to use"),
                    &format!("uses に指定されたプロファイル「{name}」は存在しません"),
                )
            }
            Mistake::Source => say(
                "a source needs one of: oid, from, text",
                "取得元には oid、from、text のいずれか1つが必要です",
            ),
            Mistake::Sensor => say(
                "a sensor needs a value, and either class or class_by",
                "sensor には value と、class または class_by のいずれかが必要です",
            ),
            Mistake::Unit => say(
                "a unit has 1 to 16 characters and goes with the classes number, value and counter",
                "unit は1〜16文字で、class が number、value、counter の場合だけ指定できます",
            ),
            Mistake::Health => say(
                "health needs a value and words for what it says",
                "health には value と、値の意味を示す words が必要です",
            ),
            Mistake::Share => say(
                "it needs percent, or percent_free, or two of: used, free, total",
                "percent、percent_free のいずれか、または used、free、total のうち2つが必要です",
            ),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Language::En))
    }
}
