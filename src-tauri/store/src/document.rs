//! Rows whose body is JSON of a model type, read with bounds.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

use crate::error::{Doing, SiteError};

/// Rows of one table read at once, at most. Ten times what a site is built for, many times over.
const MOST_ROWS: usize = 1_000_000;

/// A body as read: `NULL` stands for one longer than 4 MB, which is then not even loaded.
pub(crate) type Body = Option<String>;

/// Writes a value as the body of a row.
pub(crate) fn write<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("the model's types have string keys and cannot fail")
}

/// Reads the body of a row. Depth is bounded by the parser (128).
pub(crate) fn read<T: DeserializeOwned>(
    table: &'static str,
    row: impl ToString,
    body: &Body,
) -> Result<T, SiteError> {
    let bad = |detail: String| SiteError::BadRow { table, row: row.to_string(), detail };
    let body = body.as_deref().ok_or_else(|| bad("it is longer than 4 MB".into()))?;
    serde_json::from_str(body).map_err(|e| bad(e.to_string()))
}

/// Reads an identity.
pub(crate) fn id(table: &'static str, row: i64) -> Result<u32, SiteError> {
    let bad = |_| SiteError::BadRow {
        table,
        row: row.to_string(),
        detail: "this is not an identity".into(),
    };
    u32::try_from(row).map_err(bad)
}

/// Reads all rows of a query of `(id, body)`.
pub(crate) async fn all<T: DeserializeOwned>(
    conn: &mut SqliteConnection,
    table: &'static str,
    sql: &'static str,
    doing: &'static str,
) -> Result<Vec<T>, SiteError> {
    let rows: Vec<(i64, Body)> = sqlx::query_as(sql).fetch_all(conn).await.doing(doing)?;
    if rows.len() > MOST_ROWS {
        let size = rows.len() as u64;
        return Err(SiteError::TooLarge { what: table, size, most: MOST_ROWS as u64 });
    }
    rows.iter().map(|(id, body)| read(table, id, body)).collect()
}

/// Writes a value that is one word in JSON, without its quotes.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    write(value).trim_matches('"').to_owned()
}

/// Reads a value that is one word in JSON.
pub(crate) fn read_word<T: DeserializeOwned>(
    table: &'static str,
    row: impl ToString,
    word: String,
) -> Result<T, SiteError> {
    serde_json::from_value(serde_json::Value::String(word)).map_err(|e| SiteError::BadRow {
        table,
        row: row.to_string(),
        detail: e.to_string(),
    })
}
