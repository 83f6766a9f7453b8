//! How nodes hang together, inferred from what devices say. Pure: the same picture is the same graph.
//!
//! Everything is about *segments*: sets of interfaces that are plugged together. Two on a segment are
//! a wire; three or more are wires to a box in the middle that cannot be asked, which is then inferred
//! once, with exactly those. Segments come about in this order, the surest first:
//!
//! 1. **Announcements.** LLDP names the neighbour and its port; CDP too, but switches that do not
//!    speak it pass it on. An announcement says nothing of a wire where a third switch is seen to
//!    lie between both ends, and CDP leaves it in doubt where one that does not speak it may.
//! 2. **Spanning tree.** A port that does not lead away from the root names the port that leads to it.
//! 3. **Forwarding tables.** [`towards`] finds which port of each switch leads to each other switch;
//!    two ports that lead to each other, with no switch that could lie between, are on one segment.
//! 4. **Stations** sit where their hardware addresses are seen: on the port of the one switch that
//!    sees them where no other switch is, or between switches that see them on ports to each other.
//! 5. **Routers' ARP tables** do for segments without a switch that can be asked what forwarding
//!    tables do elsewhere; **routes** tell of the next router.
//!
//! What follows is *evidenced*. Where missing entries leave several answers the nearest is given as
//! *inferred*, and never if it closed a circle. Nobody moves because it is silent: who is seen nowhere
//! sits where it sat before. Nor because the device it hangs on is: whoever is still seen behind that
//! stays on it, and is left to what is known already.
//!
//! Start from [`Picture`] and [`infer`].

mod addresses;
mod announced;
mod ask;
mod draw;
mod drawing;
mod graph;
mod picture;
mod place;
mod seen;
mod segments;
mod study;
mod told;
mod towards;
mod who;

pub use ask::{ask, here};
pub use graph::{End, Found, Graph, Hub, Stranger};
pub use picture::{
    Arp, Heard, Here, Interface, Known, Picture, Protocol, Route, Stay, Told, TreePort,
};

pub use seen::{Seen, claims, seen};
pub use told::told;

/// Infers how the nodes of a picture hang together.
pub fn infer(picture: &Picture) -> Graph {
    let mut study = study::Study::of(picture);
    study.announcements();
    study.trees();
    study.tables();
    study.stations();
    study.addresses();
    study.drawn()
}
