//! Asking an agent for what is needed to understand the device, and no more.

use std::time::Duration;

use hinomi_model::snmp::Oid;
use hinomi_net::snmp::{Bounds, End, Plan, Session, Shortfall, Trouble};
use hinomi_net::stopwatch::Stopwatch;

use super::mib::{self, bridge, ip, software, system, vtp};
use super::{Profile, Profiles, View};

/// Rows looked at to see whether an agent has a subtree at all.
const GLANCE: usize = 64;
/// All steps together may take so many times what one may.
const STEPS: u32 = 3;
/// VLANs running that are not answered for, and no other is asked for: to most agents that is a wrong
/// login, which they let pass in silence and report.
const REFUSALS: usize = 2;

/// What an agent told.
#[derive(Debug, Clone, Default)]
pub struct Collected {
    /// What was read.
    pub view: View,
    /// What a bridge said in each VLAN it had to be asked for separately.
    pub vlans: Vec<View>,
    /// What is missing for another reason than that the agent does not have it.
    pub shortfalls: Vec<Shortfall>,
    /// The time ran out before it had said everything.
    pub late: bool,
}

/// Reads what understanding the device takes: first who it says it is, then what recognising its
/// family takes, then the standard MIBs it has, then what the family's profile reads. `bounds` hold
/// for each of these steps; all of them together take three times their time at most.
///
/// Errors: when the agent gave nothing at all, why.
pub async fn collect(
    session: &Session,
    profiles: &Profiles,
    bounds: Bounds,
) -> Result<Collected, Trouble> {
    let mut asking = Asking::of(session, bounds);
    asking.understand(profiles, &mib::WALKS, |p| p.objects().cloned().collect()).await?;
    for walks in ip::OWN_WALKS.into_iter().chain(mib::LAST) {
        asking.table(walks).await;
    }
    Ok(asking.collected)
}

/// As [`collect`], and which software is installed: agents take long to list that, and answer
/// nobody else meanwhile, so it is read where a person asks for it.
///
/// Errors: when the agent gave nothing at all, why.
pub async fn collect_whole(
    session: &Session,
    profiles: &Profiles,
    bounds: Bounds,
) -> Result<Collected, Trouble> {
    let collected = collect(session, profiles, bounds).await?;
    let bounds = Bounds { rows: bounds.rows.min(software::MOST), ..bounds };
    let mut asking = Asking { collected, ..Asking::of(session, bounds) };
    asking.table(software::WALKS).await;
    Ok(asking.collected)
}

/// Reads what tells what the box is, and no more: who it says it is, what recognising its family
/// takes, and what its family says of model and maker. `bounds` hold for each of these steps; all
/// of them together take three times their time at most.
///
/// Errors: when the agent gave nothing at all, why.
pub async fn collect_identity(
    session: &Session,
    profiles: &Profiles,
    bounds: Bounds,
) -> Result<Collected, Trouble> {
    let mut asking = Asking::of(session, bounds);
    asking.understand(profiles, &mib::IDENTITY, |p| p.identity().cloned().collect()).await?;
    Ok(asking.collected)
}

/// Reads what tells how the box hangs together with others, and no more: its interfaces and
/// addresses, whom it forwards to by which port (in every VLAN, also where each has to be asked for),
/// its part in the spanning tree, whom it knows on its links, its routes, and who announced itself to
/// it. `bounds` hold for each table; all of them together take three times their time at most, and
/// neighbours once more.
///
/// Errors: when the agent gave nothing at all, why.
pub async fn collect_links(session: &Session, bounds: Bounds) -> Result<Collected, Trouble> {
    let mut asking = Asking::of(session, bounds);
    asking.read(&[system::SYSTEM, system::FORWARDING]).await?;
    for walks in mib::LINKS.into_iter().chain(mib::LAST_OF_LINKS) {
        asking.table(walks).await;
    }
    asking.bounds.rows = bounds.rows.min(mib::MOST_OF_LONG);
    for walks in mib::LONG {
        asking.table(walks).await;
    }
    asking.bounds = bounds;
    // However slow the rest was, there is time for those who say most.
    asking.steps += 1;
    for walks in mib::LAST {
        asking.table(walks).await;
    }
    asking.vlans().await;
    Ok(asking.collected)
}

