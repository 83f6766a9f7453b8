//! TLS (RFC 8446, RFC 5246): the handshake, and what is wrong with a certificate in words.
//!
//! Every certificate is taken in the handshake and judged right after it, before a single octet
//! of ours is sent. That way a bad certificate can be described, and a check that does not mind
//! gets its answer all the same.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use hinomi_model::Cause;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    AlertDescription, CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
};
use rustls_platform_verifier::Verifier;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::NoAnswer;
use crate::answer::shorten;
use crate::stopwatch::Moment;

/// TLS settings and the judge of certificates. The system's trusted roots are read at first use.
pub struct Tls {
    config: Arc<ClientConfig>,
    roots: Vec<CertificateDer<'static>>,
    judge: OnceLock<Result<Verifier, Error>>,
}

impl Tls {
    /// Trusts the system's roots and these.
    pub fn trusting(roots: Vec<CertificateDer<'static>>) -> Tls {
        // Another part of the program may have installed it already; it is the same one.
        let _ = ring::default_provider().install_default();
        let provider = Arc::new(ring::default_provider());
        let taker = Arc::new(TakeAll(provider.signature_verification_algorithms));
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring speaks the default versions")
            .dangerous()
            .with_custom_certificate_verifier(taker)
            .with_no_client_auth();
        // A resumed session shows no certificate, and a check wants to see it every time.
        config.resumption = rustls::client::Resumption::disabled();
        Tls { config: Arc::new(config), roots, judge: OnceLock::new() }
    }

    /// Shakes hands over `stream` and, if `verify`, judges the certificate for `host`.
    ///
    /// Errors: [`NoAnswer::Failed`] with `Tls` (words), `Closed` or `TimedOut`.
    pub async fn shake<S>(
        &self,
        host: &str,
        stream: S,
        verify: bool,
        timeout: Duration,
    ) -> Result<TlsStream<S>, NoAnswer>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let name =
            server_name(host).ok_or_else(|| failed("the host name is not one TLS can ask for"))?;
        let connector = TlsConnector::from(self.config.clone());
        let shaken = tokio::time::timeout(timeout, connector.connect(name.clone(), stream)).await;
        let stream = shaken.map_err(|_| NoAnswer::TIMED_OUT)?.map_err(|error| handshake(&error))?;
        if verify {
            self.judge(stream.get_ref().1.peer_certificates().unwrap_or_default(), &name)?;
        }
        Ok(stream)
    }

    /// Judges a chain as presented, end entity first.
    fn judge(
        &self,
        chain: &[CertificateDer<'static>],
        name: &ServerName<'_>,
    ) -> Result<(), NoAnswer> {
        let Some((own, rest)) = chain.split_first() else {
            return Err(failed("the server showed no certificate"));
        };
        let now = Moment::now().wall.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let judge = self
            .judge
            .get_or_init(|| Verifier::new_with_extra_roots(self.roots.iter().cloned(), provider()));
        let verdict = match judge {
            Ok(judge) => {
                judge.verify_server_cert(own, rest, name, &[], UnixTime::since_unix_epoch(now))
            }
            Err(error) => Err(error.clone()),
        };
        verdict.map(|_| ()).map_err(|error| failed(words(&error, own)))
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// What goes into SNI and is looked for in the certificate: a name, or an address without brackets.
fn server_name(host: &str) -> Option<ServerName<'static>> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(ip) => Some(ServerName::IpAddress(ip.into())),
        Err(_) => ServerName::try_from(bare.to_owned()).ok(),
    }
}

fn failed(detail: impl ToString) -> NoAnswer {
    NoAnswer::Failed(Cause::Tls { detail: shorten(detail) })
}

fn handshake(error: &std::io::Error) -> NoAnswer {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(Error::AlertReceived(AlertDescription::ProtocolVersion))
        | Some(Error::PeerIncompatible(_)) => failed(
            "legacy TLS: the server speaks no version from 1.2 on, or no cipher that is still safe",
        ),
        Some(Error::InvalidMessage(_)) => failed("the server does not speak TLS on this port"),
        Some(other) => failed(other),
        None => NoAnswer::Failed(crate::tcp::cause(error)),
    }
}

/// What is wrong with a certificate, in a person's words.
fn words(error: &Error, own: &CertificateDer<'_>) -> String {
    let parsed = X509Certificate::from_der(own).ok().map(|(_, certificate)| certificate);
    let day = |at: &UnixTime| {
        x509_parser::time::ASN1Time::from_timestamp(at.as_secs() as i64)
            .map_or_else(|_| String::new(), |t| t.to_string())
    };
    let Error::InvalidCertificate(why) = error else { return error.to_string() };
    match why {
        CertificateError::ExpiredContext { not_after, .. } => {
            format!("expired since {}", day(not_after))
        }
        CertificateError::Expired => "expired".to_owned(),
        CertificateError::NotValidYetContext { not_before, .. } => {
            format!("not valid before {}", day(not_before))
        }
        CertificateError::NotValidForNameContext { expected, presented } => {
            let asked = expected.to_str();
            let shown: Vec<&str> = presented.iter().map(String::as_str).take(5).collect();
            format!("name mismatch: asked for {asked}, the certificate is for {}", shown.join(", "))
        }
        CertificateError::NotValidForName => "name mismatch".to_owned(),
        CertificateError::UnknownIssuer => match parsed {
            Some(own) if own.issuer() == own.subject() => "self-signed".to_owned(),
            Some(own) => format!("issued by {}, which is not trusted here", own.issuer()),
            None => "issued by somebody not trusted here".to_owned(),
        },
        other => other.to_string(),
    }
}

/// Takes every certificate, but not a handshake that is not signed by its key.
#[derive(Debug)]
struct TakeAll(WebPkiSupportedAlgorithms);

impl ServerCertVerifier for TakeAll {
    fn verify_server_cert(
        &self,
        _own: &CertificateDer<'_>,
        _rest: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls12_signature(message, certificate, signature, &self.0)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls13_signature(message, certificate, signature, &self.0)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_schemes()
    }
}
