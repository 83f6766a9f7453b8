//! Table `incidents`: stretches of believed trouble.

use futures::TryStreamExt;
use hinomi_model::{Incident, IncidentId, NodeId, Stamp};
use sqlx::SqliteConnection;

use crate::document::{self, Body};
use crate::error::{Doing, SiteError};
use crate::site::Site;

/// Which incidents are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncidentFilter {
    /// Of this node only.
    pub node: Option<NodeId>,
    /// Only those that are (`true`) or are not (`false`) resolved.
    pub resolved: Option<bool>,
    /// Only those that lasted beyond this moment, or still last.
    pub from: Option<Stamp>,
    /// Only those that started before this moment.
    pub until: Option<Stamp>,
    /// Only those numbered below this: the next page after the last one of the page before.
    pub before: Option<IncidentId>,
    /// Only of nodes whose name then had this in it, whatever the case; empty means any.
    pub text: String,
    /// At most so many; 0 means 1,000, which is also the most.
    pub most: u32,
}

pub(crate) async fn put(conn: &mut SqliteConnection, incident: &Incident) -> Result<(), SiteError> {
    sqlx::query(
        "INSERT INTO incidents VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
         SET started = excluded.started, ended = excluded.ended, body = excluded.body",
    )
    .bind(incident.id.0)
    .bind(incident.node.0)
    .bind(incident.started.0)
    .bind(incident.resolved.map(|r| r.ended.0))
    .bind(document::write(incident))
    .execute(conn)
    .await
    .doing("storing an incident")?;
    Ok(())
}

pub(crate) async fn open(conn: &mut SqliteConnection) -> Result<Vec<Incident>, SiteError> {
    const OPEN: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM incidents
        WHERE ended IS NULL ORDER BY id LIMIT 1000001";
    document::all(conn, "incidents", OPEN, "reading open incidents").await
}

// One text per set of rows to walk, so that each has its index.
macro_rules! listing {
    ($which:literal) => {
        concat!(
            "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM incidents WHERE ",
            $which,
            " AND id < ?2 AND (ended IS NULL OR ended > ?3) AND started < ?4
              AND (?5 IS NULL OR (ended IS NOT NULL) = ?5) ORDER BY id DESC LIMIT ?6"
        )
    };
}

impl IncidentFilter {
    fn sql(&self) -> &'static str {
        match (self.node, self.resolved) {
            (Some(_), _) => listing!("node_id = ?1"),
            (None, Some(false)) => listing!("?1 IS NULL AND ended IS NULL"),
            (None, Some(true) | None) => listing!("?1 IS NULL"),
        }
    }

    fn limit(&self) -> usize {
        match self.most {
            0 => 1_000,
            most => most.min(1_000) as usize,
        }
    }
}

impl Site {
    /// Incidents, newest number first.
    pub async fn incidents(&self, filter: &IncidentFilter) -> Result<Vec<Incident>, SiteError> {
        let (text, most) = (filter.text.trim().to_lowercase(), filter.limit());
        let mut lane = self.reader().await?;
        let mut rows = sqlx::query_as::<_, (i64, Body)>(filter.sql())
            .bind(filter.node.map(|node| node.0))
            .bind(filter.before.map_or(i64::MAX, |id| i64::from(id.0)))
            .bind(filter.from.map_or(i64::MIN, |at| at.0))
            .bind(filter.until.map_or(i64::MAX, |at| at.0))
            .bind(filter.resolved)
            // SQLite knows no case beyond ASCII, so names are compared here, as rows come.
            .bind(if text.is_empty() { most as i64 } else { -1 })
            .fetch(&mut *lane);
        let mut found = Vec::new();
        while found.len() < most
            && let Some((id, body)) = rows.try_next().await.doing("reading incidents")?
        {
            let incident: Incident = document::read("incidents", id, &body)?;
            if incident.node_name.to_lowercase().contains(&text) {
                found.push(incident);
            }
        }
        Ok(found)
    }

    /// All incidents that touch a stretch of time, newest number first, however many they are.
    pub async fn incidents_over(
        &self,
        from: Stamp,
        until: Stamp,
    ) -> Result<Vec<Incident>, SiteError> {
        let (from, until) = (Some(from), Some(until));
        let mut filter = IncidentFilter { from, until, ..IncidentFilter::default() };
        let mut all = Vec::new();
        loop {
            let page = self.incidents(&filter).await?;
            let Some(last) = page.last() else { return Ok(all) };
            filter.before = Some(last.id);
            all.extend(page);
        }
    }

    /// One incident.
    pub async fn incident(&self, id: IncidentId) -> Result<Option<Incident>, SiteError> {
        let row: Option<(Body,)> = sqlx::query_as(
            "SELECT iif(octet_length(body) <= 4000000, body, NULL) FROM incidents WHERE id = ?",
        )
        .bind(id.0)
        .fetch_optional(&mut *self.reader().await?)
        .await
        .doing("reading an incident")?;
        row.map(|(body,)| document::read("incidents", id, &body)).transpose()
    }
}
