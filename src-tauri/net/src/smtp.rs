//! Handing mail to a server: SMTP (RFC 5321) with STARTTLS (RFC 3207) or TLS (RFC 8314) and AUTH
//! PLAIN or LOGIN (RFC 4954, RFC 4616).
//!
//! A dialogue of our own, because every reply is bounded here, the certificate is judged by the
//! same judge as everywhere, and it is known to which question a server said no.

use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hinomi_model::check::Family;
use hinomi_model::contact::Security;
use hinomi_model::sent::Step;
use hinomi_model::{Address, Cause, Phase, Secret, Why};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use zeroize::Zeroizing;

use crate::stopwatch::Stopwatch;
use crate::{Net, NoAnswer};

/// Octets a line of a reply may have; RFC 5321 §4.5.3.1.5 asks for 512.
const MOST_LINE: u64 = 2_000;
/// Lines a reply may have.
const MOST_LINES: usize = 100;

/// A message to be handed over.
pub struct Errand<'a> {
    /// The server.
    pub host: &'a Address,
    /// Its port.
    pub port: u16,
    /// How the way there is protected.
    pub security: Security,
    /// User and password, if the server wants them; never sent without encryption.
    pub login: Option<(&'a str, &'a Secret)>,
    /// The sender's address: a plain one, without `<>` or line breaks.
    pub from: &'a str,
    /// The recipients' addresses, likewise.
    pub to: &'a [String],
    /// The message with its headers (RFC 5322), lines ended by CR LF.
    pub message: &'a [u8],
    /// How long the whole may take.
    pub timeout: Duration,
}

/// Hands a message over and returns the server's own words about it.
///
/// Recipients the server does not take are named behind its words; only if it takes none of them is
/// that an error. Dropping the future closes the connection; whether the server then keeps a message
/// it had wholly received is not known.
pub async fn hand_over(net: &Net, errand: &Errand<'_>) -> Result<String, Why> {
    if errand.security == Security::None && errand.login.is_some() {
        return Err(Why::NoEncryption);
    }
    let all = Stopwatch::start();
    let found = net.names.addresses(errand.host, Family::Any, errand.timeout).await;
    let found = found.map_err(why(Phase::Resolve))?;
    let targets: Vec<SocketAddr> =
        found.into_iter().take(3).map(|ip| SocketAddr::new(ip, errand.port)).collect();
    let stream = crate::http::connect(&targets, errand.timeout, &all).await;
    let stream = stream.map_err(why(Phase::Connect))?;
    let us = stream.local_addr().map_or_else(|_| "[127.0.0.1]".into(), literal);
    let talk = async {
        match errand.security {
            Security::None => Talk::with(stream).greeted().await?.deliver(errand, &us).await,
            Security::Tls => {
                let stream = shake(net, errand, stream, &all).await?;
                Talk::with(stream).greeted().await?.deliver(errand, &us).await
            }
            Security::StartTls => {
                let stream = Talk::with(stream).greeted().await?.give_way(&us).await?;
                let stream = shake(net, errand, stream, &all).await?;
                Talk::with(stream).deliver(errand, &us).await
            }
        }
    };
    let done = tokio::time::timeout(all.left_of(errand.timeout), talk).await;
    done.unwrap_or_else(|_| Err(why(Phase::FirstByte)(NoAnswer::TIMED_OUT)))
}

async fn shake<S: AsyncRead + AsyncWrite + Unpin>(
    net: &Net,
    errand: &Errand<'_>,
    stream: S,
    all: &Stopwatch,
) -> Result<tokio_rustls::client::TlsStream<S>, Why> {
    let host = errand.host.to_string();
    let shaken = net.tls.shake(&host, stream, true, all.left_of(errand.timeout)).await;
    shaken.map_err(why(Phase::Tls))
}

fn why(phase: Phase) -> impl Fn(NoAnswer) -> Why {
    move |no| match no {
        NoAnswer::Failed(cause) => Why::Failed { phase, cause },
        NoAnswer::Unable(obstacle) => Why::Unable { obstacle },
    }
}

/// How we name ourselves: an address literal (RFC 5321 §4.1.3), since a PC has seldom a name the
/// world knows.
fn literal(at: SocketAddr) -> String {
    match at {
        SocketAddr::V4(at) => format!("[{}]", at.ip()),
        SocketAddr::V6(at) => format!("[IPv6:{}]", at.ip()),
    }
}

