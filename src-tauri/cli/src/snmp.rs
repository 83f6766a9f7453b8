//! What opens an SNMP agent, on its way from the command line into a site's vault.

use hinomi_model::snmp::{Credentials, Encryption, Login, Sealing, Signing};
use hinomi_model::{Secret, SecretId, SecretKind, VaultState};
use hinomi_store::{Keychain, Site, VaultError};

use crate::agent;
use crate::args::Snmp;
use crate::sorry::Sorry;

/// Where the vault's passphrase may stand: a command line can be read by others, this cannot.
const PASSPHRASE: &str = "HINOMI_PASSPHRASE";

/// Opens a site's vault by this PC's keychain, else by the passphrase in the environment; makes it
/// if there is none. That it stays locked is said by whoever needs a secret.
pub async fn open_vault(site: &Site) {
    if let Ok(keychain) = Keychain::find().await {
        // Without a key for this vault it stays locked, which is told where it matters.
        let _ = site.use_keychain(keychain).await;
    }
    let Some(passphrase) = std::env::var(PASSPHRASE).ok().map(Secret::new) else { return };
    if let Err(VaultError::PassphraseNeeded) = site.unlock(&passphrase).await {
        let _ = site.set_passphrase(None, &passphrase).await;
    }
}

/// The same, if there is a vault and it is locked.
pub async fn open_locked_vault(site: &Site) {
    let status = site.vault_status().await;
    if status.is_ok_and(|status| status.state == VaultState::Locked) {
        open_vault(site).await;
    }
}

/// Seals what was typed into the vault; `None` if nothing was.
pub async fn keep(with: &Snmp, site: &Site) -> Result<Option<Login>, Sorry> {
    if !with.is_said() {
        return Ok(None);
    }
    let credentials = agent::credentials(with)?;
    credentials.usable().map_err(|why| agent::unusable(&why))?;
    open_vault(site).await;
    let login = match credentials {
        Credentials::V1(community) => {
            Login::V1 { community: seal(site, SecretKind::Community, &community).await? }
        }
        Credentials::V2c(community) => {
            Login::V2c { community: seal(site, SecretKind::Community, &community).await? }
        }
        Credentials::V3(user) => {
            let (auth, privacy) = match user.sealing {
                Sealing::None => (None, None),
                Sealing::Signed { auth, phrase } => (Some((auth, phrase)), None),
                Sealing::Encrypted { auth, phrase, privacy, privacy_phrase } => {
                    (Some((auth, phrase)), Some((privacy, privacy_phrase)))
                }
            };
            let auth = match auth {
                None => None,
                Some((protocol, phrase)) => {
                    let phrase = seal(site, SecretKind::SnmpAuth, &phrase).await?;
                    Some(Signing { protocol, phrase })
                }
            };
            let privacy = match privacy {
                None => None,
                Some((protocol, phrase)) => {
                    let phrase = seal(site, SecretKind::SnmpPrivacy, &phrase).await?;
                    Some(Encryption { protocol, phrase })
                }
            };
            Login::V3 { user: user.name, context: user.context, auth, privacy }
        }
    };
    Ok(Some(login))
}

/// Seals a community into the vault.
pub async fn keep_community(site: &Site, community: &Secret) -> Result<Login, Sorry> {
    open_vault(site).await;
    Ok(Login::V2c { community: seal(site, SecretKind::Community, community).await? })
}

async fn seal(site: &Site, kind: SecretKind, secret: &Secret) -> Result<SecretId, Sorry> {
    site.put_secret(kind, secret).await.map_err(|error| sorry(&error))
}

/// Why a secret could not be kept or read.
fn sorry(error: &VaultError) -> Sorry {
    match error {
        VaultError::Locked
        | VaultError::Elsewhere
        | VaultError::PassphraseNeeded
        | VaultError::WrongPassphrase
        | VaultError::OldPassphraseNeeded => Sorry::said(
            format!(
                "The site's vault is locked, and what opens an agent is kept only there. Put its passphrase (a new one, of at least 8 characters, if it has none yet) into the environment variable {PASSPHRASE}."
            ),
            format!(
                "保管庫が施錠中のため、SNMPの認証情報を保存不可。環境変数 {PASSPHRASE} にパスフレーズ（未設定の場合は8文字以上の新しいもの）を指定"
            ),
        ),
        other => Sorry::said(format!("{other}."), format!("保管庫のエラー：{other}")),
    }
}
