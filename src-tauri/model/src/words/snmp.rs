//! What keeps an SNMP agent from answering us, in words.

use super::pick;
use crate::settings::Language;
use crate::snmp::{Denied, Unusable};

/// The step at which an agent refused us and what to look at, without a full stop.
pub fn denied(lang: Language, denied: Denied) -> &'static str {
    let (en, ja) = match denied {
        Denied::Community => (
            "an agent is there, but does not answer to this community: check the community and which addresses may ask",
            "エージェントは存在するが、このコミュニティ名に応答なし（コミュニティ名と許可アドレスを要確認）",
        ),
        Denied::User => {
            ("the agent does not know this user name", "エージェントに登録のないユーザー名")
        }
        Denied::Auth => (
            "the pass phrase or protocol for signing (auth) is wrong",
            "認証（auth）のパスフレーズまたは方式の誤り",
        ),
        Denied::Privacy => (
            "the user and its signature are right, but the pass phrase or protocol for encryption (priv) is wrong",
            "ユーザーと認証は正しいが、暗号化（priv）のパスフレーズまたは方式の誤り",
        ),
        Denied::Clock => (
            "the agent's clock or boot counter is out of step: restarting the agent helps, or giving it a new engine ID",
            "エージェントの時計または起動回数の不整合（再起動またはエンジンIDの再設定で解消）",
        ),
        Denied::Level => (
            "the agent does not let this user ask at this level of protection",
            "このユーザーには許可されていないセキュリティレベル",
        ),
        Denied::Context => {
            ("the agent has no such context", "エージェントに存在しないコンテキスト")
        }
        Denied::View => (
            "the agent accepts us, but lets us read nothing: check the view or access group of this user",
            "認証は成功したが、読み取り権限なし（ビューまたはアクセスグループを要確認）",
        ),
    };
    pick(lang, en, ja)
}

/// What is wrong with credentials before anything is sent, without a full stop.
pub fn unusable(lang: Language, why: Unusable) -> &'static str {
    match why {
        Unusable::Name => {
            pick(lang, "the user name needs 1 to 32 characters", "ユーザー名は1～32文字")
        }
        Unusable::Phrase => {
            pick(lang, "a pass phrase needs at least 8 characters", "パスフレーズは8文字以上")
        }
    }
}
