//! Pictures beneath maps.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hinomi_model::{Attachment, MapId};
use hinomi_store::Site;
use hinomi_wire::views::Document;
use hinomi_wire::{Code, Failure};

use crate::failures::of_site;

/// What a picture is, by its first octets; nothing else is kept.
fn mime(content: &[u8]) -> Option<&'static str> {
    match content {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// Keeps a picture's content in the site file.
pub(crate) async fn keep(site: &Site, name: &str, base64: &str) -> Result<Attachment, Failure> {
    let unreadable = |_| Failure::new(Code::CutShort, "The file did not arrive whole. Try again.");
    let content = BASE64.decode(base64).map_err(unreadable)?;
    if mime(&content).is_none() {
        let message = "This is no picture Hinomi can show. Use a PNG, JPEG or WebP file.";
        return Err(Failure::new(Code::CutShort, message));
    }
    site.put_attachment(name, &content).await.map_err(of_site)
}

/// The picture beneath a map.
pub(crate) async fn read(site: &Site, map: MapId) -> Result<Document, Failure> {
    let gone = || Failure::new(Code::NotFound, "There is no picture beneath this map.");
    let maps = site.maps().await.map_err(of_site)?;
    let plan = maps.into_iter().find(|m| m.id == map).and_then(|m| m.plan).ok_or_else(gone)?;
    let content = site.attachment(&plan.image.hash).await.map_err(of_site)?.ok_or_else(gone)?;
    let mime = mime(&content).ok_or_else(gone)?;
    Ok(Document { name: plan.image.name, mime: mime.into(), content: BASE64.encode(content) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_are_pictures() {
        assert_eq!(mime(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(mime(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(mime(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        for other in [&b"<svg onload=1>"[..], b"", b"GIF89a", b"RIFF\0\0\0\0WAVE"] {
            assert_eq!(mime(other), None, "because it could be markup, or is not shown");
        }
    }
}
