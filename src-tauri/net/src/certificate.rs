//! What a certificate says of who shows it (RFC 5280 §4.1.2.6 and §4.2.1.6); nobody judges it here.

use std::net::SocketAddr;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use crate::answer::shorten;
use crate::stopwatch::Stopwatch;
use crate::{Net, NoAnswer, tcp};

/// Names looked at.
const MOST_NAMES: usize = 16;

/// What a certificate says; texts from the wire.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// Whom it is for (the subject's common name).
    pub name: Option<String>,
    /// The organisation it is for.
    pub organisation: Option<String>,
    /// DNS names it is for, without wildcards.
    pub hosts: Vec<String>,
    /// Who issued it (the issuer's common name or organisation).
    pub issuer: Option<String>,
}

/// Shakes hands with a TLS server and reads whom its certificate names, good or bad.
///
/// Errors: as every verb.
pub async fn shown(net: &Net, at: SocketAddr, timeout: Duration) -> Result<Shown, NoAnswer> {
    let watch = Stopwatch::start();
    let stream = tcp::connect(at, timeout).await?;
    let host = at.ip().to_string();
    let stream = net.tls.shake(&host, stream, false, watch.left_of(timeout)).await?;
    let chain = stream.get_ref().1.peer_certificates().unwrap_or_default();
    Ok(chain.first().map(read).unwrap_or_default())
}

fn read(certificate: &CertificateDer<'_>) -> Shown {
    let Ok((_, parsed)) = X509Certificate::from_der(certificate) else { return Shown::default() };
    let text = |value: Option<&x509_parser::x509::AttributeTypeAndValue<'_>>| {
        let text = shorten(value?.as_str().ok()?.trim());
        (!text.is_empty()).then_some(text)
    };
    let (subject, issuer) = (parsed.subject(), parsed.issuer());
    let alternative = parsed.subject_alternative_name().ok().flatten();
    let names = alternative.iter().flat_map(|found| &found.value.general_names);
    let hosts = names.filter_map(|name| match name {
        GeneralName::DNSName(name) if !name.contains('*') => Some(shorten(name)),
        _ => None,
    });
    Shown {
        name: text(subject.iter_common_name().next()),
        organisation: text(subject.iter_organization().next()),
        hosts: hosts.filter(|name| !name.is_empty()).take(MOST_NAMES).collect(),
        issuer: text(issuer.iter_common_name().next())
            .or_else(|| text(issuer.iter_organization().next())),
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};

    use super::*;

    #[test]
    fn a_certificate_says_whom_it_is_for_and_rubbish_says_nothing() {
        let names: Vec<String> = (0..40).map(|n| format!("nas{n}.example.jp")).collect();
        let mut params = CertificateParams::new([vec!["*.example.jp".to_owned()], names].concat())
            .expect("good names");
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "synology");
        params.distinguished_name.push(DnType::OrganizationName, "Synology Inc.\u{1b}[2J");
        let key = KeyPair::generate().expect("a key");
        let made = params.self_signed(&key).expect("signed");
        let shown = read(made.der());
        assert_eq!(shown.name.as_deref(), Some("synology"));
        assert_eq!(shown.organisation.as_deref(), Some("Synology Inc.[2J"));
        assert_eq!((shown.hosts.len(), shown.hosts[0].as_str()), (MOST_NAMES, "nas0.example.jp"));
        assert_eq!(shown.issuer, shown.name, "because it signed itself");
        assert_eq!(read(&CertificateDer::from(vec![0x30; 40])), Shown::default());
    }
}
