//! Who may write: one Hinomi per site file, held by a lock beside it.

/// Why a site is open read-only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnly {
    /// Another Hinomi writes it.
    OtherHinomi {
        /// Its process, if it could be learned.
        pid: Option<u32>,
    },
    /// The operating system does not let us write the file or its folder.
    NotWritable,
    /// The caller wanted only to read.
    Asked,
}

impl std::fmt::Display for ReadOnly {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadOnly::OtherHinomi { pid: Some(pid) } => {
                write!(f, "another Hinomi (process {pid}) is watching this site")
            }
            ReadOnly::OtherHinomi { pid: None } => {
                f.write_str("another Hinomi is watching this site")
            }
            ReadOnly::NotWritable => f.write_str("the file or its folder cannot be written"),
            ReadOnly::Asked => f.write_str("opened for reading only"),
        }
    }
}
