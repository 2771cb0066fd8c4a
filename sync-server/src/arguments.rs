//! The operator's command line.

use clap::{Parser, Subcommand};
use congdoan_domain::grant::Role;
use congdoan_domain::unit::UnitKind;
use congdoan_domain::{GrantId, PersonId, UnitId};
use congdoan_server::database::Database;
use congdoan_server::operator;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Máy chủ Công Đoàn Số: giữ dữ liệu, quyết định các việc gửi lên, phát gói.
#[derive(Parser)]
#[command(name = "congdoan-server", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Run,
    #[command(flatten)]
    pub database: Reached,
}

/// How the database is reached; nothing said: it is in the data folder.
#[derive(clap::Args)]
pub struct Reached {
    /// Địa chỉ PostgreSQL: postgresql://TÊN:MẬT-KHẨU@MÁY/CƠ-SỞ-DỮ-LIỆU; bỏ trống: dữ liệu nằm trong thư mục --data
    #[arg(long, global = true, env = "CONGDOAN_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Chứng chỉ (PEM) của nơi bảo đảm cho máy PostgreSQL; bỏ trống: nhà cấp chứng chỉ công cộng
    #[arg(long, global = true, env = "CONGDOAN_DATABASE_CA")]
    database_ca: Option<PathBuf>,
    /// Ô của máy chủ này khi nhiều máy chủ dùng chung một cơ sở dữ liệu PostgreSQL (chỉ khi init; bỏ trống: 1)
    #[arg(long, global = true)]
    pub cell: Option<i32>,
}

impl Reached {
    /// The store of a server's folder.
    pub fn database(&self, data: &Path) -> Database {
        Database::at(data).reached_by(self.database_url.clone(), self.database_ca.clone())
    }
}

#[derive(Subcommand)]
pub enum Run {
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
        /// Làm chứng chỉ TLS tự ký, ghim khóa của nó trong các lời mời
        #[arg(long)]
        tls: bool,
    },
    /// Chạy máy chủ.
    Serve {
        /// Thư mục dữ liệu của máy chủ
        #[arg(long)]
        data: PathBuf,
        /// Địa chỉ lắng nghe; cổng 0: cổng trống bất kỳ
        #[arg(long, default_value = "127.0.0.1:8787")]
        listen: SocketAddr,
        /// Cho phép HTTP không mã hóa ngoài máy này (chỉ khi đứng sau một máy chủ TLS)
        #[arg(long)]
        insecure_http: bool,
        /// Chứng chỉ TLS (PEM, cả chuỗi); bỏ trống: chứng chỉ do `init --tls` làm, nếu có
        #[arg(long, requires = "tls_key")]
        tls_cert: Option<PathBuf>,
        /// Khóa riêng của chứng chỉ (PEM)
        #[arg(long, requires = "tls_cert")]
        tls_key: Option<PathBuf>,
        /// Nói HTTP thường dù đã có chứng chỉ (khi proxy trên máy này lo TLS)
        #[arg(long, conflicts_with = "tls_cert")]
        plain_http: bool,
        /// Tin địa chỉ người gọi do proxy trên máy này ghi (X-Forwarded-For, Forwarded)
        #[arg(long)]
        trust_proxy: bool,
        /// Số ngày giữ dấu vết của thứ đã xóa; máy vắng lâu hơn sẽ đọc lại từ đầu
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..))]
        keep_tombstones: i64,
    },
    /// Chứng chỉ TLS của máy chủ và khóa ghim trong lời mời.
    Tls {
        #[command(subcommand)]
        what: TlsDo,
    },
    /// Xem cây đơn vị, hoặc thêm một đơn vị.
    Unit {
        #[command(subcommand)]
        what: UnitDo,
    },
    /// Giao quyền ở một đơn vị cho một người và in lời mời của người đó.
    Grant {
        /// Thư mục dữ liệu của máy chủ
        #[arg(long)]
        data: PathBuf,
        /// Địa chỉ ghi trong lời mời
        #[arg(long, default_value = "http://127.0.0.1:8787")]
        url: String,
        /// Mã đơn vị (xem `unit list`)
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
        /// Thư mục dữ liệu của máy chủ
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
        /// Thư mục dữ liệu của máy chủ
        #[arg(long)]
        data: PathBuf,
    },
    /// Kiểm lại mọi số thứ tự và tổng kiểm; báo chỗ sai.
    Doctor {
        /// Thư mục dữ liệu của máy chủ
        #[arg(long)]
        data: PathBuf,
        /// Đánh số lại những phạm vi bị sai
        #[arg(long)]
        repair: bool,
    },
}

#[derive(Subcommand)]
pub enum TlsDo {
    /// Làm chứng chỉ tự ký, hoặc gia hạn nó: khóa giữ nguyên, lời mời và máy đã vào vẫn dùng được.
    Renew {
        /// Thư mục dữ liệu của máy chủ
        #[arg(long)]
        data: PathBuf,
        /// Địa chỉ mà các máy dùng, bắt đầu bằng https://
        #[arg(long)]
        url: String,
    },
    /// Từ nay lời mời ghim khóa của chứng chỉ này (chứng chỉ riêng, không của nhà cấp công cộng).
    Pin {
        /// Tệp chứng chỉ (PEM)
        certificate: PathBuf,
        /// Thư mục dữ liệu của máy chủ
        #[arg(long)]
        data: PathBuf,
    },
    /// Từ nay lời mời tin nhà cấp chứng chỉ công cộng.
    Public {
        /// Thư mục dữ liệu của máy chủ
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Subcommand)]
pub enum UnitDo {
    /// Cây đơn vị và những quyền đang có hiệu lực.
    List {
        /// Thư mục dữ liệu của máy chủ
        #[arg(long)]
        data: PathBuf,
    },
    /// Thêm đơn vị hoặc nhà cung cấp; in mã của nó.
    Add {
        /// Thư mục dữ liệu của máy chủ
        #[arg(long)]
        data: PathBuf,
        /// Mã đơn vị cấp trên (xem `unit list`)
        #[arg(long)]
        parent: UnitId,
        /// Tên đầy đủ
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
pub enum Import {
    /// Tệp luật, mỗi dòng một điều (.jsonl hoặc .jsonl.zst).
    Law {
        /// Tệp luật
        file: PathBuf,
        /// Thư mục dữ liệu của máy chủ
        #[arg(long)]
        data: PathBuf,
        /// Bỏ qua dòng hỏng, lấy phần còn lại
        #[arg(long)]
        keep_good: bool,
    },
}
