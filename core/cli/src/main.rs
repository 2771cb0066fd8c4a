//! `congdoan`: everything a desk or a member does, without a window. Offices automate with it, tests drive it.

mod arguments;
mod card;
mod code;
mod exec;
mod grant;
mod help;
mod law;
mod log;
mod market;
mod member;
mod outbox;
mod output;
mod pack;
mod person;
mod survey;

use arguments::{Arguments, Run};
use clap::{CommandFactory, FromArgMatches};
use congdoan_client::{ApiError, Client, Options, system};
use output::Answer;
use std::process::ExitCode;

fn main() -> ExitCode {
    let asked = help::in_language(Arguments::command()).try_get_matches();
    let arguments = match asked.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => {
            if error.use_stderr() && !help::english() {
                eprintln!("Lệnh viết chưa đúng nên chưa làm gì cả. Thêm --help để xem cách dùng. Chi tiết:");
            }
            error.exit()
        }
    };
    let (json, english) = (arguments.json, help::english());
    match run(&arguments) {
        Ok(answer) => {
            output::print(&answer, json);
            ExitCode::SUCCESS
        }
        Err(error) => {
            output::complain(&error, json, english);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<Answer, ApiError> {
    let ports = system::ports(arguments.insecure_http);
    if let Run::Enrol(enrol) = &arguments.command {
        return person::enrol(&arguments.home, enrol, ports);
    }
    if arguments.home.is_dir() {
        congdoan_client::log::start(&arguments.home);
    }
    let pin = std::env::var("CONGDOAN_PIN").ok();
    let client = Client::open(
        &arguments.home,
        ports,
        Options {
            pin,
            ..Options::default()
        },
    )?;
    match &arguments.command {
        Run::SignOut { give_up } => {
            // The home goes, and its log with it.
            congdoan_client::log::follow(&std::env::temp_dir());
            person::sign_out(client, *give_up)
        }
        Run::Exec { file } => exec::run(&client, file),
        other => perform(&client, other),
    }
}

/// One command on an open home; `exec` comes here for every line.
fn perform(client: &Client, command: &Run) -> Result<Answer, ApiError> {
    match command {
        Run::Whoami => person::whoami(client),
        Run::Status => person::status(client),
        Run::Sync => person::sync(client),
        Run::Outbox(command) => outbox::run(client, command),
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
