//! Table `links`: the edges of the topology.

use hinomi_model::{Link, LinkId};
use sqlx::SqliteConnection;

use crate::Site;
use crate::document;
use crate::error::{Doing, SiteError};

pub(crate) async fn put(conn: &mut SqliteConnection, link: &Link) -> Result<(), SiteError> {
    sqlx::query(
        "INSERT INTO links VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
         SET from_id = excluded.from_id, to_id = excluded.to_id, body = excluded.body",
    )
    .bind(link.id.0)
    .bind(link.from.map(|node| node.0))
    .bind(link.to.0)
    .bind(document::write(link))
    .execute(conn)
    .await
    .doing("storing a link")?;
    Ok(())
}

pub(crate) async fn remove(conn: &mut SqliteConnection, id: LinkId) -> Result<(), SiteError> {
    let sql = "DELETE FROM links WHERE id = ?";
    sqlx::query(sql).bind(id.0).execute(conn).await.doing("removing a link")?;
    Ok(())
}

pub(crate) async fn all(conn: &mut SqliteConnection) -> Result<Vec<Link>, SiteError> {
    const ALL: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM links
        ORDER BY id LIMIT 1000001";
    document::all(conn, "links", ALL, "reading the links").await
}

impl Site {
    /// The links people struck out, oldest identity first.
    pub async fn struck_links(&self) -> Result<Vec<Link>, SiteError> {
        const STRUCK: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM links
            WHERE body ->> '$.struck' IS NOT NULL ORDER BY id LIMIT 10000";
        let mut lane = self.reader().await?;
        document::all(&mut lane, "links", STRUCK, "reading the links").await
    }
}
