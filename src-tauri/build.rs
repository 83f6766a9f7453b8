//! Builds what Tauri needs; the page inside the window is built before, by `cargo xtask run`.

fn main() {
    println!("cargo:rerun-if-changed=ui/dist");
    if !std::path::Path::new("ui/dist/index.html").exists() {
        eprintln!(
            "The window's page is not built yet. Run `cargo xtask run`, which builds it too."
        );
        std::process::exit(1);
    }
    tauri_build::build();
}
