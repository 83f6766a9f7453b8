//! The vault of a site: secrets sealed at rest (law L13).
//!
//! Every secret is sealed for itself with one data key, together with its identity and kind. The
//! data key lies in the site file, sealed in turn by a key from the keychain of a PC, by one derived
//! from a passphrase, or by both. So a copy of the file alone tells nothing; with a passphrase it can
//! be opened anywhere, without one only where it was made. A new passphrase means a new data key:
//! who knew the old one, and kept an old copy, learns nothing new.
//!
//! Writing goes through the one connection that writes, and whoever holds it may change the key in
//! memory: that is the order in which vault calls happen.

mod error;
mod keychain;
mod locks;
mod logins;
mod seal;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use hinomi_model::{Secret, SecretId, SecretKind, VaultState, VaultStatus};
use sqlx::{Connection, SqliteConnection};
use tokio::sync::watch;

pub use error::VaultError;
pub use keychain::Keychain;
pub(crate) use locks::{Locks, Sealed};
use seal::Key;
pub(crate) use seal::Recipe;

use crate::connection::Lane;
use crate::error::{Doing, SiteError};
use crate::secret as rows;
use crate::site::Site;

/// Octets a secret may have.
const MOST: usize = 65_536;
/// Characters a passphrase has at least.
const LEAST: usize = 8;

/// What an open site remembers of its vault.
#[derive(Default)]
pub(crate) struct Vault {
    key: Mutex<Option<Arc<Key>>>,
    keychain: Mutex<Option<Keychain>>,
    /// This PC's keychain opened it, or was given its key.
    remembered: AtomicBool,
    /// How often it was opened or locked.
    turns: watch::Sender<u64>,
}

