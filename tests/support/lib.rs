//! What the tests stand on: a small language for timelines, a lab of namespaces, real peers.

pub mod timeline;
