//! Which addresses to look at, as people write them.

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use hinomi_model::settings::Language;
use hinomi_model::words;
use ipnet::Ipv4Net;

/// A set of IPv4 addresses: ascending, without overlaps, never empty, at most [`Ranges::MOST`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranges(Vec<RangeInclusive<u32>>);

/// A text that says no addresses to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeError {
    /// The very piece of text that is wrong, cut to 80 characters; empty if nothing was given.
    pub text: String,
    /// What is wrong with it.
    pub problem: RangeProblem,
}

/// What is wrong with a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeProblem {
    /// Nothing was given.
    Nothing,
    /// It cannot be read.
    Unreadable,
    /// It is an IPv6 address or network, which is too large to try address by address.
    Ipv6,
    /// The end lies before the start.
    Backwards,
    /// No host can have such an address: multicast, reserved or unspecified.
    NoHosts,
    /// Together with what stands before it there are more than [`Ranges::MOST`] addresses.
    TooMany,
}

impl RangeError {
    /// What is wrong, and what to type instead.
    pub fn words(&self, lang: Language) -> String {
        let (text, problem) = (words::tame(&self.text, 80), self.problem.words(lang));
        match (self.problem, lang) {
            (RangeProblem::Nothing, _) => problem.into(),
            (_, Language::En) => format!("“{text}”: {problem}"),
            (_, Language::Ja) => format!("「{text}」：{problem}"),
        }
    }
}

impl std::fmt::Display for RangeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words(Language::En))
    }
}

impl std::error::Error for RangeError {}

impl RangeProblem {
    fn words(self, lang: Language) -> &'static str {
        let (en, ja) = match self {
            RangeProblem::Nothing => (
                "say where to look, for example 192.168.1.0/24, 192.168.1.7 or 192.168.1.5-40",
                "探索範囲の指定が必要（例：192.168.1.0/24、192.168.1.7、192.168.1.5-40）",
            ),
            RangeProblem::Unreadable => (
                "not a range; type for example 192.168.1.0/24, 192.168.1.7 or 192.168.1.5-40",
                "範囲として読めない値（例：192.168.1.0/24、192.168.1.7、192.168.1.5-40）",
            ),
            RangeProblem::Ipv6 => (
                "IPv6 cannot be swept address by address; add such nodes by their address",
                "IPv6は探索不可。ノードはアドレスを指定して追加",
            ),
            RangeProblem::Backwards => (
                "the range ends before it starts; swap the two",
                "範囲の終わりが始まりより前。順序を入れ替えて指定",
            ),
            RangeProblem::NoHosts => (
                "no host can have such an address; type the range your hosts are in",
                "機器に割り当てられないアドレス。機器のある範囲を指定",
            ),
            RangeProblem::TooMany => (
                "more than 65,536 addresses in all; type a smaller piece such as a /24",
                "合計65,536アドレス超。/24など、より狭い範囲を指定",
            ),
        };
        match lang {
            Language::En => en,
            Language::Ja => ja,
        }
    }
}

impl Ranges {
    /// Addresses at most: a /16.
    pub const MOST: u32 = 65_536;

    /// The hosts of one subnet.
    ///
    /// Errors: as [`parse_ranges`].
    pub fn subnet(net: Ipv4Net) -> Result<Ranges, RangeError> {
        parse_ranges(&[net.to_string()])
    }

    /// How many addresses there are.
    pub fn len(&self) -> u32 {
        self.0.iter().map(|r| r.end() - r.start() + 1).sum()
    }

    /// Always false: there is no empty set of ranges.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every address, ascending.
    pub fn iter(&self) -> impl Iterator<Item = Ipv4Addr> + '_ {
        self.0.iter().flat_map(|r| r.clone().map(Ipv4Addr::from))
    }

    /// Is this address one of them?
    pub fn contains(&self, address: Ipv4Addr) -> bool {
        let address = u32::from(address);
        let after = self.0.partition_point(|r| *r.end() < address);
        self.0.get(after).is_some_and(|r| r.contains(&address))
    }

    /// The piece that begins after so many pieces of so many addresses each; `None` beyond the end.
    pub fn piece(&self, number: u32, size: u32) -> Option<Ranges> {
        let skip = number as usize * size as usize;
        let mut piece = Ranges(Vec::new());
        for ip in self.iter().skip(skip).take(size as usize) {
            let ip = u32::from(ip);
            match piece.0.last_mut() {
                Some(last) if *last.end() + 1 == ip => *last = *last.start()..=ip,
                _ => piece.0.push(ip..=ip),
            }
        }
        (!piece.0.is_empty()).then_some(piece)
    }

    /// These without those; `None` if nothing is left.
    pub fn without(&self, those: &Ranges) -> Option<Ranges> {
        let mut left = Vec::new();
        for range in &self.0 {
            let mut start = u64::from(*range.start());
            for gone in those.0.iter().filter(|gone| gone.end() >= range.start()) {
                if u64::from(*gone.start()) > start {
                    left.push(start as u32..=range.end().min(&(gone.start() - 1)).to_owned());
                }
                start = start.max(u64::from(*gone.end()) + 1);
            }
            if start <= u64::from(*range.end()) {
                left.push(start as u32..=*range.end());
            }
        }
        left.retain(|range| !range.is_empty());
        (!left.is_empty()).then_some(Ranges(left))
    }

    fn enter(&mut self, new: RangeInclusive<u32>) {
        self.0.push(new);
        self.0.sort_by_key(|r| *r.start());
        self.0.dedup_by(|later, kept| {
            let touches = *later.start() <= kept.end().saturating_add(1);
            if touches {
                *kept = *kept.start()..=*kept.end().max(later.end());
            }
            touches
        });
    }
}

