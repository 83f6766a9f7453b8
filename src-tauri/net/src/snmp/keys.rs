//! Keys made of pass phrases, once per phrase and not once per agent.
//!
//! RFC 3414 §A.2 stretches a phrase to a mebibyte and hashes that: milliseconds of work, on purpose.
//! What depends on the agent (its engine's identity) is two short hashes more.

use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use async_snmp::{Auth, DesSaltState, MasterKeys, PersistedDesSaltState, UsmConfig};
use hinomi_model::Obstacle;
use hinomi_model::Secret;
use hinomi_model::snmp::{AuthProtocol, Credentials, PrivProtocol, Sealing};
use tokio::sync::OnceCell;

use super::{Trouble, speech};
use crate::answer::shorten;

/// Phrases remembered at most; beyond that the oldest is forgotten and made again when needed.
const MOST: usize = 256;

/// The keys made so far.
pub(super) struct Keys {
    known: Mutex<Vec<Known>>,
    /// DES salts must never repeat under one key (RFC 3414 §8.1.1.1). They are counted here for all
    /// sessions, from an epoch drawn at random for each run of the program.
    pub(super) salts: DesSaltState,
}

struct Known {
    words: Words,
    keys: Arc<OnceCell<MasterKeys>>,
}

#[derive(Clone)]
struct Words {
    auth: AuthProtocol,
    phrase: Secret,
    privacy: Option<(PrivProtocol, Secret)>,
}

impl Default for Keys {
    fn default() -> Keys {
        let epoch = 1 + (RandomState::new().hash_one("epoch") as u32 >> 2);
        let epoch = PersistedDesSaltState::new(epoch).expect("it lies within 31 bits");
        let salts = DesSaltState::restart(epoch, |_| Ok::<(), Infallible>(()))
            .expect("nothing is kept, so keeping cannot fail");
        Keys { known: Mutex::default(), salts }
    }
}

impl Keys {
    /// What the client signs and encrypts with. Takes milliseconds for a phrase that was never
    /// used before, on a thread of its own.
    pub(super) async fn auth(&self, credentials: &Credentials) -> Result<Auth, Trouble> {
        let community = |secret: &Secret| secret.reveal().to_owned();
        let user = match credentials {
            Credentials::V1(secret) => return Ok(Auth::v1(community(secret))),
            Credentials::V2c(secret) => return Ok(Auth::v2c(community(secret))),
            Credentials::V3(user) => user,
        };
        let config = UsmConfig::new(user.name.clone().into_bytes())
            .context_name(user.context.clone().into_bytes());
        let Some(words) = Words::of(&user.sealing) else { return Ok(config.into()) };
        let keys = self.made(words).await?;
        Ok(config.with_master_keys(keys).map_err(our_fault)?.into())
    }

    /// The keys of a user, wherever it is known; `None` of one that has none.
    pub(super) async fn masters(&self, sealing: &Sealing) -> Result<Option<MasterKeys>, Trouble> {
        match Words::of(sealing) {
            Some(words) => self.made(words).await.map(Some),
            None => Ok(None),
        }
    }

    /// Forgets every phrase and what was made of it.
    pub(super) fn forget(&self) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    async fn made(&self, words: Words) -> Result<MasterKeys, Trouble> {
        let cell = self.cell(&words);
        cell.get_or_try_init(|| make(words)).await.cloned()
    }

    fn cell(&self, words: &Words) -> Arc<OnceCell<MasterKeys>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.iter().find(|known| known.words.are(words)) {
            return known.keys.clone();
        }
        if known.len() >= MOST {
            known.remove(0);
        }
        let keys = Arc::<OnceCell<MasterKeys>>::default();
        known.push(Known { words: words.clone(), keys: keys.clone() });
        keys
    }
}

impl Words {
    fn of(sealing: &Sealing) -> Option<Words> {
        match sealing {
            Sealing::None => None,
            Sealing::Signed { auth, phrase } => {
                Some(Words { auth: *auth, phrase: phrase.clone(), privacy: None })
            }
            Sealing::Encrypted { auth, phrase, privacy, privacy_phrase } => {
                let privacy = Some((*privacy, privacy_phrase.clone()));
                Some(Words { auth: *auth, phrase: phrase.clone(), privacy })
            }
        }
    }

    fn are(&self, other: &Words) -> bool {
        let same = |a: &Secret, b: &Secret| a.reveal() == b.reveal();
        let privacy = match (&self.privacy, &other.privacy) {
            (Some((a, phrase)), Some((b, other))) => a == b && same(phrase, other),
            (a, b) => a.is_none() && b.is_none(),
        };
        privacy && self.auth == other.auth && same(&self.phrase, &other.phrase)
    }
}

async fn make(words: Words) -> Result<MasterKeys, Trouble> {
    let stretch = move || {
        let keys = MasterKeys::new(speech::auth(words.auth), words.phrase.reveal().as_bytes())?;
        match &words.privacy {
            None => Ok(keys),
            Some((protocol, phrase)) => {
                keys.with_privacy(speech::privacy(*protocol), phrase.reveal().as_bytes())
            }
        }
    };
    let made = tokio::task::spawn_blocking(stretch).await;
    made.map_err(our_fault)?.map_err(our_fault)
}

fn our_fault(error: impl ToString) -> Trouble {
    Trouble::unable(Obstacle::OurFault { detail: shorten(error) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_phrase_is_stretched_once_and_forgotten_when_it_is_to_be() {
        let keys = Keys::default();
        let phrase = Secret::new("a long phrase");
        let sealing = Sealing::Signed { auth: AuthProtocol::Sha1, phrase };
        let known = || keys.known.lock().unwrap().len();
        for _ in 0..2 {
            assert!(keys.masters(&sealing).await.unwrap().is_some(), "because it signs");
            assert_eq!(known(), 1, "because it is the same phrase");
        }
        keys.forget();
        assert_eq!(known(), 0);
    }
}
