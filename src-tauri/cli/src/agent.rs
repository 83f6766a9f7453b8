//! An SNMP agent as it is typed, and what is said when it does not answer.

use std::net::SocketAddr;
use std::time::Duration;

use clap::ValueEnum;
use hinomi_model::check::Family;
use hinomi_model::draft::Findings;
use hinomi_model::settings::Language;
use hinomi_model::snmp::{
    AuthProtocol, Credentials, Pacing, PrivProtocol, Sealing, Unusable, User,
};
use hinomi_model::{Address, Phase, Secret, Span, words};
use hinomi_net::snmp::{Session, Trouble};
use hinomi_net::{Net, NoAnswer};

use crate::args::Snmp;
use crate::sorry::Sorry;

/// The port of agents (RFC 3417 §2).
pub const PORT: u16 = hinomi_model::snmp::PORT;
const NAME_SERVERS: Duration = Duration::from_secs(5);

/// How messages are signed, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Auth {
    /// HMAC-MD5
    Md5,
    /// HMAC-SHA-1
    Sha,
    /// HMAC-SHA-224
    Sha224,
    /// HMAC-SHA-256
    Sha256,
    /// HMAC-SHA-384
    Sha384,
    /// HMAC-SHA-512
    Sha512,
}

/// How messages are encrypted, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Priv {
    /// DES
    Des,
    /// AES-128
    Aes,
    /// AES-192
    Aes192,
    /// AES-256
    Aes256,
    /// AES-192 with Cisco's keys
    Aes192c,
    /// AES-256 with Cisco's keys
    Aes256c,
}

/// A session with the agent at `ADDRESS[:PORT]` that accepts what was typed.
pub async fn knock(agent: &str, with: &Snmp, net: &Net) -> Result<Session, Sorry> {
    let at = find(agent, net).await?;
    let (credentials, pacing) = (credentials(with)?, pacing(with)?);
    let session = net.snmp.knock(at, credentials, pacing.into()).await;
    session.map_err(|trouble| sorry(agent, &trouble))
}

/// How patiently it was said to be asked.
pub fn pacing(with: &Snmp) -> Result<Pacing, Sorry> {
    let usual = Pacing::default();
    let millis = |seconds: f64| Span((seconds * 1_000.0).round() as i64);
    let timeout = with.snmp_timeout.map_or(usual.timeout, millis);
    let pacing = Pacing { timeout, retries: with.snmp_retries.unwrap_or(usual.retries), ..usual };
    let mut found = Findings::default();
    pacing.check("", &mut found);
    let wrong = |_| {
        Sorry::usage(
            "--snmp-timeout takes 0.5 to 30 seconds and --snmp-retries 0 to 10; all tries together may take 60 seconds.",
            "--snmp-timeout は0.5～30秒、--snmp-retries は0～10回（全試行の合計は60秒以内）",
        )
    };
    found.verdict(pacing).map_err(wrong)
}

async fn find(agent: &str, net: &Net) -> Result<SocketAddr, Sorry> {
    let (host, port) = parted(agent);
    let address = Address::parse(host).map_err(|e| {
        Sorry::usage(
            format!("{e}; write ADDRESS or ADDRESS:PORT, an IPv6 address with a port in brackets."),
            format!("「{}」はIPアドレスでもDNS名でもない値（ADDRESS または ADDRESS:PORT）", e.0),
        )
    })?;
    let found = net.names.addresses(&address, Family::Any, NAME_SERVERS).await;
    let found = found.map_err(|no_answer| unanswered(agent, no_answer, Phase::Resolve))?;
    Ok(SocketAddr::new(found[0], port))
}

/// Host and port; an IPv6 address has colons of its own.
pub fn parted(agent: &str) -> (&str, u16) {
    let port = |text: &str| text.parse().ok().filter(|port| *port > 0);
    match agent.rsplit_once(':') {
        Some((host, end)) if host.ends_with(']') || !host.contains(':') => match port(end) {
            Some(port) => (host, port),
            None => (agent, PORT),
        },
        _ => (agent, PORT),
    }
}

