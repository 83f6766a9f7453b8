//! Informs that are said again because their sender did not hear that they had arrived (RFC 3416
//! §4.2.7): they are acknowledged once more and count once.

use std::collections::{HashSet, VecDeque};
use std::net::SocketAddr;

use hinomi_model::snmp::Voucher;

/// Informs remembered. Who says one again does so within seconds: at a thousand a second these are
/// eight.
const MOST: usize = 8_192;

/// An inform: from where, the number it was given there, and who vouches for it, so that nobody can
/// say it before its sender does.
pub(super) type Number = (SocketAddr, i32, Voucher);

/// The last informs.
#[derive(Default)]
pub(super) struct Informs {
    order: VecDeque<Number>,
    known: HashSet<Number>,
}

impl Informs {
    /// Is it heard for the first time?
    pub(super) fn is_new(&mut self, inform: Number) -> bool {
        if !self.known.insert(inform.clone()) {
            return false;
        }
        self.order.push_back(inform);
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inform_said_again_is_known_and_few_are_remembered() {
        let mut informs = Informs::default();
        let inform =
            |port: u16, number: i32| (([10, 0, 0, 1], port).into(), number, Voucher::Community);
        assert!(informs.is_new(inform(1, 7)));
        assert!(!informs.is_new(inform(1, 7)), "because it was there before");
        assert!(informs.is_new(inform(2, 7)), "because another program numbers its own");
        for number in 0..100_000 {
            informs.is_new(inform(3, number));
        }
        assert_eq!(
            (informs.order.len(), informs.known.len()),
            (MOST, MOST),
            "because of the bound"
        );
        assert!(informs.is_new(inform(1, 7)), "because that was long ago");
    }
}
