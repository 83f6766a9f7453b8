//! Sealing: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with a random nonce in front, and keys
//! from passphrases by Argon2id (RFC 9106). What a thing is about is sealed with it, so that it
//! cannot be passed off as another.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hinomi_model::Secret;
use zeroize::Zeroizing;

use super::error::VaultError;

/// Octets of a key.
const KEY: usize = 32;
/// Octets of a nonce, which stands in front of what is sealed.
const NONCE: usize = 24;
/// What is sealed comes in blocks of this many octets, so that its length says little.
const BLOCK: usize = 64;

/// A key. Wiped when dropped; it has no `Debug` and cannot be written anywhere by deriving.
pub(super) struct Key(Zeroizing<[u8; KEY]>);

impl Key {
    /// A new one, by chance.
    pub(super) fn random() -> Result<Key, VaultError> {
        let mut key = Zeroizing::new([0; KEY]);
        fill(&mut *key)?;
        Ok(Key(key))
    }

    /// The octets of a key as they were kept; `None` if they are no key.
    pub(super) fn from_octets(octets: &[u8]) -> Option<Key> {
        Some(Key(Zeroizing::new(octets.try_into().ok()?)))
    }

    /// Its octets, to be kept.
    pub(super) fn octets(&self) -> &[u8] {
        &*self.0
    }

    /// Seals `plain`, saying what it is about.
    pub(super) fn seal(&self, about: &str, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut sealed = vec![0; NONCE];
        fill(&mut sealed)?;
        let nonce = XNonce::try_from(&sealed[..]).expect("a nonce has this many octets");
        let block = pad(plain);
        let payload = Payload { msg: &block, aad: about.as_bytes() };
        let body = self.cipher().encrypt(&nonce, payload).expect("secrets are small");
        sealed.extend(body);
        Ok(sealed)
    }

    /// Opens what was sealed with this key and about this; `None` if it was not.
    pub(super) fn open(&self, about: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, body) = sealed.split_at_checked(NONCE)?;
        let nonce = XNonce::try_from(nonce).ok()?;
        let payload = Payload { msg: body, aad: about.as_bytes() };
        let block = Zeroizing::new(self.cipher().decrypt(&nonce, payload).ok()?);
        let (long, rest) = block.split_at_checked(4)?;
        let long = u32::from_le_bytes(long.try_into().ok()?);
        Some(Zeroizing::new(rest.get(..usize::try_from(long).ok()?)?.to_vec()))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new_from_slice(&*self.0).expect("a key has this many octets")
    }
}

/// Length, octets, zeroes up to a whole block.
fn pad(plain: &[u8]) -> Zeroizing<Vec<u8>> {
    let long = (4 + plain.len()).next_multiple_of(BLOCK);
    // Made at once: growing would leave copies behind.
    let mut block = Zeroizing::new(Vec::with_capacity(long));
    let n = u32::try_from(plain.len()).expect("secrets are small");
    block.extend(n.to_le_bytes());
    block.extend(plain);
    block.resize(long, 0);
    block
}

fn fill(octets: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(octets).map_err(|error| VaultError::Exhausted { detail: error.to_string() })
}

/// How a passphrase becomes a key: salt and cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Recipe {
    pub(crate) salt: [u8; 16],
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
}

impl Recipe {
    /// RFC 9106's second recommendation, for machines that have other things to do, too.
    pub(super) fn new() -> Result<Recipe, VaultError> {
        let mut salt = [0; 16];
        fill(&mut salt)?;
        Ok(Recipe { salt, memory_kib: 64 * 1024, passes: 3, lanes: 4 })
    }

    /// Is the cost one we are willing to pay? A file from elsewhere could ask for any.
    pub(crate) fn is_sane(&self) -> bool {
        (8 * 1024..=1024 * 1024).contains(&self.memory_kib)
            && (1..=20).contains(&self.passes)
            && (1..=16).contains(&self.lanes)
    }

    /// The key of a passphrase; some tenths of a second on a thread of its own.
    pub(super) async fn key(self, passphrase: &Secret) -> Result<Key, VaultError> {
        let passphrase = passphrase.clone();
        let derived = tokio::task::spawn_blocking(move || self.derive(&passphrase)).await;
        derived.map_err(|error| VaultError::Exhausted { detail: error.to_string() })?
    }

    fn derive(&self, passphrase: &Secret) -> Result<Key, VaultError> {
        let failed = |error: argon2::Error| VaultError::Exhausted { detail: error.to_string() };
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(KEY));
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.map_err(failed)?);
        let mut key = Zeroizing::new([0; KEY]);
        let text = passphrase.reveal().as_bytes();
        argon.hash_password_into(text, &self.salt, &mut *key).map_err(failed)?;
        Ok(Key(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_with_its_key_and_about_itself_only() {
        let (key, other) = (Key::random().unwrap(), Key::random().unwrap());
        let sealed = key.seal("1 mail_password", b"tower").unwrap();
        assert_eq!(key.open("1 mail_password", &sealed).unwrap().as_slice(), b"tower");
        assert!(key.open("2 mail_password", &sealed).is_none(), "because it is about another row");
        assert!(other.open("1 mail_password", &sealed).is_none(), "because the key is another");
        for n in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[n] ^= 1;
            assert!(key.open("1 mail_password", &bent).is_none(), "because octet {n} was bent");
            assert!(key.open("1 mail_password", &sealed[..n]).is_none(), "because it was cut");
        }
    }

    #[test]
    fn the_same_twice_looks_different_and_equally_long() {
        let key = Key::random().unwrap();
        let seal = |text: &str| key.seal("1", text.as_bytes()).unwrap();
        assert_ne!(seal("public"), seal("public"), "because the nonce is by chance");
        assert_eq!(seal("public").len(), seal("a long community of another vendor").len());
        for long in [0, 1, 59, 60, 61, 5_000] {
            let plain = vec![7; long];
            let sealed = key.seal("1", &plain).unwrap();
            assert_eq!(key.open("1", &sealed).unwrap().as_slice(), plain);
        }
    }

    #[test]
    fn argon2id_agrees_with_its_reference() {
        // From the reference implementation's own tests (v 1.3, t = 2, m = 2^16, p = 1).
        let mut salt = [0; 16];
        salt[..8].copy_from_slice(b"somesalt");
        let params = Params::new(1 << 16, 2, 1, Some(KEY)).unwrap();
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut key = [0; KEY];
        argon.hash_password_into(b"password", &salt[..8], &mut key).unwrap();
        let hex: String = key.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }
}
