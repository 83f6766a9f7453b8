//! Objects by the columns they stand in, and columns read with GETBULK (RFC 3416 §4.2.3) where many
//! objects stand beside each other.
//!
//! Forty checks of a switch's ports ask for forty objects of each column: one short question brings
//! them instead of several long ones. It saves questions and changes nothing else: what GETBULK does
//! not bring is asked for by GET, as if it had never been tried.

use std::collections::BTreeMap;

use hinomi_model::snmp::{Oid, Value};

use super::session::Question;
use super::walk::is_silence;
use super::{Session, Trouble, speech};

/// Fewer objects than these a GET brings as well.
const LEAST: usize = 12;
/// Indexes of neighbours differ by this at most, so that half of what is read was asked for.
const APART: u32 = 2;

/// Objects that are wanted: in each column the numbers their names end with.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    columns: BTreeMap<Oid, Vec<u32>>,
    count: usize,
}

/// What was said of objects: in each column by the number their names end with.
#[derive(Debug, Default)]
pub(super) struct Cells(BTreeMap<Oid, BTreeMap<u32, Value>>);

/// Neighbours in one column, in their order.
#[derive(Clone, Copy)]
struct Run<'a> {
    column: &'a Oid,
    indexes: &'a [u32],
}

impl Wanted {
    /// How many, those named twice counted twice.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn add(&mut self, name: &[u32]) {
        let Some((index, column)) = name.split_last() else { return };
        self.count += 1;
        match self.columns.get_mut(column) {
            Some(indexes) => indexes.push(*index),
            None => drop(self.columns.insert(column.into(), vec![*index])),
        }
    }

    /// The same in their order, each once.
    pub(super) fn in_order(mut self) -> Wanted {
        for indexes in self.columns.values_mut() {
            indexes.sort_unstable();
            indexes.dedup();
        }
        self
    }

    fn runs(&self) -> impl Iterator<Item = Run<'_>> {
        let are_neighbours = |one: &u32, next: &u32| next.abs_diff(*one) <= APART;
        self.columns.iter().flat_map(move |(column, indexes)| {
            indexes.chunk_by(are_neighbours).map(move |indexes| Run { column, indexes })
        })
    }
}

impl Cells {
    /// What was said of this object.
    pub(super) fn get(&self, name: &[u32]) -> Option<&Value> {
        let (index, column) = name.split_last()?;
        self.0.get(column)?.get(index)
    }

    fn put(&mut self, name: &Oid, value: Value) {
        if let Some((index, column)) = name.numbers().split_last() {
            self.column(column).insert(*index, value);
        }
    }

    fn column(&mut self, column: &[u32]) -> &mut BTreeMap<u32, Value> {
        if !self.0.contains_key(column) {
            self.0.insert(column.into(), BTreeMap::new());
        }
        self.0.get_mut(column).expect("it was put there")
    }
}

impl Run<'_> {
    fn names(self) -> impl Iterator<Item = Oid> {
        self.indexes.iter().map(move |index| self.column.join(&[*index]))
    }

    /// What no object of it lies before.
    fn start(self) -> async_snmp::Oid {
        match self.indexes.first() {
            Some(first @ 1..) => speech::outgoing(&self.column.join(&[first - 1])),
            Some(0) | None => speech::outgoing(self.column),
        }
    }
}

