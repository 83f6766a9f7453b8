//! What an agent answers (RFC 3416 §4.2, RFC 1157 §4.1).

use hinomi_model::snmp::{Oid, Value};

use crate::ber::{self, tag};
use crate::{Recording, Request, Shelf};

/// Octets of the largest response, as an agent that minds Ethernet frames has it.
pub const LARGEST: usize = 1472;
/// Octets of a response besides community and bindings, at most.
const FRAME: usize = 48;

const TOO_BIG: i128 = 1;
const NO_SUCH_NAME: i128 = 2;

/// Rows a GETBULK is answered with at most, whatever it asks for.
const MOST: i64 = 1000;

/// What the agent answers to this message. `None`, as agents do, to what cannot be read, to
/// communities nobody has and to anything but GET, GETNEXT and GETBULK.
pub fn answer(shelf: &Shelf, message: &[u8]) -> Option<Vec<u8>> {
    let request = Request::read(message)?;
    let recording = shelf.get(str::from_utf8(request.community).ok()?)?;
    let answer = match (request.version, request.kind) {
        (0, tag::GET | tag::GET_NEXT) => one_each_v1(recording, &request),
        (1, tag::GET) => Ok(request.names.iter().map(|n| bind(n, get(recording, n))).collect()),
        (1, tag::GET_NEXT) => Ok(next_each(recording, &request.names)),
        (1, tag::GET_BULK) => Ok(bulk(recording, &request)),
        _ => return None,
    };
    let room = LARGEST.saturating_sub(FRAME + request.community.len());
    let size = |bindings: &Vec<Vec<u8>>| bindings.iter().map(Vec::len).sum::<usize>();
    Some(match answer {
        Ok(bindings) if size(&bindings) <= room => request.respond(0, 0, &bindings.concat()),
        Ok(_) => request.respond(TOO_BIG, 0, &[]),
        Err(place) => request.respond(NO_SUCH_NAME, place, &asked(&request.names)),
    })
}

/// SNMPv1 knows no exceptions and no 64-bit counters: the first object in the way spoils all.
fn one_each_v1(recording: &Recording, request: &Request) -> Result<Vec<Vec<u8>>, usize> {
    let seen = |value: &Value| !matches!(value, Value::Counter64(_));
    let one = |(place, name): (usize, &Oid)| {
        let found = match request.kind {
            tag::GET => recording.get(name).filter(|v| seen(v)).map(|value| (name, value)),
            _ => {
                let mut rows = recording.rows()[recording.behind(name)..].iter();
                rows.find(|(_, v)| seen(v)).map(|(name, value)| (name, value))
            }
        };
        found.map(|(name, value)| ber::binding(name, value)).ok_or(place + 1)
    };
    request.names.iter().enumerate().map(one).collect()
}

fn get<'a>(recording: &'a Recording, name: &Oid) -> &'a Value {
    recording.get(name).unwrap_or(&Value::NoSuchInstance)
}

fn bind(name: &Oid, value: &Value) -> Vec<u8> {
    ber::binding(name, value)
}

fn next_each(recording: &Recording, names: &[Oid]) -> Vec<Vec<u8>> {
    let next = |name| nth(recording, name, recording.behind(name));
    names.iter().map(next).collect()
}

/// The row at this place, or that there is none.
fn nth(recording: &Recording, asked: &Oid, place: usize) -> Vec<u8> {
    match recording.rows().get(place) {
        Some((name, value)) => bind(name, value),
        None => bind(asked, &Value::EndOfMibView),
    }
}

fn bulk(recording: &Recording, request: &Request) -> Vec<Vec<u8>> {
    let once = usize::try_from(request.first).unwrap_or(0).min(request.names.len());
    let (once, repeated) = request.names.split_at(once);
    let mut bindings = next_each(recording, once);
    let mut room = LARGEST.saturating_sub(FRAME + request.community.len());
    room = room.saturating_sub(bindings.iter().map(Vec::len).sum());
    let starts: Vec<usize> = repeated.iter().map(|name| recording.behind(name)).collect();
    for round in 0..usize::try_from(request.second.min(MOST)).unwrap_or(0) {
        for (name, start) in repeated.iter().zip(&starts) {
            let asked = match (start + round).min(recording.rows().len()).checked_sub(1) {
                Some(last) if round > 0 => &recording.rows()[last].0,
                _ => name,
            };
            let binding = nth(recording, asked, start + round);
            match room.checked_sub(binding.len()) {
                Some(left) => room = left,
                // At least one binding: an agent that cannot give it says "too big".
                None if bindings.is_empty() => return vec![binding],
                None => return bindings,
            }
            bindings.push(binding);
        }
        if starts.iter().all(|start| start + round >= recording.rows().len()) {
            break;
        }
    }
    bindings
}

fn asked(names: &[Oid]) -> Vec<u8> {
    names.iter().flat_map(|name| bind(name, &Value::Null)).collect()
}
