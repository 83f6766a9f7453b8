//! What the tests of this crate share: a letter, certificates, a mail server that is not ours.
#![allow(dead_code, clippy::unwrap_used, clippy::print_stdout, reason = "each test uses its part")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use hinomi_contacts::{About, Letter, Means, Secrets, send, stable_id};
use hinomi_model::notification::Reason;
use hinomi_model::{Grade, IncidentId, MailServer, Program, Secret, SecretId, Sent, Stamp, Way};
use hinomi_net::Net;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::pki_types::CertificateDer;

pub const LIMIT: Duration = Duration::from_secs(10);

pub fn letter() -> Letter {
    Letter {
        id: stable_id(&["site", "letter", "7"]),
        thread: stable_id(&["site", "incident", "12"]),
        about: About::Incident {
            number: IncidentId(12),
            reason: Reason::Opened,
            node: "core-sw-1".into(),
        },
        grade: Grade::Critical,
        title: "core-sw-1 が停止 \"<!channel>\"".into(),
        body: "10.0.0.1 へ応答なし。\n影響: 12 ノード & 3 台 [toall] *急*".into(),
        site: "本社 3F".into(),
        at: Stamp(1_790_000_000_000),
    }
}

pub fn over() -> Letter {
    let mut over = letter();
    over.id = stable_id(&["site", "letter", "8"]);
    let About::Incident { reason, .. } = &mut over.about else { unreachable!() };
    *reason = Reason::Resolved;
    over
}

pub fn secrets(all: &[(u32, &str)]) -> Secrets {
    all.iter().map(|(id, text)| (SecretId(*id), Secret::new(*text))).collect()
}

/// What is there to send with in one test.
pub struct Kit {
    pub net: Net,
    pub mail: Option<MailServer>,
    pub secrets: Secrets,
    pub approved: Vec<Program>,
}

impl Kit {
    pub async fn new() -> Kit {
        Kit::trusting(Vec::new()).await
    }

    pub async fn trusting(roots: Vec<CertificateDer<'static>>) -> Kit {
        let net = Net::trusting(roots).await;
        Kit { net, mail: None, secrets: Secrets::new(), approved: Vec::new() }
    }

    pub async fn send(&self, letter: &Letter, way: &Way) -> Sent {
        self.send_within(letter, way, LIMIT).await
    }

    pub async fn send_within(&self, letter: &Letter, way: &Way, limit: Duration) -> Sent {
        let (mail, secrets) = (self.mail.as_ref(), &self.secrets);
        let means = Means { net: &self.net, mail, secrets, approved: &self.approved };
        send(letter, way, &means, limit).await
    }
}

/// An authority of our own and a certificate of its for `localhost` and 127.0.0.1.
pub struct Papers {
    pub root: CertificateDer<'static>,
    pub own: CertificateDer<'static>,
    pub own_pem: String,
    pub key: KeyPair,
}

impl Papers {
    pub fn new() -> Papers {
        Papers::by("Test authority")
    }

    pub fn by(authority: &str) -> Papers {
        let mut root = CertificateParams::new(Vec::<String>::new()).unwrap();
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        root.distinguished_name.push(DnType::CommonName, authority);
        let root_key = KeyPair::generate().unwrap();
        let root_certificate = root.self_signed(&root_key).unwrap();
        let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
        let mut own = CertificateParams::new(names).unwrap();
        own.not_before = date_time_ymd(2020, 1, 1);
        own.not_after = date_time_ymd(2120, 1, 1);
        own.distinguished_name.push(DnType::CommonName, "localhost");
        let key = KeyPair::generate().unwrap();
        let signed = own.signed_by(&key, &Issuer::new(root, root_key)).unwrap();
        Papers {
            root: root_certificate.der().clone(),
            own: signed.der().clone(),
            own_pem: signed.pem(),
            key,
        }
    }
}

/// A mail server (aiosmtpd) that ends with this value.
pub struct Post {
    child: Child,
    out: BufReader<ChildStdout>,
    pub port: u16,
    _folder: tempfile::TempDir,
}

impl Post {
    /// Starts it; `None`, said aloud, where aiosmtpd is not installed.
    pub fn open(mode: &str, papers: &Papers, left_out: &[&str]) -> Option<Post> {
        let has = |python: &&str| {
            let probe = Command::new(python).args(["-c", "import aiosmtpd"]).output();
            probe.is_ok_and(|out| out.status.success())
        };
        let Some(python) = ["/usr/bin/python3", "python3"].into_iter().find(has) else {
            println!("SKIPPED mail to a real server: python3-aiosmtpd is not installed");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = (folder.path().join("own.pem"), folder.path().join("key.pem"));
        std::fs::write(&certificate, &papers.own_pem).unwrap();
        std::fs::write(&key, papers.key.serialize_pem()).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/peer.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg(mode)
            .args([&certificate, &key])
            .args(left_out)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut port = String::new();
        out.read_line(&mut port).unwrap();
        Some(Post { child, out, port: port.trim().parse().unwrap(), _folder: folder })
    }

    /// The next message it took.
    pub fn taken(&mut self) -> serde_json::Value {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// Ends it and returns how many more messages it took.
    pub fn rest(mut self) -> usize {
        drop(self.child.stdin.take());
        let rest = (&mut self.out).lines().count();
        let _ = self.child.wait();
        rest
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
