//! A letter: what is to be said to one contact, once.

use hinomi_model::notification::Reason;
use hinomi_model::settings::Language;
use hinomi_model::{Grade, IncidentId, Stamp};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What is to be said. Its words are chosen already, in the language of whoever will read them; it
/// holds no links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its identity, the same at every try: the other side can tell a second copy by it.
    pub id: Uuid,
    /// The same for all letters about one thing, so that they can be put together; a letter that
    /// stands alone has its own identity here.
    pub thread: Uuid,
    /// What it is about.
    pub about: About,
    /// How grave it is.
    pub grade: Grade,
    /// One line.
    pub title: String,
    /// A few sentences.
    pub body: String,
    /// The name of the site.
    pub site: String,
    /// When what it tells became known.
    pub at: Stamp,
}

/// What a letter is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// An incident.
    Incident {
        /// Its number.
        number: IncidentId,
        /// Why there is something to say about it now.
        reason: Reason,
        /// The name of the node it is about.
        node: String,
    },
    /// The site as a whole, as when this PC lost its network.
    Notice,
    /// Nothing: it is to be seen whether it arrives.
    Test,
}

impl Letter {
    /// A letter about nothing, to see whether it arrives.
    pub fn test(id: Uuid, language: Language, site: &str, at: Stamp) -> Letter {
        let (title, body) = hinomi_model::words::test_letter(language);
        Letter {
            id,
            thread: id,
            about: About::Test,
            grade: Grade::Ok,
            title: title.into(),
            body: body.into(),
            site: site.into(),
            at,
        }
    }

    /// Does it say that something is over?
    pub fn is_over(&self) -> bool {
        matches!(self.about, About::Incident { reason: Reason::Resolved, .. })
    }

    /// When, as in RFC 3339, in UTC.
    pub(crate) fn when(&self) -> String {
        let at = jiff::Timestamp::from_millisecond(self.at.0).unwrap_or_default();
        at.round(jiff::Unit::Second).unwrap_or(at).to_string()
    }

    /// What it says and whose it is.
    pub(crate) fn signed(&self) -> String {
        format!("{}\n\n{}", self.body.trim_end(), self.site)
    }

    /// Its words under their names, as templates and programs know them. `incident` is the only one
    /// that is not always there.
    pub(crate) fn words(&self) -> Map<String, Value> {
        let (about, number, reason, node) = match &self.about {
            About::Incident { number, reason, node } => {
                ("incident", json!(number), json!(reason), json!(node))
            }
            About::Notice => ("notice", Value::Null, json!(""), json!("")),
            About::Test => ("test", Value::Null, json!(""), json!("")),
        };
        let words = [
            ("id", json!(self.id.to_string())),
            ("thread", json!(self.thread.to_string())),
            ("about", json!(about)),
            ("incident", number),
            ("reason", reason),
            ("node", node),
            ("grade", json!(self.grade)),
            ("over", json!(self.is_over())),
            ("title", json!(self.title)),
            ("body", json!(self.body)),
            ("site", json!(self.site)),
            ("at", json!(self.when())),
        ];
        words.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// An identity made from what it is of, always the same one (RFC 9562 §5.8): the site's, the
/// notification's number and the contact's, say.
pub fn stable_id(parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut id = [0; 16];
    id.copy_from_slice(&hash.finalize()[..16]);
    uuid::Builder::from_custom_bytes(id).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_the_same_for_the_same_things_and_no_others() {
        let id = stable_id(&["site", "12", "3"]);
        assert_eq!(id, stable_id(&["site", "12", "3"]));
        assert_eq!(id.get_version_num(), 8);
        for other in [&["site", "1", "23"][..], &["site", "123"], &["site", "12", "4"]] {
            assert_ne!(id, stable_id(other), "because {other:?} is something else");
        }
    }
}
