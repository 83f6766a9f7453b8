//! What a server says before it is asked: the first line of SSH (RFC 4253 §4.2) and its like.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};

use crate::answer::shorten;

/// Octets read at most; RFC 4253 allows 255, lines before it left aside.
const LONGEST: usize = 512;

/// The first line that begins with `start`, without what ends it: at most 200 characters of text
/// from the wire; `None` if there is none within `timeout`.
pub async fn read<S>(stream: S, start: &str, timeout: Duration) -> Option<String>
where
    S: AsyncRead + Unpin,
{
    let mut octets = Vec::new();
    let mut limited = stream.take(LONGEST as u64);
    let reading = async {
        loop {
            match limited.read_buf(&mut octets).await {
                Ok(0) | Err(_) => return,
                Ok(_) if line(&octets, start, false).is_some() => return,
                Ok(_) => {}
            }
        }
    };
    // What came until then may do.
    let _ = tokio::time::timeout(timeout, reading).await;
    line(&octets, start, true)
}

fn line(octets: &[u8], start: &str, ended: bool) -> Option<String> {
    let text = String::from_utf8_lossy(octets);
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        if line.starts_with(start) && (ended || lines.peek().is_some()) {
            return Some(shorten(line.trim_end()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(5);

    #[tokio::test]
    async fn the_line_is_read_and_nothing_else() {
        for (said, want) in [
            (
                "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\0\0binary",
                Some("SSH-2.0-OpenSSH_9.2p1 Debian-2"),
            ),
            ("Go away.\r\nSSH-2.0-ROSSSH\r\n", Some("SSH-2.0-ROSSSH")),
            ("SSH-1.99-Cisco-1.25", Some("SSH-1.99-Cisco-1.25")),
            ("HTTP/1.0 400 Bad Request\r\n\r\n", None),
            ("", None),
        ] {
            let line = read(said.as_bytes(), "SSH-", SOON).await;
            assert_eq!(line.as_deref(), want, "from {said:?}");
        }
        let flood = "x\n".repeat(100_000) + "SSH-2.0-late\n";
        assert_eq!(read(flood.as_bytes(), "SSH-", SOON).await, None, "because it comes too late");
        let (silent, _kept) = tokio::io::duplex(64);
        assert_eq!(read(silent, "SSH-", Duration::from_millis(30)).await, None);
    }
}
