//! What kinds of node and states look like: the window's own shapes (`ui/src/lib/map/icons.ts`).

use hinomi_model::NodeKind;

use super::Look;

/// A node's kind as one stroke on a grid of 16 × 16.
pub(super) fn kind(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Router => {
            "M2 9h12v4.5H2z M4.8 11.2h.4 M7.8 11.2h.4 M11 9V3 M8.6 5.2 11 2.8l2.4 2.4"
        }
        NodeKind::Switch => "M1.5 5h13v6h-13z M4.2 7.2v1.6 M6.7 7.2v1.6 M9.3 7.2v1.6 M11.8 7.2v1.6",
        NodeKind::AccessPoint => {
            "M8 12v.2 M5.4 9.4a3.7 3.7 0 0 1 5.2 0 M2.9 6.9a7.2 7.2 0 0 1 10.2 0"
        }
        NodeKind::Firewall => "M2 3.5h12v9H2z M2 6.5h12 M2 9.5h12 M6 3.5v3 M10 6.5v3 M6 9.5v3",
        NodeKind::Server => "M4 1.8h8v12.4H4z M6.3 4.6h3.4 M6.3 7.2h3.4 M8 11.2v.2",
        NodeKind::Workstation => "M1.8 3h12.4v8H1.8z M8 11v2.6 M5.4 13.6h5.2",
        NodeKind::Printer => "M4.5 6V2.2h7V6 M4.5 11.5H2V6h12v5.5h-2.5 M4.5 9.2h7v4.6h-7z",
        NodeKind::Phone => "M4.8 1.8h6.4v12.4H4.8z M7.4 12.1h1.2",
        NodeKind::Camera => "M1.8 4.8h8.4v6.4H1.8z M10.2 7.2l4-2v5.6l-4-2",
        NodeKind::Storage => {
            "M3 4c0-1.2 2.2-2.1 5-2.1s5 .9 5 2.1-2.2 2.1-5 2.1S3 5.2 3 4z M3 4v8c0 1.2 2.2 2.1 5 2.1s5-.9 5-2.1V4 M3 8c0 1.2 2.2 2.1 5 2.1s5-.9 5-2.1"
        }
        NodeKind::Power => "M9.2 1.8 3.8 9h3.6l-.6 5.2L12.2 7H8.6z",
        NodeKind::Service => {
            "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z M2 8h12 M8 2C5.2 5 5.2 11 8 14 M8 2c2.8 3 2.8 9 0 12"
        }
        NodeKind::Other => "M8 2l5.2 3v6L8 14l-5.2-3V5z",
    }
}

/// This PC: a watchtower, on the same grid.
pub(super) const TOWER: &str =
    "M2.6 6 8 2l5.4 4 M4.4 6v3.2h7.2V6 M5.4 9.2 4 14.2 M10.6 9.2l1.4 5 M4.9 11.8h6.2";

/// A state's mark on a grid of 12 × 12; with the width of its line if it is not filled.
pub(super) fn mark(look: Look) -> (&'static str, Option<f64>) {
    match look {
        Look::Ok => ("M6 2.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z", None),
        Look::Warning => ("M6 1.2 11.3 10.6H.7Z", None),
        Look::Critical => ("M1.4 1.4h9.2v9.2H1.4z", None),
        Look::Unknown => ("M3.4 4.1a2.6 2.6 0 1 1 4 2.2C6.4 6.9 6 7.3 6 8.2 M6 10.4v.3", Some(1.7)),
        Look::Unreachable => (
            "M10.4 6a4.4 4.4 0 0 1-1.3 3.1 M7.5 10.1a4.4 4.4 0 0 1-3 0 M2.4 8.5a4.4 4.4 0 0 1-.6-3.7 M3.4 2.5a4.4 4.4 0 0 1 3.2-.9 M8.8 2.6a4.4 4.4 0 0 1 1.2 1.6",
            Some(1.5),
        ),
        Look::Maintenance => (
            "M10.8 3.2 8.9 5.1 6.9 3.1 8.8 1.2A3.3 3.3 0 0 0 4.6 5.4L1.2 8.8a1.4 1.4 0 0 0 2 2l3.4-3.4a3.3 3.3 0 0 0 4.2-4.2Z",
            None,
        ),
        Look::Unobserved => {
            ("M1.5 1.5h9v9h-9z M1.5 7 7 1.5 M1.5 10.5l9-9 M5 10.5 10.5 5", Some(1.0))
        }
        Look::Pending => ("M6 2.4a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 0 0 0-7.2z", Some(1.0)),
        Look::Paused => ("M4 2.5v7 M8 2.5v7", Some(1.8)),
    }
}

/// The colour of a state's mark and words on paper: the window's light theme.
pub(super) fn colour(look: Look) -> &'static str {
    match look {
        Look::Critical => "#c4162f",
        Look::Warning => "#8a5a00",
        Look::Unknown => "#6a3fc8",
        Look::Maintenance => "#135fae",
        Look::Unreachable | Look::Ok => "#5b6672",
        Look::Unobserved | Look::Pending | Look::Paused => "#606b77",
    }
}

/// The ground of a card in this state.
pub(super) fn ground(look: Look) -> &'static str {
    match look {
        Look::Critical => "#fde6e8",
        Look::Warning => "#fdf1d8",
        Look::Unknown => "#efe9fc",
        Look::Maintenance => "#e2eefb",
        Look::Unreachable | Look::Unobserved => "#eceff2",
        Look::Ok | Look::Pending | Look::Paused => "#ffffff",
    }
}
