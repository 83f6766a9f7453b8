//! Table `runbooks`.

use hinomi_model::{Runbook, RunbookId};
use sqlx::SqliteConnection;

use crate::document::{self, Body};
use crate::error::{Doing, SiteError};
use crate::site::Site;

pub(crate) async fn put(conn: &mut SqliteConnection, runbook: &Runbook) -> Result<(), SiteError> {
    sqlx::query(
        "INSERT INTO runbooks VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
    )
    .bind(runbook.id.0)
    .bind(document::write(runbook))
    .execute(conn)
    .await
    .doing("storing a runbook")?;
    Ok(())
}

/// The contents of its attachments stay for now, see [`crate::attachment::let_go`].
pub(crate) async fn remove(conn: &mut SqliteConnection, id: RunbookId) -> Result<(), SiteError> {
    let sql = "DELETE FROM runbooks WHERE id = ?";
    sqlx::query(sql).bind(id.0).execute(conn).await.doing("removing a runbook")?;
    Ok(())
}

pub(crate) async fn all(conn: &mut SqliteConnection) -> Result<Vec<Runbook>, SiteError> {
    const ALL: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM runbooks
        ORDER BY id LIMIT 1000001";
    document::all(conn, "runbooks", ALL, "reading the runbooks").await
}

impl Site {
    /// All runbooks, by identity.
    pub async fn runbooks(&self) -> Result<Vec<Runbook>, SiteError> {
        all(&mut *self.reader().await?).await
    }

    /// One runbook.
    pub async fn runbook(&self, id: RunbookId) -> Result<Option<Runbook>, SiteError> {
        let mut lane = self.reader().await?;
        let row: Option<(Body,)> = sqlx::query_as(
            "SELECT iif(octet_length(body) <= 4000000, body, NULL) FROM runbooks WHERE id = ?",
        )
        .bind(id.0)
        .fetch_optional(&mut *lane)
        .await
        .doing("reading a runbook")?;
        row.map(|(body,)| document::read("runbooks", id, &body)).transpose()
    }
}
