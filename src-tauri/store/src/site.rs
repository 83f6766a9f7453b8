//! An open site file.

use std::path::Path;
use std::sync::Arc;

use hinomi_model::Settings;

use crate::batch::Batch;
use crate::error::SiteError;
use crate::loaded::Loaded;
use crate::lock::ReadOnly;

/// An open site file. Cheap to clone; every clone is the same open file.
#[derive(Clone)]
pub struct Site {
    inner: Arc<Inner>,
}

struct Inner {}

impl Site {
    /// Makes a new site file. Something that is already at the path is left alone and refused.
    pub async fn create(path: impl AsRef<Path>, settings: &Settings) -> Result<Site, SiteError> {
        unimplemented!()
    }

    /// Opens a site file for writing, or read-only with a reason (see [`Site::read_only`]) when
    /// another Hinomi writes it or the system does not let us. A file that is refused is left as it is.
    pub async fn open(path: impl AsRef<Path>) -> Result<Site, SiteError> {
        unimplemented!()
    }

    /// Opens a site file for reading only, whether or not another Hinomi writes it.
    pub async fn open_read_only(path: impl AsRef<Path>) -> Result<Site, SiteError> {
        unimplemented!()
    }

    /// A site that lives in memory: the real store, for tests. While it works, a paused tokio clock
    /// stands still.
    pub async fn in_memory() -> Result<Site, SiteError> {
        unimplemented!()
    }

    /// Where the file is; `:memory:` for one in memory.
    pub fn path(&self) -> &Path {
        unimplemented!()
    }

    /// Why it cannot be written; `None` if it can.
    pub fn read_only(&self) -> Option<&ReadOnly> {
        unimplemented!()
    }

    /// All the engine needs at start, read in one transaction.
    pub async fn load(&self) -> Result<Loaded, SiteError> {
        unimplemented!()
    }

    /// Stores a batch in one transaction: all of it, or nothing (law L12).
    pub async fn commit(&self, batch: &Batch) -> Result<(), SiteError> {
        unimplemented!()
    }

    /// Ends in good order: waits for what is being done, checkpoints, releases the lock. Other clones
    /// get an error from then on.
    pub async fn close(self) {
        unimplemented!()
    }

    /// Octets the file and its log take on disk.
    pub async fn size_bytes(&self) -> Result<u64, SiteError> {
        unimplemented!()
    }

    /// A number that differs when anything in the file was changed since, by whomever: how a
    /// read-only window learns that it is worth loading again.
    pub async fn data_version(&self) -> Result<i64, SiteError> {
        unimplemented!()
    }
}
