//! The command line, in Vietnamese or (`LANG=en…`) in English.

use clap::{Args, Command, Parser, Subcommand};
use std::path::PathBuf;

/// Công Đoàn Số không cửa sổ.
#[derive(Parser)]
#[command(name = "congdoan", version)]
pub struct Arguments {
    /// Thư mục hồ sơ của một người
    #[arg(long, global = true, default_value = "congdoan-home", env = "CONGDOAN_HOME")]
    pub home: PathBuf,
    /// In kết quả dạng JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Cho phép HTTP không mã hóa ngoài máy này
    #[arg(long, global = true)]
    pub insecure_http: bool,
    #[command(subcommand)]
    pub command: Run,
}

#[derive(Subcommand)]
pub enum Run {
    /// Vào bằng lời mời, lập hồ sơ trên máy này
    Enrol(Enrol),
    /// Tôi là ai, làm việc ở đâu
    Whoami,
    /// Tình trạng đồng bộ
    Status,
    /// Đồng bộ ngay
    Sync,
    /// Việc chờ gửi, bị từ chối, đã gửi
    #[command(subcommand)]
    Outbox(Outbox),
    /// Danh sách đoàn viên
    #[command(subcommand)]
    Member(Member),
    /// Khảo sát
    #[command(subcommand)]
    Survey(Survey),
    /// Thẻ đoàn viên
    #[command(subcommand)]
    Card(Card),
    /// Tra luật
    #[command(subcommand)]
    Law(Law),
    /// Ưu đãi và phiếu
    #[command(subcommand)]
    Market(Market),
    /// Gói ngoại tuyến
    #[command(subcommand)]
    Pack(Pack),
    /// Chạy từng dòng của một tệp: mỗi dòng là một mảng JSON các đối số
    Exec { file: PathBuf },
    /// Rời máy này: xóa hồ sơ
    SignOut {
        /// Đồng ý bỏ những việc chưa gửi
        #[arg(long)]
        give_up: bool,
    },
}

#[derive(Args)]
pub struct Enrol {
    /// Tệp chứa lời mời, hoặc chính dòng lời mời
    #[arg(long)]
    pub invitation: String,
    /// Tên máy, để nhận ra trong danh sách
    #[arg(long, default_value = "Máy tính")]
    pub device_name: String,
    /// Đánh dấu là dữ liệu bịa để thử
    #[arg(long)]
    pub sample: bool,
}

#[derive(Subcommand)]
pub enum Outbox {
    /// Chờ gửi
    Waiting,
    /// Bị từ chối, kèm lý do
    Refused,
    /// Đã gửi
    Sent,
    /// Rút lại việc chưa gửi lần nào
    Withdraw { id: String },
    /// Bỏ việc bị từ chối
    Discard { id: String },
}

#[derive(Subcommand)]
pub enum Member {
    /// Tìm và liệt kê
    List {
        #[arg(default_value = "")]
        text: String,
        #[arg(long, default_value_t = 50)]
        limit: u64,
        #[arg(long, default_value_t = 0)]
        offset: u64,
    },
    /// Một hồ sơ, máy và lời mời của người đó
    Show { id: String },
    /// Kết nạp
    Admit {
        name: String,
        #[arg(long)]
        number: Option<String>,
        #[arg(long)]
        phone: Option<String>,
        #[arg(long)]
        national_id: Option<String>,
        #[arg(long)]
        department: Option<String>,
        /// Việc bị từ chối mà lệnh này sửa
        #[arg(long)]
        mends: Option<String>,
    },
    /// Sửa hồ sơ
    Edit {
        id: String,
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        phone: Option<String>,
        #[arg(long)]
        department: Option<String>,
    },
    /// Đổi trạng thái: active, paused, left, retired, expelled
    Status {
        id: String,
        to: String,
        #[arg(long)]
        reason: Option<String>,
    },
    /// Mời vào ứng dụng
    Invite { id: String },
    /// Rút lời mời
    RevokeInvitation { id: String },
    /// Ngừng một máy
    EndDevice { id: String },
}

#[derive(Subcommand)]
pub enum Survey {
    List,
    Show {
        id: String,
    },
    /// Soạn từ tệp JSON: {title, intro, closes_on, questions}
    Save {
        file: PathBuf,
        /// Sửa bản nháp này
        #[arg(long)]
        id: Option<String>,
    },
    Publish {
        id: String,
    },
    Close {
        id: String,
    },
    /// Trả lời: {"1": {"single": 0}, "3": {"scale": 4}}
    Answer {
        id: String,
        values: String,
    },
    /// Bảng kết quả
    Board {
        id: String,
    },
}

#[derive(Subcommand)]
pub enum Card {
    /// Thẻ của tôi
    Show,
    /// Kiểm một thẻ, không cần mạng
    Verify { text: String },
}

#[derive(Subcommand)]
pub enum Law {
    /// Tìm bằng từ (có dấu hay không) hoặc trích dẫn
    Search {
        query: String,
        #[arg(long, default_value_t = 10)]
        limit: usize,
        /// Luật tính đến ngày (YYYY-MM-DD); bỏ trống: hôm nay
        #[arg(long)]
        on: Option<String>,
    },
    /// Đọc một điều, ví dụ 45/2019/qh14#98
    Read { article: String },
    /// Mục lục một văn bản
    Outline { document: String },
}

#[derive(Subcommand)]
pub enum Market {
    /// Ưu đãi trên máy này
    Offers,
    /// Nhà cung cấp soạn ưu đãi từ tệp JSON
    Save {
        file: PathBuf,
        #[arg(long)]
        id: Option<String>,
    },
    /// Gửi duyệt
    Submit { id: String },
    /// Duyệt
    Approve { id: String },
    /// Không duyệt
    Refuse {
        id: String,
        #[arg(long)]
        reason: String,
    },
    /// Kết thúc
    End { id: String },
    /// Lấy phiếu
    Take { offer: String },
    /// Phiếu của tôi, hay (--provider) phiếu ở nhà cung cấp
    Vouchers {
        #[arg(long)]
        provider: bool,
    },
    /// Đổi phiếu từ chữ trong mã QR
    Redeem { text: String },
}

#[derive(Subcommand)]
pub enum Pack {
    /// Gói đang có
    List,
    /// Tải về (tải tiếp nếu dở dang): law, card-status
    Download { name: String },
}

/// Whether help and errors are in English.
pub fn english() -> bool {
    ["CONGDOAN_LANG", "LC_ALL", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .is_some_and(|value| value.starts_with("en"))
}

const ENGLISH: [(&str, &str); 13] = [
    ("enrol", "Use an invitation and make a profile on this device"),
    ("whoami", "Who I am and where I work"),
    ("status", "How sync stands"),
    ("sync", "Sync now"),
    ("outbox", "What waits, was refused, was sent"),
    ("member", "The roster"),
    ("survey", "Surveys"),
    ("card", "The membership card"),
    ("law", "Look up the law"),
    ("market", "Offers and vouchers"),
    ("pack", "Offline packs"),
    ("exec", "Run a file: each line a JSON array of arguments"),
    ("sign-out", "Leave this device: delete the profile"),
];

/// Help texts in the person's language.
pub fn in_language(command: Command) -> Command {
    if !english() {
        return command;
    }
    ENGLISH.iter().fold(
        command.about("Công Đoàn Số without a window"),
        |command, (name, about)| command.mut_subcommand(name, |sub| sub.about(*about)),
    )
}
