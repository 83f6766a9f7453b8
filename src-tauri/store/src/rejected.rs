//! Table `rejected`: pieces of batches that the file would refuse however often they are tried.
//!
//! Such a piece is a mistake of ours. Tried again and again with the rest of its batch it would
//! keep everything after it out of the file; here it stays readable, and the rest is stored.

use std::fmt::Debug;

use sqlx::{Connection, SqliteConnection};

use crate::batch::Batch;
use crate::error::{Doing, SiteError};
use crate::site::Site;

/// Octets of a piece that are kept.
const CONTENT: usize = 65_536;

/// A piece that the file refuses, whatever is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// What kind of thing it is: an edit, a gap, samples …
    pub what: &'static str,
    /// Why it was refused.
    pub cause: String,
    /// The piece itself as text, cut after 64 KiB.
    pub content: String,
}

/// One piece of a batch, as a batch of its own.
pub(crate) struct Piece {
    what: &'static str,
    content: String,
    batch: Batch,
}

impl Piece {
    pub(crate) fn new<T: Debug>(what: &'static str, thing: &T, batch: Batch) -> Piece {
        let mut content = format!("{thing:?}");
        content.truncate(content.floor_char_boundary(CONTENT));
        Piece { what, content, batch }
    }

    /// Stores it, or says why that will never be.
    pub(crate) async fn store(
        self,
        conn: &mut SqliteConnection,
    ) -> Result<Option<Rejected>, SiteError> {
        // Within a transaction this is a savepoint.
        let mut own = conn.begin().await.doing("storing")?;
        match self.batch.store(&mut own).await {
            Ok(_) => own.commit().await.doing("storing").map(|()| None),
            Err(error) if error.is_lasting() => {
                own.rollback().await.doing("storing")?;
                let Piece { what, content, .. } = self;
                let rejected = Rejected { what, cause: error.to_string(), content };
                put(conn, &rejected).await.map(|()| Some(rejected))
            }
            Err(error) => Err(error),
        }
    }
}

async fn put(conn: &mut SqliteConnection, rejected: &Rejected) -> Result<(), SiteError> {
    sqlx::query("INSERT INTO rejected (what, cause, content) VALUES (?, ?, ?)")
        .bind(rejected.what)
        .bind(&rejected.cause)
        .bind(&rejected.content)
        .execute(conn)
        .await
        .doing("putting aside what cannot be stored")?;
    Ok(())
}

impl Site {
    /// How many pieces were put aside since the site began.
    pub async fn rejected(&self) -> Result<u64, SiteError> {
        let mut reader = self.reader().await?;
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM rejected")
            .fetch_one(&mut *reader)
            .await
            .doing("counting what was put aside")?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}