/// Reads subnets (`10.0.0.0/24`, without network and broadcast address), single addresses and
/// ranges (`10.0.0.5-40`, `10.0.0.5-10.0.1.40`); several in one text are parted by commas or space.
///
/// Errors: the first piece that is wrong, what is wrong with it, and what to type.
pub fn parse_ranges(texts: &[String]) -> Result<Ranges, RangeError> {
    let mut ranges = Ranges(Vec::new());
    for piece in texts.iter().flat_map(|text| pieces(text)) {
        let wrong = |problem| RangeError { text: piece.chars().take(80).collect(), problem };
        ranges.enter(parse(&piece).map_err(wrong)?);
        if ranges.len() > Ranges::MOST {
            return Err(wrong(RangeProblem::TooMany));
        }
    }
    if ranges.0.is_empty() {
        return Err(RangeError { text: String::new(), problem: RangeProblem::Nothing });
    }
    Ok(ranges)
}

/// `10.0.0.5 - 40, 10.0.1.7` has two pieces.
fn pieces(text: &str) -> Vec<String> {
    let parted = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '，');
    let joined = text.split('-').map(|part| part.trim()).collect::<Vec<_>>().join("-");
    joined.split(parted).filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
}

fn parse(piece: &str) -> Result<RangeInclusive<u32>, RangeProblem> {
    if piece.contains(':') {
        return Err(RangeProblem::Ipv6);
    }
    let (start, end) = if piece.contains('/') {
        let net: Ipv4Net = piece.parse().map_err(|_| RangeProblem::Unreadable)?;
        hosts(net)?
    } else if let Some((start, end)) = piece.split_once('-') {
        let start = address(start)?;
        (start, last(start, end)?)
    } else {
        let one = address(piece)?;
        (one, one)
    };
    if end < start {
        return Err(RangeProblem::Backwards);
    }
    let hostless = |ip: Ipv4Addr| ip.octets()[0] == 0 || ip.octets()[0] >= 224;
    if hostless(start) || hostless(end) {
        return Err(RangeProblem::NoHosts);
    }
    if u32::from(end) - u32::from(start) >= Ranges::MOST {
        return Err(RangeProblem::TooMany);
    }
    Ok(u32::from(start)..=u32::from(end))
}

/// First and last host of a subnet: all of a /31 (RFC 3021) and of a /32.
fn hosts(net: Ipv4Net) -> Result<(Ipv4Addr, Ipv4Addr), RangeProblem> {
    if net.prefix_len() < 16 {
        return Err(RangeProblem::TooMany);
    }
    let (network, broadcast) = (u32::from(net.network()), u32::from(net.broadcast()));
    Ok(match net.prefix_len() {
        31 | 32 => (net.network(), net.broadcast()),
        _ => ((network + 1).into(), (broadcast - 1).into()),
    })
}

fn address(text: &str) -> Result<Ipv4Addr, RangeProblem> {
    text.parse().map_err(|_| RangeProblem::Unreadable)
}

