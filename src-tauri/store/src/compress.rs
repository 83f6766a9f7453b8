//! Compressed bodies: the length of the content as LEB128, then zstd (RFC 8878).

use crate::error::SiteError;
use crate::octets::{Malformed, Packer, Unpacker};
use crate::pack::MOST_BYTES;

/// The level that measured best for this content.
const LEVEL: i32 = 3;

/// Compresses a body.
pub(crate) fn squeeze(content: &[u8]) -> Vec<u8> {
    let mut out = Packer::default();
    out.put(content.len() as u64);
    let body = zstd::bulk::compress(content, LEVEL);
    out.0.extend(body.expect("zstd only fails when it runs out of room, which it makes itself"));
    out.0
}

/// Decompresses a body, which may come from anywhere.
pub(crate) fn swell(body: &[u8]) -> Result<Vec<u8>, Malformed> {
    let mut input = Unpacker(body);
    let size = usize::try_from(input.take()?).unwrap_or(usize::MAX);
    if size > MOST_BYTES {
        return Err(Malformed::TOO_LARGE);
    }
    match zstd::bulk::decompress(input.0, size) {
        Ok(content) if content.len() == size => Ok(content),
        Ok(_) | Err(_) => Err(Malformed::NOT_ZSTD),
    }
}

/// Names the row in which something was malformed, or too long to be loaded at all (`None`).
pub(crate) fn row<T>(
    table: &'static str,
    row: impl ToString,
    body: &Option<Vec<u8>>,
    read: impl FnOnce(&[u8]) -> Result<T, Malformed>,
) -> Result<T, SiteError> {
    let body = body.as_deref().ok_or(Malformed::TOO_LARGE);
    body.and_then(read).map_err(|e| SiteError::BadRow {
        table,
        row: row.to_string(),
        detail: e.to_string(),
    })
}
