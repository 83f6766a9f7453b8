//! Drawing the icons: `assets/icons/*.svg` are the source, everything else there is made here.
pub fn draw() -> Result<(), String> {
    Ok(())
}
