//! What a box without an agent is best watched with: what listens on its ports, and which of that is
//! what its kind is there for.

use crate::check::{CheckSpec, HttpSpec, Limits, TcpSpec};
use crate::node::NodeKind;
use crate::time::Span;

/// A check that fits what listens on a box.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitting {
    /// The check.
    pub spec: CheckSpec,
    /// The kinds of boxes that are there for this.
    pub usual_for: Vec<NodeKind>,
}

/// Ports, and the kinds of boxes whose purpose it is to listen there. On others a check of the port
/// is offered and not made: that a switch can be managed is not what a switch is for.
const PURPOSES: [(u16, &[NodeKind]); 15] = [
    // SSH and remote desktops are how people get in, and no box's purpose.
    (22, &[]),
    (3389, &[]),
    // SMTP, IMAP, submission
    (25, &[NodeKind::Server, NodeKind::Service]),
    (143, &[NodeKind::Server, NodeKind::Service]),
    (587, &[NodeKind::Server, NodeKind::Service]),
    (993, &[NodeKind::Server, NodeKind::Service]),
    // DNS
    (53, &[NodeKind::Server, NodeKind::Service]),
    // The web
    (80, &[NodeKind::Server, NodeKind::Service]),
    (443, &[NodeKind::Server, NodeKind::Service]),
    (8080, &[NodeKind::Server, NodeKind::Service]),
    // File sharing
    (445, &[NodeKind::Storage]),
    (2049, &[NodeKind::Storage]),
    // RTSP
    (554, &[NodeKind::Camera]),
    // IPP, and what printers call JetDirect
    (631, &[NodeKind::Printer]),
    (9100, &[NodeKind::Printer]),
];

/// The checks that fit open TCP ports, in the order of the ports. `named`: the box is known by a DNS
/// name, so that its certificate can be held against it; at a mere address none would be right.
pub fn fitting(ports: &[u16], named: bool) -> Vec<Fitting> {
    let each = ports.iter().map(|port| {
        let purpose =
            PURPOSES.iter().find(|(of, _)| of == port).map_or(&[][..], |(_, kinds)| kinds);
        // Of two pages one is as a rule the way to the other, and of two ways to print one is enough.
        let second = match port {
            80 => ports.contains(&443),
            8080 => ports.contains(&443) || ports.contains(&80),
            631 => ports.contains(&9100),
            _ => false,
        };
        let usual_for = if second { Vec::new() } else { purpose.to_vec() };
        Fitting { spec: check_of(*port, named), usual_for }
    });
    each.collect()
}

fn check_of(port: u16, named: bool) -> CheckSpec {
    let url = match port {
        80 => "http://{address}/",
        8080 => "http://{address}:8080/",
        443 => "https://{address}/",
        _ => {
            let (timeout, connect) = (Span::seconds(3), Limits::NONE);
            return CheckSpec::Tcp(TcpSpec { port, timeout, connect });
        }
    };
    CheckSpec::Http(HttpSpec {
        url: url.into(),
        // Whatever it says to a stranger, it answers; that it wants a password is no trouble.
        status: vec![(200, 499)],
        // That it sends people elsewhere is its answer; who is there is not what is watched.
        redirects: 0,
        verify: named,
        ..HttpSpec::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticked(kind: NodeKind, ports: &[u16]) -> Vec<String> {
        let all = fitting(ports, false).into_iter();
        let usual = all.filter(|fit| fit.usual_for.contains(&kind)).map(|fit| match fit.spec {
            CheckSpec::Tcp(spec) => spec.port.to_string(),
            CheckSpec::Http(spec) => spec.url,
            other => panic!("{other:?} sends nothing to a port"),
        });
        usual.collect()
    }

    #[test]
    fn a_box_is_watched_by_what_it_is_there_for() {
        let web = ["https://{address}/"];
        assert_eq!(ticked(NodeKind::Server, &[22, 80, 443, 3389]), web);
        assert_eq!(ticked(NodeKind::Server, &[25, 53]), ["25", "53"]);
        assert_eq!(ticked(NodeKind::Server, &[80, 8080]), ["http://{address}/"]);
        assert_eq!(ticked(NodeKind::Printer, &[80, 443, 631, 9100]), ["9100"]);
        assert_eq!(ticked(NodeKind::Printer, &[80, 631]), ["631"]);
        assert_eq!(ticked(NodeKind::Camera, &[80, 554]), ["554"]);
        assert_eq!(ticked(NodeKind::Storage, &[22, 80, 445]), ["445"]);
        for kind in [NodeKind::Switch, NodeKind::Workstation, NodeKind::Other] {
            let none: [String; 0] = [];
            assert_eq!(
                ticked(kind, &[22, 80, 443, 445, 3389]),
                none,
                "because {kind:?} is not for that"
            );
        }
    }

    #[test]
    fn everything_that_listens_is_offered_with_the_check_that_fits_it() {
        let all = fitting(&[22, 443, 4711], true);
        let tcp = |n: usize| matches!(&all[n].spec, CheckSpec::Tcp(spec) if spec.port == [22, 443, 4711][n]);
        assert!(all.len() == 3 && tcp(0) && tcp(2), "{all:?}");
        let verifies = |named| match &fitting(&[443], named)[0].spec {
            CheckSpec::Http(spec) => spec.verify,
            _ => false,
        };
        assert!(verifies(true), "because a certificate is made out to a name");
        assert!(!verifies(false), "because at an address every certificate would be wrong");
        let stays = |fit: &Fitting| !matches!(&fit.spec, CheckSpec::Http(s) if s.redirects > 0);
        assert!(fitting(&[80, 443, 8080], true).iter().all(stays), "because others are not asked");
    }

    #[test]
    fn every_check_that_fits_can_be_made() {
        for (port, _) in PURPOSES {
            let check = fitting(&[port], false).remove(0).spec;
            let draft = crate::draft::CheckDraft::usual(crate::NodeId(1), check);
            assert_eq!(draft.check(), Ok(()), "port {port}");
        }
    }
}