impl Session {
    /// What the agent says of these, as [`Session::get_some`] would have it; and perhaps of
    /// neighbours nobody asked for.
    pub(super) async fn get_cells(&self, wanted: &Wanted) -> (Cells, Option<Trouble>) {
        let is_long = |run: &Run<'_>| run.indexes.len() >= LEAST && self.bears_many();
        let (runs, single): (Vec<_>, Vec<_>) = wanted.runs().partition(is_long);
        let mut cells = Cells::default();
        // First, since it tells whether anybody is there, and the agent's time is read before rows.
        let someone = !single.is_empty();
        let (_, trouble) = self.get_into(&mut cells, single.into_iter()).await;
        if runs.is_empty() || trouble.is_some() {
            return (cells, trouble);
        }
        let (left, stopped) = self.read_runs(&runs, &mut cells).await;
        // Silence may be a lossy line: it counts when it comes twice running. Where others were
        // answered that is known before GET has had its time.
        let silent = stopped.as_ref().is_some_and(is_silence);
        match stopped {
            None => self.trust_in_bulk(),
            Some(_) if silent && someone && self.doubt_in_bulk() => self.leave_bulk(),
            Some(_) => {}
        }
        let left = left.iter().map(|(column, indexes)| Run { column, indexes });
        let (better, trouble) = self.get_into(&mut cells, left).await;
        if better && (!silent || (!someone && self.doubt_in_bulk())) {
            self.leave_bulk();
        }
        (cells, trouble)
    }

    /// GET brings what GETBULK does not.
    fn leave_bulk(&self) {
        if self.bears_many() {
            self.ask_for_fewer();
        }
    }

    fn bears_many(&self) -> bool {
        self.repetitions() as usize >= LEAST
    }

    /// Asks for objects by GET. Says whether the agent has any of them.
    async fn get_into(
        &self,
        cells: &mut Cells,
        runs: impl Iterator<Item = Run<'_>>,
    ) -> (bool, Option<Trouble>) {
        let names: Vec<Oid> = runs.flat_map(Run::names).collect();
        let (rows, trouble) = self.get_some(&names).await;
        let any = rows.iter().any(|row| !row.value.is_absent());
        rows.into_iter().for_each(|row| cells.put(&row.oid, row.value));
        (any, trouble)
    }

    /// Reads runs. Gives what was not found of them, and what ended it before the last one.
    async fn read_runs<'a>(
        &self,
        runs: &[Run<'a>],
        cells: &mut Cells,
    ) -> (Vec<(&'a Oid, Vec<u32>)>, Option<Trouble>) {
        let (mut left, mut stopped) = (Vec::new(), None);
        for run in runs {
            let cells = cells.column(run.column.numbers());
            if stopped.is_none() {
                let end = self.read_run(*run, cells).await;
                // An error is about these objects; the others may be well.
                stopped = end.err().filter(|trouble| !matches!(trouble, Trouble::Said { .. }));
            }
            let missing = run.indexes.iter().filter(|index| !cells.contains_key(index));
            left.push((run.column, missing.copied().collect()));
        }
        (left, stopped)
    }

    /// Reads from the first object of a run to its last, as long as GETBULK brings more than GET
    /// would.
    async fn read_run(
        &self,
        run: Run<'_>,
        cells: &mut BTreeMap<u32, Value>,
    ) -> Result<(), Trouble> {
        let (column, Some(last)) = (run.column.numbers(), run.indexes.last()) else {
            return Ok(());
        };
        let mut behind = run.start();
        let mut most = run.indexes.len() * APART as usize;
        loop {
            let read = behind.arcs().get(column.len());
            let rows = read.map_or(last.saturating_add(1), |read| (last - read).max(1));
            let rows = self.bindings(Question::Bulk(&behind, rows.min(self.repetitions()))).await?;
            let come = rows.len();
            for row in rows {
                let Some([index, within @ ..]) = row.oid.arcs().strip_prefix(column) else {
                    return Ok(());
                };
                let onwards = row.oid.arcs() > behind.arcs() && index <= last;
                let value = speech::value(row.value);
                if !onwards || value == Value::EndOfMibView {
                    return Ok(());
                }
                // GET may have what is said to be missing here.
                if within.is_empty() && !value.is_absent() && value != Value::Null {
                    cells.insert(*index, value);
                }
                behind = row.oid;
            }
            most = most.saturating_sub(come);
            if come < LEAST || most == 0 || behind.arcs().get(column.len()) == Some(last) {
                return Ok(());
            }
        }
    }
}
