//! Tables `sightings` and `claims`: on which port hardware addresses were seen, and for which IP
//! addresses they answered.

use std::net::IpAddr;

use hinomi_model::{Claim, NodeId, Noticed, Port, Sighting, Stamp};
use sqlx::SqliteConnection;

use crate::document;
use crate::error::{Doing, SiteError};
use crate::rollup::DAY;
use crate::site::Site;

/// Stays not seen for so long are forgotten, like what is kept by 5 minutes (law L10).
const LIFETIME: i64 = 90 * DAY;
/// Most stays kept of each kind; those seen last stay.
const MOST: i64 = 100_000;
/// Most stays one question brings.
const ASKED: i64 = 500;

type SightingRow = (String, i64, i64, i64, String, Option<i64>);
type ClaimRow = (String, i64, i64, String);

/// Writes down where an address was seen: its stay goes on, or a new one begins.
pub(crate) async fn put_sighting(
    conn: &mut SqliteConnection,
    seen: &Sighting,
) -> Result<(), SiteError> {
    const DOING: &str = "storing where an address was seen";
    let index = seen.port.index.map(i64::from);
    let went_on = sqlx::query(
        "UPDATE sightings SET seen = max(seen, ?4), port_index = ?5
         WHERE mac = ?1 AND node_id = ?2 AND port = ?3
         AND since = (SELECT max(since) FROM sightings WHERE mac = ?1)",
    )
    .bind(&seen.mac)
    .bind(seen.at.0)
    .bind(&seen.port.name)
    .bind(seen.seen.0)
    .bind(index)
    .execute(&mut *conn)
    .await
    .doing(DOING)?;
    if went_on.rows_affected() == 0 {
        sqlx::query("INSERT OR REPLACE INTO sightings VALUES (?, ?, ?, ?, ?, ?)")
            .bind(&seen.mac)
            .bind(seen.since.0)
            .bind(seen.seen.0)
            .bind(seen.at.0)
            .bind(&seen.port.name)
            .bind(index)
            .execute(conn)
            .await
            .doing(DOING)?;
    }
    Ok(())
}

/// Writes down who answered for an address.
pub(crate) async fn put_claim(conn: &mut SqliteConnection, claim: &Claim) -> Result<(), SiteError> {
    const DOING: &str = "storing who answers for an address";
    let address = claim.address.to_string();
    let went_on = sqlx::query(
        "UPDATE claims SET seen = max(seen, ?3) WHERE address = ?1 AND mac = ?2
         AND since = (SELECT max(since) FROM claims WHERE address = ?1)",
    )
    .bind(&address)
    .bind(&claim.mac)
    .bind(claim.seen.0)
    .execute(&mut *conn)
    .await
    .doing(DOING)?;
    if went_on.rows_affected() == 0 {
        sqlx::query("INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?)")
            .bind(&address)
            .bind(claim.since.0)
            .bind(claim.seen.0)
            .bind(&claim.mac)
            .execute(conn)
            .await
            .doing(DOING)?;
    }
    Ok(())
}

/// Forgets stays that were seen too long ago, and the oldest of too many.
pub(crate) async fn forget(conn: &mut SqliteConnection, now: Stamp) -> Result<(), SiteError> {
    const DOING: &str = "forgetting where addresses were seen long ago";
    for sql in [
        "DELETE FROM sightings WHERE seen < ?1 OR (mac, since) IN
         (SELECT mac, since FROM sightings ORDER BY seen DESC LIMIT -1 OFFSET ?2)",
        "DELETE FROM claims WHERE seen < ?1 OR (address, since) IN
         (SELECT address, since FROM claims ORDER BY seen DESC LIMIT -1 OFFSET ?2)",
    ] {
        let old = now.0.saturating_sub(LIFETIME);
        sqlx::query(sql).bind(old).bind(MOST).execute(&mut *conn).await.doing(DOING)?;
    }
    Ok(())
}

fn sighting((mac, since, seen, at, port, index): SightingRow) -> Result<Sighting, SiteError> {
    let index = index.and_then(|n| u32::try_from(n).ok());
    Ok(Sighting {
        mac,
        at: NodeId(document::id("sightings", at)?),
        port: Port { name: port, index },
        since: Stamp(since),
        seen: Stamp(seen),
    })
}

fn claim((address, since, seen, mac): ClaimRow) -> Result<Claim, SiteError> {
    let bad = |detail: std::net::AddrParseError| SiteError::BadRow {
        table: "claims",
        row: address.clone(),
        detail: detail.to_string(),
    };
    let address: IpAddr = address.parse().map_err(bad)?;
    Ok(Claim { address, mac, since: Stamp(since), seen: Stamp(seen) })
}

async fn claims(
    conn: &mut SqliteConnection,
    sql: &'static str,
    of: &str,
) -> Result<Vec<Claim>, SiteError> {
    let rows = sqlx::query_as(sql).bind(of).bind(ASKED).fetch_all(conn).await;
    let rows: Vec<ClaimRow> = rows.doing("reading who answered for an address")?;
    rows.into_iter().map(claim).collect()
}

