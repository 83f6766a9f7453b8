//! A WebDriver client as small as these tests need (W3C WebDriver, Level 1): one driver, one
//! session, plain HTTP/1.1 on loopback. A ready-made client would turn on features of the
//! workspace's JSON crate for the product itself.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The key under which an element travels (§ 11, "web element identifier").
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// A driver that has not answered by then never will.
const PATIENCE: Duration = Duration::from_secs(60);

/// An element of the page, as the driver knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(String);

impl Element {
    /// As an argument of a script.
    pub fn as_argument(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }

    /// From what a command or a script gave.
    pub fn from_value(value: &Value) -> Option<Element> {
        Some(Element(value.get(ELEMENT)?.as_str()?.to_owned()))
    }
}

/// What the driver would not do: its error code (§ 6.6) and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Such as `no such element`.
    pub code: String,
    /// In words.
    pub message: String,
}

/// A driver with one session in one application; both end when it is dropped.
#[derive(Debug)]
pub struct Driver {
    process: Child,
    port: u16,
    session: String,
}

impl Driver {
    /// Starts `WebKitWebDriver` and, through it, the application. `command` is the driver's own,
    /// with the environment that the application inherits.
    pub fn start(mut command: Command, app: &Path, args: &[&str]) -> Driver {
        let port = free_port();
        command.arg("--host=127.0.0.1").arg(format!("--port={port}")).stdin(Stdio::null());
        let process = command.spawn().expect("WebKitWebDriver is installed (webkit2gtk-driver)");
        let mut driver = Driver { process, port, session: String::new() };
        driver.wait_until_ready();
        let options = json!({ "binary": app, "args": args });
        let wanted = json!({ "alwaysMatch": { "webkitgtk:browserOptions": options } });
        let opened = driver.ask("POST", "/session", &json!({ "capabilities": wanted }));
        let opened = opened.unwrap_or_else(|why| panic!("the window did not open: {why:?}"));
        driver.session = opened["sessionId"].as_str().expect("a session has a name").to_owned();
        driver
    }

    /// The driver's process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// A command of the session that gives something.
    pub fn get(&self, path: &str) -> Result<Value, Refusal> {
        self.ask("GET", &format!("/session/{}{path}", self.session), &Value::Null)
    }

    /// A command of the session that does something.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Refusal> {
        self.ask("POST", &format!("/session/{}{path}", self.session), body)
    }

    /// The elements that match a selector, in the order of the document.
    pub fn elements(&self, css: &str) -> Result<Vec<Element>, Refusal> {
        let found = self.post("/elements", &json!({ "using": "css selector", "value": css }))?;
        Ok(found.as_array().into_iter().flatten().filter_map(Element::from_value).collect())
    }

    /// Presses an element as a pointer would; refused if something lies over it.
    pub fn click(&self, element: &Element) -> Result<Value, Refusal> {
        self.post(&format!("/element/{}/click", element.0), &json!({}))
    }

    /// Types into an element.
    pub fn type_into(&self, element: &Element, text: &str) -> Result<Value, Refusal> {
        self.post(&format!("/element/{}/value", element.0), &json!({ "text": text }))
    }

    fn wait_until_ready(&self) {
        let begun = Instant::now();
        while !self.ask("GET", "/status", &Value::Null).is_ok_and(|s| s["ready"] == true) {
            assert!(begun.elapsed() < PATIENCE, "the driver is not ready");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, Refusal> {
        let (status, reply) = self.exchange(method, path, body).map_err(|why| Refusal {
            code: "no answer".into(),
            message: format!("{method} {path}: {why}"),
        })?;
        let value = reply["value"].clone();
        if status == 200 {
            return Ok(value);
        }
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        Err(Refusal { code: text("error"), message: text("message") })
    }

    /// One request on a connection of its own (RFC 9112); the driver always says how long its
    /// answer is.
    fn exchange(&self, method: &str, path: &str, body: &Value) -> std::io::Result<(u16, Value)> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let host = format!("127.0.0.1:{}", self.port);
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply)?;
        let odd = |why: &str| std::io::Error::other(why.to_owned());
        let end = reply.windows(4).position(|w| w == b"\r\n\r\n").ok_or_else(|| odd("no head"))?;
        let head = String::from_utf8_lossy(&reply[..end]);
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok());
        let body = serde_json::from_slice(&reply[end + 4..])?;
        Ok((status.ok_or_else(|| odd("no status"))?, body))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The application may be gone already.
        let _ = self.ask("DELETE", &format!("/session/{}", self.session), &Value::Null);
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port nobody uses now. Somebody could take it before the driver does; then the driver says so.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
    listener.local_addr().expect("it is bound").port()
}
