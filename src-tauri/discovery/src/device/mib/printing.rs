//! What keeps a printer from printing: `hrPrinterTable` of HOST-RESOURCES-MIB (RFC 2790 §4.2.4), and
//! what its panel says, `prtAlertTable` of Printer-MIB (RFC 3805).

use hinomi_model::Grade;
use hinomi_model::check::WordSpec;
use hinomi_model::snmp::{Oid, Value};

use super::{Walks, host};
use crate::device::{Health, View, Words, view};

/// `hrPrinterStatus`, `hrPrinterDetectedErrorState`.
const STATUS: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 3, 5, 1, 1];
const ERRORS: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 3, 5, 1, 2];
/// `prtAlertSeverityLevel`, `prtAlertDescription`.
const SEVERITY: &[u32] = &[1, 3, 6, 1, 2, 1, 43, 18, 1, 1, 2];
const DESCR: &[u32] = &[1, 3, 6, 1, 2, 1, 43, 18, 1, 1, 8];

/// What is read of `hrPrinterEntry`.
pub const WALKS: Walks = &[ERRORS, STATUS];
/// What is read of `prtAlertEntry`.
pub const ALERT_WALKS: Walks = &[SEVERITY, DESCR];

/// Most printers behind one agent, as a print server has them, and most lines of their panels.
const MOST: usize = 64;

/// The bits of `hrPrinterDetectedErrorState`, from 0 on.
const TROUBLES: [&str; 15] = [
    "low paper",
    "no paper",
    "low toner",
    "no toner",
    "door open",
    "paper jam",
    "offline",
    "service requested",
    "input tray missing",
    "output tray missing",
    "supply missing",
    "output nearly full",
    "output full",
    "input tray empty",
    "maintenance overdue",
];

/// What `hrPrinterStatus` says where nothing is wrong.
const STATES: [(i64, &str); 3] = [(3, "idle"), (4, "printing"), (5, "warming up")];
/// It says nothing that has a word.
const WELL: &str = "normal";

/// How each printer is, and what its panel says. Whatever is wrong is a warning: it waits for
/// somebody who brings paper, closes a door or calls the service, and nobody is woken for that. The
/// standard does not tell which of it stops the printer (RFC 3805 §2.2.13.2.1).
pub fn health(view: &View) -> Vec<Health> {
    printers(view).chain(alerts(view)).collect()
}

fn printers(view: &View) -> impl Iterator<Item = Health> {
    let of_row = |(index, errors): (&[u32], &Value)| {
        let known = |bit: usize| TROUBLES.get(bit).copied();
        let wrong: Vec<&str> = errors.as_bits()?.map_while(known).collect();
        let status = view.whole(STATUS, index);
        let well = STATES.iter().find(|(n, _)| Some(*n) == status).map_or(WELL, |(_, word)| word);
        let (says, grade) = match wrong.is_empty() {
            true => (well.to_owned(), Grade::Ok),
            false => (wrong.join(WordSpec::BETWEEN), Grade::Warning),
        };
        let oid = Oid::from(ERRORS).join(index);
        let word = |(bit, word): (usize, &&str)| (bit.to_string(), (*word).to_owned(), Some(false));
        let words = TROUBLES.iter().enumerate().map(word).collect();
        let source = Some(Words { oid, words, bits: true });
        Some(Health { descr: name(view, index), says, grade, source })
    };
    view.under(ERRORS).filter_map(of_row).take(MOST)
}

/// In the printer's own words; its index is the printer's, and a number.
fn alerts(view: &View) -> impl Iterator<Item = Health> {
    let of_row = |(index, says): (&[u32], &Value)| {
        let grade = match view.whole(SEVERITY, index) {
            // Critical, warning, and a warning that ends by itself.
            Some(3..=5) => Grade::Warning,
            _ => Grade::Ok,
        };
        let descr = name(view, &index[..1.min(index.len())]);
        Some(Health { descr, says: view::text(says)?, grade, source: None })
    };
    view.under(DESCR).filter_map(of_row).take(MOST)
}

fn name(view: &View, index: &[u32]) -> String {
    host::device_name(view, index).unwrap_or_else(|| "Printer".into())
}

/// The words that are ours.
#[cfg(test)]
pub fn words() -> impl Iterator<Item = &'static str> {
    TROUBLES.into_iter().chain(STATES.map(|(_, word)| word)).chain([WELL])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printer(errors: &[u8], status: i32) -> View {
        let name = Value::OctetString(b"Example LP 300".to_vec());
        [
            (Oid::from([1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 3, 1]), name),
            (Oid::from(STATUS).join(&[1]), Value::Integer(status)),
            (Oid::from(ERRORS).join(&[1]), Value::OctetString(errors.to_vec())),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn a_printer_says_what_keeps_it_from_printing_or_what_it_is_doing() {
        let said = |errors: &[u8], status| {
            let all = health(&printer(errors, status));
            let [health] = all.as_slice() else { panic!("because it is one printer: {all:?}") };
            assert_eq!(health.descr, "Example LP 300");
            let bits = health.source.as_ref().is_some_and(|source| source.bits);
            assert!(bits, "because a check of it reads the same bits");
            (health.says.clone(), health.grade)
        };
        assert_eq!(said(&[], 3), ("idle".into(), Grade::Ok), "because some send no octet");
        assert_eq!(said(&[0, 0], 4), ("printing".into(), Grade::Ok));
        assert_eq!(said(&[0], 1), ("normal".into(), Grade::Ok));
        assert_eq!(said(&[0x20, 0], 3), ("low toner".into(), Grade::Warning));
        assert_eq!(said(&[0x4c], 1), ("no paper, door open, paper jam".into(), Grade::Warning));
        assert_eq!(said(&[0, 0x03], 3).0, "maintenance overdue", "because bit 15 has no word");
        assert_eq!(said(&[0xff; 9_000], 1).0.split(", ").count(), TROUBLES.len());
    }

    #[test]
    fn what_its_panel_says_stands_beside_it() {
        let mut view = printer(&[0x04], 1);
        for (row, severity, says) in [(1, 3, "Tray 2: jam"), (2, 1, "Sleeping"), (3, 4, "")] {
            view.insert(Oid::from(SEVERITY).join(&[1, row]), Value::Integer(severity));
            view.insert(Oid::from(DESCR).join(&[1, row]), Value::OctetString(says.into()));
        }
        view.insert(Oid::from(DESCR), Value::OctetString(b"no row".to_vec()));
        let said: Vec<(String, Grade)> =
            health(&view).into_iter().map(|health| (health.says, health.grade)).collect();
        let want = [
            ("paper jam".to_owned(), Grade::Warning),
            ("no row".to_owned(), Grade::Ok),
            ("Tray 2: jam".to_owned(), Grade::Warning),
            ("Sleeping".to_owned(), Grade::Ok),
        ];
        assert_eq!(said, want);
        let checks = health(&view).into_iter().filter(|health| health.source.is_some()).count();
        assert_eq!(checks, 1, "because what a panel says comes and goes with its row");
    }
}
