//! Help in the person's language: Vietnamese as written at each command, English from `help.en`.

use clap::Command;

/// A line a command or argument: `survey answer`, `survey answer.values`, then `=` and its help.
const ENGLISH: &str = include_str!("help.en");

/// Whether help and errors are in English.
pub fn english() -> bool {
    ["CONGDOAN_LANG", "LC_ALL", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .is_some_and(|value| value.starts_with("en"))
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    ENGLISH.lines().filter_map(|line| line.split_once(" = "))
}

/// Help texts in the person's language.
pub fn in_language(command: Command) -> Command {
    if english() {
        return lines().fold(command, |command, (place, help)| {
            let (path, argument) = place.split_once('.').unwrap_or((place, ""));
            let path: Vec<_> = path.split(' ').filter(|word| !word.is_empty()).collect();
            at(command, &path, &|command| match argument {
                "" => command.about(help),
                argument => command.mut_arg(argument, |known| known.help(help)),
            })
        });
    }
    headings(command)
}

/// Changes the command at a path.
fn at(command: Command, path: &[&str], change: &dyn Fn(Command) -> Command) -> Command {
    match path {
        [] => change(command),
        [first, rest @ ..] => command.mut_subcommand(first, |sub| at(sub, rest, change)),
    }
}

/// What clap itself writes, in Vietnamese.
fn headings(command: Command) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    let command = names
        .iter()
        .fold(command, |command, name| command.mut_subcommand(name, headings));
    let template = "{about-with-newline}\nCách dùng: {usage}\n\n{all-args}";
    command
        .help_template(template)
        .subcommand_help_heading("Các lệnh")
        .disable_help_subcommand(true)
        .mut_args(|argument| {
            let heading = if argument.is_positional() {
                "Đối số"
            } else {
                "Tùy chọn"
            };
            argument.help_heading(heading)
        })
        .disable_help_flag(true)
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .help("In trang này")
                .help_heading("Tùy chọn")
                .action(clap::ArgAction::Help),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Arguments;
    use clap::CommandFactory;
    use std::collections::BTreeMap;

    fn places(command: &Command, path: &str, found: &mut BTreeMap<String, bool>) {
        if !path.is_empty() {
            found.insert(path.to_owned(), command.get_about().is_some());
        }
        for argument in command.get_arguments() {
            found.insert(
                format!("{path}.{}", argument.get_id()),
                argument.get_help().is_some(),
            );
        }
        for sub in command.get_subcommands() {
            places(sub, format!("{path} {}", sub.get_name()).trim(), found);
        }
    }

    #[test]
    fn everything_has_help_in_both_languages() {
        let mut found = BTreeMap::new();
        places(&Arguments::command(), "", &mut found);
        let silent: Vec<_> = found.iter().filter(|(_, has)| !**has).collect();
        assert!(silent.is_empty(), "no Vietnamese help: {silent:?}");
        let english: BTreeMap<_, _> = lines().filter(|(place, _)| !place.is_empty()).collect();
        let missing: Vec<_> = found
            .keys()
            .filter(|place| !english.contains_key(place.as_str()))
            .collect();
        assert!(missing.is_empty(), "no line in help.en: {missing:#?}");
        let gone: Vec<_> = english
            .keys()
            .filter(|place| !found.contains_key(**place))
            .collect();
        assert!(gone.is_empty(), "help.en speaks of what is not there: {gone:?}");
    }
}
