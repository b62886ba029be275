//! The command line: the same library over files.

fn main() {}