impl Site {
    /// Every hardware address (lower case with colons) that was seen and is not forgotten: on a port,
    /// or answering for an IP address.
    pub async fn met(&self) -> Result<Vec<(String, Option<IpAddr>)>, SiteError> {
        let rows = sqlx::query_as(
            "SELECT substr(mac, 1, 20), NULL FROM sightings
             UNION SELECT substr(mac, 1, 20), substr(address, 1, 64) FROM claims LIMIT ?",
        );
        let rows = rows.bind(2 * MOST).fetch_all(&mut *self.reader().await?).await;
        let rows: Vec<(String, Option<String>)> = rows.doing("reading who was ever seen")?;
        // An address that cannot be read is that of nobody who could be met again there.
        let one = |(mac, address): (String, Option<String>)| match address {
            None => Some((mac, None)),
            Some(text) => Some((mac, Some(text.parse().ok()?))),
        };
        Ok(rows.into_iter().filter_map(one).collect())
    }

    /// Where a hardware address (lower case with colons) was seen, the latest stay first, at most
    /// 500.
    pub async fn sightings(&self, mac: &str) -> Result<Vec<Sighting>, SiteError> {
        let rows: Vec<SightingRow> = sqlx::query_as(
            "SELECT substr(mac, 1, 20), since, seen, node_id, substr(port, 1, 200), port_index
             FROM sightings WHERE mac = ? ORDER BY since DESC LIMIT ?",
        )
        .bind(mac)
        .bind(ASKED)
        .fetch_all(&mut *self.reader().await?)
        .await
        .doing("reading where an address was seen")?;
        rows.into_iter().map(sighting).collect()
    }

    /// Who answered for an IP address, the latest first, at most 500.
    pub async fn claims_to(&self, address: IpAddr) -> Result<Vec<Claim>, SiteError> {
        const SQL: &str = "SELECT substr(address, 1, 64), since, seen, substr(mac, 1, 20)
            FROM claims WHERE address = ? ORDER BY since DESC LIMIT ?";
        claims(&mut *self.reader().await?, SQL, &address.to_string()).await
    }

    /// For which IP addresses a hardware address (lower case with colons) answered, the latest
    /// first, at most 500.
    pub async fn claims_of(&self, mac: &str) -> Result<Vec<Claim>, SiteError> {
        const SQL: &str = "SELECT substr(address, 1, 64), since, seen, substr(mac, 1, 20)
            FROM claims WHERE mac = ? ORDER BY since DESC LIMIT ?";
        claims(&mut *self.reader().await?, SQL, mac).await
    }

    /// What became different lately in who is where, the latest first, at most `most`. What the
    /// very first reading found is not different from anything.
    pub async fn noticed(&self, most: u32) -> Result<Vec<Noticed>, SiteError> {
        let mut lane = self.reader().await?;
        let mut all = stays(&mut lane, most).await?;
        all.extend(takeovers(&mut lane, most).await?);
        all.sort_by_key(|noticed| std::cmp::Reverse(noticed.at()));
        all.truncate(most as usize);
        Ok(all)
    }
}

/// The latest stays, each with the one before.
async fn stays(conn: &mut SqliteConnection, most: u32) -> Result<Vec<Noticed>, SiteError> {
    const DOING: &str = "reading who came and who moved";
    let rows: Vec<SightingRow> = sqlx::query_as(
        "SELECT substr(mac, 1, 20), since, seen, node_id, substr(port, 1, 200), port_index
         FROM sightings WHERE since > (SELECT min(since) FROM sightings)
         ORDER BY since DESC LIMIT ?",
    )
    .bind(most)
    .fetch_all(&mut *conn)
    .await
    .doing(DOING)?;
    let mut noticed = Vec::new();
    for now in rows.into_iter().map(sighting) {
        let now = now?;
        let before: Option<SightingRow> = sqlx::query_as(
            "SELECT substr(mac, 1, 20), since, seen, node_id, substr(port, 1, 200), port_index
             FROM sightings WHERE mac = ? AND since < ? ORDER BY since DESC LIMIT 1",
        )
        .bind(&now.mac)
        .bind(now.since.0)
        .fetch_optional(&mut *conn)
        .await
        .doing(DOING)?;
        noticed.push(match before.map(sighting).transpose()? {
            Some(before) => Noticed::Moved { before, now },
            None => Noticed::New { now },
        });
    }
    Ok(noticed)
}

/// The latest claims to an address that somebody else had before.
async fn takeovers(conn: &mut SqliteConnection, most: u32) -> Result<Vec<Noticed>, SiteError> {
    const DOING: &str = "reading who took over an address";
    let rows: Vec<ClaimRow> = sqlx::query_as(
        "SELECT substr(address, 1, 64), since, seen, substr(mac, 1, 20) FROM claims AS now
         WHERE since > (SELECT min(since) FROM claims) AND EXISTS (SELECT 1 FROM claims AS b
         WHERE b.address = now.address AND b.since < now.since)
         ORDER BY since DESC LIMIT ?",
    )
    .bind(most)
    .fetch_all(&mut *conn)
    .await
    .doing(DOING)?;
    let mut noticed = Vec::new();
    for now in rows.into_iter().map(claim) {
        let now = now?;
        let earlier: Vec<ClaimRow> = sqlx::query_as(
            "SELECT substr(address, 1, 64), since, seen, substr(mac, 1, 20) FROM claims
             WHERE address = ? AND since < ? ORDER BY since DESC LIMIT 2",
        )
        .bind(now.address.to_string())
        .bind(now.since.0)
        .fetch_all(&mut *conn)
        .await
        .doing(DOING)?;
        let mut earlier = earlier.into_iter().map(claim);
        let Some(before) = earlier.next().transpose()? else { continue };
        let once = earlier.next().transpose()?;
        let disputed =
            once.is_some_and(|c| c.mac == now.mac && now.since - c.seen <= Noticed::DISPUTED);
        noticed.push(Noticed::Answers { before, now, disputed });
    }
    Ok(noticed)
}
