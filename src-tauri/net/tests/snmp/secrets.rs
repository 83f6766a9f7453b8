//! What nobody may read is in no log, however much is logged (law L13).

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use hinomi_model::snmp::{AuthProtocol, PrivProtocol};
use hinomi_net::snmp::{Bounds, Snmp};
use hinomi_replay::{Recording, Replay, Shelf};

use crate::net_snmp::{Snmpd, UP_TIME, calm, encrypted};
use crate::support::{oid, patience, v2c};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_community_and_no_phrase_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    let everything = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone());
    let _listening = tracing_subscriber::util::SubscriberInitExt::set_default(everything.finish());
    let words = ["open-sesame", "wrong-sesame", "signing-words", "sealing-words", "wrong-words"];
    let recording = Recording::read("1.3.6.1.2.1.1.3.0|67|4711");
    let replay = Replay::start(Shelf::from([(words[0].to_owned(), recording)])).await.unwrap();
    let snmp = Snmp::open();
    for community in &words[..2] {
        let session = snmp.session(replay.address(), v2c(community), patience()).unwrap();
        let _ = session.get(&[oid(UP_TIME)]).await;
        session.walk(&oid("1.3.6"), Bounds::default()).await;
    }
    let settings = "\
createUser reader SHA \"signing-words\" AES \"sealing-words\"
rouser reader priv
";
    let test = "no_community_and_no_phrase_is_logged";
    if let Some(snmpd) = Snmpd::start(test, settings).await {
        for (phrase, sealing) in [(2, 3), (4, 3), (2, 4)] {
            let (sha1, aes) = (AuthProtocol::Sha1, PrivProtocol::Aes128);
            let user = encrypted("reader", sha1, words[phrase], aes, words[sealing]);
            let _ = snmp.knock(snmpd.address, user, calm()).await;
        }
    }
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(log.contains("snmp"), "because otherwise nothing was listened to");
    for word in words {
        assert!(!log.contains(word), "{word} is in {log}");
        let octets = format!("{:?}", word.as_bytes());
        assert!(!log.contains(octets.trim_matches(['[', ']'])), "{word} as numbers is in {log}");
    }
}
