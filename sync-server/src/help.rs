//! This program's help: Vietnamese at each command, English in `help.en`.

use clap::Command;

pub use congdoan_help::written;

/// See `congdoan_help` for the shape of a line.
const ENGLISH: &str = include_str!("help.en");

/// Help texts in the person's language.
pub fn in_language(command: Command) -> Command {
    congdoan_help::in_language(command, ENGLISH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Arguments;
    use clap::CommandFactory;

    #[test]
    fn everything_has_help_in_both_languages() {
        let nothing: [String; 0] = [];
        assert_eq!(
            congdoan_help::unexplained(&Arguments::command(), ENGLISH),
            nothing
        );
    }
}