impl Vault {
    fn key(&self) -> Option<Arc<Key>> {
        self.key.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_key(&self, key: Option<Arc<Key>>) {
        *self.key.lock().unwrap_or_else(PoisonError::into_inner) = key;
        self.turns.send_modify(|turns| *turns += 1);
    }

    fn keychain(&self) -> Option<Keychain> {
        *self.keychain.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Site {
    /// What is known of the vault without opening it.
    pub async fn vault_status(&self) -> Result<VaultStatus, VaultError> {
        let mut lane = self.in_order().await?;
        let locks = rows::locks(&mut lane).await?;
        let state = match (&locks, self.vault().key()) {
            (None, _) => VaultState::Unmade,
            (Some(_), Some(_)) => VaultState::Open,
            (Some(_), None) => VaultState::Locked,
        };
        Ok(VaultStatus {
            state,
            passphrase: locks.as_ref().is_some_and(|locks| locks.passphrase.is_some()),
            keychain: locks.as_ref().is_some_and(|locks| locks.keychain.is_some()),
            keychain_here: self.vault().keychain().is_some(),
            remembered_here: locks.is_some() && self.vault().remembered.load(Ordering::Relaxed),
            secrets: rows::count(&mut lane).await?,
            missing: rows::missing(&mut lane).await?,
        })
    }

    /// From now on this PC's keychain is used: the vault is opened by it if it can be, and a vault
    /// that is made gets its key there. Without this call the keychain is never touched.
    ///
    /// Errors: [`VaultError::Keychain`]; that a vault stays locked is none.
    pub async fn use_keychain(&self, keychain: Keychain) -> Result<VaultStatus, VaultError> {
        *self.vault().keychain.lock().unwrap_or_else(PoisonError::into_inner) = Some(keychain);
        if self.vault().key().is_none() {
            let locks = rows::locks(&mut *self.in_order().await?).await?;
            if let Some(locks) = locks
                && let Some(key) = locks.open_by_keychain(Some(keychain)).await?
            {
                self.opened(&locks, key).await?;
                self.vault().remembered.store(true, Ordering::Relaxed);
            }
        }
        self.vault_status().await
    }

    /// Opens the vault by its passphrase. It stays open until [`Site::lock_vault`] or the end.
    ///
    /// Errors: [`VaultError::WrongPassphrase`]; [`VaultError::Elsewhere`] if it has none;
    /// [`VaultError::PassphraseNeeded`] if there is no vault yet.
    pub async fn unlock(&self, passphrase: &Secret) -> Result<(), VaultError> {
        let locks = rows::locks(&mut *self.in_order().await?).await?;
        let locks = locks.ok_or(VaultError::PassphraseNeeded)?;
        if locks.passphrase.is_none() {
            return Err(VaultError::Elsewhere);
        }
        let key = locks.open_by_passphrase(passphrase).await?;
        self.opened(&locks, key.ok_or(VaultError::WrongPassphrase)?).await
    }

    /// Changes whenever the vault is opened or locked.
    pub fn vault_turns(&self) -> watch::Receiver<u64> {
        self.vault().turns.subscribe()
    }

    /// Forgets the key of the vault, until it is opened again.
    pub fn lock_vault(&self) {
        self.vault().set_key(None);
    }

    /// Keeps the key of an open vault in this PC's keychain, so that it opens by itself here. The
    /// keychain of one PC has it at a time: the one that had it before opens it no more.
    ///
    /// Errors: [`VaultError::Locked`]; [`VaultError::Keychain`] if there is none.
    pub async fn remember_vault_here(&self) -> Result<(), VaultError> {
        let no_keychain = || VaultError::Keychain { detail: "there is none".into() };
        let keychain = self.vault().keychain().ok_or_else(no_keychain)?;
        let locks = rows::locks(&mut *self.in_order().await?).await?;
        let name = locks.ok_or(VaultError::Locked)?.name;
        let by = match keychain.key(&name).await? {
            Some(by) => by,
            None => keychain.make(&name).await?,
        };
        let mut lane = self.writer().await?;
        let key = self.vault().key().ok_or(VaultError::Locked)?;
        let mut locks = rows::locks(&mut lane).await?.ok_or(VaultError::Locked)?;
        locks.close_by_keychain(&by, &key)?;
        rows::put_locks(&mut lane, &locks).await?;
        self.vault().remembered.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Gives the vault a passphrase (at least 8 characters), or another one: makes the vault if
    /// there is none. `old` is the one in force, if there is one. Everything is sealed anew.
    ///
    /// A keychain opens it from then on only if it is this PC's.
    ///
    /// Errors: [`VaultError::Locked`], [`VaultError::OldPassphraseNeeded`],
    /// [`VaultError::WrongPassphrase`], [`VaultError::PassphraseTooShort`].
    pub async fn set_passphrase(
        &self,
        old: Option<&Secret>,
        new: &Secret,
    ) -> Result<(), VaultError> {
        if new.reveal().chars().count() < LEAST {
            return Err(VaultError::PassphraseTooShort { least: LEAST });
        }
        let before = rows::locks(&mut *self.in_order().await?).await?;
        if before.is_some() && self.vault().key().is_none() {
            return Err(VaultError::Locked);
        }
        if let Some(locks) = before.as_ref().filter(|locks| locks.passphrase.is_some()) {
            let old = old.ok_or(VaultError::OldPassphraseNeeded)?;
            locks.open_by_passphrase(old).await?.ok_or(VaultError::WrongPassphrase)?;
        }
        // Slow things first: deriving, and asking the keychain.
        let recipe = Recipe::new()?;
        let by = recipe.key(new).await?;
        let by_keychain = match (self.vault().keychain(), &before) {
            (Some(keychain), Some(locks)) => keychain.key(&locks.name).await?,
            (None, _) | (_, None) => None,
        };
        let mut lane = self.writer().await?;
        // Another window of this site may have been faster.
        if rows::locks(&mut lane).await? != before {
            return Err(VaultError::WrongPassphrase);
        }
        let data = Arc::new(Key::random()?);
        let mut locks = match &before {
            Some(locks) => Locks { name: locks.name.clone(), keychain: None, passphrase: None },
            None => Locks::new()?,
        };
        locks.close_by_passphrase(recipe, &by, &data)?;
        let remembered = by_keychain.is_some();
        if let Some(by) = by_keychain {
            locks.close_by_keychain(&by, &data)?;
        }
        let old = match before {
            Some(_) => Some(self.vault().key().ok_or(VaultError::Locked)?),
            None => None,
        };
        self.seal_anew(&mut lane, old.as_deref(), &data, &locks).await?;
        self.vault().remembered.store(remembered, Ordering::Relaxed);
        self.vault().set_key(Some(data));
        Ok(())
    }

    /// Seals every secret with another data key, which `locks` hold, all at once.
    async fn seal_anew(
        &self,
        lane: &mut SqliteConnection,
        old: Option<&Key>,
        data: &Key,
        locks: &Locks,
    ) -> Result<(), VaultError> {
        scrubbing(lane, true).await?;
        let mut tx = lane.begin_with("BEGIN IMMEDIATE").await.doing("storing the vault")?;
        if let Some(old) = old {
            for sealed in rows::all(&mut tx).await? {
                let secret = sealed.open(old)?;
                let sealed = Sealed::close(data, sealed.id, sealed.kind, &secret)?;
                rows::put(&mut tx, &sealed).await?;
            }
        }
        rows::put_locks(&mut tx, locks).await?;
        tx.commit().await.doing("storing the vault")?;
        self.wrote();
        scrubbing(lane, false).await?;
        Ok(())
    }

    /// Keeps a secret of at most 64 kB. With the first one the vault is made, if this PC's keychain
    /// may be used.
    ///
    /// Errors: [`VaultError::Locked`]; [`VaultError::PassphraseNeeded`] if there is no vault and no
    /// keychain to make one with.
    pub async fn put_secret(
        &self,
        kind: SecretKind,
        secret: &Secret,
    ) -> Result<SecretId, VaultError> {
        let size = secret.reveal().len();
        if size > MOST {
            let (size, most) = (size as u64, MOST as u64);
            return Err(SiteError::TooLarge { what: "the secret", size, most }.into());
        }
        self.make_by_keychain().await?;
        let mut lane = self.writer().await?;
        let key = self.vault().key().ok_or(VaultError::Locked)?;
        let mut tx = lane.begin_with("BEGIN IMMEDIATE").await.doing("storing a secret")?;
        let id = rows::next_id(&mut tx).await?;
        rows::put(&mut tx, &Sealed::close(&key, id, kind, secret)?).await?;
        tx.commit().await.doing("storing a secret")?;
        self.wrote();
        Ok(id)
    }

    /// Makes the vault with a key in the keychain, unless there is one.
    async fn make_by_keychain(&self) -> Result<(), VaultError> {
        if rows::locks(&mut *self.in_order().await?).await?.is_some() {
            return Ok(());
        }
        let keychain = self.vault().keychain().ok_or(VaultError::PassphraseNeeded)?;
        let (mut locks, data) = (Locks::new()?, Arc::new(Key::random()?));
        let by = match keychain.make(&locks.name).await {
            Ok(by) => by,
            // One that is there and keeps nothing, as where nobody has set it up, is as good as none.
            Err(VaultError::Keychain { .. }) => return Err(VaultError::PassphraseNeeded),
            Err(error) => return Err(error),
        };
        locks.close_by_keychain(&by, &data)?;
        let mut lane = self.writer().await?;
        if rows::locks(&mut lane).await?.is_none() {
            rows::put_locks(&mut lane, &locks).await?;
            self.vault().remembered.store(true, Ordering::Relaxed);
            self.vault().set_key(Some(data));
        }
        Ok(())
    }

    /// A secret of this kind.
    ///
    /// Errors: [`VaultError::Locked`]; [`VaultError::NoSuchSecret`] also if it is of another kind;
    /// [`VaultError::Tampered`].
    pub async fn secret(&self, id: SecretId, kind: SecretKind) -> Result<Secret, VaultError> {
        let mut lane = self.in_order().await?;
        let sealed = rows::get(&mut lane, id).await?.filter(|sealed| sealed.kind == kind);
        let sealed = sealed.ok_or(VaultError::NoSuchSecret { id })?;
        let key = self.vault().key().ok_or(VaultError::Locked)?;
        sealed.open(&key)
    }

    /// The secrets there are and what they are for, so that those nothing names any more can be
    /// forgotten.
    pub async fn secrets(&self) -> Result<Vec<(SecretId, SecretKind)>, VaultError> {
        let all = rows::all(&mut *self.in_order().await?).await?;
        Ok(all.into_iter().map(|sealed| (sealed.id, sealed.kind)).collect())
    }

    /// Forgets a secret, also where it lay in the file. One that is not there is forgotten already.
    pub async fn forget_secret(&self, id: SecretId) -> Result<(), VaultError> {
        let mut lane = self.writer().await?;
        scrubbing(&mut lane, true).await?;
        rows::remove(&mut lane, id).await?;
        self.wrote();
        scrubbing(&mut lane, false).await?;
        Ok(())
    }

    /// Forgets every secret, the passphrase, and the key in this PC's keychain, locked or not. What
    /// is left of them in old copies opens with their old passphrase only.
    ///
    /// Errors: [`VaultError::Keychain`] if the keychain does not let its key go; then nothing was
    /// changed.
    pub async fn wipe_secrets(&self) -> Result<(), VaultError> {
        if self.read_only().is_some() {
            return Err(SiteError::ReadOnly.into());
        }
        let locks = rows::locks(&mut *self.in_order().await?).await?;
        if let (Some(keychain), Some(locks)) = (self.vault().keychain(), locks) {
            keychain.forget(&locks.name).await?;
        }
        let mut lane = self.writer().await?;
        scrubbing(&mut lane, true).await?;
        let mut tx = lane.begin_with("BEGIN IMMEDIATE").await.doing("wiping the vault")?;
        rows::remove_all(&mut tx).await?;
        tx.commit().await.doing("wiping the vault")?;
        self.vault().remembered.store(false, Ordering::Relaxed);
        self.vault().set_key(None);
        self.wrote();
        scrubbing(&mut lane, false).await?;
        Ok(())
    }

    /// Remembers the data key, if the locks are still those it came from.
    async fn opened(&self, locks: &Locks, key: Arc<Key>) -> Result<(), VaultError> {
        let mut lane = self.in_order().await?;
        if rows::locks(&mut lane).await?.as_ref() != Some(locks) {
            return Err(VaultError::WrongPassphrase);
        }
        self.vault().set_key(Some(key));
        Ok(())
    }

    /// The connection that writes, where there is one, so that nobody changes the key meanwhile.
    async fn in_order(&self) -> Result<Lane<'_>, SiteError> {
        match self.read_only() {
            None => self.writer().await,
            Some(_) => self.reader().await,
        }
    }
}

impl Site {
    /// Forgets a secret that was put for something that then was not kept. One that a contact, a
    /// node or the settings name stays.
    pub async fn drop_unnamed_secret(&self, id: SecretId) -> Result<(), VaultError> {
        let lost = rows::unnamed(&mut *self.in_order().await?).await?;
        if lost.contains(&id) { self.forget_secret(id).await } else { Ok(()) }
    }
}

/// Lets go of the secrets nothing names any more. Only while a site is being opened for writing:
/// later one may have been put whose contact or node is still on its way. While one of them cannot be
/// read, nobody knows what it names.
pub(crate) async fn let_go(conn: &mut SqliteConnection) -> Result<(), SiteError> {
    let lost = match rows::unnamed(conn).await {
        Ok(lost) => lost,
        Err(SiteError::BadRow { .. }) => return Ok(()),
        Err(error) => return Err(error),
    };
    if lost.is_empty() {
        return Ok(());
    }
    scrubbing(conn, true).await?;
    for id in lost {
        rows::remove(conn, id).await?;
    }
    scrubbing(conn, false).await
}

/// While this is on, what is deleted or replaced is overwritten in the file (SQLite's
/// `secure_delete`); when it goes off, the log, which holds older pages, is emptied.
pub(crate) async fn scrubbing(conn: &mut SqliteConnection, on: bool) -> Result<(), SiteError> {
    let sql = if on {
        "PRAGMA secure_delete = ON"
    } else {
        "PRAGMA secure_delete = OFF; PRAGMA wal_checkpoint(TRUNCATE)"
    };
    sqlx::raw_sql(sql).execute(conn).await.doing("storing the vault")?;
    Ok(())
}
