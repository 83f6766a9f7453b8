//! Drawing the icons: `assets/icons/*.svg` are the source, every other file there is made here.

use std::path::Path;
use std::process::Command;

use crate::setup::{root, see};

/// Which drawing serves an icon of this many pixels: small ones are laid on their pixels.
fn drawing(pixels: u32) -> &'static str {
    match pixels {
        0..24 => "hinomi-16",
        24..48 => "hinomi-32",
        _ => "hinomi",
    }
}

/// The files a bundle asks for, by pixels.
const BUNDLE: [(&str, u32); 5] = [
    ("32x32.png", 32),
    ("64x64.png", 64),
    ("128x128.png", 128),
    ("128x128@2x.png", 256),
    ("icon.png", 512),
];
/// Windows reads the first for its own window, so it is the usual size.
const ICO: [u32; 6] = [32, 16, 24, 48, 64, 256];
/// Apple's names for pictures kept as PNG.
const ICNS: [(&[u8; 4], u32); 8] = [
    (b"icp4", 16),
    (b"icp5", 32),
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic08", 256),
    (b"ic09", 512),
    (b"ic10", 1024),
];
const TRAY: [&str; 4] = ["tray-calm", "tray-warning", "tray-critical", "tray-blind"];

/// Draws every icon anew.
pub fn draw() -> Result<(), String> {
    let folder = root().join("assets/icons");
    for (name, pixels) in BUNDLE {
        render(&folder, drawing(pixels), pixels, name)?;
    }
    for name in TRAY {
        render(&folder, name, 32, &format!("{name}.png"))?;
        render(&folder, name, 64, &format!("{name}@2x.png"))?;
    }
    let mut pictures = Vec::new();
    for pixels in ICO {
        pictures.push((pixels, picture(&folder, pixels)?));
    }
    write(&folder, "icon.ico", &ico(&pictures))?;
    let mut pictures = Vec::new();
    for (kind, pixels) in ICNS {
        pictures.push((kind, picture(&folder, pixels)?));
    }
    write(&folder, "icon.icns", &icns(&pictures))?;
    println!("Drawn into {}", folder.display());
    Ok(())
}

fn render(folder: &Path, drawing: &str, pixels: u32, name: &str) -> Result<(), String> {
    let size = pixels.to_string();
    let mut rsvg = Command::new("rsvg-convert");
    rsvg.args(["--width", &size, "--height", &size, "--output", name, &format!("{drawing}.svg")]);
    see(rsvg.current_dir(folder))
}

/// The app's icon as PNG bytes.
fn picture(folder: &Path, pixels: u32) -> Result<Vec<u8>, String> {
    let name = ".drawing.png";
    render(folder, drawing(pixels), pixels, name)?;
    let path = folder.join(name);
    let bytes = std::fs::read(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    let _ = std::fs::remove_file(&path);
    Ok(bytes)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(folder.join(name), bytes).map_err(|e| format!("cannot write {name}: {e}"))
}

/// A Windows icon file of PNG pictures: `ICONDIR`, one `ICONDIRENTRY` each, then the pictures.
fn ico(pictures: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let count = pictures.len() as u16;
    let mut bytes = [[0, 0], [1, 0], count.to_le_bytes()].concat();
    let mut offset = 6 + 16 * pictures.len() as u32;
    for (pixels, png) in pictures {
        // One byte per side; 256 is written as 0.
        let side = *pixels as u8;
        bytes.extend([side, side, 0, 0, 1, 0, 32, 0]);
        bytes.extend((png.len() as u32).to_le_bytes());
        bytes.extend(offset.to_le_bytes());
        offset += png.len() as u32;
    }
    bytes.extend(pictures.iter().flat_map(|(_, png)| png));
    bytes
}

/// An Apple icon file: `icns`, the whole length, then kind, length and bytes of each picture.
fn icns(pictures: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (kind, png) in pictures {
        body.extend(*kind);
        body.extend((png.len() as u32 + 8).to_be_bytes());
        body.extend(png);
    }
    let length = (body.len() as u32 + 8).to_be_bytes();
    [b"icns".as_slice(), &length, &body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_windows_icon_says_where_each_picture_lies() {
        let file = ico(&[(16, vec![1, 2, 3]), (256, vec![4])]);
        assert_eq!(&file[..6], [0, 0, 1, 0, 2, 0]);
        assert_eq!(file[22], 0, "because 256 does not fit a byte and is written as 0");
        assert_eq!(&file[18..22], [38, 0, 0, 0], "because the pictures follow both entries");
        assert_eq!(&file[38..], [1, 2, 3, 4]);
    }

    #[test]
    fn an_apple_icon_knows_its_own_length() {
        let file = icns(&[(b"ic07", vec![9; 5])]);
        assert_eq!(&file[..4], b"icns");
        assert_eq!(file[4..8], (file.len() as u32).to_be_bytes());
        assert_eq!(&file[8..16], b"ic07\0\0\0\x0d");
    }

    #[test]
    fn every_drawing_is_there() {
        let drawings = [16, 32, 64].map(drawing).into_iter().chain(TRAY);
        for name in drawings {
            assert!(root().join(format!("assets/icons/{name}.svg")).exists(), "{name}");
        }
    }
}
