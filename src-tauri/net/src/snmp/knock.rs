//! Trying credentials step by step, so that what is wrong can be named.
//!
//! Agents keep silent about wrong communities, and many about wrong keys. So each step asks what
//! the step before cannot answer: is there an agent (SNMPv3 tells everybody its engine, RFC 3414
//! §4)? Does it know the user? Does it accept our signature? Does it understand what we encrypt?

use std::net::SocketAddr;

use hinomi_model::snmp::{Credentials, Denied, Oid, Sealing, User};

use super::{Patience, Session, Snmp, Trouble};

impl Snmp {
    /// A session with an agent that accepts these credentials.
    ///
    /// Errors: [`Trouble::NoAnswer`] when nothing is heard of an agent at all (with `Refused` when
    /// nobody listens at that port), else [`Trouble::Denied`] with the step that failed. Takes up
    /// to three times as long as one question.
    pub async fn knock(
        &self,
        at: SocketAddr,
        credentials: Credentials,
        patience: Patience,
    ) -> Result<Session, Trouble> {
        let session = self.session(at, credentials.clone(), patience)?;
        match &credentials {
            Credentials::V1(_) | Credentials::V2c(_) => match answers(&session).await {
                Err(Trouble::SILENT) => Err(self.silent_to_community(at, patience).await),
                Err(trouble) => Err(trouble),
                Ok(()) => Ok(session),
            },
            Credentials::V3(user) => self.knock_v3(at, user, patience, session).await,
        }
    }

    /// Silence: is it the community, or is nobody there?
    async fn silent_to_community(&self, at: SocketAddr, patience: Patience) -> Trouble {
        let nobody = User { name: "hinomi".into(), context: String::new(), sealing: Sealing::None };
        let one_try = Patience { retries: patience.retries.min(1), ..patience };
        match self.session(at, Credentials::V3(nobody), one_try) {
            Ok(session) => match session.meet().await {
                Ok(()) => Trouble::Denied(Denied::Community),
                Err(_) => Trouble::SILENT,
            },
            Err(trouble) => trouble,
        }
    }

    async fn knock_v3(
        &self,
        at: SocketAddr,
        user: &User,
        patience: Patience,
        session: Session,
    ) -> Result<Session, Trouble> {
        let step = |sealing: Sealing| {
            self.session(at, Credentials::V3(User { sealing, ..user.clone() }), patience)
        };
        let unprotected = step(Sealing::None)?;
        unprotected.meet().await?;
        // A user who may not ask unprotected is a user all the same.
        match answers(&unprotected).await {
            Ok(()) | Err(Trouble::Denied(Denied::Level | Denied::View)) => {}
            Err(Trouble::SILENT) if !matches!(user.sealing, Sealing::None) => {}
            Err(trouble) => return Err(silence_means(trouble, Denied::User)),
        }
        let signed = match &user.sealing {
            Sealing::None => return Ok(unprotected),
            Sealing::Signed { .. } => None,
            Sealing::Encrypted { auth, phrase, .. } => {
                Some(Sealing::Signed { auth: *auth, phrase: phrase.clone() })
            }
        };
        let Some(signed) = signed else {
            return match answers(&session).await {
                Ok(()) => Ok(session),
                Err(trouble) => Err(silence_means(trouble, Denied::Auth)),
            };
        };
        match answers(&step(signed)?).await {
            Ok(()) | Err(Trouble::Denied(Denied::Level | Denied::View)) => {}
            Err(trouble) => return Err(silence_means(trouble, Denied::Auth)),
        }
        match answers(&session).await {
            Ok(()) => Ok(session),
            Err(trouble) => Err(silence_means(trouble, Denied::Privacy)),
        }
    }
}

/// Any answer to sysUpTime (RFC 3418) will do, also that there is no such object.
async fn answers(session: &Session) -> Result<(), Trouble> {
    let up_time = Oid::from([1, 3, 6, 1, 2, 1, 1, 3, 0]);
    match session.get(&[up_time]).await {
        Ok(_) | Err(Trouble::Said { .. }) => Ok(()),
        Err(trouble) => Err(trouble),
    }
}

/// After a step that was answered, silence is an answer, too.
fn silence_means(trouble: Trouble, step: Denied) -> Trouble {
    match trouble {
        Trouble::SILENT => Trouble::Denied(step),
        other => other,
    }
}
