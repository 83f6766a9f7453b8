//! Tables `nodes`, `groups` and `pins`: the things on the map and where they stand.

use hinomi_model::snmp::Access;
use hinomi_model::{Group, GroupId, Node, NodeId, Pin, SecretId};
use sqlx::SqliteConnection;

use crate::document::{self, Body};
use crate::error::{Doing, SiteError};

pub(crate) async fn put(conn: &mut SqliteConnection, node: &Node) -> Result<(), SiteError> {
    sqlx::query("INSERT INTO nodes VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body")
        .bind(node.id.0)
        .bind(document::write(node))
        .execute(conn)
        .await
        .doing("storing a node")?;
    Ok(())
}

pub(crate) async fn remove(conn: &mut SqliteConnection, id: NodeId) -> Result<(), SiteError> {
    let sql = "DELETE FROM nodes WHERE id = ?";
    sqlx::query(sql).bind(id.0).execute(conn).await.doing("removing a node")?;
    Ok(())
}

pub(crate) async fn all(conn: &mut SqliteConnection) -> Result<Vec<Node>, SiteError> {
    const ALL: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM nodes
        ORDER BY id LIMIT 1000001";
    document::all(conn, "nodes", ALL, "reading the nodes").await
}

/// The secrets that open the agents of all nodes, or of one. Only that part of a node is read.
pub(crate) async fn secrets(
    conn: &mut SqliteConnection,
    of: Option<NodeId>,
) -> Result<Vec<SecretId>, SiteError> {
    const SNMP: &str = "SELECT id, iif(octet_length(body) > 4000000, NULL,
        iif(json_valid(body), coalesce(body -> '$.snmp', 'null'), body)) FROM nodes
        WHERE id = ?1 OR ?1 IS NULL LIMIT 1000000";
    let rows: Vec<(i64, Body)> = sqlx::query_as(SNMP)
        .bind(of.map(|node| node.0))
        .fetch_all(conn)
        .await
        .doing("reading what the nodes name")?;
    let mut all = Vec::new();
    for (row, snmp) in &rows {
        let access: Option<Access> = document::read("nodes", row, snmp)?;
        let secrets = access.iter().flat_map(|access| access.login.secrets());
        all.extend(secrets.map(|(id, _)| id));
    }
    Ok(all)
}

pub(crate) async fn put_group(conn: &mut SqliteConnection, group: &Group) -> Result<(), SiteError> {
    sqlx::query("INSERT INTO groups VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body")
        .bind(group.id.0)
        .bind(document::write(group))
        .execute(conn)
        .await
        .doing("storing a group")?;
    Ok(())
}

pub(crate) async fn remove_group(
    conn: &mut SqliteConnection,
    id: GroupId,
) -> Result<(), SiteError> {
    for sql in [
        "DELETE FROM groups WHERE id = ?",
        "UPDATE nodes SET body = json_set(body, '$.group', NULL) WHERE body ->> '$.group' = ?",
    ] {
        sqlx::query(sql).bind(id.0).execute(&mut *conn).await.doing("removing a group")?;
    }
    Ok(())
}

pub(crate) async fn all_groups(conn: &mut SqliteConnection) -> Result<Vec<Group>, SiteError> {
    const ALL: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM groups
        ORDER BY id LIMIT 1000001";
    document::all(conn, "groups", ALL, "reading the groups").await
}

pub(crate) async fn put_pin(conn: &mut SqliteConnection, pin: &Pin) -> Result<(), SiteError> {
    sqlx::query("INSERT OR REPLACE INTO pins VALUES (?, ?, ?)")
        .bind(pin.node.0)
        .bind(pin.x)
        .bind(pin.y)
        .execute(conn)
        .await
        .doing("storing a place on the map")?;
    Ok(())
}

pub(crate) async fn remove_pin(conn: &mut SqliteConnection, node: NodeId) -> Result<(), SiteError> {
    let sql = "DELETE FROM pins WHERE node_id = ?";
    sqlx::query(sql).bind(node.0).execute(conn).await.doing("removing a place on the map")?;
    Ok(())
}

pub(crate) async fn all_pins(conn: &mut SqliteConnection) -> Result<Vec<Pin>, SiteError> {
    let rows: Vec<(i64, f64, f64)> =
        sqlx::query_as("SELECT node_id, x, y FROM pins ORDER BY node_id LIMIT 1000000")
            .fetch_all(conn)
            .await
            .doing("reading places on the map")?;
    let pin = |(node, x, y)| Ok(Pin { node: NodeId(document::id("pins", node)?), x, y });
    rows.into_iter().map(pin).collect()
}
