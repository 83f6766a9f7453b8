//! Table `attachments`: files kept once under the hash of their content.

use hinomi_model::Attachment;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use crate::error::{Doing, SiteError};
use crate::site::Site;

/// Octets an attachment may have.
const MOST: u64 = 20_000_000;

fn hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|b| format!("{b:02x}")).collect()
}

/// Lets go of contents that no runbook and no map names. Only while a site is being opened for writing: later
/// a content may have been put whose runbook is still on its way, and would be lost to it. While one
/// of them cannot be read, nobody knows what it names.
pub(crate) async fn let_go(conn: &mut SqliteConnection) -> Result<(), SiteError> {
    const UNREADABLE: &str = "SELECT EXISTS (SELECT 1 FROM runbooks WHERE NOT json_valid(body))
            OR EXISTS (SELECT 1 FROM maps WHERE NOT json_valid(body))";
    let doing = "letting go of attachments";
    let unreadable: bool =
        sqlx::query_scalar(UNREADABLE).fetch_one(&mut *conn).await.doing(doing)?;
    if unreadable {
        return Ok(());
    }
    sqlx::query(
        "DELETE FROM attachments WHERE hash NOT IN (
            SELECT a.value ->> '$.hash' FROM runbooks, json_each(runbooks.body, '$.attachments') AS a
            WHERE a.value ->> '$.hash' IS NOT NULL)
        AND hash NOT IN (SELECT body ->> '$.plan.image.hash' FROM maps
            WHERE body ->> '$.plan.image.hash' IS NOT NULL)",
    )
    .execute(conn)
    .await
    .doing(doing)?;
    Ok(())
}

impl Site {
    /// Keeps a file's content (at most 20 MB); the same content is kept once. What nothing names
    /// stays until the site is opened for writing again.
    pub async fn put_attachment(
        &self,
        name: &str,
        content: &[u8],
    ) -> Result<Attachment, SiteError> {
        let size = content.len() as u64;
        if size > MOST {
            return Err(SiteError::TooLarge { what: "the attachment", size, most: MOST });
        }
        let hash = hash(content);
        sqlx::query("INSERT INTO attachments VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(&hash)
            .bind(content)
            .execute(&mut *self.writer().await?)
            .await
            .doing("storing an attachment")?;
        Ok(Attachment { name: name.into(), size, hash })
    }

    /// The content kept under a hash; `None` if there is none. Content that does not fit its hash
    /// is an error.
    pub async fn attachment(&self, wanted: &str) -> Result<Option<Vec<u8>>, SiteError> {
        const ONE: &str = "SELECT iif(octet_length(content) <= 20000000, content, NULL)
            FROM attachments WHERE hash = ?";
        let row: Option<(Option<Vec<u8>>,)> = sqlx::query_as(ONE)
            .bind(wanted)
            .fetch_optional(&mut *self.reader().await?)
            .await
            .doing("reading an attachment")?;
        let Some((content,)) = row else { return Ok(None) };
        match content {
            Some(content) if hash(&content) == wanted => Ok(Some(content)),
            _ => Err(SiteError::BadRow {
                table: "attachments",
                row: wanted.chars().take(64).collect(),
                detail: "its content is not what was stored".into(),
            }),
        }
    }
}
