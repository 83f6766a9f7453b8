//! What a host let be known of itself.

use hinomi_model::NodeKind;

use crate::text;

/// Clues kept of one host; a hostile one may say any number of things.
const MOST: usize = 40;

/// One thing a host let be known of itself, or that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clue {
    /// By what it was learnt.
    pub source: Source,
    /// What it is about.
    pub topic: Topic,
    /// What was said: at most 253 characters without control characters, to be shown as text and
    /// never as markup.
    pub text: String,
    /// The kind of thing it speaks for, if for one.
    pub kind: Option<NodeKind>,
}

/// By what something was learnt, the most trusted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// Its SNMP agent said it.
    Snmp,
    /// It said it when asked by WS-Discovery.
    Wsd,
    /// It described itself by UPnP.
    Ssdp,
    /// It announced it by DNS-SD.
    Mdns,
    /// It said it when asked for its NetBIOS names.
    NetBios,
    /// The certificate it shows.
    Tls,
    /// Its web page, or the server behind it.
    Http,
    /// What its SSH server said first.
    Ssh,
    /// The name servers.
    Dns,
    /// The routing table of this PC.
    Route,
    /// The registered owner of its hardware address.
    Mac,
    /// Its open ports.
    Ports,
}

/// What a clue is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// What it is called.
    Name,
    /// What kind of thing it says it is.
    Type,
    /// Who made it.
    Maker,
    /// Which model it is.
    Model,
    /// The title of its page.
    Title,
    /// What it runs.
    Software,
    /// Whom the certificate it shows is for.
    Certificate,
    /// A service it offers.
    Service,
    /// The workgroup or domain it is in.
    Group,
    /// Ports that are open.
    Ports,
    /// Packets for elsewhere leave through it.
    Gateway,
}

/// The clues of one host, each once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clues(Vec<Clue>);

impl Clues {
    /// Adds what was said, made plain; nothing, if nothing is left of it, it is known already, or
    /// too much was said.
    pub(crate) fn hear(&mut self, source: Source, topic: Topic, said: &str) {
        self.enter(source, topic, said, None);
    }

    /// The same for what speaks for a kind by itself.
    pub(crate) fn enter(
        &mut self,
        source: Source,
        topic: Topic,
        said: &str,
        kind: Option<NodeKind>,
    ) {
        let Some(text) = text::name(said) else { return };
        let known = |c: &Clue| (c.source, c.topic, &c.text) == (source, topic, &text);
        if self.0.len() < MOST && !self.0.iter().any(known) {
            self.0.push(Clue { source, topic, text, kind });
        }
    }

    /// Takes those of another record of the same host.
    pub(crate) fn extend(&mut self, others: impl IntoIterator<Item = Clue>) {
        others.into_iter().for_each(|c| self.enter(c.source, c.topic, &c.text, c.kind));
    }

    /// Is anything known from this source?
    pub(crate) fn has(&self, source: Source) -> bool {
        self.0.iter().any(|clue| clue.source == source)
    }

    /// Every clue, the most trusted source first.
    pub(crate) fn sorted(&self) -> Vec<Clue> {
        let mut all = self.0.clone();
        all.sort_by_key(|clue| (clue.source, clue.topic));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clues_are_text_each_once_and_not_too_many() {
        let mut clues = Clues::default();
        clues.hear(Source::Http, Topic::Title, "\u{1b}[31m<b>NAS</b>\r\n");
        clues.hear(Source::Http, Topic::Title, "[31m<b>NAS</b>");
        clues.hear(Source::Snmp, Topic::Name, "nas");
        clues.hear(Source::Mdns, Topic::Name, " \u{0} ");
        let texts: Vec<String> = clues.sorted().into_iter().map(|clue| clue.text).collect();
        assert_eq!(texts, ["nas", "[31m<b>NAS</b>"]);
        for n in 0..1_000 {
            clues.hear(Source::Mdns, Topic::Service, &format!("_x{n}._tcp"));
        }
        assert_eq!(clues.sorted().len(), MOST);
    }
}
