//! Table `changes`: the history of belief.

use hinomi_model::{Change, CheckId, Grade, Span, Stamp, Stretch};
use sqlx::{Connection, SqliteConnection};

use crate::error::{Doing, SiteError};
use crate::site::Site;
use crate::{document, gap, settings};

/// Without a heartbeat for longer than this, nobody looked.
pub const PULSE: Span = Span::seconds(15);

/// What was held of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    /// This was believed.
    Believed(Grade),
    /// It could not be reached because of something else.
    Unreachable,
}

/// From when on something was held, and what.
type Belief<T> = (Stamp, Option<T>);

pub(crate) async fn append(
    conn: &mut SqliteConnection,
    check: CheckId,
    change: &Change,
) -> Result<(), SiteError> {
    let now = &change.now;
    put_right(conn, check, change.at).await?;
    let grade = Some(document::word(&now.grade));
    insert(conn, check, change.at, now.since, now.uncertainty, grade, false).await
}

/// Beliefs of a check come in the order of time. If one is there from "later", the wall clock was
/// set back since: it was held before this one, and must not outlive it.
async fn put_right(
    conn: &mut SqliteConnection,
    check: CheckId,
    now: Stamp,
) -> Result<(), SiteError> {
    let sql = "UPDATE changes SET at = ?2, since = min(since, ?2) WHERE check_id = ?1 AND at > ?2";
    let done = sqlx::query(sql).bind(check.0).bind(now.0).execute(conn).await;
    done.doing("putting the history of belief right")?;
    Ok(())
}

pub(crate) async fn withdraw(
    conn: &mut SqliteConnection,
    check: CheckId,
    at: Stamp,
) -> Result<(), SiteError> {
    insert(conn, check, at, at, Span::ZERO, None, false).await
}

/// What was believed from `since` on is not the check's own: it could not be reached, as is known
/// `at`.
pub(crate) async fn cut_off(
    conn: &mut SqliteConnection,
    check: CheckId,
    since: Stamp,
    at: Stamp,
) -> Result<(), SiteError> {
    insert(conn, check, at, since, Span::ZERO, None, true).await
}

