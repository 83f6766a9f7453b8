//! Sites and this PC's preferences.

use hinomi_model::Program;
use hinomi_model::Stamp;
use hinomi_model::settings::Language;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::failure::Failure;

/// The open site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SiteView {
    /// The site file.
    pub path: String,
    /// What people call it.
    pub name: String,
    /// Size of the file in octets.
    #[ts(type = "number")]
    pub size: u64,
    /// Why it is open read-only, if it is.
    pub read_only: Option<ReadOnlyView>,
    /// True for the simulated site of `hinomi demo`.
    pub demo: bool,
}

/// Why a site is open read-only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum ReadOnlyView {
    /// Another Hinomi watches it.
    OtherHinomi {
        /// The other's process id, if known.
        pid: Option<u32>,
    },
    /// The file or its folder cannot be written.
    NotWritable,
    /// It was opened so.
    Asked,
}

/// A site opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecentSite {
    /// The site file.
    pub path: String,
    /// What people call it.
    pub name: String,
    /// When it was last opened.
    pub opened: Stamp,
}

/// Dark, light, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Night watch.
    Dark,
    /// Light.
    Light,
}

/// What belongs to this PC and not to a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Preferences {
    /// The window's language; `None` follows the system.
    pub language: Option<Language>,
    /// The window's colours.
    pub theme: Theme,
    /// Bigger type (15 px instead of 13).
    pub comfortable: bool,
    /// Who is using Hinomi here; written into acknowledgements and notes. 1 to 80 characters.
    pub operator: String,
    /// Start with the desktop session.
    pub autostart: bool,
    /// Closing the window keeps watching in the tray.
    pub close_to_tray: bool,
    /// The one-time explanation of that has been shown.
    pub tray_explained: bool,
    /// Sites opened before, newest first; at most 10.
    pub recent: Vec<RecentSite>,
    /// Programs a person lets run on this PC to tell people. A site file may come from anywhere.
    pub approved: Vec<Program>,
}

impl Default for Preferences {
    fn default() -> Preferences {
        Preferences {
            language: None,
            theme: Theme::System,
            comfortable: false,
            operator: String::new(),
            autostart: false,
            close_to_tray: true,
            tray_explained: false,
            recent: Vec::new(),
            approved: Vec::new(),
        }
    }
}

/// The first thing the window asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Hello {
    /// Hinomi's version.
    pub version: String,
    /// `linux`, `macos` or `windows`.
    pub platform: String,
    /// The language the system speaks, as far as Hinomi speaks it.
    pub system_language: Language,
    /// The name this PC's account has, proposed as operator.
    pub account: String,
    /// This PC's preferences.
    pub preferences: Preferences,
    /// The site that could not be opened at the start, if there was one.
    pub not_opened: Option<NotOpened>,
}

/// A site that could not be opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct NotOpened {
    /// Where it was looked for; empty if it was to be made in the usual place.
    pub path: String,
    /// Why it could not be opened.
    pub failure: Failure,
}
