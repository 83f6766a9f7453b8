//! What is said about who answers for which address.

use crate::settings::Language;
use crate::whereabouts::Claim;

/// Title and body: the gateway answers from another hardware address than before.
pub fn gateway_changed(lang: Language, address: &str, before: &str, now: &str) -> (String, String) {
    match lang {
        Language::En => (
            format!("The gateway {address} has another hardware address"),
            format!(
                "It was {before} and is {now}. Unless the router was replaced, something else may \
                 be answering in its place."
            ),
        ),
        Language::Ja => (
            format!("ゲートウェイ {address} のMACアドレスが変化"),
            format!(
                "変化前 {before}、変化後 {now}。ルーター交換の心当たりがなければ、別の機器がなりすましている\
                 可能性があります"
            ),
        ),
    }
}

/// Title and body: two hardware addresses answer for one IP address.
pub fn address_disputed(lang: Language, before: &Claim, now: &Claim) -> (String, String) {
    let (address, before, now) = (now.address, &before.mac, &now.mac);
    match lang {
        Language::En => (
            format!("Two devices use the address {address}"),
            format!(
                "{before} and {now} have answered for it in turn within an hour. One of them needs \
                 another address."
            ),
        ),
        Language::Ja => (
            format!("IPアドレス {address} が重複"),
            format!(
                "{before} と {now} が1時間以内に交互に応答。どちらかのアドレスの変更が必要です"
            ),
        ),
    }
}
