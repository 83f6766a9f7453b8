//! What can go wrong with secrets, in sentences that say what to do. None of them holds one.

use hinomi_model::SecretId;

use crate::error::SiteError;

/// Why a secret could not be kept or read. Its text is for a person.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The vault has not been opened.
    #[error("the vault is locked: enter its passphrase to open it")]
    Locked,
    /// The vault has no passphrase, and its key lies in another keychain.
    #[error(
        "the vault can only be opened on the PC it was made on: open the site there and give it a passphrase, or wipe the vault and enter the passwords again"
    )]
    Elsewhere,
    /// Not this one.
    #[error("this is not the passphrase of the vault")]
    WrongPassphrase,
    /// The passphrase in force has to be given too.
    #[error("the vault has a passphrase already: enter that one too")]
    OldPassphraseNeeded,
    /// There is no vault yet, and no keychain to make one with.
    #[error("this PC has no keychain that Hinomi can use: choose a passphrase for the vault first")]
    PassphraseNeeded,
    /// A passphrase too easy to guess.
    #[error("a passphrase has at least {least} characters")]
    PassphraseTooShort {
        /// How many.
        least: usize,
    },
    /// There is no such secret (any more), or it is one of another kind.
    #[error("secret {id} is not there any more: enter it again")]
    NoSuchSecret {
        /// Which.
        id: SecretId,
    },
    /// It was changed by something other than Hinomi, or put in the place of another.
    #[error("secret {id} was tampered with or damaged: enter it again")]
    Tampered {
        /// Which.
        id: SecretId,
    },
    /// The keychain did not do as it was told.
    #[error("the keychain of this PC cannot be used ({detail}): unlock it, or use a passphrase")]
    Keychain {
        /// What it said.
        detail: String,
    },
    /// The operating system has no random numbers or not enough memory for us.
    #[error("this PC could not do it just now ({detail}); try again")]
    Exhausted {
        /// What was missing.
        detail: String,
    },
    /// Something else was wrong with the site file.
    #[error(transparent)]
    Site(#[from] SiteError),
}

impl VaultError {
    /// Is it only that nobody has opened the vault on this PC?
    pub fn is_locked(&self) -> bool {
        matches!(self, VaultError::Locked | VaultError::Elsewhere | VaultError::PassphraseNeeded)
    }
}
