//! The TypeScript side of the contract, made from the Rust side.

use std::any::TypeId;
use std::collections::HashSet;

use hinomi_model::words::SAID;
use ts_rs::{Config, TS, TypeVisitor};

use crate::calls::{CallVisitor, visit_calls};
use crate::failure::Failure;

const HEAD: &str = "// Generated from src-tauri/wire. Do not edit: run\n\
                    //   HINOMI_WRITE_BINDINGS=1 cargo test -p hinomi-wire\n\n";

/// The whole of `bindings.ts`: every type that crosses, then the `Calls` interface.
pub fn typescript() -> String {
    let mut found = Declarations {
        config: Config::new().with_large_int("number"),
        seen: HashSet::new(),
        types: Vec::new(),
        calls: Vec::new(),
    };
    visit_calls(&mut found);
    TypeVisitor::visit::<Failure>(&mut found);
    TypeVisitor::visit::<hinomi_model::Notification>(&mut found);
    found.types.sort();
    found.types.dedup();
    let types: Vec<&str> = found.types.iter().map(|(_, text)| text.as_str()).collect();
    format!(
        "{HEAD}{}\n\n{}\n\n/** Every call: what it takes and what it answers. */\nexport interface Calls {{\n{}\n}}\n",
        types.join("\n\n"),
        said(),
        found.calls.join("\n"),
    )
}

/// What devices say of themselves, which the window has no other words for than the model.
fn said() -> String {
    let word = |(en, ja): &(&str, &str)| format!("  {en:?}: {ja:?},\n");
    let words: String = SAID.iter().map(word).collect();
    let doc = "/** What devices say of themselves, in Japanese. */";
    format!("{doc}\nexport const SAID_JA: Readonly<Record<string, string>> = {{\n{words}}};")
}

struct Declarations {
    config: Config,
    seen: HashSet<TypeId>,
    types: Vec<(String, String)>,
    calls: Vec<String>,
}

impl CallVisitor for Declarations {
    fn call<With: TS + 'static, Reply: TS + 'static>(
        &mut self,
        name: &'static str,
        doc: &'static str,
    ) {
        TypeVisitor::visit::<With>(self);
        TypeVisitor::visit::<Reply>(self);
        let (with, reply) = (With::name(&self.config), Reply::name(&self.config));
        self.calls.push(format!("  /**{doc} */\n  {name}: {{ with: {with}; reply: {reply} }};"));
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let text = format!("{docs}export {}", T::decl(&self.config));
            self.types.push((T::ident(&self.config), text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_bindings_are_those_of_this_source() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/lib/ipc/bindings.ts");
        let want = typescript();
        if std::env::var_os("HINOMI_WRITE_BINDINGS").is_some() {
            std::fs::write(path, &want).expect("the UI folder can be written");
        }
        let have = std::fs::read_to_string(path).unwrap_or_default();
        assert!(have == want, "because ui/src/lib/ipc/bindings.ts is stale: see its first lines");
    }
}
