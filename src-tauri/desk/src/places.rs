//! Where a row of the SNMP browser stands, so that a check of it finds it again.

use std::time::Duration;

use hinomi_checks::snmp::text;
use hinomi_discovery::naming::{Cell, cell};
use hinomi_model::snmp::{Oid, Rows, VarBind};
use hinomi_net::snmp::{Bounds, End, Session};
use hinomi_wire::browser::{RowAsked, RowPlace};
use hinomi_wire::{Code, Failure};

use crate::agents;
use crate::failures::of_site;
use crate::opening::Hinomi;

/// Names of rows are read so far.
const BOUNDS: Bounds = Bounds { rows: 5_000, octets: 1 << 20, time: Duration::from_secs(15) };
/// Characters a row's name has at most, as a check keeps it.
const LONGEST: usize = 300;

/// Asks the agent of the node by which name the row of an object is known.
pub(crate) async fn of(hinomi: &Hinomi, with: RowAsked) -> Result<RowPlace, Failure> {
    let open = hinomi.now().await?;
    let names = open.called.names();
    let Some(cell) = cell(&with.oid, &names) else { return Ok(RowPlace::Alone) };
    let nodes = open.site.nodes().await.map_err(of_site)?;
    let gone = || Failure::new(Code::NotFound, "The node is not there any more.");
    let node = nodes.into_iter().find(|n| n.id == with.node).ok_or_else(gone)?;
    let session = agents::of_node(hinomi, node.id, &node.address).await?;
    for column in &cell.named_by {
        if let Some(says) = name_in(&session, column, &cell).await {
            let by = names.label(column);
            let rows = Rows::Row { column: column.clone(), says, index: cell.index };
            return Ok(RowPlace::Named { object: cell.column, rows, by });
        }
    }
    Ok(RowPlace::Indexed)
}

/// What a column says of the row, if it says that of no other.
async fn name_in(session: &Session, column: &Oid, cell: &Cell) -> Option<String> {
    let walked = Box::pin(session.walk(column, BOUNDS)).await;
    if walked.end != End::Whole {
        return None;
    }
    let said = |row: &VarBind| text(&row.value);
    let own = walked.rows.iter().find(|row| row.oid.suffix(column) == Some(&cell.index));
    let says = said(own?).filter(|s| !s.is_empty() && s.chars().count() <= LONGEST)?;
    let same = walked.rows.iter().filter(|row| said(row).as_ref() == Some(&says)).count();
    (same == 1).then_some(says)
}