impl Collected {
    /// Did the agent stop answering, or the time run out, before everything was read? One that is
    /// deaf only where it would say who announced itself to it has said the rest.
    pub fn is_cut_short(&self) -> bool {
        self.late || self.silences().any(|s| !about_neighbours(s))
    }

    /// Is it not known who announced itself to it?
    pub fn is_deaf(&self) -> bool {
        self.late || self.silences().any(about_neighbours)
    }

    fn silences(&self) -> impl Iterator<Item = &Shortfall> {
        self.shortfalls.iter().filter(|s| matches!(s.end, End::Trouble(Trouble::NoAnswer(_))))
    }
}

fn about_neighbours(missing: &Shortfall) -> bool {
    missing.subtree.as_ref().is_some_and(mib::tells_of_neighbours)
}

struct Asking<'a> {
    session: &'a Session,
    bounds: Bounds,
    watch: Stopwatch,
    /// All of them together may take so many times what one may.
    steps: u32,
    collected: Collected,
}

impl Asking<'_> {
    fn of(session: &Session, bounds: Bounds) -> Asking<'_> {
        let (watch, collected) = (Stopwatch::start(), Collected::default());
        Asking { session, bounds, watch, steps: STEPS, collected }
    }

    /// What the next step may take.
    fn left(&self) -> Bounds {
        let left = self.watch.left_of(self.steps * self.bounds.time);
        Bounds { time: left.min(self.bounds.time), ..self.bounds }
    }

    /// Who it says it is, what recognising its family takes, these tables, and what its family's
    /// profiles look at.
    async fn understand(
        &mut self,
        profiles: &Profiles,
        tables: &[mib::Walks],
        looked_at: fn(&Profile) -> Vec<Oid>,
    ) -> Result<(), Trouble> {
        self.read(&[system::SYSTEM, system::FORWARDING]).await?;
        for oid in profiles.questions(&self.collected.view) {
            self.glance(&oid).await;
        }
        for walks in tables {
            self.table(walks).await;
        }
        let of_family: Vec<Oid> = profiles
            .recognise(&self.collected.view)
            .map(|family| family.profiles().flat_map(looked_at).collect())
            .unwrap_or_default();
        self.objects(of_family.clone()).await;
        self.subtrees(of_family).await;
        Ok(())
    }

    /// Columns of one table, if the agent has anything of it.
    async fn table(&mut self, walks: mib::Walks) {
        let columns = || walks.iter().map(|column| Oid::from(*column)).collect();
        if let [first, _, ..] = walks {
            let entry = Oid::from(&first[..first.len() - 1]);
            let row = Bounds { rows: 1, ..self.left() };
            let began = self.watch.elapsed();
            let walked = Box::pin(self.session.walk(&entry, row)).await;
            self.note(began, row);
            if walked.rows.is_empty() {
                let (subtree, end) = (Some(entry), walked.end);
                let cut = (end != End::Whole).then_some(Shortfall { subtree, end });
                self.collected.shortfalls.extend(cut);
                return;
            }
        }
        self.subtrees(columns()).await;
    }

    /// Takes down whether a step took all the time it had.
    fn note(&mut self, began: Duration, given: Bounds) {
        self.collected.late |= self.watch.elapsed().saturating_sub(began) >= given.time;
    }

    /// Forwarding tables of a bridge that has one per VLAN; the bounds hold for all of them together.
    async fn vlans(&mut self) {
        let mut rows = self.bounds.rows;
        let mut refusals = 0;
        for vlan in vtp::apart(&self.collected.view) {
            let left = Bounds { rows, ..self.left() };
            if left.time.is_zero() || rows == 0 {
                self.collected.late = true;
                self.collected.shortfalls.push(Shortfall { subtree: None, end: End::Bounded });
                return;
            }
            let plan = Plan {
                objects: vec![Oid::from(bridge::VLAN_OBJECT)],
                subtrees: bridge::VLAN_WALKS.iter().map(|column| Oid::from(*column)).collect(),
            };
            match Box::pin(self.session.in_vlan(vlan).read(&plan, left)).await {
                Ok(said) if said.is_whole() || !said.found.is_empty() => {
                    refusals = 0;
                    rows = rows.saturating_sub(said.found.len());
                    let objects = said.found.into_iter().map(|row| (row.oid, row.value));
                    self.collected.vlans.push(objects.collect());
                    self.collected.shortfalls.extend(said.shortfalls);
                }
                Ok(_) | Err(_) => refusals += 1,
            }
            if refusals == REFUSALS {
                return;
            }
        }
    }

    async fn glance(&mut self, oid: &Oid) {
        self.objects(vec![oid.clone()]).await;
        let few = Bounds { rows: GLANCE, ..self.left() };
        for row in Box::pin(self.session.walk(oid, few)).await.rows {
            self.collected.view.insert(row.oid, row.value);
        }
    }

    /// A walk begins behind the name it is given, so names of single objects are asked for first.
    async fn objects(&mut self, mut objects: Vec<Oid>) {
        objects.sort();
        objects.dedup();
        let _ = self.plan(Plan { objects, subtrees: Vec::new() }).await;
    }

    async fn subtrees(&mut self, mut subtrees: Vec<Oid>) {
        subtrees.sort();
        // What lies within another subtree comes with it.
        subtrees.dedup_by(|later, earlier| later.starts_with(earlier));
        // The broadest last, for they may use up the bounds.
        subtrees.sort_by_key(|oid| std::cmp::Reverse(oid.len()));
        // Silence about one thing does not undo the others; it is told among the shortfalls.
        let _ = self.plan(Plan { objects: Vec::new(), subtrees }).await;
    }

    async fn read(&mut self, subtrees: &[&[u32]]) -> Result<(), Trouble> {
        let subtrees = subtrees.iter().map(|oid| Oid::from(*oid)).collect();
        self.plan(Plan { objects: Vec::new(), subtrees }).await
    }

    async fn plan(&mut self, plan: Plan) -> Result<(), Trouble> {
        if plan == Plan::default() {
            return Ok(());
        }
        let left = self.left();
        if left.time.is_zero() {
            self.collected.late = true;
            self.collected.shortfalls.push(Shortfall { subtree: None, end: End::Bounded });
            return Ok(());
        }
        let began = self.watch.elapsed();
        let gathered = Box::pin(self.session.read(&plan, left)).await?;
        self.note(began, left);
        for row in gathered.found {
            self.collected.view.insert(row.oid, row.value);
        }
        self.collected.shortfalls.extend(gathered.shortfalls);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use hinomi_model::Cause;
    use hinomi_net::NoAnswer;

    use super::*;

    fn silent_at(column: &[u32]) -> Collected {
        let end = End::Trouble(Trouble::NoAnswer(NoAnswer::Failed(Cause::TimedOut)));
        let shortfalls = vec![Shortfall { subtree: Some(Oid::from(column)), end }];
        Collected { shortfalls, ..Collected::default() }
    }

    #[test]
    fn who_is_silent_only_where_it_would_name_its_neighbours_is_deaf_and_not_cut_short() {
        let columns = || mib::LAST.into_iter().chain(mib::LAST_OF_LINKS).flatten();
        let routeros = [1, 3, 6, 1, 4, 1, 14988, 1, 1, 11, 1, 1, 8];
        assert!(columns().any(|column| *column == routeros), "because it is read with the others");
        for column in columns() {
            for of in [*column, &column[..column.len() - 1]] {
                let told = silent_at(of);
                assert!(told.is_deaf() && !told.is_cut_short(), "because {of:?} is of neighbours");
            }
        }
        let others = mib::WALKS.into_iter().chain(mib::LINKS).chain(mib::LONG).flatten();
        let broader: [&[u32]; 2] = [&[1, 3, 6, 1, 4, 1, 14988, 1, 1], &[1, 0, 8802]];
        for of in others.copied().chain(broader) {
            let told = silent_at(of);
            assert!(
                told.is_cut_short() && !told.is_deaf(),
                "because {of:?} tells other things, too"
            );
        }
    }
}
