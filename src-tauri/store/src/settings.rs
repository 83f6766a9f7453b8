//! Tables of one row each: `settings`, `heartbeat`; and `last_ids`.

use hinomi_model::{Settings, Stamp};
use sqlx::SqliteConnection;

use crate::document::{self, Body};
use crate::error::{Doing, SiteError};
use crate::loaded::LastIds;

pub(crate) async fn put(conn: &mut SqliteConnection, settings: &Settings) -> Result<(), SiteError> {
    sqlx::query(
        "INSERT INTO settings VALUES (1, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
    )
    .bind(document::write(settings))
    .execute(conn)
    .await
    .doing("storing the settings")?;
    Ok(())
}

pub(crate) async fn get(conn: &mut SqliteConnection) -> Result<Settings, SiteError> {
    let body: Option<(Body,)> =
        sqlx::query_as("SELECT iif(octet_length(body) <= 4000000, body, NULL) FROM settings")
            .fetch_optional(conn)
            .await
            .doing("reading the settings")?;
    body.map_or_else(|| Ok(Settings::default()), |(body,)| document::read("settings", 1, &body))
}

pub(crate) async fn beat(conn: &mut SqliteConnection, at: Stamp) -> Result<(), SiteError> {
    sqlx::query("INSERT INTO heartbeat VALUES (1, ?) ON CONFLICT DO UPDATE SET at = excluded.at")
        .bind(at.0)
        .execute(conn)
        .await
        .doing("storing the heartbeat")?;
    Ok(())
}

pub(crate) async fn heartbeat(conn: &mut SqliteConnection) -> Result<Option<Stamp>, SiteError> {
    let at: Option<i64> = sqlx::query_scalar("SELECT at FROM heartbeat")
        .fetch_optional(conn)
        .await
        .doing("reading the heartbeat")?;
    Ok(at.map(Stamp))
}

const KINDS: usize = 12;

fn fields(ids: &mut LastIds) -> [(&'static str, &mut u32); KINDS] {
    let LastIds {
        node,
        group,
        check,
        link,
        incident,
        notification,
        runbook,
        window,
        contact,
        map,
        trap,
        proposal,
    } = ids;
    [
        ("node", node),
        ("group", group),
        ("check", check),
        ("link", link),
        ("incident", incident),
        ("notification", notification),
        ("runbook", runbook),
        ("window", window),
        ("contact", contact),
        ("map", map),
        ("trap", trap),
        ("proposal", proposal),
    ]
}

/// Remembers the highest identities seen; those that are 0 were not.
pub(crate) async fn remember(
    conn: &mut SqliteConnection,
    mut seen: LastIds,
) -> Result<(), SiteError> {
    for (kind, last) in fields(&mut seen) {
        if *last == 0 {
            continue;
        }
        // Without the condition every update of an incident would write this page again.
        sqlx::query(
            "INSERT INTO last_ids VALUES (?, ?)
             ON CONFLICT DO UPDATE SET last = excluded.last WHERE excluded.last > last",
        )
        .bind(kind)
        .bind(*last)
        .execute(&mut *conn)
        .await
        .doing("remembering identities")?;
    }
    Ok(())
}

pub(crate) async fn last_ids(conn: &mut SqliteConnection) -> Result<LastIds, SiteError> {
    let rows: Vec<(String, i64)> = sqlx::query_as("SELECT kind, last FROM last_ids LIMIT 100")
        .fetch_all(conn)
        .await
        .doing("reading identities")?;
    let mut ids = LastIds::default();
    for (kind, field) in fields(&mut ids) {
        if let Some((_, last)) = rows.iter().find(|(k, _)| k == kind) {
            *field = document::id("last_ids", *last)?;
        }
    }
    Ok(ids)
}
