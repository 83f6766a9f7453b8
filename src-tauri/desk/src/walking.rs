//! The SNMP browser: one walk at a time, told as it goes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hinomi_model::check::Family;
use hinomi_model::draft::Findings;
use hinomi_model::settings::Language;
use hinomi_model::snmp::{Credentials, Names, Oid, Unusable, Value, VarBind};
use hinomi_model::{Address, FieldError, Phase, Problem, words};
use hinomi_net::snmp::{Bounds, End, Patience, Session, Trouble};
use hinomi_net::{Net, NoAnswer};
use hinomi_store::Site;
use hinomi_wire::Failure;
use hinomi_wire::browser::{WalkAfter, WalkRow, WalkStart, WalkView};
use hinomi_wire::traps::NamedValue;
use tokio::task::JoinHandle;

use crate::failures::of_vault;

/// Rows of one answer to the window at most.
const PORTION: usize = 2_000;
/// A walk takes no longer than this.
const LONG: Duration = Duration::from_secs(300);
/// Octets of names and values at most.
const OCTETS: usize = 16 << 20;
const NAME_SERVERS: Duration = Duration::from_secs(5);

/// The walk under way, or the last one.
#[derive(Default)]
pub(crate) struct Walking(Mutex<Walk>);

#[derive(Default)]
struct Walk {
    state: Arc<Mutex<State>>,
    task: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct State {
    rows: Vec<VarBind>,
    end: Option<End>,
    trouble: Option<String>,
}

impl std::fmt::Debug for Walking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Walking")
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Walking {
    /// Starts a walk; one under way is ended first.
    ///
    /// Errors: every wrong field; what the vault says where it cannot be read.
    pub(crate) async fn start(
        &self,
        net: &Net,
        site: &Site,
        names: &Names,
        with: WalkStart,
        language: Language,
    ) -> Result<(), Failure> {
        let (address, root) = judged(names, &with).map_err(Failure::fields)?;
        let mut logins = Vec::new();
        for login in &with.logins {
            logins.push(site.credentials(login).await.map_err(of_vault)?);
        }
        let bounds = Bounds { rows: with.most as usize, octets: OCTETS, time: LONG };
        let (port, patience) = (with.port, with.pacing.into());
        let errand = Errand { net: net.clone(), address, port, logins, patience, root, bounds };
        let state = Arc::<Mutex<State>>::default();
        let told = Arc::clone(&state);
        let task = tokio::spawn(async move {
            let walked = errand.walk(language, &told).await;
            let mut told = lock(&told);
            match walked {
                Ok(End::Trouble(trouble)) => told.trouble = Some(sorry(language, &trouble)),
                Ok(End::Backwards) => told.trouble = Some(backwards(language)),
                Ok(end) => told.end = Some(end),
                Err(words) => told.trouble = Some(words),
            }
        });
        let mut walk = lock(&self.0);
        if let Some(before) = walk.task.replace(task) {
            before.abort();
        }
        walk.state = state;
        Ok(())
    }

    /// Ends the walk; what was read stays.
    pub(crate) fn stop(&self) {
        if let Some(task) = lock(&self.0).task.take() {
            task.abort();
        }
    }

    /// How it goes.
    pub(crate) fn view(&self, names: &Names, after: WalkAfter) -> WalkView {
        let walk = lock(&self.0);
        let running = walk.task.as_ref().is_some_and(|task| !task.is_finished());
        let state = lock(&walk.state);
        let rows = state.rows.iter().skip(after.seen as usize).take(PORTION);
        WalkView {
            running,
            count: u32::try_from(state.rows.len()).unwrap_or(u32::MAX),
            rows: rows.map(|row| told(names, row)).collect(),
            bounded: state.end == Some(End::Bounded),
            trouble: state.trouble.clone(),
        }
    }
}

/// What is wrong with what was typed, or where it leads.
fn judged(names: &Names, with: &WalkStart) -> Result<(Address, Oid), Vec<FieldError>> {
    let mut found = Findings::default();
    let address = Address::parse(&with.address).ok();
    if address.is_none() {
        found.add("address", Problem::NotAnAddress);
    }
    let root = names.meant(&with.from);
    if root.is_none() {
        found.add("from", Problem::NotAnOid);
    }
    found.range("port", f64::from(with.port), 1.0..=65_535.0);
    found.range("most", f64::from(with.most), 1.0..=50_000.0);
    with.pacing.check("pacing", &mut found);
    if with.logins.is_empty() {
        found.add("logins", Problem::Empty);
    }
    for (n, login) in with.logins.iter().enumerate() {
        login.check(&format!("logins.{n}"), &mut found);
    }
    match (found.verdict(()), address, root) {
        (Ok(()), Some(address), Some(root)) => Ok((address, root)),
        (wrong, ..) => Err(wrong.err().unwrap_or_default()),
    }
}

/// What a walk needs on its way.
struct Errand {
    net: Net,
    address: Address,
    port: u16,
    logins: Vec<Credentials>,
    patience: Patience,
    root: Oid,
    bounds: Bounds,
}

impl Errand {
    /// Walks; gives why it ended, or why it never began, in words.
    async fn walk(self, language: Language, told: &Mutex<State>) -> Result<End, String> {
        let found = self.net.names.addresses(&self.address, Family::Any, NAME_SERVERS).await;
        let found = found.map_err(|no| unanswered(language, no, Phase::Resolve))?;
        let session = self.knock(SocketAddr::new(found[0], self.port)).await;
        let session = session.map_err(|trouble| sorry(language, &trouble))?;
        let tell = |rows: &[VarBind]| lock(told).rows.extend_from_slice(rows);
        let end = session.walk_telling(&self.root, self.bounds, tell).await;
        if end == End::Whole && lock(told).rows.is_empty() {
            // Nothing lies below an object that is there itself.
            let read = session.get(std::slice::from_ref(&self.root)).await.unwrap_or_default();
            lock(told).rows.extend(read.into_iter().filter(|row| !row.value.is_absent()));
        }
        Ok(end)
    }

