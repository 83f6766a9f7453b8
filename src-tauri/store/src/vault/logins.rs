//! What opens an SNMP agent, with its secrets.

use hinomi_model::SecretKind;
use hinomi_model::snmp::{Credentials, Login, Sealing, User};

use super::VaultError;
use crate::site::Site;

impl Site {
    /// What an agent is asked with: a login with its secrets read from the vault.
    ///
    /// Errors: as [`Site::secret`].
    pub async fn credentials(&self, login: &Login) -> Result<Credentials, VaultError> {
        Ok(match login {
            Login::V1 { community } => {
                Credentials::V1(self.secret(*community, SecretKind::Community).await?)
            }
            Login::V2c { community } => {
                Credentials::V2c(self.secret(*community, SecretKind::Community).await?)
            }
            Login::V3 { user, context, auth, privacy } => {
                let sealing = match (auth, privacy) {
                    // A draft without signing but with encryption is refused long before.
                    (None, _) => Sealing::None,
                    (Some(auth), None) => Sealing::Signed {
                        auth: auth.protocol,
                        phrase: self.secret(auth.phrase, SecretKind::SnmpAuth).await?,
                    },
                    (Some(auth), Some(privacy)) => Sealing::Encrypted {
                        auth: auth.protocol,
                        phrase: self.secret(auth.phrase, SecretKind::SnmpAuth).await?,
                        privacy: privacy.protocol,
                        privacy_phrase: self
                            .secret(privacy.phrase, SecretKind::SnmpPrivacy)
                            .await?,
                    },
                };
                let (name, context) = (user.clone(), context.clone());
                Credentials::V3(User { name, context, sealing })
            }
        })
    }
}
