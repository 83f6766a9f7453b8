//! Small answering peers, each on sockets inside a host: real protocols, said by us.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

use hinomi_replay::{Recording, Replay, Shelf};

/// How a peer is told to end, and says that it is ready.
pub struct Orders {
    pub ready: Sender<()>,
    pub stop: Arc<AtomicBool>,
}

impl Orders {
    fn begin(&self) {
        self.ready.send(()).expect("the test waits for it");
    }

    fn go_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }
}

/// Peers look so often whether they are to end.
const LOOK: Duration = Duration::from_millis(50);

fn answer_udp(orders: &Orders, socket: &UdpSocket, answer: impl Fn(&[u8]) -> Vec<Vec<u8>>) {
    socket.set_read_timeout(Some(LOOK)).expect("a time-out");
    orders.begin();
    let mut octets = [0; 4096];
    while orders.go_on() {
        let Ok((count, from)) = socket.recv_from(&mut octets) else { continue };
        for reply in answer(&octets[..count]) {
            // Whoever asked may be gone already.
            let _ = socket.send_to(&reply, from);
        }
    }
}

/// Says this page to whoever asks for anything.
pub fn web(at: SocketAddr, head: &'static str, page: String) -> impl FnOnce(Orders) + Send {
    move |orders| {
        let listener = TcpListener::bind(at).expect("a free port");
        orders.begin();
        serve(&orders, &listener, head, &page);
    }
}

fn serve(orders: &Orders, listener: &TcpListener, head: &str, page: &str) {
    listener.set_nonblocking(true).expect("a socket");
    while orders.go_on() {
        match listener.accept() {
            Ok((mut stream, _)) => {
                stream.set_nonblocking(false).expect("a socket");
                stream.set_read_timeout(Some(Duration::from_secs(1))).expect("a time-out");
                let mut request = [0; 2048];
                if stream.read(&mut request).is_ok_and(|count| count > 0) {
                    let length = page.len();
                    let said = format!(
                        "HTTP/1.1 200 OK\r\n{head}content-length: {length}\r\nconnection: close\r\n\r\n{page}"
                    );
                    let _ = stream.write_all(said.as_bytes());
                }
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::sleep(LOOK),
            Err(error) => panic!("{error}"),
        }
    }
}

/// Says its first line to whoever comes.
pub fn ssh(at: SocketAddr, line: &'static str) -> impl FnOnce(Orders) + Send {
    move |orders| {
        let listener = TcpListener::bind(at).expect("a free port");
        listener.set_nonblocking(true).expect("a socket");
        orders.begin();
        while orders.go_on() {
            match listener.accept() {
                Ok((mut stream, _)) => drop(stream.write_all(line.as_bytes())),
                Err(_) => std::thread::sleep(LOOK),
            }
        }
    }
}

/// A Windows or Samba host with these names: name, suffix, whether it is a group's.
pub fn netbios(names: &'static [(&'static str, u8, bool)]) -> impl FnOnce(Orders) + Send {
    move |orders| {
        let socket = UdpSocket::bind("0.0.0.0:137").expect("root may");
        answer_udp(&orders, &socket, |question| {
            let mut reply = question[..2].to_vec();
            reply.extend([0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
            reply.extend(&question[12..50]);
            reply.extend([0, 0, 0, 0]);
            reply.extend(((names.len() * 18 + 7) as u16).to_be_bytes());
            reply.push(names.len() as u8);
            for (name, suffix, group) in names {
                reply.extend(format!("{name:15}").as_bytes());
                reply.extend([*suffix, if *group { 0x84 } else { 4 }, 0]);
            }
            reply.extend([2, 0, 0, 0, 0, 9]);
            vec![vec![0xff; 3000], reply]
        });
    }
}

fn group_socket(own: Ipv4Addr, port: u16) -> UdpSocket {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, port)).expect("a free port");
    socket.join_multicast_v4(&Ipv4Addr::new(239, 255, 255, 250), &own).expect("a group");
    socket
}

/// A device that answers UPnP searches and describes itself.
pub fn upnp(own: Ipv4Addr, description: &'static str) -> impl FnOnce(Orders) + Send {
    move |orders| {
        let listener = TcpListener::bind((own, 8200)).expect("a free port");
        let socket = group_socket(own, 1900);
        let (stop, ready) = (orders.stop.clone(), orders.ready.clone());
        std::thread::scope(|scope| {
            scope.spawn(|| {
                serve(&Orders { ready, stop }, &listener, "content-type: text/xml\r\n", description)
            });
            answer_udp(&orders, &socket, |question| {
                let asked = String::from_utf8_lossy(question).contains("ssdp:discover");
                let said = format!(
                    "HTTP/1.1 200 OK\r\nST: urn:schemas-upnp-org:device:MediaServer:1\r\nSERVER: Linux/4.4 UPnP/1.0 <script>/1\r\nLOCATION: http://{own}:8200/desc.xml\r\n\r\n"
                );
                if asked { vec![said.into_bytes()] } else { Vec::new() }
            });
        });
    }
}

/// A camera that answers WS-Discovery, after a flood of answers to nobody's question.
pub fn camera(own: Ipv4Addr, scopes: &'static str) -> impl FnOnce(Orders) + Send {
    move |orders| {
        let socket = group_socket(own, 3702);
        answer_udp(&orders, &socket, |question| {
            let text = String::from_utf8_lossy(question).into_owned();
            let id = text.split("MessageID>").nth(1).and_then(|rest| rest.split('<').next());
            let said = |id: &str| {
                format!(
                    "<e:Envelope><e:Header><a:RelatesTo>{id}</a:RelatesTo></e:Header><e:Body><d:ProbeMatches><d:ProbeMatch><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>{scopes}</d:Scopes></d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>"
                )
                .into_bytes()
            };
            id.map(|id| vec![said("urn:uuid:nobody"), said(id)]).unwrap_or_default()
        });
    }
}

/// An SNMP agent made of a recording.
pub fn agent(
    at: SocketAddr,
    community: &'static str,
    recording: String,
) -> impl FnOnce(Orders) + Send {
    move |orders| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let shelf: Shelf = [(community.to_owned(), Recording::read(&recording))].into();
            let _replay = Replay::start_at(at, shelf).await.expect("a free port");
            orders.begin();
            while orders.go_on() {
                tokio::time::sleep(LOOK).await;
            }
        });
    }
}
