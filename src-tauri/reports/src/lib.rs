//! Documents for a reader: data in, a file out.
//!
//! Pure. This crate deliberately knows no store, no engine, no clock and no network; whoever wants a
//! report gathers [`StatusReport`] and gets bytes back. Start from [`StatusReport`] (what goes in)
//! and the sheet in `sheet` (every word and figure of the document, made once and shown by both
//! [`to_html`] and `to_pdf`, so that the two never say different things).
//!
//! A map on paper is a document of its own: [`MapSheet`] in, [`to_svg`] out.
//!
//! `to_pdf` exists with the cargo feature `pdf`.

mod html;
mod labels;
mod map;
mod markdown;
#[cfg(feature = "pdf")]
mod pdf;
mod sheet;
mod status;

pub use html::to_html;
pub use map::{Look, MAP_MARK, MapNode, MapSheet, to_svg};
pub use markdown::{MARKDOWN_MOST, markdown_to_safe_html};
#[cfg(feature = "pdf")]
pub use pdf::{ReportError, to_pdf};
pub use status::{IncidentLine, NodeLine, Standing, StatusReport};

#[cfg(test)]
mod sample;
