//! Help and errors of a command line in the person's language: Vietnamese as written at each command, English from a
//! text with a line a command or argument: `survey answer`, `survey answer.values`, then ` = ` and its help.

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command};
use std::collections::BTreeMap;

/// Whether the program speaks English: `CONGDOAN_LANG`, else the system's language.
pub fn english() -> bool {
    ["CONGDOAN_LANG", "LC_ALL", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .is_some_and(|value| value.starts_with("en"))
}

fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter_map(|line| line.split_once(" = "))
}

/// Help texts in the person's language; `text` is the English.
pub fn in_language(command: Command, text: &'static str) -> Command {
    if english() {
        return lines(text).fold(command, |command, (place, help)| {
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
    let top = command.get_version().is_some();
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    let command = names
        .iter()
        .fold(command, |command, name| command.mut_subcommand(name, headings));
    let template = "{about-with-newline}\nCách dùng: {usage}\n\n{all-args}";
    let command = command
        .help_template(template)
        .subcommand_help_heading("Các lệnh")
        .subcommand_value_name("LỆNH")
        .disable_help_subcommand(true)
        .mut_args(in_vietnamese)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(flag("help", 'h', "In trang này", ArgAction::Help));
    if top {
        return command.arg(flag("version", 'V', "In số bản", ArgAction::Version));
    }
    command
}

/// An option of clap's own in Vietnamese.
fn flag(name: &'static str, short: char, help: &'static str, action: ArgAction) -> Arg {
    Arg::new(name)
        .short(short)
        .long(name)
        .help(help)
        .help_heading("Tùy chọn")
        .action(action)
}

fn in_vietnamese(argument: Arg) -> Arg {
    let heading = if argument.is_positional() {
        "Đối số"
    } else {
        "Tùy chọn"
    };
    let mut help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let usual: Vec<_> = argument
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy())
        .filter(|value| !value.is_empty())
        .collect();
    if argument.get_action().takes_values() && !usual.is_empty() {
        help = format!("{help} (bỏ trống: {})", usual.join(", "));
    }
    if let Some(name) = argument.get_env() {
        help = format!("{help} (hay biến môi trường {})", name.to_string_lossy());
    }
    let values = argument.get_action().takes_values();
    let argument = argument.help_heading(heading).help(help);
    if values {
        return argument.hide_default_value(true).hide_env(true);
    }
    argument
}

/// What clap writes of a line that it could not read, or of help that was asked for, in the person's language.
pub fn written(error: &clap::Error) -> String {
    let page = error.render().to_string();
    if english() {
        return page;
    }
    let asked = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if asked {
        return page.replace("[OPTIONS]", "[TÙY CHỌN]");
    }
    let mut lines = vec![
        format!("Lệnh viết chưa đúng: {}.", first_line(error)),
        "Chưa làm gì cả. Thêm --help để xem cách dùng.".to_owned(),
    ];
    if let Some(usage) = error.get(ContextKind::Usage) {
        let usage = usage.to_string().replace("Usage:", "Cách dùng:");
        lines.push(usage.replace("[OPTIONS]", "[TÙY CHỌN]"));
    }
    lines.join("\n") + "\n"
}

/// What is wrong with a line, without how to write it.
pub fn first_line(error: &clap::Error) -> String {
    let part = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    if english() {
        let page = error.render().to_string();
        let first = page.lines().next().unwrap_or_default();
        return first
            .trim_start_matches("error: ")
            .trim_end_matches('.')
            .to_owned();
    }
    let (argument, value) = (part(ContextKind::InvalidArg), part(ContextKind::InvalidValue));
    let near = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .map(part)
    .join("");
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("không có lệnh “{}”", part(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "thiếu tên lệnh".to_owned(),
        ErrorKind::UnknownArgument => format!("không có đối số “{argument}” ở đây"),
        ErrorKind::MissingRequiredArgument => format!("thiếu {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} cần một giá trị"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{value}” không hợp với {argument}")
        }
        ErrorKind::ArgumentConflict => {
            let other = part(ContextKind::PriorArg);
            if other == argument || other.is_empty() {
                format!("{argument} chỉ được ghi một lần")
            } else {
                format!("{argument} không đi cùng {other}")
            }
        }
        _ => "thiếu hoặc thừa đối số".to_owned(),
    };
    if near.is_empty() {
        return what;
    }
    format!("{what} (có phải là “{near}”?)")
}

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

/// What a program does not explain, for its test: commands and arguments with no help in a language, and lines of the
/// English text for what is not there.
pub fn unexplained(command: &Command, text: &'static str) -> Vec<String> {
    let mut found = BTreeMap::new();
    places(command, "", &mut found);
    let english: BTreeMap<_, _> = lines(text).filter(|(place, _)| !place.is_empty()).collect();
    let silent = found.iter().filter(|(_, has)| !**has);
    let missing = found.keys().filter(|place| !english.contains_key(place.as_str()));
    let gone = english.keys().filter(|place| !found.contains_key(**place));
    silent
        .map(|(place, _)| format!("{place}: no Vietnamese"))
        .chain(missing.map(|place| format!("{place}: no English")))
        .chain(gone.map(|place| format!("{place}: is not there")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_explained_is_found() {
        let command = Command::new("x")
            .subcommand(Command::new("told").about("Có"))
            .subcommand(Command::new("silent"));
        assert_eq!(
            unexplained(&command, "told = Yes\ngone = No"),
            [
                "silent: no Vietnamese",
                "silent: no English",
                "gone: is not there"
            ]
        );
    }
}
