//! Table `entries`: the logs of incidents. Appended and never changed; triggers hold that (law L8).

use hinomi_model::incident::{self, Broken};
use hinomi_model::{Entry, IncidentId};
use sqlx::SqliteConnection;

use crate::document::{self, Body};
use crate::error::{Doing, SiteError};
use crate::site::Site;

/// What became of verifying a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Entries there are.
    pub entries: u32,
    /// The first that does not fit the chain, if one does not.
    pub broken: Option<Broken>,
}

pub(crate) async fn append(conn: &mut SqliteConnection, entry: &Entry) -> Result<(), SiteError> {
    sqlx::query("INSERT INTO entries VALUES (?, ?, ?)")
        .bind(entry.incident.0)
        .bind(entry.seq)
        .bind(document::write(entry))
        .execute(conn)
        .await
        .doing("writing an incident's log")?;
    Ok(())
}

pub(crate) async fn last(
    conn: &mut SqliteConnection,
    incident: IncidentId,
) -> Result<Option<(u32, String)>, SiteError> {
    let row: Option<(i64, Body)> = sqlx::query_as(
        "SELECT seq, iif(octet_length(body) <= 4000000, body, NULL) FROM entries
         WHERE incident_id = ? ORDER BY seq DESC LIMIT 1",
    )
    .bind(incident.0)
    .fetch_optional(conn)
    .await
    .doing("reading the end of an incident's log")?;
    row.map(|row| entry(incident, &row).map(|entry| (entry.seq, entry.hash))).transpose()
}

fn entry(incident: IncidentId, (seq, body): &(i64, Body)) -> Result<Entry, SiteError> {
    document::read("entries", format!("{incident}/{seq}"), body)
}

impl Site {
    /// The whole log of an incident, oldest first.
    pub async fn entries(&self, incident: IncidentId) -> Result<Vec<Entry>, SiteError> {
        let rows: Vec<(i64, Body)> = sqlx::query_as(
            "SELECT seq, iif(octet_length(body) <= 4000000, body, NULL) FROM entries
             WHERE incident_id = ? ORDER BY seq LIMIT 100000",
        )
        .bind(incident.0)
        .fetch_all(&mut *self.reader().await?)
        .await
        .doing("reading an incident's log")?;
        rows.iter().map(|row| entry(incident, row)).collect()
    }

    /// Number and hash of the last line of an incident's log, as [`Entry::seal`] wants them.
    pub async fn last_entry(
        &self,
        incident: IncidentId,
    ) -> Result<Option<(u32, String)>, SiteError> {
        last(&mut *self.reader().await?, incident).await
    }

    /// Verifies the chain of one incident's log.
    pub async fn verify(&self, incident: IncidentId) -> Result<Verdict, SiteError> {
        let log = self.entries(incident).await?;
        // The chain is of contents; that they are this incident's has to be looked at besides.
        let stray = log.iter().zip(1..).find(|(entry, _)| entry.incident != incident);
        let broken = incident::verify(&log).err().or(stray.map(|(_, seq)| Broken(seq)));
        Ok(Verdict { entries: u32::try_from(log.len()).unwrap_or(u32::MAX), broken })
    }
}
