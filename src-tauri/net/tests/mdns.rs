//! A host that announces itself, on an interface that leads nowhere.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]
#![cfg(target_os = "linux")]

mod support;

use std::collections::HashMap;
use std::net::IpAddr;
use std::process::Command;
use std::time::Duration;

use hinomi_net::mdns;
use mdns_sd::{ServiceDaemon, ServiceInfo};

fn ip(words: &str) {
    let done = Command::new("ip").args(words.split(' ')).status().expect("iproute2 is installed");
    assert!(done.success(), "ip {words}");
}

#[test]
fn a_host_that_announces_itself_is_heard() {
    support::alone(&[], || async {
        ip("link add nowhere type veth peer name elsewhere");
        ip("link set nowhere up");
        ip("link set elsewhere up");
        ip("addr add 10.77.0.5/24 dev nowhere");
        let printer = ServiceDaemon::new().unwrap();
        let texts = [("ty", "Brother HL-L2350DW series"), ("usb_MFG", "Brother")];
        let texts: HashMap<String, String> =
            texts.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
        let (kind, title, host) = ("_ipp._tcp.local.", "Printer on 2F", "printer-2.local.");
        let service = ServiceInfo::new(kind, title, host, "10.77.0.5", 631, Some(texts)).unwrap();
        printer.register(service).unwrap();
        // It makes sure first that nobody else is called so, which on a busy machine takes a while.
        let mut looks = 0;
        let host = loop {
            let heard = mdns::browse(Duration::from_secs(4)).await;
            if let Some(host) = heard.into_iter().find(|host| host.name == "printer-2") {
                break host;
            }
            looks += 1;
            println!("not heard in look {looks} of 4 s");
            assert!(looks < 4, "because it announces itself");
        };
        printer.shutdown().unwrap();
        assert_eq!(host.title.as_deref(), Some("Printer on 2F"));
        assert!(host.addresses.contains(&IpAddr::from([10, 77, 0, 5])), "{host:?}");
        assert!(host.services.contains("_ipp._tcp"), "{host:?}");
        assert_eq!(host.model.as_deref(), Some("Brother HL-L2350DW series"));
        assert_eq!(host.maker.as_deref(), Some("Brother"));
    });
}
