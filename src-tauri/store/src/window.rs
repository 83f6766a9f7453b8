//! Table `windows`: trouble expected by plan.

use hinomi_model::{MaintenanceWindow, WindowId};
use sqlx::SqliteConnection;

use crate::document;
use crate::error::{Doing, SiteError};
use crate::site::Site;

pub(crate) async fn put(
    conn: &mut SqliteConnection,
    window: &MaintenanceWindow,
) -> Result<(), SiteError> {
    sqlx::query("INSERT INTO windows VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body")
        .bind(window.id.0)
        .bind(document::write(window))
        .execute(conn)
        .await
        .doing("storing a maintenance window")?;
    Ok(())
}

pub(crate) async fn remove(conn: &mut SqliteConnection, id: WindowId) -> Result<(), SiteError> {
    let sql = "DELETE FROM windows WHERE id = ?";
    sqlx::query(sql).bind(id.0).execute(conn).await.doing("removing a maintenance window")?;
    Ok(())
}

pub(crate) async fn all(conn: &mut SqliteConnection) -> Result<Vec<MaintenanceWindow>, SiteError> {
    const ALL: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM windows
        ORDER BY id LIMIT 1000001";
    document::all(conn, "windows", ALL, "reading the maintenance windows").await
}

impl Site {
    /// All maintenance windows, by identity.
    pub async fn windows(&self) -> Result<Vec<MaintenanceWindow>, SiteError> {
        all(&mut *self.reader().await?).await
    }
}
