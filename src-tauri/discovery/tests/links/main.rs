//! How nodes hang together: small networks by hand, and random ones of which everything is known.
#![allow(clippy::unwrap_used, reason = "a test")]

mod dice;
mod doubt;
mod drawing;
mod network;
mod oracle;
mod random;
mod seen;
mod told;
mod vlans;
