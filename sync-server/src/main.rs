//! `congdoan-server`: one binary for the operator.

use clap::{Parser, Subcommand};
use congdoan_domain::grant::Role;
use congdoan_domain::invitation::Invitee;
use congdoan_domain::unit::UnitKind;
use congdoan_domain::{GrantId, PersonId, UnitId};
use congdoan_server::init::Founding;
use congdoan_server::keys::Keys;
use congdoan_server::store::{ServerStore, SqliteOptions, SqliteStore};
use congdoan_server::{card, clock, law, maintain, operator, pack, sample, serve};
use std::error::Error;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Máy chủ Công Đoàn Số: giữ dữ liệu, quyết định các việc gửi lên, phát gói.
#[derive(Parser)]
#[command(name = "congdoan-server", version)]
struct Arguments {
    #[command(subcommand)]
    command: Run,
}

#[derive(Subcommand)]
enum Run {
    /// Lập một máy chủ mới: cơ sở dữ liệu, khóa, đơn vị gốc, lời mời cán bộ đầu tiên.
    Init {
        /// Thư mục dữ liệu (phải chưa có máy chủ)
        #[arg(long)]
        data: PathBuf,
        /// Địa chỉ mà máy của đoàn viên, cán bộ dùng
        #[arg(long, default_value = "http://127.0.0.1:8787")]
        url: String,
        /// Tên đơn vị gốc
        #[arg(long, default_value = "Liên đoàn Lao động tỉnh")]
        name: String,
        /// Họ tên cán bộ đầu tiên
        #[arg(long, default_value = "Cán bộ đầu tiên")]
        officer: String,
        /// Điền một tổ chức bịa để thử
        #[arg(long)]
        sample: bool,
    },
    /// Chạy máy chủ.
    Serve {
        #[arg(long)]
        data: PathBuf,
        /// Địa chỉ lắng nghe; cổng 0: cổng trống bất kỳ
        #[arg(long, default_value = "127.0.0.1:8787")]
        listen: SocketAddr,
        /// Cho phép HTTP không mã hóa ngoài máy này (chỉ khi đứng sau một máy chủ TLS)
        #[arg(long)]
        insecure_http: bool,
    },
    /// Xem cây đơn vị, hoặc thêm một đơn vị.
    Unit {
        #[command(subcommand)]
        what: UnitDo,
    },
    /// Giao quyền ở một đơn vị cho một người và in lời mời của người đó.
    Grant {
        #[arg(long)]
        data: PathBuf,
        /// Địa chỉ ghi trong lời mời
        #[arg(long, default_value = "http://127.0.0.1:8787")]
        url: String,
        #[arg(long)]
        unit: UnitId,
        /// Họ và tên
        #[arg(long)]
        name: String,
        /// Mã người, nếu người này đã là đoàn viên
        #[arg(long)]
        person: Option<PersonId>,
        /// chair, officer hoặc provider_staff
        #[arg(long, default_value = "officer", value_parser = operator::word::<Role>)]
        role: Role,
    },
    /// In lời mời mới cho người đã có trong máy chủ (lời mời cũ hết hạn, mất máy).
    Invite {
        #[arg(long)]
        data: PathBuf,
        /// Địa chỉ ghi trong lời mời
        #[arg(long, default_value = "http://127.0.0.1:8787")]
        url: String,
        /// Mã quyền (xem `unit list`)
        #[arg(long, conflicts_with = "member", required_unless_present = "member")]
        grant: Option<GrantId>,
        /// Mã đoàn viên trong máy chủ
        #[arg(long)]
        member: Option<PersonId>,
    },
    /// Đọc một tệp vào máy chủ.
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Phát gói: luật, tình trạng thẻ. Cần khóa gói.
    Publish {
        /// `law` hoặc `card-status`; bỏ trống: cả hai
        pack: Option<String>,
        #[arg(long)]
        data: PathBuf,
    },
    /// Kiểm lại mọi số thứ tự và tổng kiểm; báo chỗ sai.
    Doctor {
        #[arg(long)]
        data: PathBuf,
        /// Đánh số lại những phạm vi bị sai
        #[arg(long)]
        repair: bool,
    },
}

#[derive(Subcommand)]
enum UnitDo {
    /// Cây đơn vị và những quyền đang có hiệu lực.
    List {
        #[arg(long)]
        data: PathBuf,
    },
    /// Thêm đơn vị hoặc nhà cung cấp; in mã của nó.
    Add {
        #[arg(long)]
        data: PathBuf,
        #[arg(long)]
        parent: UnitId,
        #[arg(long)]
        name: String,
        /// Tên ngắn cho danh sách
        #[arg(long)]
        short: String,
        /// province, commune, industrial_zone, branch hoặc provider
        #[arg(long, value_parser = operator::word::<UnitKind>)]
        kind: UnitKind,
    },
}

