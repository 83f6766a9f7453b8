//! Makes `assets/oui.bin` from the npm package `oui-data`:
//!
//! ```text
//! npm pack oui-data@2.1 && tar xzf oui-data-*.tgz
//! cargo run -p hinomi-discovery --example make-oui-table -- package/index.json src-tauri/discovery/assets/oui.bin
//! ```
//!
//! Takes each prefix and the first line of its owner; addresses of owners are left out. The layout
//! is described in `oui.rs`.

use std::collections::{BTreeMap, HashMap};

type Fault = Box<dyn std::error::Error>;

/// Owners that are nobody: the registry itself, which hands blocks on, and those who hide.
const NOBODY: [&str; 2] = ["IEEE Registration Authority", "Private"];

#[allow(clippy::print_stdout, reason = "this is a tool for the terminal")]
fn main() -> Result<(), Fault> {
    let mut words = std::env::args().skip(1);
    let (from, to) =
        words.next().zip(words.next()).ok_or("say: make-oui-table index.json oui.bin")?;
    let listed: BTreeMap<String, String> = serde_json::from_slice(&std::fs::read(from)?)?;
    let owners: BTreeMap<&str, String> = listed
        .iter()
        .map(|(prefix, text)| (prefix.as_str(), owner(text)))
        .filter(|(_, owner)| !owner.is_empty() && !NOBODY.contains(&owner.as_str()))
        .collect();
    let mut bytes = b"HOUI".to_vec();
    let mut numbers = HashMap::new();
    let mut names = String::new();
    for digits in [9, 7, 6] {
        let registry: Vec<(u64, u16)> = owners
            .iter()
            .filter(|(prefix, _)| prefix.len() == digits)
            .map(|(prefix, owner)| {
                let next = numbers.len();
                let number = *numbers.entry(owner.clone()).or_insert(next);
                if number == next {
                    names.push_str(owner);
                    names.push('\n');
                }
                Ok((u64::from_str_radix(prefix, 16)?, u16::try_from(number)?))
            })
            .collect::<Result<_, Fault>>()?;
        write_registry(&mut bytes, &registry);
        println!("{} prefixes of {digits} digits", registry.len());
    }
    bytes.extend(names.as_bytes());
    let packed = zstd::encode_all(bytes.as_slice(), 22)?;
    println!("{} owners, {} octets, packed {}", numbers.len(), bytes.len(), packed.len());
    std::fs::write(to, packed)?;
    Ok(())
}

fn owner(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    let plain: String = first.chars().filter(|c| !c.is_control()).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write_registry(bytes: &mut Vec<u8>, registry: &[(u64, u16)]) {
    bytes.extend((registry.len() as u32).to_le_bytes());
    let mut last = 0;
    for (prefix, _) in registry {
        write_number(bytes, prefix - last);
        last = *prefix;
    }
    bytes.extend(registry.iter().map(|(_, number)| number.to_le_bytes()[0]));
    bytes.extend(registry.iter().map(|(_, number)| number.to_le_bytes()[1]));
}

/// An unsigned LEB128 number.
fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
