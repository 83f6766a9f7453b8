//! What could not be done, in one sentence that says what to do.

use std::path::Path;
use std::process::ExitCode;

use hinomi_engine::Refusal;
use hinomi_model::settings::Language;
use hinomi_model::{FieldError, words};
use hinomi_store::{ReadOnly, SiteError};
use hinomi_wire::Failure;

/// What could not be done.
#[derive(Debug)]
pub enum Sorry {
    /// With words in both languages.
    Said { en: String, ja: String },
    /// The command line contradicts itself.
    Usage { en: String, ja: String },
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
        Sorry::Said { en: en.into(), ja: ja.into() }
    }

    /// A command line that contradicts itself.
    pub fn usage(en: impl Into<String>, ja: impl Into<String>) -> Sorry {
        Sorry::Usage { en: en.into(), ja: ja.into() }
    }

    /// The operating system failed us while doing something.
    pub fn io(doing: &str, error: &std::io::Error) -> Sorry {
        Sorry::said(format!("{doing}: {error}."), format!("{doing}：{error}"))
    }

    /// A file could not be read or written.
    pub fn file(path: &Path, error: &std::io::Error) -> Sorry {
        let path = path.display();
        Sorry::said(
            format!("{path}: {error}. Check the path and who may use it."),
            format!("{path}：{error}。パスとアクセス権を要確認"),
        )
    }

    /// The site cannot be written.
    pub fn read_only(why: &ReadOnly) -> Sorry {
        let ja = match why {
            ReadOnly::OtherHinomi { pid: Some(pid) } => {
                format!("別のHinomi（プロセス{pid}）が監視中のため、読み取り専用")
            }
            ReadOnly::OtherHinomi { pid: None } => "別のHinomiが監視中のため、読み取り専用".into(),
            ReadOnly::NotWritable => "ファイルまたはフォルダーへの書き込み権限なし".into(),
            ReadOnly::Asked => "読み取り専用で開いたサイト".into(),
        };
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
            Sorry::Usage { .. } => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }

    /// The words; `None` if nobody is there to hear them.
    pub fn words(&self, lang: Language) -> Option<String> {
        let words = match (self, lang) {
            (Sorry::Said { en, .. } | Sorry::Usage { en, .. }, Language::En) => en.clone(),
            (Sorry::Said { ja, .. } | Sorry::Usage { ja, .. }, Language::Ja) => ja.clone(),
            (Sorry::Site(error), Language::En) => error.to_string(),
            (Sorry::Site(error), Language::Ja) => site(error),
            (Sorry::Refused(Refusal::Fields(fields)), _) => of_fields(lang, fields),
            (Sorry::Refused(refusal), _) => refusal.to_string(),
            (Sorry::Failure(failure), _) if !failure.fields.is_empty() => {
                of_fields(lang, &failure.fields)
            }
            (Sorry::Failure(failure), _) => failure.message.clone(),
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

fn site(error: &SiteError) -> String {
    match error {
        SiteError::Missing { path } => {
            format!(
                "{}：ファイルなし。パスの確認、または「hinomi site new」での新規作成が必要",
                path.display()
            )
        }
        SiteError::Exists { path } => {
            format!(
                "{}：同名のものが既に存在。別名を指定するか、既存ファイルを開くこと",
                path.display()
            )
        }
        SiteError::Folder { path } => {
            format!(
                "{}：フォルダーのため不可。中のサイトファイル（NAME.hinomi）を指定",
                path.display()
            )
        }
        SiteError::NoPermission { path } => {
            format!(
                "{}：アクセス権なし。所有者への依頼、または自分のフォルダーへのコピーが必要",
                path.display()
            )
        }
        SiteError::NotASite { path } => {
            format!(
                "{}：Hinomiのサイトファイルではないため、変更せず終了。別のファイルを指定",
                path.display()
            )
        }
        SiteError::Newer { path, found, known } => format!(
            "{}：新しいHinomiの形式（{found}、対応は{known}まで）。Hinomiの更新が必要（ファイルは変更なし）",
            path.display()
        ),
        SiteError::Truncated { path, size, expected } => format!(
            "{}：末尾が欠損（{expected}バイト中{size}バイト）。再コピーまたはバックアップからの復元が必要",
            path.display()
        ),
        SiteError::Damaged { path, detail } => format!(
            "{}：ファイル破損（{detail}）。バックアップからの復元が必要（ファイルは変更なし）",
            path.display()
        ),
        SiteError::NeedsUpgrade { path } => {
            format!("{}：旧形式のため、書き込み可能な場所で一度開くことが必要", path.display())
        }
        SiteError::BadRow { table, row, detail } => {
            format!(
                "読めない行あり（表 {table}、行 {row}）：{detail}。バックアップからの復元が必要"
            )
        }
        SiteError::ReadOnly => "読み取り専用で開いているため変更不可".into(),
        SiteError::Closed => "サイトは既に閉じられています。開き直しが必要".into(),
        SiteError::TooLarge { what, size, most } => {
            format!("{what}：大きすぎ（{size}、上限{most}）")
        }
        SiteError::DiskFull => "ディスクの空きなし。空き容量の確保が必要（監視は継続）".into(),
        SiteError::Io { doing, cause } => format!("{doing}：{cause}"),
        SiteError::Database { doing, cause } => format!("{doing}：{cause}"),
    }
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
