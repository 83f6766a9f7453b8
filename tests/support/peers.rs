//! Whom words are delivered to: a mail server that is not ours (aiosmtpd) and a web service that
//! fails as told. Both on loopback or on a host of a lab, both gone when dropped.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use crate::lab::Host;

/// A mail server.
#[derive(Debug)]
pub struct Post {
    /// Where it listens.
    pub port: u16,
    child: Child,
    taken: Arc<Mutex<Vec<Value>>>,
}

impl Post {
    /// Starts one on loopback, or says what is missing.
    pub fn open() -> Result<Post, String> {
        Post::start(Ipv4Addr::LOCALHOST, Command::new)
    }

    /// Starts one on a host of a lab.
    pub fn open_on(host: &Host) -> Result<Post, String> {
        Post::start(host.address, |python| host.command(python))
    }

    fn start(at: Ipv4Addr, run: impl Fn(&'static str) -> Command) -> Result<Post, String> {
        let has = |python: &&str| {
            let probe = Command::new(python).args(["-c", "import aiosmtpd"]).output();
            probe.is_ok_and(|out| out.status.success())
        };
        let python = ["/usr/bin/python3", "python3"].into_iter().find(has);
        let python = python.ok_or("python3-aiosmtpd is not installed")?;
        let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri");
        let mut peer = run(python);
        peer.env("PEER_ADDRESS", at.to_string());
        peer.arg(house.join("contacts/tests/support/peer.py")).args(["plain", "-", "-"]);
        let peer = peer.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = peer.map_err(|e| e.to_string())?;
        let mut said = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut port = String::new();
        said.read_line(&mut port).map_err(|e| e.to_string())?;
        let port = port.trim().parse().map_err(|_| "the mail server ended at once".to_owned())?;
        let taken = Arc::<Mutex<Vec<Value>>>::default();
        let kept = Arc::clone(&taken);
        std::thread::spawn(move || {
            for line in said.lines().map_while(Result::ok) {
                let letter = serde_json::from_str(&line).unwrap_or(Value::Null);
                kept.lock().expect("no reader panics").push(letter);
            }
        });
        Ok(Post { port, child, taken })
    }

    /// The `Message-ID` of every letter it has so far.
    pub fn ids(&self) -> Vec<String> {
        let taken = self.taken.lock().expect("no reader panics");
        let id = |letter: &Value| letter["headers"]["message-id"].as_str().map(str::to_owned);
        taken.iter().map(|letter| id(letter).unwrap_or_default()).collect()
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a web service does with a request once it has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Takes it: 200.
    Takes,
    /// Cannot now: 503.
    Fails,
    /// Has it, and never says so.
    IsMum,
}

#[derive(Debug, Default)]
struct Asked {
    next: VecDeque<Manner>,
    keys: Vec<(String, Manner)>,
    mum: Vec<TcpStream>,
}

/// A web service. Its thread waits for connections until the test ends.
#[derive(Debug)]
pub struct Hook {
    /// Where it listens.
    pub port: u16,
    asked: Arc<Mutex<Asked>>,
}

impl Hook {
    /// Starts one on loopback that treats its first requests like this, and takes all that follow.
    pub fn open(first: impl IntoIterator<Item = Manner>) -> Hook {
        Hook::listen(TcpListener::bind("127.0.0.1:0").expect("a free port"), first)
    }

    /// Starts one on a host of a lab.
    pub fn open_on(host: &Host) -> Hook {
        let inside = host.clone();
        let bound = std::thread::spawn(move || {
            inside.enter();
            TcpListener::bind((inside.address, 0)).expect("a free port")
        });
        Hook::listen(bound.join().expect("root may"), [])
    }

    fn listen(listener: TcpListener, first: impl IntoIterator<Item = Manner>) -> Hook {
        let port = listener.local_addr().expect("it is bound").port();
        let asked = Asked { next: first.into_iter().collect(), ..Asked::default() };
        let asked = Arc::new(Mutex::new(asked));
        let shared = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                // Whoever goes away in the middle has asked nothing.
                let _ = answer(stream, &shared);
            }
        });
        Hook { port, asked }
    }

    /// The `Idempotency-Key` of every request so far, and what was done with it.
    pub fn keys(&self) -> Vec<(String, Manner)> {
        self.asked.lock().expect("no listener panics").keys.clone()
    }
}

fn answer(mut stream: TcpStream, asked: &Mutex<Asked>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut key, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            // Whoever goes away before its request is whole has asked nothing.
            return Ok(());
        }
        match line.trim().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("idempotency-key") => {
                key = value.trim().to_owned();
            }
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().unwrap_or(0);
            }
            _ if line.trim().is_empty() => break,
            _ => {}
        }
    }
    reader.take(length).read_to_end(&mut Vec::new())?;
    let mut asked = asked.lock().expect("no listener panics");
    let manner = asked.next.pop_front().unwrap_or(Manner::Takes);
    asked.keys.push((key, manner));
    let status = match manner {
        Manner::Takes => "200 OK",
        Manner::Fails => "503 Service Unavailable",
        Manner::IsMum => {
            asked.mum.push(stream);
            return Ok(());
        }
    };
    let close = "Content-Length: 0\r\nConnection: close";
    write!(stream, "HTTP/1.1 {status}\r\n{close}\r\n\r\n")
}
