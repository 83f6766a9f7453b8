//! Tables `vault` (one row: how the data key is sealed) and `secrets`.

use std::collections::HashSet;

use hinomi_model::{Contact, SecretId, SecretKind};
use sqlx::SqliteConnection;

use crate::error::{Doing, SiteError};
use crate::vault::{Locks, Recipe, Sealed, scrubbing};
use crate::{contact, document, node, settings};

/// Secrets one site may have.
const MOST: usize = 100_000;

type VaultRow = (
    String,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

/// How the data key is sealed; `None` if there is no vault. A passphrase that is not as Hinomi
/// writes it is an error: its cost might be anything.
pub(crate) async fn locks(conn: &mut SqliteConnection) -> Result<Option<Locks>, SiteError> {
    let row: Option<VaultRow> = sqlx::query_as(
        "SELECT substr(name, 1, 64), substr(keychain, 1, 500), substr(passphrase, 1, 500),
         substr(salt, 1, 17), memory_kib, passes, lanes FROM vault",
    )
    .fetch_optional(conn)
    .await
    .doing("reading the vault")?;
    let Some((name, keychain, passphrase, salt, memory_kib, passes, lanes)) = row else {
        return Ok(None);
    };
    let number = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
    let recipe = || {
        let salt = salt?.try_into().ok()?;
        let (memory_kib, passes, lanes) = (number(memory_kib)?, number(passes)?, number(lanes)?);
        Some(Recipe { salt, memory_kib, passes, lanes }).filter(Recipe::is_sane)
    };
    let passphrase = match passphrase {
        None => None,
        Some(sealed) => Some((recipe().ok_or_else(strange)?, sealed)),
    };
    Ok(Some(Locks { name, keychain, passphrase }))
}

fn strange() -> SiteError {
    let detail = "its passphrase was not set by Hinomi".into();
    SiteError::BadRow { table: "vault", row: "1".into(), detail }
}

pub(crate) async fn put_locks(conn: &mut SqliteConnection, locks: &Locks) -> Result<(), SiteError> {
    let recipe = locks.passphrase.as_ref().map(|(recipe, _)| recipe);
    sqlx::query("INSERT OR REPLACE INTO vault VALUES (1, ?, ?, ?, ?, ?, ?, ?)")
        .bind(&locks.name)
        .bind(&locks.keychain)
        .bind(locks.passphrase.as_ref().map(|(_, sealed)| sealed))
        .bind(recipe.map(|recipe| &recipe.salt[..]))
        .bind(recipe.map(|recipe| recipe.memory_kib))
        .bind(recipe.map(|recipe| recipe.passes))
        .bind(recipe.map(|recipe| recipe.lanes))
        .execute(conn)
        .await
        .doing("storing the vault")?;
    Ok(())
}

/// A new identity, never given out before.
pub(crate) async fn next_id(conn: &mut SqliteConnection) -> Result<SecretId, SiteError> {
    let sql = "INSERT INTO last_ids VALUES ('secret', 1)
        ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last";
    let last: i64 = sqlx::query_scalar(sql).fetch_one(conn).await.doing("storing a secret")?;
    document::id("last_ids", last).map(SecretId)
}

/// Adds or replaces a sealed secret.
pub(crate) async fn put(conn: &mut SqliteConnection, secret: &Sealed) -> Result<(), SiteError> {
    sqlx::query("INSERT OR REPLACE INTO secrets VALUES (?, ?, ?)")
        .bind(secret.id.0)
        .bind(document::word(&secret.kind))
        .bind(&secret.sealed)
        .execute(conn)
        .await
        .doing("storing a secret")?;
    Ok(())
}

/// One sealed secret.
pub(crate) async fn get(
    conn: &mut SqliteConnection,
    id: SecretId,
) -> Result<Option<Sealed>, SiteError> {
    let row: Option<(String, Vec<u8>)> = sqlx::query_as(
        "SELECT substr(kind, 1, 40), substr(sealed, 1, 70000) FROM secrets WHERE id = ?",
    )
    .bind(id.0)
    .fetch_optional(conn)
    .await
    .doing("reading a secret")?;
    row.map(|(kind, sealed)| read(id, kind, sealed)).transpose()
}

/// All of them, sealed.
pub(crate) async fn all(conn: &mut SqliteConnection) -> Result<Vec<Sealed>, SiteError> {
    let rows: Vec<(i64, String, Vec<u8>)> = sqlx::query_as(
        "SELECT id, substr(kind, 1, 40), substr(sealed, 1, 70000) FROM secrets
         ORDER BY id LIMIT 100001",
    )
    .fetch_all(conn)
    .await
    .doing("reading the secrets")?;
    if rows.len() > MOST {
        let size = rows.len() as u64;
        return Err(SiteError::TooLarge { what: "secrets", size, most: MOST as u64 });
    }
    let id = |row| document::id("secrets", row).map(SecretId);
    rows.into_iter().map(|(row, kind, sealed)| read(id(row)?, kind, sealed)).collect()
}

fn read(id: SecretId, kind: String, sealed: Vec<u8>) -> Result<Sealed, SiteError> {
    let kind: SecretKind = document::read_word("secrets", id, kind)?;
    Ok(Sealed { id, kind, sealed })
}

/// How many there are.
pub(crate) async fn count(conn: &mut SqliteConnection) -> Result<u32, SiteError> {
    let n: i64 = sqlx::query_scalar("SELECT count(*) FROM secrets")
        .fetch_one(conn)
        .await
        .doing("counting the secrets")?;
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

pub(crate) async fn remove(conn: &mut SqliteConnection, id: SecretId) -> Result<(), SiteError> {
    let sql = "DELETE FROM secrets WHERE id = ?";
    sqlx::query(sql).bind(id.0).execute(conn).await.doing("forgetting a secret")?;
    Ok(())
}

/// Are all that name a secret of this kind known to [`named`]? Others are let be.
fn is_traced(kind: SecretKind) -> bool {
    use SecretKind::{Community, HookUrl, MailPassword, SnmpAuth, SnmpPrivacy, Ssh, Token};
    match kind {
        MailPassword | HookUrl | Token | Community | SnmpAuth | SnmpPrivacy => true,
        Ssh => false,
    }
}

/// The secrets that contacts, settings and nodes name.
pub(crate) async fn named(conn: &mut SqliteConnection) -> Result<HashSet<SecretId>, SiteError> {
    let contacts = contact::all(conn).await?;
    let mut named: HashSet<SecretId> = contacts.iter().flat_map(Contact::secrets).collect();
    named.extend(settings::get(conn).await?.secrets());
    named.extend(node::secrets(conn, None).await?);
    Ok(named)
}

/// Removes those of these secrets that nothing names any more; true if there were any, and
/// [`scrubbing`] is on since. While something cannot be read, nobody knows what it names, and none
/// goes.
pub(crate) async fn remove_unnamed(
    conn: &mut SqliteConnection,
    ids: &HashSet<SecretId>,
) -> Result<bool, SiteError> {
    let Ok(named) = named(conn).await else { return Ok(false) };
    let lost: Vec<SecretId> = ids.difference(&named).copied().collect();
    if lost.is_empty() {
        return Ok(false);
    }
    scrubbing(conn, true).await?;
    for id in lost {
        remove(conn, id).await?;
    }
    Ok(true)
}

/// The secrets nothing names, as far as that can be known: put by a dialogue that was left, or by
/// an older Hinomi, which let none go.
pub(crate) async fn unnamed(conn: &mut SqliteConnection) -> Result<Vec<SecretId>, SiteError> {
    let named = named(conn).await?;
    let lost = |secret: &Sealed| is_traced(secret.kind) && !named.contains(&secret.id);
    Ok(all(conn).await?.iter().filter(|secret| lost(secret)).map(|secret| secret.id).collect())
}

/// The secrets that are named and are not there. While something cannot be read, nobody knows what
/// it names; that is no reason not to say how the vault stands.
pub(crate) async fn missing(conn: &mut SqliteConnection) -> Result<Vec<SecretId>, SiteError> {
    let ids: Vec<i64> = sqlx::query_scalar("SELECT id FROM secrets LIMIT 100001")
        .fetch_all(&mut *conn)
        .await
        .doing("reading the secrets")?;
    let ids: HashSet<i64> = ids.into_iter().collect();
    let named = named(conn).await.unwrap_or_default();
    let gone = |id: &SecretId| !ids.contains(&i64::from(id.0));
    let mut missing: Vec<SecretId> = named.into_iter().filter(gone).collect();
    missing.sort_unstable();
    Ok(missing)
}

/// Removes every secret, and how the data key was sealed.
pub(crate) async fn remove_all(conn: &mut SqliteConnection) -> Result<(), SiteError> {
    for sql in ["DELETE FROM secrets", "DELETE FROM vault"] {
        sqlx::query(sql).execute(&mut *conn).await.doing("wiping the vault")?;
    }
    Ok(())
}
