//! What lies in the file: the data key as it is locked, and secrets as they are sealed.

use std::sync::Arc;

use hinomi_model::{Secret, SecretId, SecretKind};

use super::error::VaultError;
use super::keychain::Keychain;
use super::seal::{Key, Recipe};

/// How the data key is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Locks {
    /// The vault's name, under which its key stands in a keychain.
    pub(crate) name: String,
    /// The data key, sealed by the keychain's.
    pub(crate) keychain: Option<Vec<u8>>,
    /// The data key, sealed by the passphrase's.
    pub(crate) passphrase: Option<(Recipe, Vec<u8>)>,
}

/// A secret as it lies in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sealed {
    pub(crate) id: SecretId,
    pub(crate) kind: SecretKind,
    pub(crate) sealed: Vec<u8>,
}

impl Sealed {
    pub(super) fn close(
        key: &Key,
        id: SecretId,
        kind: SecretKind,
        secret: &Secret,
    ) -> Result<Sealed, VaultError> {
        let sealed = key.seal(&Sealed::about(id, kind), secret.reveal().as_bytes())?;
        Ok(Sealed { id, kind, sealed })
    }

    pub(super) fn open(&self, key: &Key) -> Result<Secret, VaultError> {
        let tampered = || VaultError::Tampered { id: self.id };
        let octets =
            key.open(&Sealed::about(self.id, self.kind), &self.sealed).ok_or_else(tampered)?;
        Ok(Secret::new(std::str::from_utf8(&octets).map_err(|_| tampered())?))
    }

    fn about(id: SecretId, kind: SecretKind) -> String {
        format!("hinomi secret 1: {id} {}", crate::document::word(&kind))
    }
}

impl Locks {
    const ABOUT: &str = "hinomi vault 1";

    /// A vault nobody can open yet.
    pub(super) fn new() -> Result<Locks, VaultError> {
        let name = Key::random()?.octets()[..16].iter().map(|b| format!("{b:02x}")).collect();
        Ok(Locks { name, keychain: None, passphrase: None })
    }

    /// Seals the data key by the keychain's key.
    pub(super) fn close_by_keychain(&mut self, by: &Key, data: &Key) -> Result<(), VaultError> {
        self.keychain = Some(by.seal(Locks::ABOUT, data.octets())?);
        Ok(())
    }

    /// Seals the data key by the passphrase's key.
    pub(super) fn close_by_passphrase(
        &mut self,
        recipe: Recipe,
        by: &Key,
        data: &Key,
    ) -> Result<(), VaultError> {
        self.passphrase = Some((recipe, by.seal(Locks::ABOUT, data.octets())?));
        Ok(())
    }

    fn open(by: &Key, sealed: &[u8]) -> Option<Arc<Key>> {
        let octets = by.open(Locks::ABOUT, sealed)?;
        Key::from_octets(&octets).map(Arc::new)
    }

    /// The data key, by a passphrase; `None` if it is not the one.
    pub(super) async fn open_by_passphrase(
        &self,
        passphrase: &Secret,
    ) -> Result<Option<Arc<Key>>, VaultError> {
        let Some((recipe, sealed)) = &self.passphrase else { return Ok(None) };
        Ok(Locks::open(&recipe.key(passphrase).await?, sealed))
    }

    /// The data key, by this PC's keychain; `None` if it does not have it.
    pub(super) async fn open_by_keychain(
        &self,
        keychain: Option<Keychain>,
    ) -> Result<Option<Arc<Key>>, VaultError> {
        let (Some(keychain), Some(sealed)) = (keychain, &self.keychain) else { return Ok(None) };
        Ok(keychain.key(&self.name).await?.and_then(|by| Locks::open(&by, sealed)))
    }
}
