//! What came of sending a letter, in words.

use super::{outcome, pick, span, tame};
use crate::outcome::Outcome;
use crate::sent::{Sent, Step, Why};
use crate::settings::Language;

/// What came of sending a letter, without a full stop: `delivered: 250 2.0.0 Ok: queued as 4F2`.
pub fn sent(lang: Language, sent: &Sent) -> String {
    let (head, words) = match sent {
        Sent::Delivered { proof } => (pick(lang, "delivered: ", "送信済み："), tame(proof, 200)),
        Sent::Refused { why } => (pick(lang, "refused: ", "送信拒否："), self::why(lang, why)),
        Sent::Deferred { why, after: None } => {
            (pick(lang, "not now: ", "一時的に送信不可："), self::why(lang, why))
        }
        Sent::Deferred { why, after: Some(after) } => {
            let (why, after) = (self::why(lang, why), span(lang, *after));
            return match lang {
                Language::En => format!("not for another {after}: {why}"),
                Language::Ja => format!("{after}間は送信不可：{why}"),
            };
        }
        Sent::Unreached { why } => (pick(lang, "not reached: ", "未到達："), self::why(lang, why)),
    };
    format!("{head}{words}")
}

/// Why a letter was not taken, without a full stop.
pub fn why(lang: Language, why: &Why) -> String {
    let (en, ja) = match why {
        Why::Failed { phase, cause } => {
            return outcome(lang, &Outcome::failed(*phase, cause.clone()));
        }
        Why::Unable { obstacle } => return outcome(lang, &Outcome::unable(obstacle.clone())),
        Why::Said { step, code, said } => return answer(lang, *step, *code, said),
        Why::NoEncryption => (
            "the mail server does not offer STARTTLS, so nothing was sent",
            "メールサーバーがSTARTTLS非対応のため送信中止",
        ),
        Why::NoLogin => (
            "the mail server offers no way to log in that Hinomi knows (PLAIN, LOGIN)",
            "メールサーバーの認証方式が未対応（PLAIN・LOGINのみ対応）",
        ),
        Why::NoMailServer => ("no mail server is set up for this site", "メールサーバー未設定"),
        Why::NoSecret => (
            "its password or address cannot be read: unlock the vault, or enter it again",
            "パスワードまたは送信先の読み出し不可（保管庫の解錠または再入力が必要）",
        ),
        Why::Unfit { detail } => {
            let head = pick(lang, "cannot be sent like this: ", "この設定では送信不可：");
            return format!("{head}{}", tame(detail, 200));
        }
        Why::NotApproved => {
            ("this program has not been approved on this PC", "このPCで許可されていないプログラム")
        }
        Why::NotStarted { detail } => {
            let head = pick(lang, "the program could not be started: ", "プログラムの起動失敗：");
            return format!("{head}{}", tame(detail, 200));
        }
        Why::Ended { code, said } => return ended(lang, *code, said),
        Why::TookTooLong { limit } => {
            let limit = span(lang, *limit);
            return match lang {
                Language::En => format!("it did not end within {limit} and was ended"),
                Language::Ja => format!("{limit}以内に終了しないため強制終了"),
            };
        }
    };
    pick(lang, en, ja).into()
}

fn answer(lang: Language, step: Step, code: u16, said: &str) -> String {
    let (en, ja) = match step {
        Step::Greeting => ("the mail server does not want to talk", "メールサーバーが応答を拒否"),
        Step::Login => {
            ("the mail server does not accept the user or password", "メールサーバーの認証失敗")
        }
        Step::Sender => ("the mail server does not accept the sender", "差出人をサーバーが拒否"),
        Step::Recipient => ("the mail server does not accept a recipient", "宛先をサーバーが拒否"),
        Step::Letter => ("the mail server does not take the letter", "本文をサーバーが拒否"),
        Step::Request => ("the service answered no", "送信先サービスが拒否"),
    };
    let (head, said) = (pick(lang, en, ja), tame(said, 200));
    let tail = if said.is_empty() { code.to_string() } else { format!("{code} {said}") };
    match lang {
        Language::En => format!("{head}: {tail}"),
        Language::Ja => format!("{head}（{tail}）"),
    }
}

fn ended(lang: Language, code: Option<i32>, said: &str) -> String {
    let head = match (lang, code) {
        (Language::En, Some(code)) => format!("the program ended with {code}"),
        (Language::Ja, Some(code)) => format!("プログラムが終了コード{code}で終了"),
        (_, None) => pick(lang, "the program was killed", "プログラムが強制終了").into(),
    };
    match tame(said, 200) {
        said if said.is_empty() => head,
        said => format!("{head}{}{said}", pick(lang, ": ", "：")),
    }
}

/// Title and body of a letter about nothing, sent to see whether it arrives.
pub fn test_letter(lang: Language) -> (&'static str, &'static str) {
    let title = pick(lang, "Hinomi can reach you", "Hinomiからの通知テスト");
    let body = pick(
        lang,
        "This is a test. You will be told of incidents in this way.",
        "インシデント発生時は、この方法で通知します。",
    );
    (title, body)
}
