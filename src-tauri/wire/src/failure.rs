//! Failures as the window sees them. A code exists only if the window does something different.

use hinomi_model::FieldError;
use hinomi_model::settings::Language;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the window does about a failure; one total table in the UI turns codes into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Some fields are wrong: see `fields`.
    Fields,
    /// What was asked for is not there (any more).
    NotFound,
    /// The incident is still going on; it can be closed once it is resolved.
    StillGoingOn,
    /// The incident is closed already.
    ClosedAlready,
    /// A node cannot be linked to itself.
    LinkedToItself,
    /// These two are linked already.
    LinkedAlready,
    /// The check is paused, or has nothing to judge yet.
    NothingToProbe,
    /// The period ends before it begins, or is too long.
    BadPeriod,
    /// A file did not arrive whole.
    CutShort,
    /// The vault is locked; its passphrase opens it.
    VaultLocked,
    /// The vault needs a passphrase before it can keep anything.
    VaultUnmade,
    /// That is not the vault's passphrase.
    WrongPassphrase,
    /// The passphrase is too short.
    PassphraseTooShort,
    /// No site is open.
    NoSite,
    /// The site is open read-only.
    ReadOnly,
    /// The file does not exist.
    Missing,
    /// A file of that name exists already.
    Exists,
    /// The file is not a Hinomi site.
    NotOurs,
    /// The file was written by a newer Hinomi.
    Newer,
    /// The file is damaged or incomplete.
    Damaged,
    /// The operating system does not allow it.
    NotAllowed,
    /// This build cannot do it (for example, no PDF).
    NotBuilt,
    /// Anything else: a fault of ours; `detail` is for the log.
    Fault,
}

/// A call that could not be answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Failure {
    /// What the window does about it.
    pub code: Code,
    /// One English sentence that says what to do; the window shows its own words for known codes.
    pub message: String,
    /// For the log: the chain of causes.
    pub detail: String,
    /// With [`Code::Fields`]: everything that is wrong.
    pub fields: Vec<FieldError>,
}

impl Failure {
    /// A failure with a sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Failure {
        Failure { code, message: message.into(), detail: String::new(), fields: Vec::new() }
    }

    /// What to say where there is no window with words of its own: in a terminal or a dialog of the
    /// operating system's.
    pub fn words(&self, lang: Language) -> String {
        if lang == Language::En {
            return self.message.clone();
        }
        let words = match self.code {
            Code::Fields => "入力内容の確認が必要",
            Code::NotFound => "対象は存在しません",
            Code::StillGoingOn => "インシデントは継続中（クローズは復旧後に可能）",
            Code::ClosedAlready => "インシデントはクローズ済み。追記はメモとして記録",
            Code::LinkedToItself => "ノード自身へのリンクは不可",
            Code::LinkedAlready => "この2つは接続済み",
            Code::NothingToProbe => "チェックが一時停止中、または判定対象なし",
            Code::BadPeriod => "期間は開始より終了が後で、最長2年",
            Code::CutShort => "ファイルの受信が途中で終了。再試行が必要",
            Code::VaultLocked => "保管庫が施錠中。パスフレーズで解錠が必要",
            Code::VaultUnmade => "保管庫のパスフレーズが未設定。先に設定が必要",
            Code::WrongPassphrase => "パスフレーズの不一致",
            Code::PassphraseTooShort => "パスフレーズが短すぎ（8文字以上で指定）",
            Code::NoSite => "開いているサイトなし。サイトを開くか、新規作成が必要",
            Code::ReadOnly => "読み取り専用で開いているため変更不可",
            Code::Missing => "ファイルなし。移動や名前の変更の有無を確認",
            Code::Exists => "同名のファイルが既に存在。別名を指定",
            Code::NotOurs => "Hinomiのサイトファイルではないため、変更せず終了",
            Code::Newer => "新しいHinomiの形式。Hinomiの更新が必要（ファイルは変更なし）",
            Code::Damaged => {
                "ファイルの破損または欠損。バックアップからの復元が必要（ファイルは変更なし）"
            }
            Code::NotAllowed => "OSによる拒否。アクセス権を確認",
            Code::NotBuilt => "このビルドでは非対応",
            Code::Fault => "Hinomi内部の問題（変更なし）",
        };
        words.into()
    }

    /// A fault of ours, from any error.
    pub fn fault(error: impl std::error::Error) -> Failure {
        let mut detail = error.to_string();
        let mut next = error.source();
        while let Some(cause) = next {
            detail.push_str(&format!(": {cause}"));
            next = cause.source();
        }
        Failure {
            code: Code::Fault,
            message: "Something went wrong inside Hinomi. Nothing was changed.".into(),
            detail,
            fields: Vec::new(),
        }
    }

    /// Everything wrong with a draft.
    pub fn fields(fields: Vec<FieldError>) -> Failure {
        Failure {
            code: Code::Fields,
            message: "Some fields need attention.".into(),
            detail: String::new(),
            fields,
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        if !self.detail.is_empty() {
            write!(f, " ({})", self.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}
