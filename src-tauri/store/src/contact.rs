//! Table `contacts`: whom words go to. Their secrets are in the vault.

use hinomi_model::{Contact, ContactId, SecretId};
use sqlx::SqliteConnection;

use crate::document;
use crate::error::{Doing, SiteError};
use crate::site::Site;

pub(crate) async fn put(conn: &mut SqliteConnection, contact: &Contact) -> Result<(), SiteError> {
    sqlx::query(
        "INSERT INTO contacts VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
    )
    .bind(contact.id.0)
    .bind(document::write(contact))
    .execute(conn)
    .await
    .doing("storing a contact")?;
    Ok(())
}

pub(crate) async fn remove(conn: &mut SqliteConnection, id: ContactId) -> Result<(), SiteError> {
    let sql = "DELETE FROM contacts WHERE id = ?";
    sqlx::query(sql).bind(id.0).execute(conn).await.doing("removing a contact")?;
    Ok(())
}

/// The secrets a contact names; none if it is not there.
pub(crate) async fn secrets(
    conn: &mut SqliteConnection,
    id: ContactId,
) -> Result<Vec<SecretId>, SiteError> {
    let contacts = all(conn).await?;
    let of = contacts.iter().filter(|contact| contact.id == id);
    Ok(of.flat_map(Contact::secrets).collect())
}

impl Site {
    /// All contacts.
    pub async fn contacts(&self) -> Result<Vec<Contact>, SiteError> {
        all(&mut *self.reader().await?).await
    }

    /// A contact as it is now; `None` if it is not there (any more).
    pub async fn contact(&self, id: ContactId) -> Result<Option<Contact>, SiteError> {
        Ok(self.contacts().await?.into_iter().find(|contact| contact.id == id))
    }
}

pub(crate) async fn all(conn: &mut SqliteConnection) -> Result<Vec<Contact>, SiteError> {
    const ALL: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM contacts
        ORDER BY id LIMIT 1000001";
    document::all(conn, "contacts", ALL, "reading the contacts").await
}