#[derive(Subcommand)]
enum Import {
    /// Tệp luật, mỗi dòng một điều (.jsonl hoặc .jsonl.zst).
    Law {
        file: PathBuf,
        #[arg(long)]
        data: PathBuf,
        /// Bỏ qua dòng hỏng, lấy phần còn lại
        #[arg(long)]
        keep_good: bool,
    },
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Run) -> Result<(), Box<dyn Error>> {
    let clock = clock::system();
    match command {
        Run::Init {
            data,
            url,
            name,
            officer,
            sample: false,
        } => {
            let founding = Founding::new(&data, &name, &url, clock(), true)?;
            let line = founding.first(
                &name,
                congdoan_domain::unit::UnitKind::Province,
                &officer,
                clock(),
            )?;
            println!("Đã lập máy chủ ở {}.", data.display());
            println!("Hãy cất keys/root.key và keys/pack.key ở một máy khác: máy chủ chạy không cần chúng.");
            println!("Lời mời cán bộ đầu tiên (dùng một lần, trong 72 giờ):\n{line}");
        }
        Run::Init {
            data,
            url,
            sample: true,
            ..
        } => {
            let founding = Founding::new(&data, "Máy chủ mẫu Đồng An", &url, clock(), false)?;
            sample::found(&founding, &data, clock(), |step| println!("  {step}…"))?;
        }
        Run::Serve {
            data,
            listen,
            insecure_http,
        } => {
            if !listen.ip().is_loopback() && !insecure_http {
                return Err("Địa chỉ này không chỉ ở máy này mà lại không mã hóa. Hãy đặt máy chủ sau một proxy TLS rồi thêm --insecure-http.".into());
            }
            let running = serve::start(serve::Config { data, listen, clock })?;
            println!("listening on http://{}", running.address);
            running.until_signal();
        }
        Run::Unit {
            what: UnitDo::List { data },
        } => {
            let store = SqliteStore::open(&data.join("server.db"), SqliteOptions::default())?;
            for line in operator::tree(store.begin_read()?.as_ref(), clock())? {
                println!("{line}");
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
            let founding = Founding::open(&data, "")?;
            println!(
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
            let founding = Founding::open(&data, &url)?;
            println!(
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
            println!(
                "{}",
                operator::invite(&Founding::open(&data, &url)?, invitee, clock())?
            );
        }
        Run::Import {
            what:
                Import::Law {
                    file,
                    data,
                    keep_good,
                },
        } => {
            println!(
                "{}",
                law::import(&data, &file, keep_good).map_err(|e| format!(
                    "{e}\nChưa lấy dòng nào. Thêm --keep-good để lấy những dòng tốt."
                ))?
            );
        }
        Run::Publish { pack, data } => publish(&data, pack.as_deref(), &clock)?,
        Run::Doctor { data, repair } => doctor(&data, repair)?,
    }
    Ok(())
}

fn publish(data: &Path, only: Option<&str>, clock: &clock::Clock) -> Result<(), Box<dyn Error>> {
    let keys = Keys::at(data);
    let key = keys.read("pack")?;
    let store = SqliteStore::open(&data.join("server.db"), SqliteOptions::default())?;
    let snapshot = store.begin_read()?;
    let server = snapshot.identity()?.server;
    let now = clock();
    for name in ["law", "card-status"]
        .into_iter()
        .filter(|name| only.is_none_or(|only| only == *name))
    {
        let (format, segments) = match name {
            "law" => (law::FORMAT, law::segments(data)?),
            _ => (
                card::FORMAT,
                card::segments(snapshot.as_ref(), &keys, server, now)?,
            ),
        };
        let done = pack::publish(&data.join("packs"), (name, format), segments, (&key, server), now)?;
        println!(
            "Đã phát gói {name} bản {}: {} đoạn, {} byte, mới {} byte.",
            done.version, done.segments, done.size, done.new
        );
    }
    Ok(())
}

fn doctor(data: &Path, repair: bool) -> Result<(), Box<dyn Error>> {
    let store = SqliteStore::open(&data.join("server.db"), SqliteOptions::default())?;
    let report = maintain::examine(store.begin_read()?.as_ref())?;
    println!("Đã xem {} dòng trong {} phạm vi.", report.rows, report.scopes);
    for finding in &report.findings {
        println!("  {finding:?}");
    }
    if report.findings.is_empty() {
        println!("Không thấy chỗ sai.");
    } else if repair {
        let mut tx = store.begin_write()?;
        let scopes = maintain::repair(tx.as_mut(), &report)?;
        tx.commit()?;
        println!("Đã đánh số lại {} phạm vi; các máy sẽ tự đọc lại.", scopes.len());
    } else {
        return Err("Có chỗ sai. Thêm --repair để đánh số lại.".into());
    }
    Ok(())
}