/// A reply: its code and the text of its lines, from the wire.
struct Reply {
    code: u16,
    lines: Vec<String>,
}

impl Reply {
    /// Done as asked (2yz).
    fn is_good(&self) -> bool {
        self.code / 100 == 2
    }

    fn words(&self) -> String {
        self.lines.join(" ")
    }

    /// As it was said, for a proof.
    fn last(&self) -> String {
        format!("{} {}", self.code, self.lines.last().map_or("", String::as_str))
    }

    fn no(self, step: Step) -> Why {
        Why::Said { step, code: self.code, said: crate::answer::shorten(self.words()) }
    }

    fn good(self, step: Step) -> Result<Reply, Why> {
        if self.is_good() { Ok(self) } else { Err(self.no(step)) }
    }

    /// Go on (3yz): what follows would otherwise be taken for commands.
    fn go_on(self, step: Step) -> Result<(), Why> {
        if self.code / 100 == 3 { Ok(()) } else { Err(self.no(step)) }
    }
}

struct Talk<S> {
    stream: BufReader<S>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    fn with(stream: S) -> Talk<S> {
        Talk { stream: BufReader::new(stream) }
    }

    /// Waits for the server's first words.
    async fn greeted(mut self) -> Result<Talk<S>, Why> {
        self.reply().await?.good(Step::Greeting)?;
        Ok(self)
    }

    /// Everything from EHLO on.
    async fn deliver(mut self, errand: &Errand<'_>, us: &str) -> Result<String, Why> {
        let offers = self.ask(&format!("EHLO {us}")).await?.good(Step::Greeting)?;
        if let Some((user, password)) = errand.login {
            self.log_in(&offers, user, password).await?;
        }
        self.ask(&format!("MAIL FROM:<{}>", errand.from)).await?.good(Step::Sender)?;
        let refused = self.name_recipients(errand.to).await?;
        self.ask("DATA").await?.go_on(Step::Letter)?;
        self.send(&stuffed(errand.message)).await?;
        let taken = self.reply().await?.good(Step::Letter)?;
        // It has the letter; whether it likes our goodbye does not matter.
        let _ = self.send(b"QUIT\r\n").await;
        let mut proof = taken.last();
        for (who, reply) in refused {
            proof.push_str(&format!("; not for {who}: {}", reply.last()));
        }
        Ok(crate::answer::shorten(proof))
    }

