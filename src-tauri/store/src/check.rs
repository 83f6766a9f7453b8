//! Tables `checks` and `states`: what is looked at, and what was believed of it last.

use std::collections::HashMap;

use hinomi_model::{Check, CheckId, State};
use sqlx::SqliteConnection;

use crate::document::{self, Body};
use crate::error::{Doing, SiteError};

pub(crate) async fn put(conn: &mut SqliteConnection, check: &Check) -> Result<(), SiteError> {
    sqlx::query(
        "INSERT INTO checks VALUES (?, ?, ?) ON CONFLICT DO UPDATE
         SET node_id = excluded.node_id, body = excluded.body",
    )
    .bind(check.id.0)
    .bind(check.node.0)
    .bind(document::write(check))
    .execute(conn)
    .await
    .doing("storing a check")?;
    Ok(())
}

pub(crate) async fn remove(conn: &mut SqliteConnection, id: CheckId) -> Result<(), SiteError> {
    let sql = "DELETE FROM checks WHERE id = ?";
    sqlx::query(sql).bind(id.0).execute(conn).await.doing("removing a check")?;
    Ok(())
}

pub(crate) async fn all(conn: &mut SqliteConnection) -> Result<Vec<Check>, SiteError> {
    const ALL: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM checks
        ORDER BY id LIMIT 1000001";
    document::all(conn, "checks", ALL, "reading the checks").await
}

pub(crate) async fn put_state(
    conn: &mut SqliteConnection,
    check: CheckId,
    state: &State,
) -> Result<(), SiteError> {
    sqlx::query(
        "INSERT INTO states SELECT id, ?2 FROM checks WHERE id = ?1
         ON CONFLICT DO UPDATE SET body = excluded.body",
    )
    .bind(check.0)
    .bind(document::write(state))
    .execute(conn)
    .await
    .doing("storing a state")?;
    Ok(())
}

pub(crate) async fn states(
    conn: &mut SqliteConnection,
) -> Result<HashMap<CheckId, State>, SiteError> {
    let rows: Vec<(i64, Body)> = sqlx::query_as(
        "SELECT check_id, iif(octet_length(body) <= 4000000, body, NULL) FROM states LIMIT 1000000",
    )
    .fetch_all(conn)
    .await
    .doing("reading the states")?;
    let state = |(check, body): &(i64, Body)| {
        Ok((CheckId(document::id("states", *check)?), document::read("states", check, body)?))
    };
    rows.iter().map(state).collect()
}
