//! What the crates below say in English, in Japanese. What only a log would understand (SQLite's
//! own words, say) stays as it is, in brackets.

use std::io::{Error, ErrorKind};

use hinomi_demo::DemoError;
use hinomi_engine::Refusal;
use hinomi_model::settings::Language;
use hinomi_store::{ReadOnly, SiteError};

use crate::sorry::of_fields;

/// What the operating system said.
pub fn io(error: &Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "ファイルまたはフォルダーなし",
        ErrorKind::PermissionDenied => "アクセス権なし",
        ErrorKind::AlreadyExists => "同名のものが既に存在",
        ErrorKind::IsADirectory => "フォルダーのため不可",
        ErrorKind::NotADirectory => "途中のパスがフォルダーではないため不可",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "ディスクの空きなし",
        ErrorKind::ReadOnlyFilesystem => "読み取り専用のディスク",
        ErrorKind::InvalidFilename => "使えないファイル名",
        _ => return error.to_string(),
    };
    words.into()
}

/// Why a site is open read-only.
pub fn read_only(why: &ReadOnly) -> String {
    match why {
        ReadOnly::OtherHinomi { pid: Some(pid) } => {
            format!("別のHinomi（プロセス{pid}）が監視中のため、読み取り専用")
        }
        ReadOnly::OtherHinomi { pid: None } => "別のHinomiが監視中のため、読み取り専用".into(),
        ReadOnly::NotWritable => "ファイルまたはフォルダーへの書き込み権限なし".into(),
        ReadOnly::Asked => "読み取り専用で開いたサイト".into(),
    }
}

/// Why a wish was not granted.
pub fn refusal(refusal: &Refusal) -> String {
    let words = match refusal {
        Refusal::Fields(fields) => return of_fields(Language::Ja, fields),
        Refusal::NotFound(what) => return format!("{}は存在しません", noun(what)),
        Refusal::StillGoingOn => "インシデントは継続中（クローズは復旧後に可能）",
        Refusal::ClosedAlready => "インシデントはクローズ済み。追記はメモとして記録",
        Refusal::LinkedToItself => "ノード自身へのリンクは不可",
        Refusal::LinkedAlready => "この2つは接続済み",
        Refusal::Stopped => "Hinomiは終了処理中",
    };
    words.into()
}

fn noun(what: &str) -> &str {
    match what {
        "the node" => "ノード",
        "the check" => "チェック",
        "the group" => "グループ",
        "the link" => "リンク",
        "the runbook" => "手順書",
        "the incident" => "インシデント",
        _ => "対象",
    }
}

/// Why there is no demo.
pub fn demo(error: &DemoError) -> String {
    match error {
        DemoError::Site(error) => site(error),
        DemoError::Io(error) => {
            format!("デモサイトを準備できません（{}）。ディスクの空きとソケット数を確認", io(error))
        }
        DemoError::Plan(error) => format!("デモサイトの構成に矛盾：{}", refusal(error)),
    }
}

/// Why a site file could not be opened, read or written.
pub fn site(error: &SiteError) -> String {
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
            let what = if *what == "the attachment" { "添付ファイル" } else { what };
            format!("{what}：大きすぎ（{size}、上限{most}）")
        }
        SiteError::DiskFull => "ディスクの空きなし。空き容量の確保が必要（監視は継続）".into(),
        SiteError::Io { doing, cause } => {
            format!("サイトファイルの読み書きに失敗：{}（{doing}）", io(cause))
        }
        SiteError::Database { doing, cause } => {
            format!("サイトファイルの読み書きに失敗（{doing}：{cause}）")
        }
    }
}