/// The end of a range: a whole address, or its last number alone.
fn last(start: Ipv4Addr, text: &str) -> Result<Ipv4Addr, RangeProblem> {
    if text.contains('.') {
        return address(text);
    }
    let [a, b, c, _] = start.octets();
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let d = text.parse().ok().filter(|_| digits).ok_or(RangeProblem::Unreadable)?;
    Ok(Ipv4Addr::new(a, b, c, d))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Ranges, RangeError> {
        parse_ranges(&[text.to_owned()])
    }

    #[test]
    fn ranges_are_read_as_people_write_them() {
        for (text, count, first, last) in [
            ("10.0.0.0/24", 254, "10.0.0.1", "10.0.0.254"),
            ("10.0.0.77/24", 254, "10.0.0.1", "10.0.0.254"),
            ("10.0.0.4/30", 2, "10.0.0.5", "10.0.0.6"),
            ("10.0.0.4/31", 2, "10.0.0.4", "10.0.0.5"),
            ("10.0.0.4/32", 1, "10.0.0.4", "10.0.0.4"),
            ("10.0.0.7", 1, "10.0.0.7", "10.0.0.7"),
            ("10.0.0.5-40", 36, "10.0.0.5", "10.0.0.40"),
            ("10.0.0.5 - 40", 36, "10.0.0.5", "10.0.0.40"),
            ("10.0.0.250-10.0.1.5", 12, "10.0.0.250", "10.0.1.5"),
            ("10.0.0.1, 10.0.0.2 10.0.0.9、10.0.0.2", 3, "10.0.0.1", "10.0.0.9"),
            ("172.16.0.0/16", 65_534, "172.16.0.1", "172.16.255.254"),
            ("127.0.0.0/28", 14, "127.0.0.1", "127.0.0.14"),
        ] {
            let ranges = read(text).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(ranges.len(), count, "{text}");
            assert_eq!(ranges.iter().count() as u32, count, "{text}");
            assert_eq!(ranges.iter().next().map(|ip| ip.to_string()).as_deref(), Some(first));
            assert_eq!(ranges.iter().last().map(|ip| ip.to_string()).as_deref(), Some(last));
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_reason() {
        use RangeProblem::*;
        for (text, piece, problem) in [
            ("", "", Nothing),
            (" , ", "", Nothing),
            ("10.0.0.1 10.0.0.300", "10.0.0.300", Unreadable),
            ("10.0.0.1-+4", "10.0.0.1-+4", Unreadable),
            ("10.0.0.1-", "10.0.0.1-", Unreadable),
            ("-", "-", Unreadable),
            ("10.0.0.1-2-3", "10.0.0.1-2-3", Unreadable),
            ("10.0.0.0/33", "10.0.0.0/33", Unreadable),
            ("printer", "printer", Unreadable),
            ("fe80::/64", "fe80::/64", Ipv6),
            ("10.0.0.40-5", "10.0.0.40-5", Backwards),
            ("224.0.0.0/24", "224.0.0.0/24", NoHosts),
            ("0.0.0.0/24", "0.0.0.0/24", NoHosts),
            ("255.255.255.255", "255.255.255.255", NoHosts),
            ("10.0.0.0/15", "10.0.0.0/15", TooMany),
            ("0.0.0.0/0", "0.0.0.0/0", TooMany),
            ("10.0.0.0-10.1.0.0", "10.0.0.0-10.1.0.0", TooMany),
            ("10.0.0.0/16 10.2.0.0/16", "10.2.0.0/16", TooMany),
        ] {
            let want = RangeError { text: piece.to_owned(), problem };
            assert_eq!(read(text), Err(want), "because {text:?} is wrong there");
        }
        let wrong = read("10.0.0.300").unwrap_err();
        for (lang, says) in [(Language::En, "not a range"), (Language::Ja, "範囲として読めない")]
        {
            let words = wrong.words(lang);
            let whole = ["10.0.0.300", "192.168.1.0/24", says].iter().all(|s| words.contains(s));
            assert!(whole, "because it says what to type: {words}");
        }
    }

    #[test]
    fn contains_agrees_with_iter() {
        let ranges = read("10.0.0.5-7 10.0.0.9 10.0.0.20-30 10.0.0.25-33").unwrap();
        let all: Vec<Ipv4Addr> = ranges.iter().collect();
        for d in 0..=40 {
            let ip = Ipv4Addr::new(10, 0, 0, d);
            assert_eq!(ranges.contains(ip), all.contains(&ip), "{ip}");
        }
        assert_eq!(all.len(), 3 + 1 + 14, "because overlaps count once");
    }

    #[test]
    fn what_is_excluded_is_not_looked_at() {
        for (all, those, want) in [
            ("10.0.0.0/29", "10.0.0.3", "10.0.0.1-2 10.0.0.4-6"),
            ("10.0.0.0/29", "10.0.0.1-2", "10.0.0.3-6"),
            ("10.0.0.0/29", "10.0.0.5-9", "10.0.0.1-4"),
            ("10.0.0.0/29", "10.0.1.0/24", "10.0.0.1-6"),
            ("10.0.0.1-3 10.0.0.7-9", "10.0.0.2-8", "10.0.0.1 10.0.0.9"),
            ("10.0.0.1-9", "10.0.0.2 10.0.0.4-5 10.0.0.9", "10.0.0.1 10.0.0.3 10.0.0.6-8"),
        ] {
            let left = read(all).unwrap().without(&read(those).unwrap());
            assert_eq!(left, read(want).ok(), "{all} without {those}");
        }
        assert_eq!(read("10.0.0.1-3").unwrap().without(&read("10.0.0.0/24").unwrap()), None);
    }

    proptest::proptest! {
        #[test]
        fn without_agrees_with_contains(
            all in "(10\\.0\\.0\\.[1-9]{1,2} ){1,4}",
            those in "(10\\.0\\.0\\.[1-4]-[5-9][0-9] ){1,3}",
        ) {
            let (all, those) = (read(&all).unwrap(), read(&those).unwrap());
            let want: Vec<Ipv4Addr> = all.iter().filter(|ip| !those.contains(*ip)).collect();
            let left = all.without(&those);
            assert_eq!(left.iter().flat_map(Ranges::iter).collect::<Vec<_>>(), want);
        }

        #[test]
        fn no_text_breaks_it(text in "[0-9./:, a-z-]{0,40}") {
            if let Ok(ranges) = read(&text) {
                assert!((1..=Ranges::MOST).contains(&ranges.len()));
            }
        }
    }
}
