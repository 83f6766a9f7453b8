//! Hardware addresses (EUI-48).

use std::fmt;
use std::str::FromStr;

/// A hardware address, written lower case with colons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mac(pub [u8; 6]);

/// The text is no hardware address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a hardware address")]
pub struct NotAMac;

impl Mac {
    /// Six octets that are one box's; `None` for zeros, groups and what routers share between them
    /// (VRRP, RFC 5798 §7.3; HSRP and GLBP).
    pub fn of_a_box(octets: &[u8]) -> Option<Mac> {
        let octets: [u8; 6] = octets.try_into().ok()?;
        let shared = matches!(
            octets,
            [0x00, 0x00, 0x5e, 0x00, 0x01 | 0x02, _]
                | [0x00, 0x00, 0x0c, 0x07, 0xac, _]
                | [0x00, 0x00, 0x0c, 0x9f, 0xf0..=0xff, _]
                | [0x00, 0x07, 0xb4, 0x00, _, _]
        );
        (octets != [0; 6] && octets[0] & 1 == 0 && !shared).then_some(Mac(octets))
    }

    /// Is it made up for this network alone, as telephones do, and no registered one (IEEE 802c)?
    /// Hypervisors make theirs up, too, but keep to them.
    pub fn is_private(self) -> bool {
        self.0[0] & 2 != 0 && !self.is_virtual()
    }

    /// Is it one that hypervisors give to their guests?
    pub fn is_virtual(self) -> bool {
        const MAKERS: [[u8; 3]; 9] = [
            [0x00, 0x05, 0x69],
            [0x00, 0x0c, 0x29],
            [0x00, 0x15, 0x5d],
            [0x00, 0x16, 0x3e],
            [0x00, 0x1c, 0x14],
            [0x00, 0x50, 0x56],
            [0x08, 0x00, 0x27],
            [0x52, 0x54, 0x00],
            [0xbc, 0x24, 0x11],
        ];
        MAKERS.iter().any(|maker| self.0.starts_with(maker))
    }
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl FromStr for Mac {
    type Err = NotAMac;
    /// Reads what people and systems write: with colons, hyphens, dots or nothing between.
    fn from_str(text: &str) -> Result<Mac, NotAMac> {
        let digits: String =
            text.trim().chars().filter(|c| !matches!(c, ':' | '-' | '.')).collect();
        if digits.len() != 12 || !digits.is_ascii() {
            return Err(NotAMac);
        }
        let mut octets = [0; 6];
        for (n, octet) in octets.iter_mut().enumerate() {
            let pair = &digits[2 * n..2 * n + 2];
            *octet = u8::from_str_radix(pair, 16).map_err(|_| NotAMac)?;
        }
        Ok(Mac(octets))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hardware_addresses_are_read_as_they_are_written_anywhere() {
        let want = Ok(Mac([0, 0x1b, 0xa9, 1, 2, 3]));
        for text in ["00:1B:a9:01:02:03", "00-1b-a9-01-02-03", "001b.a901.0203", "001ba9010203"] {
            assert_eq!(text.parse(), want, "{text}");
        }
        for text in ["", "00:1b:a9:01:02", "00:1b:a9:01:02:zz", "日本語で書いた"] {
            assert_eq!(text.parse::<Mac>(), Err(NotAMac), "{text}");
        }
    }

    #[test]
    fn what_several_boxes_share_is_nobodys() {
        for shared in [[0u8; 6], [1, 0, 0x5e, 0, 0, 1], [0, 0, 0x5e, 0, 1, 7], [0xff; 6]] {
            assert_eq!(Mac::of_a_box(&shared), None, "{shared:02x?}");
        }
        assert!(Mac::of_a_box(&[0, 0, 0x5e, 0, 0x53, 1]).is_some());
    }
}
