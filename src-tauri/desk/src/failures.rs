//! Errors of the crates below, as the window sees them.

use hinomi_engine::Refusal;
use hinomi_store::{SiteError, VaultError};
use hinomi_wire::{Code, Failure};

/// A site file could not be opened, read or written.
pub(crate) fn of_site(error: SiteError) -> Failure {
    let code = match &error {
        SiteError::Missing { .. } => Code::Missing,
        SiteError::Exists { .. } => Code::Exists,
        SiteError::NotASite { .. } | SiteError::Folder { .. } => Code::NotOurs,
        SiteError::Newer { .. } => Code::Newer,
        SiteError::NoPermission { .. } => Code::NotAllowed,
        SiteError::Truncated { .. } | SiteError::Damaged { .. } => Code::Damaged,
        _ => return Failure::fault(error),
    };
    Failure::new(code, error.to_string())
}

/// A secret could not be kept or read.
pub(crate) fn of_vault(error: VaultError) -> Failure {
    let code = match error {
        VaultError::Locked | VaultError::Elsewhere => Code::VaultLocked,
        VaultError::WrongPassphrase | VaultError::OldPassphraseNeeded => Code::WrongPassphrase,
        VaultError::PassphraseNeeded => Code::VaultUnmade,
        VaultError::PassphraseTooShort { .. } => Code::PassphraseTooShort,
        VaultError::NoSuchSecret { .. } | VaultError::Tampered { .. } => Code::NotFound,
        VaultError::Site(error) => return of_site(error),
        VaultError::Keychain { .. } | VaultError::Exhausted { .. } => return Failure::fault(error),
    };
    Failure::new(code, error.to_string())
}

/// A wish was not granted.
pub(crate) fn of_refusal(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Fields(fields) => Failure::fields(fields),
        Refusal::NotFound(what) => {
            Failure::new(Code::NotFound, format!("{what} is not there any more."))
        }
        Refusal::StillGoingOn => Failure::new(Code::StillGoingOn, refusal.to_string()),
        Refusal::ClosedAlready => Failure::new(Code::ClosedAlready, refusal.to_string()),
        Refusal::LinkedToItself => Failure::new(Code::LinkedToItself, refusal.to_string()),
        Refusal::LinkedAlready => Failure::new(Code::LinkedAlready, refusal.to_string()),
        Refusal::Stopped => Failure::new(Code::NoSite, "Hinomi is shutting down."),
    }
}
