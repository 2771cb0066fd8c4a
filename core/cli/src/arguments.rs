//! The command line: the top, and who sits at it. Each room's commands stand in the room's file. Each line of help is
//! Vietnamese; its English stands in `help.en`.

use crate::card::Card;
use crate::device::Device;
use crate::grant::Grant;
use crate::law::Law;
use crate::log::Log;
use crate::market::Market;
use crate::member::Member;
use crate::outbox::Outbox;
use crate::pack::Pack;
use crate::pin::Pin;
use crate::survey::Survey;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Công Đoàn Số không cửa sổ. Mỗi thư mục hồ sơ là của một người: đổi người là đổi --home, và chương trình khóa lại ngay khi xong mỗi lệnh (mã PIN ở CONGDOAN_PIN), nên không có lệnh đổi người hay khóa
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
    /// Máy của tôi
    #[command(subcommand)]
    Device(Device),
    /// Mã PIN của hồ sơ này
    #[command(subcommand)]
    Pin(Pin),
    /// Nhật ký của máy này
    #[command(subcommand)]
    Log(Log),
    /// Danh sách đoàn viên
    #[command(subcommand)]
    Member(Member),
    /// Quyền cán bộ: ai làm việc ở đơn vị nào
    #[command(subcommand)]
    Grant(Grant),
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
    /// Chạy từng dòng của một tệp: mỗi dòng là một mảng JSON các đối số. In kết quả từng dòng; dừng ở dòng hỏng đầu tiên, những dòng trước được giữ
    Exec {
        /// Tệp lệnh
        file: PathBuf,
    },
    /// Rời máy này: xóa hồ sơ. Còn việc chưa gửi hay bản nháp thì liệt kê chúng và chưa xóa gì
    SignOut {
        /// Đồng ý bỏ những việc chưa gửi và bản nháp
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
