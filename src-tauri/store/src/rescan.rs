//! Tables `proposals`, `glimpses` and `rescans`: what re-scans found to be different, what they saw of
//! nodes, and how far they have come.

use std::collections::BTreeMap;

use hinomi_model::{Glimpse, NodeId, Proposal, ProposalId, Rescanned};
use sqlx::SqliteConnection;

use crate::document::{self, Body};
use crate::error::{Doing, SiteError};
use crate::site::Site;

pub(crate) async fn put(conn: &mut SqliteConnection, it: &Proposal) -> Result<(), SiteError> {
    let sql = "INSERT INTO proposals VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body";
    let query = sqlx::query(sql).bind(it.id.0).bind(document::write(it));
    query.execute(conn).await.doing("storing a proposal")?;
    Ok(())
}

pub(crate) async fn remove(conn: &mut SqliteConnection, id: ProposalId) -> Result<(), SiteError> {
    let sql = "DELETE FROM proposals WHERE id = ?";
    sqlx::query(sql).bind(id.0).execute(conn).await.doing("removing a proposal")?;
    Ok(())
}

pub(crate) async fn all(conn: &mut SqliteConnection) -> Result<Vec<Proposal>, SiteError> {
    const ALL: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM proposals
        ORDER BY id LIMIT 1000001";
    document::all(conn, "proposals", ALL, "reading the proposals").await
}

/// Remembers what was seen of a node.
pub(crate) async fn put_glimpse(
    conn: &mut SqliteConnection,
    node: NodeId,
    seen: &Glimpse,
) -> Result<(), SiteError> {
    let sql = "INSERT INTO glimpses VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body";
    let query = sqlx::query(sql).bind(node.0).bind(document::write(seen));
    query.execute(conn).await.doing("storing what was seen of a node")?;
    Ok(())
}

/// Forgets what was seen of a node.
pub(crate) async fn remove_glimpse(
    conn: &mut SqliteConnection,
    node: NodeId,
) -> Result<(), SiteError> {
    let sql = "DELETE FROM glimpses WHERE node_id = ?";
    sqlx::query(sql).bind(node.0).execute(conn).await.doing("forgetting a node")?;
    Ok(())
}

pub(crate) async fn glimpses(
    conn: &mut SqliteConnection,
) -> Result<BTreeMap<NodeId, Glimpse>, SiteError> {
    let rows: Vec<(i64, Body)> = sqlx::query_as(
        "SELECT node_id, iif(octet_length(body) <= 4000000, body, NULL) FROM glimpses
         ORDER BY node_id LIMIT 1000001",
    )
    .fetch_all(conn)
    .await
    .doing("reading what was seen of nodes")?;
    let one = |(node, body): &(i64, Body)| {
        let id = NodeId(document::id("glimpses", *node)?);
        Ok((id, document::read("glimpses", node, body)?))
    };
    rows.iter().map(one).collect()
}

pub(crate) async fn put_rescanned(
    conn: &mut SqliteConnection,
    how_far: &Rescanned,
) -> Result<(), SiteError> {
    let sql = "INSERT INTO rescans VALUES (1, ?) ON CONFLICT DO UPDATE SET body = excluded.body";
    let query = sqlx::query(sql).bind(document::write(how_far));
    query.execute(conn).await.doing("storing how far a re-scan has come")?;
    Ok(())
}

pub(crate) async fn rescanned(conn: &mut SqliteConnection) -> Result<Rescanned, SiteError> {
    let body: Option<(Body,)> =
        sqlx::query_as("SELECT iif(octet_length(body) <= 4000000, body, NULL) FROM rescans")
            .fetch_optional(conn)
            .await
            .doing("reading how far re-scans have come")?;
    body.map_or_else(|| Ok(Rescanned::default()), |(body,)| document::read("rescans", 1, &body))
}

impl Site {
    /// What re-scans propose, with what was dismissed, by identity.
    pub async fn proposals(&self) -> Result<Vec<Proposal>, SiteError> {
        all(&mut *self.reader().await?).await
    }
}
