//! Hinomi without a window: the same commands as `hinomi`, for machines that have no display.

use std::process::ExitCode;

fn main() -> ExitCode {
    hinomi_cli::run(std::env::args_os().skip(1))
}
