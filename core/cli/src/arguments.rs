//! The command line. Each line of help here is Vietnamese; its English stands in `help.en`.

use clap::{Args, Parser, Subcommand};
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
    /// Chạy từng dòng của một tệp: mỗi dòng là một mảng JSON các đối số
    Exec {
        /// Tệp lệnh
        file: PathBuf,
    },
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
    Withdraw {
        /// Mã việc
        id: String,
    },
    /// Bỏ việc bị từ chối
    Discard {
        /// Mã việc
        id: String,
    },
}

#[derive(Subcommand)]
pub enum Log {
    /// Lưu nhật ký để gửi: đọc trước khi gửi
    Save {
        /// Tệp ghi ra; bỏ trống: ngay tại thư mục này
        #[arg(long)]
        to: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
pub enum Member {
    /// Tìm và liệt kê
    List {
        /// Một phần họ tên hay mã, có dấu hoặc không
        #[arg(default_value = "")]
        text: String,
        /// Nhiều nhất bao nhiêu dòng
        #[arg(long, default_value_t = 50)]
        limit: u64,
        /// Bỏ qua bao nhiêu dòng đầu
        #[arg(long, default_value_t = 0)]
        offset: u64,
    },
    /// Một hồ sơ, máy và lời mời của người đó
    Show {
        /// Mã đoàn viên
        id: String,
    },
    /// Kết nạp
    Admit {
        /// Họ và tên
        name: String,
        /// Mã số đoàn viên
        #[arg(long)]
        number: Option<String>,
        /// Số điện thoại
        #[arg(long)]
        phone: Option<String>,
        /// Số căn cước
        #[arg(long)]
        national_id: Option<String>,
        /// Bộ phận, tổ, chuyền
        #[arg(long)]
        department: Option<String>,
        /// Việc bị từ chối mà lệnh này sửa
        #[arg(long)]
        mends: Option<String>,
    },
    /// Sửa hồ sơ
    Edit {
        /// Mã đoàn viên
        id: String,
        /// Họ và tên
        #[arg(long)]
        name: Option<String>,
        /// Số điện thoại
        #[arg(long)]
        phone: Option<String>,
        /// Bộ phận, tổ, chuyền
        #[arg(long)]
        department: Option<String>,
    },
    /// Đổi trạng thái: active, paused, left, retired, expelled
    Status {
        /// Mã đoàn viên
        id: String,
        /// Trạng thái mới
        to: String,
        /// Lý do
        #[arg(long)]
        reason: Option<String>,
    },
    /// Mời vào ứng dụng
    Invite {
        /// Mã đoàn viên
        id: String,
    },
    /// Rút lời mời
    RevokeInvitation {
        /// Mã lời mời
        id: String,
    },
    /// Ngừng một máy
    EndDevice {
        /// Mã máy
        id: String,
    },
}

#[derive(Subcommand)]
pub enum Grant {
    /// Quyền ở đơn vị này và những đơn vị ngay dưới
    List {
        /// Cả những quyền đã kết thúc
        #[arg(long)]
        all: bool,
    },
    /// Đề nghị giao quyền; một cán bộ khác phải xác nhận
    Propose {
        /// Họ và tên
        name: String,
        /// Mã đơn vị; bỏ trống: đơn vị của tôi
        #[arg(long)]
        unit: Option<String>,
        /// chair, officer hoặc provider_staff
        #[arg(long, default_value = "officer")]
        role: String,
        /// Mã người, nếu người này đã là đoàn viên
        #[arg(long)]
        person: Option<String>,
        /// Từ đầu ngày (YYYY-MM-DD); bỏ trống: từ bây giờ
        #[arg(long)]
        from: Option<String>,
        /// Đến hết ngày (YYYY-MM-DD); bỏ trống: đến khi kết thúc
        #[arg(long)]
        to: Option<String>,
    },
    /// Xác nhận, với tư cách người thứ hai
    Confirm {
        /// Mã quyền
        id: String,
    },
    /// Từ chối một đề nghị
    Refuse {
        /// Mã quyền
        id: String,
    },
    /// Kết thúc một quyền ngay
    End {
        /// Mã quyền
        id: String,
    },
    /// Mời người có quyền lập hồ sơ trên máy (máy đầu tiên, hay mất máy)
    Invite {
        /// Mã quyền
        id: String,
    },
}

#[derive(Subcommand)]
pub enum Survey {
    /// Khảo sát trên máy này
    List,
    /// Câu hỏi, và câu trả lời của tôi
    Show {
        /// Mã khảo sát
        id: String,
    },
    /// Soạn từ tệp JSON: {title, intro, closes_on, questions}
    Save {
        /// Tệp JSON
        file: PathBuf,
        /// Sửa bản nháp này
        #[arg(long)]
        id: Option<String>,
    },
    /// Phát hành đến đoàn viên của đơn vị
    Publish {
        /// Mã khảo sát
        id: String,
    },
    /// Đóng sớm
    Close {
        /// Mã khảo sát
        id: String,
    },
    /// Trả lời: {"1": {"single": 0}, "3": {"scale": 4}}
    Answer {
        /// Mã khảo sát
        id: String,
        /// Câu trả lời theo số câu, dạng JSON
        values: String,
    },
    /// Bảng kết quả
    Board {
        /// Mã khảo sát
        id: String,
    },
}

#[derive(Subcommand)]
pub enum Card {
    /// Thẻ của tôi
    Show {
        /// Ghi mã QR vào tệp .svg hay .png, hoặc vẽ ra màn hình: terminal
        #[arg(long, value_name = "FILE|terminal")]
        qr: Option<String>,
    },
    /// Kiểm một thẻ, không cần mạng
    Verify {
        #[command(flatten)]
        code: Code,
    },
}

#[derive(Subcommand)]
pub enum Law {
    /// Tìm bằng từ (có dấu hay không) hoặc trích dẫn
    Search {
        /// Từ cần tìm, hoặc trích dẫn như "điều 98 bộ luật lao động"
        query: String,
        /// Nhiều nhất bao nhiêu điều
        #[arg(long, default_value_t = 10)]
        limit: usize,
        /// Luật tính đến ngày (YYYY-MM-DD); bỏ trống: hôm nay
        #[arg(long)]
        on: Option<String>,
    },
    /// Đọc một điều: 45/2019/qh14#98, hoặc "khoản 2 điều 98 bộ luật lao động"
    Read {
        /// Mã của điều, hoặc trích dẫn
        article: String,
        /// Hiệu lực tính đến ngày (YYYY-MM-DD); bỏ trống: hôm nay
        #[arg(long)]
        on: Option<String>,
    },
    /// Các văn bản trên máy này
    Documents,
    /// Mục lục một văn bản
    Outline {
        /// Mã của văn bản
        document: String,
    },
}

#[derive(Subcommand)]
pub enum Market {
    /// Ưu đãi trên máy này
    Offers,
    /// Nhà cung cấp soạn ưu đãi từ tệp JSON
    Save {
        /// Tệp JSON
        file: PathBuf,
        /// Sửa ưu đãi này
        #[arg(long)]
        id: Option<String>,
    },
    /// Gửi duyệt
    Submit {
        /// Mã ưu đãi
        id: String,
    },
    /// Duyệt
    Approve {
        /// Mã ưu đãi
        id: String,
    },
    /// Không duyệt
    Refuse {
        /// Mã ưu đãi
        id: String,
        /// Lý do, nhà cung cấp đọc được
        #[arg(long)]
        reason: String,
    },
    /// Kết thúc
    End {
        /// Mã ưu đãi
        id: String,
    },
    /// Một ưu đãi với đủ các khoản phải trả
    Show {
        /// Mã ưu đãi
        id: String,
    },
    /// Lấy phiếu
    Take {
        /// Mã ưu đãi
        offer: String,
        /// Ghi mã QR vào tệp .svg hay .png, hoặc vẽ ra màn hình: terminal
        #[arg(long, value_name = "FILE|terminal")]
        qr: Option<String>,
    },
    /// Phiếu của tôi, hay (--provider) phiếu ở nhà cung cấp
    Vouchers {
        /// Phiếu đã nhận ở quầy của nhà cung cấp
        #[arg(long)]
        provider: bool,
    },
    /// Đổi một phiếu được đưa ra ở quầy
    Redeem {
        #[command(flatten)]
        code: Code,
    },
}

/// Một trong hai.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Code {
    /// Chữ trong mã QR
    pub text: Option<String>,
    /// Ảnh PNG hay JPEG có mã QR
    #[arg(long, value_name = "FILE")]
    pub picture: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum Pack {
    /// Gói đang có
    List,
    /// Hỏi máy chủ có bản mới không, chưa tải
    Check {
        /// Tên gói
        name: String,
    },
    /// Tải về, tải tiếp nếu dở dang, tải lại phần hỏng: law, card-status; Ctrl+C để dừng
    Download {
        /// Tên gói
        name: String,
    },
    /// Đọc lại từng byte; phần hỏng bị bỏ để tải lại
    Verify {
        /// Tên gói
        name: String,
    },
}
