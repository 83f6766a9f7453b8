//! Names against name servers that answer, deny and keep silent.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "tests")]

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hinomi_model::check::Family;
use hinomi_model::{Address, Cause, Obstacle};
use hinomi_net::NoAnswer;
use hinomi_net::names::Names;
use tokio::net::UdpSocket;

const LONG: Duration = Duration::from_secs(10);

/// What a name server says to A, AAAA and PTR questions.
#[derive(Clone, Copy)]
enum Says {
    Address,
    NoSuchName,
    NoAddress,
    Failure,
    Garbage,
    Nothing,
}

async fn names(says: Says) -> Names {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let at: SocketAddr = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut room = [0; 1500];
        loop {
            let (got, who) = socket.recv_from(&mut room).await.unwrap();
            if let Some(answer) = answer(&room[..got], says) {
                socket.send_to(&answer, who).await.unwrap();
            }
        }
    });
    Names::with_servers(&[at])
}

/// An answer by hand (RFC 1035 §4.1): the question again, and what the server says.
fn answer(question: &[u8], says: Says) -> Option<Vec<u8>> {
    let end = 12 + question[12..].iter().position(|b| *b == 0)? + 5;
    let kind = question[end - 3];
    let data: &[u8] = match (says, kind) {
        (Says::Address, 1) => &[10, 0, 0, 7],
        (Says::Address, 12) => b"\x03nas\x04home\x00",
        _ => &[],
    };
    let code = match says {
        Says::Nothing => return None,
        Says::Garbage => return Some(question[..2].iter().copied().chain([0xff; 40]).collect()),
        Says::NoSuchName => 3,
        Says::Failure => 2,
        Says::Address | Says::NoAddress => 0,
    };
    let count = u8::from(!data.is_empty());
    let mut message = question[..2].to_vec();
    message.extend([0x81, 0x80 | code, 0, 1, 0, count, 0, 0, 0, 0]);
    message.extend(&question[12..end]);
    if count == 1 {
        message.extend([0xc0, 12, 0, kind, 0, 1, 0, 0, 0, 60, 0, data.len() as u8]);
        message.extend(data);
    }
    Some(message)
}

async fn ask(says: Says, family: Family, timeout: Duration) -> Result<Vec<IpAddr>, NoAnswer> {
    let name = Address::Name("nas.example.jp".into());
    names(says).await.addresses(&name, family, timeout).await
}

#[tokio::test]
async fn a_name_is_resolved_in_the_wanted_family() {
    let found = vec![IpAddr::from([10, 0, 0, 7])];
    assert_eq!(ask(Says::Address, Family::Any, LONG).await, Ok(found.clone()));
    assert_eq!(ask(Says::Address, Family::V4, LONG).await, Ok(found));
    let none = Err(NoAnswer::Failed(Cause::NoSuchName));
    assert_eq!(ask(Says::Address, Family::V6, LONG).await, none, "because it has no AAAA");
}

#[tokio::test]
async fn a_denied_name_is_the_targets_fault() {
    let none = Err(NoAnswer::Failed(Cause::NoSuchName));
    assert_eq!(ask(Says::NoSuchName, Family::Any, LONG).await, none);
    assert_eq!(ask(Says::NoAddress, Family::Any, LONG).await, none);
}

#[tokio::test]
async fn a_name_server_that_does_not_help_is_ours() {
    let ours = Err(NoAnswer::Unable(Obstacle::NoNameServer));
    let short = Duration::from_millis(300);
    assert_eq!(ask(Says::Nothing, Family::Any, short).await, ours);
    assert_eq!(ask(Says::Failure, Family::Any, LONG).await, ours);
    assert_eq!(ask(Says::Garbage, Family::Any, short).await, ours);
}

#[tokio::test]
async fn the_hosts_file_needs_no_name_server() {
    let names = names(Says::Nothing).await;
    let found = names.addresses(&Address::Name("localhost".into()), Family::V4, LONG).await;
    assert_eq!(found, Ok(vec![IpAddr::from([127, 0, 0, 1])]));
}

#[tokio::test]
async fn a_literal_address_is_itself() {
    let names = names(Says::Nothing).await;
    let literal = Address::Ip(IpAddr::from([10, 0, 0, 9]));
    let found = names.addresses(&literal, Family::Any, LONG).await;
    assert_eq!(found, Ok(vec![IpAddr::from([10, 0, 0, 9])]));
}

#[tokio::test]
async fn an_address_has_the_name_its_owner_published() {
    let ip = IpAddr::from([10, 0, 0, 7]);
    let name = names(Says::Address).await.reverse(ip, LONG).await;
    assert_eq!(name.as_deref(), Some("nas.home"));
    assert_eq!(names(Says::NoSuchName).await.reverse(ip, LONG).await, None);
}
