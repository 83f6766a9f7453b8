//! Values as people read them.

use super::Value;

/// Octets of no text are shown up to here; beyond that their number is.
const OCTETS: usize = 32;

impl Value {
    /// As people read it, in no language: numbers as digits, names with dots, text as text, other
    /// octets as hexadecimal (`00:1a:2b`), time ticks in hundredths of a second. What is not there
    /// is empty.
    pub fn shown(&self) -> String {
        match self {
            Value::Integer(n) => n.to_string(),
            Value::Counter32(n) | Value::Gauge32(n) | Value::TimeTicks(n) => n.to_string(),
            Value::Counter64(n) => n.to_string(),
            Value::Oid(oid) => oid.to_string(),
            Value::IpAddress(ip) => ip.to_string(),
            Value::OctetString(octets) if is_text(octets) => self.as_text().unwrap_or_default(),
            Value::Opaque(octets) => match self.as_f64() {
                Some(number) => number.to_string(),
                None => hexadecimal(octets),
            },
            Value::OctetString(octets) => hexadecimal(octets),
            Value::Null | Value::NoSuchObject | Value::NoSuchInstance | Value::EndOfMibView => {
                String::new()
            }
        }
    }
}

/// Is it meant to be read? Text may end in zeros, as C writes it, but holds no other controls.
fn is_text(octets: &[u8]) -> bool {
    let end = octets.iter().rposition(|octet| *octet != 0).map_or(0, |last| last + 1);
    let control = |octet: &u8| octet.is_ascii_control() && !b"\t\r\n".contains(octet);
    let text = &octets[..end];
    // An address or a mask is shorter than most texts, and seldom all letters.
    let short = matches!(octets.len(), 4 | 6 | 8) && !text.is_ascii();
    !text.iter().any(control) && !short && (end > 0 || octets.is_empty())
}

fn hexadecimal(octets: &[u8]) -> String {
    let shown = &octets[..octets.len().min(OCTETS)];
    let pairs: Vec<String> = shown.iter().map(|octet| format!("{octet:02x}")).collect();
    let more = if octets.len() > OCTETS { "…" } else { "" };
    pairs.join(":") + more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text_and_other_octets_are_hexadecimal() {
        let shown = |octets: &[u8]| Value::OctetString(octets.into()).shown();
        assert_eq!(shown(b"Gi0/3"), "Gi0/3");
        assert_eq!(shown("第二棟".as_bytes()), "第二棟");
        assert_eq!(shown(b"eth0\0"), "eth0", "because C ends texts so");
        assert_eq!(shown(&[0, 0x1a, 0x2b, 3, 4, 5]), "00:1a:2b:03:04:05");
        assert_eq!(shown(&[0xc0, 0xa8, 0xfe, 0xfe]), "c0:a8:fe:fe");
        assert_eq!(shown(&[0, 0, 0, 0]), "00:00:00:00");
        assert_eq!(shown(&[1; 40]).len(), 3 * OCTETS - 1 + "…".len());
        assert_eq!(shown(b""), "");
        assert_eq!(Value::NoSuchObject.shown(), "");
    }
}
