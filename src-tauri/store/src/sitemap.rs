//! Table `maps`: named maps of the site.

use hinomi_model::{MapId, SiteMap};
use sqlx::SqliteConnection;

use crate::document;
use crate::error::{Doing, SiteError};
use crate::site::Site;

pub(crate) async fn put(conn: &mut SqliteConnection, map: &SiteMap) -> Result<(), SiteError> {
    sqlx::query("INSERT INTO maps VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body")
        .bind(map.id.0)
        .bind(document::write(map))
        .execute(conn)
        .await
        .doing("storing a map")?;
    Ok(())
}

pub(crate) async fn remove(conn: &mut SqliteConnection, id: MapId) -> Result<(), SiteError> {
    let sql = "DELETE FROM maps WHERE id = ?";
    sqlx::query(sql).bind(id.0).execute(conn).await.doing("removing a map")?;
    Ok(())
}

pub(crate) async fn all(conn: &mut SqliteConnection) -> Result<Vec<SiteMap>, SiteError> {
    const ALL: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM maps
        ORDER BY id LIMIT 1000001";
    document::all(conn, "maps", ALL, "reading the maps").await
}

impl Site {
    /// All maps, by identity.
    pub async fn maps(&self) -> Result<Vec<SiteMap>, SiteError> {
        all(&mut *self.reader().await?).await
    }
}