async fn insert(
    conn: &mut SqliteConnection,
    check: CheckId,
    at: Stamp,
    since: Stamp,
    uncertainty: Span,
    grade: Option<String>,
    unreachable: bool,
) -> Result<(), SiteError> {
    sqlx::query(
        "INSERT INTO changes (check_id, at, since, uncertainty, grade, unreachable)
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(check.0)
    .bind(at.0)
    .bind(since.0)
    .bind(uncertainty.0)
    .bind(grade)
    .bind(unreachable)
    .execute(conn)
    .await
    .doing("storing a change of belief")?;
    Ok(())
}

const BEFORE: &str = "SELECT id, since, substr(grade, 1, 20), unreachable FROM changes
    WHERE check_id = ?1 AND at <= ?2 ORDER BY at DESC, id DESC LIMIT 1";
const WITHIN: &str = "SELECT id, since, substr(grade, 1, 20), unreachable FROM changes
    WHERE check_id = ?1 AND at > ?2 AND since < ?3 ORDER BY at, id LIMIT 1000000";

async fn beliefs(
    conn: &mut SqliteConnection,
    check: CheckId,
    from: Stamp,
    until: Stamp,
) -> Result<Vec<Belief<Held>>, SiteError> {
    let mut beliefs: Vec<Belief<Held>> = Vec::new();
    for sql in [BEFORE, WITHIN] {
        let rows: Vec<(i64, i64, Option<String>, bool)> = sqlx::query_as(sql)
            .bind(check.0)
            .bind(from.0)
            .bind(until.0)
            .fetch_all(&mut *conn)
            .await
            .doing("reading the history of belief")?;
        for (id, since, grade, unreachable) in rows {
            let grade = grade.map(|g| document::read_word("changes", id, g)).transpose()?;
            let held = match unreachable {
                true => Some(Held::Unreachable),
                false => grade.map(Held::Believed),
            };
            // One dated back beyond the one before takes over where that one begins.
            let since = Stamp(since).max(beliefs.last().map_or(Stamp(i64::MIN), |b| b.0));
            beliefs.push((since, held));
        }
    }
    Ok(beliefs)
}

/// Lays beliefs out over `[from, until)` and cuts out what was not seen; both ordered by time.
fn tile<T: Copy + PartialEq>(
    from: Stamp,
    until: Stamp,
    beliefs: &[Belief<T>],
    unseen: &[(Stamp, Stamp)],
) -> Vec<(Stamp, Stamp, Option<T>)> {
    let edges = beliefs.iter().map(|b| b.0).chain(unseen.iter().flat_map(|g| [g.0, g.1]));
    let mut cuts: Vec<Stamp> = edges.filter(|at| *at > from && *at < until).collect();
    cuts.extend([from, until]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut tiles: Vec<(Stamp, Stamp, Option<T>)> = Vec::new();
    let (mut known, mut gap) = (0, 0);
    for edge in cuts.windows(2) {
        let (from, until) = (edge[0], edge[1]);
        known += beliefs[known..].iter().take_while(|b| b.0 <= from).count();
        gap += unseen[gap..].iter().take_while(|g| g.1 <= from).count();
        let hidden = unseen.get(gap).is_some_and(|g| g.0 <= from);
        let held = known.checked_sub(1).and_then(|last| beliefs[last].1).filter(|_| !hidden);
        match tiles.last_mut() {
            Some((_, end, last)) if *last == held => *end = until,
            _ => tiles.push((from, until, held)),
        }
    }
    tiles
}

impl Site {
    /// What was believed of a check over `[from, until)`: stretches that cover it without holes or
    /// overlaps, oldest first. Nothing is believed (`None`) before the first change, inside a gap,
    /// while withdrawn or unreachable, and after the last heartbeat, if there is one, unless that
    /// is less than [`PULSE`] before `until`.
    pub async fn stretches(
        &self,
        check: CheckId,
        from: Stamp,
        until: Stamp,
    ) -> Result<Vec<Stretch>, SiteError> {
        self.stretches_and_cuts(check, from, until).await.map(|(stretches, _)| stretches)
    }

    /// The same, and when within it the check's node was unreachable: it did not answer, and what
    /// leads to it was down.
    pub async fn stretches_and_cuts(
        &self,
        check: CheckId,
        from: Stamp,
        until: Stamp,
    ) -> Result<(Vec<Stretch>, Vec<(Stamp, Stamp)>), SiteError> {
        if from >= until {
            return Ok(Default::default());
        }
        let mut lane = self.reader().await?;
        let mut tx = lane.begin().await.doing("reading the history of belief")?;
        let beliefs = beliefs(&mut tx, check, from, until).await?;
        let gaps = gap::between(&mut tx, from, until).await?;
        let mut unseen: Vec<(Stamp, Stamp)> = Vec::new();
        let ends = gaps.iter().map(|gap| (gap.from, gap.until.unwrap_or(until)));
        let silence = settings::heartbeat(&mut tx).await?.filter(|beat| until - *beat > PULSE);
        for (begins, ends) in ends.chain(silence.map(|beat| (beat, until))) {
            match unseen.last_mut() {
                Some(last) if begins <= last.1 => last.1 = last.1.max(ends),
                _ => unseen.push((begins, ends)),
            }
        }
        let grade = |held: Option<Held>| match held {
            Some(Held::Believed(grade)) => Some(grade),
            Some(Held::Unreachable) | None => None,
        };
        let graded: Vec<Belief<Grade>> = beliefs.iter().map(|b| (b.0, grade(b.1))).collect();
        let tiles = tile(from, until, &graded, &unseen).into_iter();
        let stretches = tiles.map(|(from, until, grade)| Stretch { from, until, grade }).collect();
        let tiles = tile(from, until, &beliefs, &unseen).into_iter();
        let cuts = tiles.filter(|(.., held)| *held == Some(Held::Unreachable));
        Ok((stretches, cuts.map(|(from, until, _)| (from, until)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beliefs_are_laid_out_without_holes_and_cut_by_what_was_not_seen() {
        let s = Stamp;
        let beliefs =
            [(s(10), Some(Grade::Ok)), (s(50), Some(Grade::Critical)), (s(70), Some(Grade::Ok))];
        let tiles = tile(s(0), s(100), &beliefs, &[(s(40), s(60)), (s(90), s(200))]);
        let want = [
            (0, 10, None),
            (10, 40, Some(Grade::Ok)),
            (40, 60, None),
            (60, 70, Some(Grade::Critical)),
            (70, 90, Some(Grade::Ok)),
            (90, 100, None),
        ];
        let got: Vec<_> = tiles.iter().map(|t| (t.0.0, t.1.0, t.2)).collect();
        assert_eq!(got, want, "because a gap hides what was believed and belief goes on after it");
    }
}
