//! Table `notifications`: the outbox, and what became of each message.

use hinomi_model::{Delivery, IncidentId, Notification};
use sqlx::SqliteConnection;

use crate::document::{self, Body};
use crate::error::{Doing, SiteError};
use crate::site::Site;

pub(crate) async fn put(
    conn: &mut SqliteConnection,
    notification: &Notification,
) -> Result<(), SiteError> {
    sqlx::query(
        "INSERT INTO notifications VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
         SET waiting = excluded.waiting, body = excluded.body",
    )
    .bind(notification.id.0)
    .bind(notification.incident.map(|id| id.0))
    .bind(matches!(notification.delivery, Delivery::Waiting { .. }))
    .bind(document::write(notification))
    .execute(conn)
    .await
    .doing("storing a notification")?;
    Ok(())
}

pub(crate) async fn waiting(conn: &mut SqliteConnection) -> Result<Vec<Notification>, SiteError> {
    const WAITING: &str = "SELECT id, iif(octet_length(body) <= 4000000, body, NULL)
        FROM notifications WHERE waiting = 1 ORDER BY id LIMIT 1000001";
    document::all(conn, "notifications", WAITING, "reading the outbox").await
}

impl Site {
    /// The notifications of an incident, oldest first.
    pub async fn notifications(
        &self,
        incident: IncidentId,
    ) -> Result<Vec<Notification>, SiteError> {
        let rows: Vec<(i64, Body)> = sqlx::query_as(
            "SELECT id, iif(octet_length(body) <= 4000000, body, NULL) FROM notifications
             WHERE incident_id = ? ORDER BY id LIMIT 10000",
        )
        .bind(incident.0)
        .fetch_all(&mut *self.reader().await?)
        .await
        .doing("reading notifications")?;
        rows.iter().map(|(id, body)| document::read("notifications", id, body)).collect()
    }
}