    /// Names the recipients; returns those not taken, unless that is all of them.
    async fn name_recipients<'a>(
        &mut self,
        to: &'a [String],
    ) -> Result<Vec<(&'a str, Reply)>, Why> {
        let mut refused: Vec<(&str, Reply)> = Vec::new();
        for who in to {
            let reply = self.ask(&format!("RCPT TO:<{who}>")).await?;
            if !reply.is_good() {
                refused.push((who, reply));
            }
        }
        if refused.len() < to.len() {
            return Ok(refused);
        }
        // One that may be taken later weighs more than one that never will.
        let later = refused.iter().position(|(_, reply)| reply.code < 500).unwrap_or(0);
        let (who, mut reply) = refused.swap_remove(later);
        reply.lines.insert(0, who.to_owned());
        Err(reply.no(Step::Recipient))
    }

    async fn log_in(&mut self, offers: &Reply, user: &str, password: &Secret) -> Result<(), Why> {
        let offer = |how: &str| {
            offers.lines.iter().any(|line| {
                let mut words = line.split([' ', '=']);
                words.next().is_some_and(|word| word.eq_ignore_ascii_case("AUTH"))
                    && words.any(|word| word.eq_ignore_ascii_case(how))
            })
        };
        let coded = |text: &str| Zeroizing::new(STANDARD.encode(text));
        let last = if offer("PLAIN") {
            let both = Zeroizing::new(format!("\0{user}\0{}", password.reveal()));
            self.ask(&Zeroizing::new(format!("AUTH PLAIN {}", *coded(&both)))).await?
        } else if offer("LOGIN") {
            self.ask("AUTH LOGIN").await?.go_on(Step::Login)?;
            self.ask(&coded(user)).await?.go_on(Step::Login)?;
            self.ask(&coded(password.reveal())).await?
        } else {
            return Err(Why::NoLogin);
        };
        match last.code {
            235 => Ok(()),
            _ => Err(last.no(Step::Login)),
        }
    }

    async fn ask(&mut self, command: &str) -> Result<Reply, Why> {
        let line = Zeroizing::new(format!("{command}\r\n"));
        self.send(line.as_bytes()).await?;
        self.reply().await
    }

    async fn send(&mut self, octets: &[u8]) -> Result<(), Why> {
        let stream = self.stream.get_mut();
        let sent = async {
            stream.write_all(octets).await?;
            stream.flush().await
        };
        sent.await.map_err(|error| broken(Phase::Request, &error))
    }

    async fn reply(&mut self) -> Result<Reply, Why> {
        let mut lines = Vec::new();
        while lines.len() < MOST_LINES {
            let line = self.line().await?;
            let read = line.split_at_checked(3).and_then(|(code, rest)| {
                let code = code.parse::<u16>().ok().filter(|code| (200..600).contains(code))?;
                Some((code, rest))
            });
            let Some((code, rest)) = read else { return Err(strange(&line)) };
            lines.push(rest.get(1..).unwrap_or_default().trim_end().to_owned());
            if !rest.starts_with('-') {
                return Ok(Reply { code, lines });
            }
        }
        Err(strange("a reply without an end"))
    }

    async fn line(&mut self) -> Result<String, Why> {
        let mut line = Vec::new();
        let read = (&mut self.stream).take(MOST_LINE).read_until(b'\n', &mut line).await;
        read.map_err(|error| broken(Phase::FirstByte, &error))?;
        match line.last() {
            Some(b'\n') => Ok(String::from_utf8_lossy(&line).trim_end().to_owned()),
            Some(_) if line.len() as u64 == MOST_LINE => Err(strange("a line without an end")),
            Some(_) | None => Err(Why::Failed { phase: Phase::FirstByte, cause: Cause::Closed }),
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    /// Asks for encryption and gives the bare stream back for it.
    async fn give_way(mut self, us: &str) -> Result<S, Why> {
        let offers = self.ask(&format!("EHLO {us}")).await?.good(Step::Greeting)?;
        if !offers.lines.iter().any(|line| line.trim().eq_ignore_ascii_case("STARTTLS")) {
            return Err(Why::NoEncryption);
        }
        self.ask("STARTTLS").await?.good(Step::Greeting)?;
        if !self.stream.buffer().is_empty() {
            // Words slipped in before the encryption must not be taken for the server's.
            return Err(strange("words between STARTTLS and the handshake"));
        }
        Ok(self.stream.into_inner())
    }
}

fn broken(phase: Phase, error: &std::io::Error) -> Why {
    Why::Failed { phase, cause: crate::tcp::cause(error) }
}

fn strange(what: &str) -> Why {
    let detail = crate::answer::shorten(format!("not SMTP: {what}"));
    Why::Failed { phase: Phase::FirstByte, cause: Cause::Malformed { detail } }
}

/// The message as it goes over the wire: a dot more where a line begins with one (RFC 5321 §4.5.2),
/// and the line that ends it.
fn stuffed(message: &[u8]) -> Vec<u8> {
    let mut sent = Vec::with_capacity(message.len() + 8);
    for line in message.split_inclusive(|octet| *octet == b'\n') {
        if line.starts_with(b".") {
            sent.push(b'.');
        }
        sent.extend(line);
    }
    if !sent.ends_with(b"\r\n") {
        sent.extend(b"\r\n");
    }
    sent.extend(b".\r\n");
    sent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_begin_with_a_dot_get_another_one() {
        for (message, sent) in [
            ("a\r\n.b\r\n..\r\n", "a\r\n..b\r\n...\r\n.\r\n"),
            (".", "..\r\n.\r\n"),
            ("a.b\r\n", "a.b\r\n.\r\n"),
            ("", "\r\n.\r\n"),
        ] {
            assert_eq!(String::from_utf8_lossy(&stuffed(message.as_bytes())), sent);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_reply_is_too_strange_to_be_read(said in proptest::collection::vec(0u8.., 0..3_000)) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let stream = tokio::io::join(std::io::Cursor::new(said), tokio::io::sink());
            let heard = runtime.block_on(Talk::with(stream).reply());
            if let Ok(reply) = heard {
                proptest::prop_assert!((200..600).contains(&reply.code));
                proptest::prop_assert!(reply.lines.len() <= MOST_LINES);
            }
        }
    }
}
