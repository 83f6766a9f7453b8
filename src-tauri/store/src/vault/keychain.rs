//! The keychain of this PC: Secret Service on Linux, Keychain on macOS, Credential Manager on
//! Windows. It holds one key per vault, under the vault's name.

use std::time::Duration;

use keyring::Entry;
use zeroize::Zeroizing;

use super::error::VaultError;
use super::seal::Key;

/// Under which our keys stand in the keychain, for people who look into it.
const SERVICE: &str = "Hinomi";

/// A keychain may ask its owner for a password first; longer than this we do not wait.
const PATIENCE: Duration = Duration::from_secs(60);

/// The keychain of this PC. That it is there was seen once; it may be locked since.
#[derive(Debug, Clone, Copy)]
pub struct Keychain {
    _found: (),
}

impl Keychain {
    /// Looks for the keychain of this PC. Nothing is written into it.
    ///
    /// Errors: [`VaultError::Keychain`] if there is none, as in a session without a desktop.
    pub async fn find() -> Result<Keychain, VaultError> {
        with_entry("nothing", |entry| match entry.get_secret() {
            Ok(_) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
        .await?;
        Ok(Keychain { _found: () })
    }

    /// The key of a vault, if it is here.
    pub(super) async fn key(self, vault: &str) -> Result<Option<Key>, VaultError> {
        let found = with_entry(vault, |entry| match entry.get_secret() {
            Ok(octets) => Ok(Some(Zeroizing::new(octets))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        });
        Ok(found.await?.and_then(|octets| Key::from_octets(&octets)))
    }

    /// Makes a key for a vault and keeps it.
    pub(super) async fn make(self, vault: &str) -> Result<Key, VaultError> {
        let key = Key::random()?;
        let octets = Zeroizing::new(key.octets().to_vec());
        with_entry(vault, move |entry| entry.set_secret(&octets)).await?;
        Ok(key)
    }

    /// Forgets the key of a vault.
    pub(super) async fn forget(self, vault: &str) -> Result<(), VaultError> {
        with_entry(vault, |entry| match entry.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }
}

/// Does something with an entry, on a thread of its own: a keychain that waits for its owner must
/// not keep the program from ending.
async fn with_entry<T: Send + 'static>(
    vault: &str,
    act: impl FnOnce(Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<T, VaultError> {
    let vault = format!("vault {vault}");
    let failed = |detail: String| VaultError::Keychain { detail };
    let (tell, told) = tokio::sync::oneshot::channel();
    let work = move || {
        // Nobody listens any more once we lost patience.
        let _ = tell.send(Entry::new(SERVICE, &vault).and_then(act));
    };
    let thread = std::thread::Builder::new().name("keychain".into()).spawn(work);
    thread.map_err(|error| failed(error.to_string()))?;
    match tokio::time::timeout(PATIENCE, told).await {
        Ok(Ok(done)) => done.map_err(|error| failed(words(&error))),
        Ok(Err(_)) => Err(failed("it broke down".into())),
        Err(_) => Err(failed("it did not answer".into())),
    }
}

/// What a keychain said, without what it may have quoted from an entry.
fn words(error: &keyring::Error) -> String {
    match error {
        keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) => {
            "the entry is not one of ours".into()
        }
        keyring::Error::NoDefaultStore => "there is none".into(),
        other => other.to_string().chars().take(200).collect(),
    }
}
