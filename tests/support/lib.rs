//! What the tests stand on: real peers, a lab of namespaces, and a small language for timelines.
