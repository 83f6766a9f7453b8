//! Table `mibs`: the modules of MIB files people imported.

use sqlx::Connection;

use crate::error::{Doing, SiteError};
use crate::site::Site;

/// Modules of one site at most, and octets of them all.
const MODULES: i64 = 500;
const OCTETS: i64 = 64 << 20;

/// Largest module kept, octets.
const LARGEST: usize = 4 << 20;

impl Site {
    /// Keeps modules, each by the name it calls itself; one of that name is replaced. All of them,
    /// or none.
    ///
    /// Errors: [`SiteError::TooLarge`] beyond 500 modules, 4 MB each or 64 MB in all.
    pub async fn put_mibs(&self, modules: &[(String, String)]) -> Result<(), SiteError> {
        let too_large = |size: u64, most: u64| SiteError::TooLarge { what: "mibs", size, most };
        if let Some((_, text)) = modules.iter().find(|(_, text)| text.len() > LARGEST) {
            return Err(too_large(text.len() as u64, LARGEST as u64));
        }
        let mut lane = self.writer().await?;
        let mut tx = lane.begin_with("BEGIN IMMEDIATE").await.doing("keeping a MIB")?;
        for (name, text) in modules {
            sqlx::query(
                "INSERT INTO mibs VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
            )
            .bind(name)
            .bind(text)
            .execute(&mut *tx)
            .await
            .doing("keeping a MIB")?;
        }
        let (count, octets): (i64, i64) =
            sqlx::query_as("SELECT count(*), coalesce(sum(octet_length(body)), 0) FROM mibs")
                .fetch_one(&mut *tx)
                .await
                .doing("keeping a MIB")?;
        if count > MODULES || octets > OCTETS {
            let size = u64::try_from(octets).unwrap_or(u64::MAX);
            return Err(too_large(size, OCTETS as u64));
        }
        tx.commit().await.doing("keeping a MIB")?;
        self.wrote();
        Ok(())
    }

    /// The modules kept, by name, each with its text.
    pub async fn mibs(&self) -> Result<Vec<(String, String)>, SiteError> {
        sqlx::query_as(
            "SELECT substr(name, 1, 200), substr(body, 1, 4194304) FROM mibs ORDER BY name LIMIT 500",
        )
        .fetch_all(&mut *self.reader().await?)
        .await
        .doing("reading the MIBs")
    }

    /// Lets a module go; one that is not there is gone already.
    pub async fn drop_mib(&self, name: &str) -> Result<(), SiteError> {
        let mut lane = self.writer().await?;
        let sql = "DELETE FROM mibs WHERE name = ?";
        sqlx::query(sql).bind(name).execute(&mut *lane).await.doing("removing a MIB")?;
        self.wrote();
        Ok(())
    }
}