    /// Tries the logins in their order; if none is let in, says why of the last.
    async fn knock(&self, at: SocketAddr) -> Result<Session, Trouble> {
        let knocking = self.net.snmp.knock_in_turn(at, &self.logins, self.patience, |_| ());
        let tries = Box::pin(knocking).await;
        let last = tries.refused.into_iter().max_by_key(|(n, _)| *n);
        let why = last.map_or(Trouble::Unusable(Unusable::Name), |(_, trouble)| trouble);
        tries.let_in.map(|(_, session)| session).ok_or(why)
    }
}

fn told(names: &Names, row: &VarBind) -> WalkRow {
    let known = names.find(&row.oid).map(|(named, _)| named);
    WalkRow {
        oid: row.oid.clone(),
        named: NamedValue { name: names.label(&row.oid), value: names.read(&row.oid, &row.value) },
        kind: kind(&row.value).into(),
        raw: row.value.shown(),
        about: known.map(|named| named.about.clone()).unwrap_or_default(),
        meanings: known.map(|named| named.meanings.clone()).unwrap_or_default(),
    }
}

/// The type of a value, as RFC 2578 §7.1 and RFC 3416 §3 call it.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Integer(_) => "INTEGER",
        Value::OctetString(_) => "OCTET STRING",
        Value::Null => "NULL",
        Value::Oid(_) => "OBJECT IDENTIFIER",
        Value::IpAddress(_) => "IpAddress",
        Value::Counter32(_) => "Counter32",
        Value::Gauge32(_) => "Gauge32",
        Value::TimeTicks(_) => "TimeTicks",
        Value::Opaque(_) => "Opaque",
        Value::Counter64(_) => "Counter64",
        Value::NoSuchObject => "noSuchObject",
        Value::NoSuchInstance => "noSuchInstance",
        Value::EndOfMibView => "endOfMibView",
    }
}

fn unanswered(language: Language, no_answer: NoAnswer, phase: Phase) -> String {
    words::outcome(language, &no_answer.at(phase))
}

fn sorry(language: Language, trouble: &Trouble) -> String {
    match trouble {
        Trouble::NoAnswer(no) => unanswered(language, no.clone(), Phase::FirstByte),
        Trouble::Denied(denied) => words::denied(language, *denied).into(),
        Trouble::Unusable(unusable) => words::unusable(language, *unusable).into(),
        Trouble::Said { status, .. } => match language {
            Language::En => format!("the agent reports error {status}"),
            Language::Ja => format!("エージェントがエラー{status}を応答"),
        },
    }
}

fn backwards(language: Language) -> String {
    match language {
        Language::En => "the agent repeats itself and would never end".into(),
        Language::Ja => "エージェントが同じ範囲を繰り返し応答（終わらないため中断）".into(),
    }
}
