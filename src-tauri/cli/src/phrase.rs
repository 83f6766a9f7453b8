//! One thing to say, in both languages.

use std::borrow::Cow;

use hinomi_model::settings::Language;

/// A sentence in both languages. As an error its text is the English one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    en: Cow<'static, str>,
    ja: Cow<'static, str>,
}

impl Phrase {
    /// The same said twice.
    pub fn new(en: impl Into<Cow<'static, str>>, ja: impl Into<Cow<'static, str>>) -> Phrase {
        Phrase { en: en.into(), ja: ja.into() }
    }

    /// In one language.
    pub fn say(&self, lang: Language) -> &str {
        match lang {
            Language::En => &self.en,
            Language::Ja => &self.ja,
        }
    }
}

impl std::fmt::Display for Phrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.en)
    }
}

impl std::error::Error for Phrase {}
