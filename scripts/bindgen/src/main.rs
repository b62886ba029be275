//! Runs wasm-bindgen on a wasm file: the tool's version is the one that `Cargo.lock` pins for the crate, so that both
//! always agree and nothing has to be installed by hand.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, folder, name] = arguments.as_slice() else {
        eprintln!("usage: vigie-bindgen INPUT.wasm OUTPUT_FOLDER NAME");
        return ExitCode::from(2);
    };
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    let built = bindgen
        .input_path(input)
        .out_name(name)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(false)
        .reset_state_function(true)
        .web(true)
        .and_then(|web| web.generate(folder));
    match built {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vigie-bindgen: {input}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
