//! `congdoan-server`: one binary for the operator.

mod arguments;
mod help;

use arguments::{Arguments, Import, Reached, Run, TlsDo, UnitDo};
use clap::{CommandFactory, FromArgMatches};
use congdoan_domain::Instant;
use congdoan_domain::invitation::Invitee;
use congdoan_server::database::Database;
use congdoan_server::init::{FIRST_CELL, Founding};
use congdoan_server::keys::{KeyError, Keys};
use congdoan_server::law::{CannotPublish, ImportError};
use congdoan_server::store::StoreError;
use congdoan_server::tls::{self, Certificate};
use congdoan_server::{address, card, clock, law, maintain, operator, pack, sample, serve};
use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

/// A line to the standard output. A reader that went away (`| head`) has read what it wanted: the work goes on.
macro_rules! say {
    ($($arg:tt)*) => {
        if let Err(error) = writeln!(std::io::stdout(), $($arg)*)
            && error.kind() != std::io::ErrorKind::BrokenPipe
        {
            return Err(format!("Việc đã làm, nhưng không ghi được kết quả ra ngoài: {error}.").into());
        }
    };
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let asked = help::in_language(Arguments::command()).try_get_matches();
    let arguments = match asked.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => {
            let text = help::written(&error);
            // Nobody may be there to read it.
            let _ = if error.use_stderr() {
                std::io::stderr().write_all(text.as_bytes())
            } else {
                std::io::stdout().write_all(text.as_bytes())
            };
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match run(arguments.command, &arguments.database) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{}", in_words(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

/// An error for the operator; what only logs read is put into words here.
fn in_words(error: &(dyn Error + 'static)) -> String {
    if let Some(error) = error.downcast_ref::<StoreError>() {
        return error.in_words();
    }
    match error.downcast_ref::<KeyError>() {
        Some(error) => error.in_words(),
        None => error.to_string(),
    }
}

fn run(command: Run, reached: &Reached) -> Result<(), Box<dyn Error>> {
    let clock = clock::system();
    let cell = reached.cell.unwrap_or(FIRST_CELL);
    if reached.cell.is_some() && !matches!(command, Run::Init { .. }) {
        return Err("--cell chỉ dùng với init: thư mục dữ liệu đã nhớ ô của nó. Chưa làm gì cả.".into());
    }
    match command {
        Run::Init {
            data,
            url,
            name,
            officer,
            sample: false,
            tls,
        } => {
            // Read first: a bad address must not leave half a server behind.
            let (url, host) = secured(url, tls)?;
            let database = reached.database(&data);
            let founding = Founding::found((&database, cell), &name, &url, clock(), true)?;
            if let Some(host) = host {
                tls::make(&founding.keys, &host, clock())?;
            }
            let line = founding.first(
                &name,
                congdoan_domain::unit::UnitKind::Province,
                &officer,
                clock(),
            )?;
            say!("Đã lập máy chủ ở {}.", data.display());
            say!("Hãy cất keys/root.key và keys/pack.key ở một máy khác: máy chủ chạy không cần chúng.");
            say!("Lời mời cán bộ đầu tiên (dùng một lần, trong 72 giờ):\n{line}");
        }
        Run::Init {
            data,
            url,
            sample: true,
            tls,
            ..
        } => {
            // Read first: a bad address must not leave half a server behind.
            let (url, host) = secured(url, tls)?;
            let (database, name) = (reached.database(&data), "Máy chủ mẫu Đồng An");
            let founding = Founding::found((&database, cell), name, &url, clock(), false)?;
            if let Some(host) = host {
                tls::make(&founding.keys, &host, clock())?;
            }
            sample::found(&founding, &data, clock(), |step| {
                drop(writeln!(std::io::stdout(), "  {step}…"))
            })?;
        }
        Run::Serve {
            data,
            listen,
            insecure_http,
            tls_cert,
            tls_key,
            plain_http,
            trust_proxy,
            keep_tombstones,
        } => {
            let certificate = match (tls_cert, tls_key) {
                (Some(certificate), Some(key)) => Some(Certificate::read(&certificate, &key)?),
                _ if plain_http => None,
                _ => tls::made(&Keys::at(&data))?,
            };
            if certificate.is_none() && !listen.ip().is_loopback() && !insecure_http {
                return Err("Địa chỉ này không chỉ ở máy này mà lại không mã hóa. Hãy dùng chứng chỉ (init --tls, hoặc --tls-cert và --tls-key), hay đặt máy chủ sau một proxy TLS rồi thêm --insecure-http.".into());
            }
            let store = reached.database(&data).open()?;
            let scheme = if certificate.is_some() { "https" } else { "http" };
            let config = serve::Config { data, listen, clock };
            let entrance = serve::Entrance {
                certificate,
                trust_proxy,
                retention: maintain::Retention {
                    tombstones: keep_tombstones,
                    ..maintain::Retention::default()
                },
                ..serve::Entrance::default()
            };
            let running = serve::start_on(store, config, entrance)?;
            let address = running.address;
            running.until_signal(|| {
                // Nobody may be there to read it; serving goes on.
                let _ = writeln!(std::io::stdout(), "listening on {scheme}://{address}");
            });
        }
        Run::Tls { what } => certify(what, clock())?,
        Run::Unit {
            what: UnitDo::List { data },
        } => {
            let store = reached.database(&data).open()?;
            for line in operator::tree(store.begin_read()?.as_ref(), clock())? {
                say!("{line}");
            }
        }
        Run::Unit {
            what:
                UnitDo::Add {
                    data,
                    parent,
                    name,
                    short,
                    kind,
                },
        } => {
            let founding = Founding::open(&reached.database(&data), "")?;
            say!(
                "{}",
                operator::add_unit(&founding, parent, &name, &short, kind, clock())?
            );
        }
        Run::Grant {
            data,
            url,
            unit,
            name,
            person,
            role,
        } => {
            let founding = inviting(&reached.database(&data), url)?;
            say!(
                "{}",
                operator::grant(&founding, unit, person, &name, role, clock())?
            );
        }
        Run::Invite {
            data,
            url,
            grant,
            member,
        } => {
            let invitee = match (grant, member) {
                (Some(grant), _) => Invitee::Desk(grant),
                (None, Some(person)) => Invitee::Member(person),
                (None, None) => return Err("Cần --grant hoặc --member.".into()),
            };
            let founding = inviting(&reached.database(&data), url)?;
            say!("{}", operator::invite(&founding, invitee, clock())?);
        }
        Run::Import {
            what:
                Import::Law {
                    file,
                    data,
                    keep_good,
                },
        } => {
            let report = law::import(&data, &file, keep_good).map_err(|error| match error {
                ImportError::Refused(report) => {
                    format!("{report}\nChưa lấy dòng nào. Thêm --keep-good để lấy những dòng tốt.")
                }
                error => format!("{error} Chưa lấy dòng nào, luật đã lấy trước đây còn nguyên."),
            })?;
            say!("{report}");
        }
        Run::Publish { pack, data } => publish(&reached.database(&data), pack.as_deref(), &clock)?,
        Run::Doctor { data, repair } => doctor(&reached.database(&data), repair, clock())?,
    }
    Ok(())
}

/// The address that invitations carry, and the host that a certificate is to be made for. The default address is meant
/// encrypted where there is a certificate.
fn secured(url: String, tls: bool) -> Result<(String, Option<String>), Box<dyn Error>> {
    let url = address::checked(&url)?;
    if !tls {
        return Ok((url, None));
    }
    let url = match url.strip_prefix("http://127.0.0.1") {
        Some(rest) => format!("https://127.0.0.1{rest}"),
        None => url,
    };
    let host = tls::host(&url)?.to_owned();
    Ok((url, Some(host)))
}

/// Opens a server that is there, for commands that make invitations.
fn inviting(database: &Database, url: String) -> Result<Founding, Box<dyn Error>> {
    let pinned = tls::pin_of_invitations(&Keys::at(database.data()))?.is_some();
    Ok(Founding::open(database, &secured(url, pinned)?.0)?)
}

fn certify(what: TlsDo, at: congdoan_domain::Instant) -> Result<(), Box<dyn Error>> {
    match what {
        TlsDo::Renew { data, url } => {
            let keys = Keys::at(&data);
            let before = tls::pin_of_invitations(&keys)?;
            let made = tls::make(&keys, tls::host(&url)?, at)?;
            say!(
                "Đã làm chứng chỉ mới ở {}. Hãy chạy lại máy chủ.",
                keys.file("tls.crt").display()
            );
            if before != Some(made.pin) {
                say!("Khóa ghim đã đổi: lời mời làm trước đây và máy đã vào sẽ không nhận ra máy chủ này.");
            }
        }
        TlsDo::Pin { certificate, data } => {
            tls::set_pin(&Keys::at(&data), Some(tls::pin_of_file(&certificate)?))?;
            say!("Từ nay lời mời ghim khóa của {}.", certificate.display());
        }
        TlsDo::Public { data } => {
            tls::set_pin(&Keys::at(&data), None)?;
            say!("Từ nay lời mời tin nhà cấp chứng chỉ công cộng.");
        }
    }
    Ok(())
}

fn publish(database: &Database, only: Option<&str>, clock: &clock::Clock) -> Result<(), Box<dyn Error>> {
    let data = database.data();
    let keys = Keys::at(data);
    let key = keys.read("pack")?;
    let store = database.open()?;
    let snapshot = store.begin_read()?;
    let server = snapshot.identity()?.server;
    let now = clock();
    let packs = ["law", "card-status"];
    if let Some(other) = only.filter(|only| !packs.contains(only)) {
        let known = packs.join(", ");
        return Err(format!("Không có gói “{other}”. Chưa phát gì cả. Các gói: {known}.").into());
    }
    for name in packs
        .into_iter()
        .filter(|name| only.is_none_or(|only| only == *name))
    {
        let (format, segments) = match name {
            "law" => match law::segments(data) {
                Ok(segments) => (law::FORMAT, segments),
                // Who asked for all packs still wants the list of cards to be out.
                Err(CannotPublish::NothingImported) if only.is_none() => {
                    say!("{}", CannotPublish::NothingImported);
                    continue;
                }
                Err(error) => return Err(error.into()),
            },
            _ => (
                card::FORMAT,
                card::segments(snapshot.as_ref(), &keys, server, now)?,
            ),
        };
        let done = pack::publish(&data.join("packs"), (name, format), segments, (&key, server), now)?;
        say!(
            "Đã phát gói {name} bản {}: {} đoạn, {} byte, mới {} byte.",
            done.version,
            done.segments,
            done.size,
            done.new
        );
    }
    Ok(())
}

fn doctor(database: &Database, repair: bool, now: Instant) -> Result<(), Box<dyn Error>> {
    let store = database.open()?;
    let report = maintain::examine(store.begin_read()?.as_ref())?;
    match store.begin_read()?.purged_at()? {
        Some(at) => match (now.0 - at.0).max(0) / 86_400_000 {
            0 => say!("Lần dọn gần nhất: chưa tới một ngày trước."),
            days => say!("Lần dọn gần nhất: {days} ngày trước (máy chủ đang chạy thì dọn mỗi ngày)."),
        },
        None => say!("Chưa dọn lần nào (máy chủ dọn mỗi ngày khi chạy)."),
    }
    say!("Đã xem {} dòng trong {} phạm vi.", report.rows, report.scopes);
    for finding in &report.findings {
        say!("  {finding:?}");
    }
    if report.findings.is_empty() {
        say!("Không thấy chỗ sai.");
    } else if repair {
        // A scope is numbered anew from all rows: nobody may change one meanwhile.
        let mut tx = store.begin_alone()?;
        let scopes = maintain::repair(tx.as_mut(), &report)?;
        tx.commit()?;
        say!("Đã đánh số lại {} phạm vi; các máy sẽ tự đọc lại.", scopes.len());
    } else {
        return Err("Có chỗ sai. Thêm --repair để đánh số lại.".into());
    }
    Ok(())
}