/// What was typed, as an agent is asked with it.
pub fn credentials(with: &Snmp) -> Result<Credentials, Sorry> {
    let secret = |text: &str| Secret::new(text);
    let Some(name) = &with.v3_user else {
        let community = secret(with.community.as_deref().unwrap_or("public"));
        return Ok(if with.v1 { Credentials::V1(community) } else { Credentials::V2c(community) });
    };
    let auth_phrase = phrase(with.v3_auth_pass.as_deref(), "HINOMI_V3_AUTH_PASS");
    let privacy_phrase = phrase(with.v3_priv_pass.as_deref(), "HINOMI_V3_PRIV_PASS");
    let auth = auth_phrase.map(|phrase| (auth(with.v3_auth), phrase));
    let privacy = privacy_phrase.map(|phrase| (privacy(with.v3_priv), phrase));
    let sealing = match (auth, privacy) {
        (None, None) => Sealing::None,
        (Some((auth, phrase)), None) => Sealing::Signed { auth, phrase },
        (Some((auth, phrase)), Some((privacy, privacy_phrase))) => {
            Sealing::Encrypted { auth, phrase, privacy, privacy_phrase }
        }
        (None, Some(_)) => {
            return Err(Sorry::usage(
                "Encryption without signing does not exist; give --v3-auth-pass or HINOMI_V3_AUTH_PASS, too.",
                "認証なしの暗号化は不可。--v3-auth-pass または HINOMI_V3_AUTH_PASS も指定",
            ));
        }
    };
    let context = with.v3_context.clone().unwrap_or_default();
    Ok(Credentials::V3(User { name: name.clone(), context, sealing }))
}

/// A pass phrase as it was typed, or from the environment, where `ps` does not show it to others.
fn phrase(typed: Option<&str>, variable: &str) -> Option<Secret> {
    let kept = || std::env::var(variable).ok().filter(|phrase| !phrase.is_empty());
    typed.map(str::to_owned).or_else(kept).map(|phrase| Secret::new(&phrase))
}

fn auth(typed: Auth) -> AuthProtocol {
    match typed {
        Auth::Md5 => AuthProtocol::Md5,
        Auth::Sha => AuthProtocol::Sha1,
        Auth::Sha224 => AuthProtocol::Sha224,
        Auth::Sha256 => AuthProtocol::Sha256,
        Auth::Sha384 => AuthProtocol::Sha384,
        Auth::Sha512 => AuthProtocol::Sha512,
    }
}

fn privacy(typed: Priv) -> PrivProtocol {
    match typed {
        Priv::Des => PrivProtocol::Des,
        Priv::Aes => PrivProtocol::Aes128,
        Priv::Aes192 => PrivProtocol::Aes192,
        Priv::Aes256 => PrivProtocol::Aes256,
        Priv::Aes192c => PrivProtocol::Aes192Reeder,
        Priv::Aes256c => PrivProtocol::Aes256Reeder,
    }
}

/// What went wrong with an agent, in one sentence.
pub fn sorry(agent: &str, trouble: &Trouble) -> Sorry {
    match trouble {
        Trouble::NoAnswer(no_answer) => unanswered(agent, no_answer.clone(), Phase::FirstByte),
        Trouble::Denied(denied) => Sorry::said(
            format!("{agent}: {}.", words::denied(Language::En, *denied)),
            format!("{agent}：{}", words::denied(Language::Ja, *denied)),
        ),
        Trouble::Unusable(why) => unusable(why),
        Trouble::Said { status, .. } => Sorry::said(
            format!("{agent}: the agent reports error {status} whatever it is asked."),
            format!("{agent}：エージェントがエラー{status}を応答"),
        ),
    }
}

/// What was typed cannot be sent.
pub fn unusable(why: &Unusable) -> Sorry {
    Sorry::usage(
        format!("{}.", words::unusable(Language::En, *why)),
        words::unusable(Language::Ja, *why).to_owned(),
    )
}

fn unanswered(agent: &str, no_answer: NoAnswer, phase: Phase) -> Sorry {
    let outcome = no_answer.at(phase);
    Sorry::said(
        format!(
            "{agent}: {}. Check the address, that SNMP is switched on there, and the community or user.",
            words::outcome(Language::En, &outcome)
        ),
        format!(
            "{agent}：{}（アドレス、SNMPの有効化、コミュニティ名またはユーザーを要確認）",
            words::outcome(Language::Ja, &outcome)
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_told_from_an_address() {
        for (agent, want) in [
            ("10.0.0.1", ("10.0.0.1", 161)),
            ("10.0.0.1:1161", ("10.0.0.1", 1161)),
            ("nas.example.jp:1161", ("nas.example.jp", 1161)),
            ("fe80::1", ("fe80::1", 161)),
            ("[2001:db8::1]:1161", ("[2001:db8::1]", 1161)),
            ("[2001:db8::1]", ("[2001:db8::1]", 161)),
            ("nas:", ("nas:", 161)),
        ] {
            assert_eq!(parted(agent), want, "{agent}");
        }
    }
}
