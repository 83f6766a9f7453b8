//! What could not be done, in one sentence that says what to do.

use std::path::Path;
use std::process::ExitCode;

use hinomi_engine::Refusal;
use hinomi_model::settings::Language;
use hinomi_model::{FieldError, words};
use hinomi_store::{ReadOnly, SiteError};
use hinomi_wire::Failure;

use crate::errors_ja;
use crate::phrase::Phrase;

/// What could not be done.
#[derive(Debug)]
pub enum Sorry {
    /// With words of its own.
    Said(Phrase),
    /// The command line contradicts itself.
    Usage(Phrase),
    /// A site file could not be opened, read or written.
    Site(SiteError),
    /// The engine would not have it.
    Refused(Refusal),
    /// The desk would not have it.
    Failure(Failure),
    /// Whoever read our lines has gone.
    Closed,
}

impl Sorry {
    /// Words in both languages.
    pub fn said(en: impl Into<String>, ja: impl Into<String>) -> Sorry {
        Sorry::Said(Phrase::new(en.into(), ja.into()))
    }

    /// A command line that contradicts itself.
    pub fn usage(en: impl Into<String>, ja: impl Into<String>) -> Sorry {
        Sorry::Usage(Phrase::new(en.into(), ja.into()))
    }

    /// The operating system failed us while doing something.
    pub fn io(doing: &str, error: &std::io::Error) -> Sorry {
        Sorry::said(format!("{doing}: {error}."), format!("{doing}：{}", errors_ja::io(error)))
    }

    /// A file could not be read or written.
    pub fn file(path: &Path, error: &std::io::Error) -> Sorry {
        let path = path.display();
        Sorry::said(
            format!("{path}: {error}. Check the path and who may use it."),
            format!("{path}：{}。パスとアクセス権を要確認", errors_ja::io(error)),
        )
    }

    /// The site cannot be written.
    pub fn read_only(why: &ReadOnly) -> Sorry {
        let ja = errors_ja::read_only(why);
        let (what, ja_what) = match why {
            ReadOnly::OtherHinomi { .. } => {
                ("do it there, or end that Hinomi first", "そちらで操作するか、先に終了が必要")
            }
            ReadOnly::NotWritable | ReadOnly::Asked => {
                ("copy the site to where you may write", "書き込み可能な場所へのコピーが必要")
            }
        };
        Sorry::said(
            format!("Nothing can be changed in this site: {why}; {what}."),
            format!("サイトを変更できません：{ja}。{ja_what}"),
        )
    }

    /// The exit code.
    pub fn code(&self) -> ExitCode {
        match self {
            Sorry::Usage(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }

    /// The words; `None` if nobody is there to hear them.
    pub fn words(&self, lang: Language) -> Option<String> {
        let words = match (self, lang) {
            (Sorry::Said(phrase) | Sorry::Usage(phrase), lang) => phrase.say(lang).into(),
            (Sorry::Site(error), Language::En) => error.to_string(),
            (Sorry::Site(error), Language::Ja) => errors_ja::site(error),
            (Sorry::Refused(Refusal::Fields(fields)), lang) => of_fields(lang, fields),
            (Sorry::Refused(refusal), Language::En) => refusal.to_string(),
            (Sorry::Refused(refusal), Language::Ja) => errors_ja::refusal(refusal),
            (Sorry::Failure(failure), lang) if !failure.fields.is_empty() => {
                of_fields(lang, &failure.fields)
            }
            (Sorry::Failure(failure), lang) => failure.words(lang),
            (Sorry::Closed, _) => return None,
        };
        Some(words)
    }
}

/// All that is wrong with some fields, in one line.
pub fn of_fields(lang: Language, fields: &[FieldError]) -> String {
    let one = |e: &FieldError| format!("{}: {}", e.field, words::problem(lang, &e.problem));
    fields.iter().map(one).collect::<Vec<_>>().join("; ")
}

impl From<SiteError> for Sorry {
    fn from(error: SiteError) -> Sorry {
        Sorry::Site(error)
    }
}

impl From<Refusal> for Sorry {
    fn from(refusal: Refusal) -> Sorry {
        Sorry::Refused(refusal)
    }
}

impl From<Failure> for Sorry {
    fn from(failure: Failure) -> Sorry {
        Sorry::Failure(failure)
    }
}
