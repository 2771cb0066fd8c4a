//! `congdoan`: everything a desk or a member does, without a window. Offices automate with it, tests drive it.

mod arguments;
mod card;
mod code;
mod device;
mod exec;
mod grant;
mod help;
mod language;
mod law;
mod log;
mod market;
mod member;
mod outbox;
mod output;
mod pack;
mod person;
mod pin;
mod survey;
mod title;

use arguments::{Arguments, Run};
use clap::{CommandFactory, FromArgMatches};
use congdoan_client::{ApiError, Client, Options, Retry, system};
use output::Answer;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let asked = help::in_language(Arguments::command()).try_get_matches();
    let arguments = match asked.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => {
            let text = help::written(&error);
            if error.use_stderr() {
                output::note(text.trim_end());
            } else {
                output::line(text.trim_end());
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let json = arguments.json;
    match run(&arguments) {
        Ok(answer) => match output::print(&answer, json) {
            true => ExitCode::from(answer.exit),
            false => ExitCode::FAILURE,
        },
        Err(error) => {
            output::complain(&error, json);
            ExitCode::FAILURE
        }
    }
}

/// A folder without a home, in words for a terminal.
fn how_to_begin(error: ApiError, home: &Path) -> ApiError {
    if error.code != "home_missing" {
        return error.arg("home", home.display());
    }
    let place = home.display();
    ApiError::new(
        "home_missing",
        Retry::Never,
        &format!(
            "Chưa có hồ sơ ở thư mục “{place}”. Chưa làm gì cả. Hồ sơ ở chỗ khác thì thêm --home THƯ_MỤC (hay đặt CONGDOAN_HOME); chưa có thì lập bằng lời mời: congdoan --home THƯ_MỤC enrol --invitation TỆP"
        ),
        &format!(
            "There is no profile in the folder “{place}”. Nothing was done. If it is elsewhere, add --home FOLDER (or set CONGDOAN_HOME); if there is none yet, make one with an invitation: congdoan --home FOLDER enrol --invitation FILE"
        ),
    )
    .arg("home", place)
}

fn run(arguments: &Arguments) -> Result<Answer, ApiError> {
    let ports = system::ports(arguments.insecure_http);
    if let Run::Enrol(enrol) = &arguments.command {
        return person::enrol(&arguments.home, enrol, ports);
    }
    if arguments.home.is_dir() {
        congdoan_client::log::start(&arguments.home);
    }
    let options = Options {
        pin: pin::given(),
        ..Options::default()
    };
    let client = Client::open(&arguments.home, ports, options)
        .map_err(|error| how_to_begin(error, &arguments.home))?;
    warn_of_emptiness(&client, &arguments.command)?;
    match &arguments.command {
        Run::SignOut { give_up } => {
            // The home goes, and its log with it.
            congdoan_client::log::follow(&std::env::temp_dir());
            person::sign_out(client, *give_up)
        }
        Run::Exec { file } => exec::run(&client, file, arguments.json),
        other => perform(&client, other),
    }
}

/// Says beside every result that the lists are empty and why, so that nobody takes "nobody found" for the truth. Those that
/// say it themselves are left out.
fn warn_of_emptiness(client: &Client, command: &Run) -> Result<(), ApiError> {
    if !matches!(
        command,
        Run::Whoami | Run::Status | Run::Sync | Run::SignOut { .. }
    ) && let Some(lack) = client.lack()?
    {
        output::note(&output::empty_because(lack));
    }
    Ok(())
}

/// One command on an open home; `exec` comes here for every line.
fn perform(client: &Client, command: &Run) -> Result<Answer, ApiError> {
    match command {
        Run::Whoami => person::whoami(client),
        Run::Status => person::status(client),
        Run::Sync => person::sync(client),
        Run::Outbox(command) => outbox::run(client, command),
        Run::Device(command) => device::run(client, command),
        Run::Pin(command) => pin::run(client, command),
        Run::Log(command) => log::run(client, command),
        Run::Member(command) => member::run(client, command),
        Run::Grant(command) => grant::run(client, command),
        Run::Survey(command) => survey::run(client, command),
        Run::Card(command) => card::run(client, command),
        Run::Law(command) => law::run(client, command),
        Run::Market(command) => market::run(client, command),
        Run::Pack(command) => pack::run(client, command),
        Run::Enrol(_) | Run::SignOut { .. } | Run::Exec { .. } => Err(output::not_here()),
    }
}
