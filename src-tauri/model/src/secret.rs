//! Words nobody else may read: communities, pass phrases, tokens (law L13).

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A text that is wiped from memory when dropped and that comes out in one way only.
///
/// It may come in (`Deserialize`), but has neither `Debug` nor `Display` nor `Serialize`: a type
/// that holds one cannot be written into a log, a frame or an export by deriving.
///
/// ```compile_fail
/// format!("{:?}", hinomi_model::Secret::new("public"));
/// ```
/// ```compile_fail
/// format!("{}", hinomi_model::Secret::new("public"));
/// ```
/// ```compile_fail
/// serde_json::to_string(&hinomi_model::Secret::new("public"));
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(Zeroizing::new(text.into()))
    }

    /// The text itself. Whoever calls this answers for where it goes.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Is there nothing in it?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Secret, D::Error> {
        String::deserialize(from).map(Secret::new)
    }
}
