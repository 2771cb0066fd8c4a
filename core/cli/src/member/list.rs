use super::{status, word};
use crate::language::say;
use crate::output::{Answer, bad};
use clap::Args;
use congdoan_client::store::member::{ListQuery, ListSort};
use congdoan_client::{ApiError, Client};
use serde_json::json;

#[derive(Args)]
pub struct Asked {
    /// Một phần họ tên hay mã, có dấu hoặc không
    #[arg(default_value = "")]
    text: String,
    /// Chỉ những trạng thái này, cách nhau bằng dấu phẩy: applicant, active, paused, transferring, left, retired, expelled
    #[arg(long, value_delimiter = ',')]
    status: Vec<String>,
    /// Chỉ bộ phận này; ghi nhiều lần cho nhiều bộ phận
    #[arg(long)]
    department: Vec<String>,
    /// Xếp theo: name, number, birth, department hay status
    #[arg(long, default_value = "name")]
    sort: String,
    /// Xếp ngược lại
    #[arg(long)]
    descending: bool,
    /// Nhiều nhất bao nhiêu dòng
    #[arg(long, default_value_t = 50)]
    limit: u64,
    /// Bỏ qua bao nhiêu dòng đầu
    #[arg(long, default_value_t = 0)]
    offset: u64,
}

fn sort(text: &str) -> Result<ListSort, ApiError> {
    Ok(match text {
        "name" => ListSort::Name,
        "number" => ListSort::Number,
        "birth" => ListSort::Birth,
        "department" => ListSort::Department,
        "status" => ListSort::Status,
        _ => return Err(bad("cách xếp", "a way to sort", text)),
    })
}

pub fn run(client: &Client, asked: &Asked) -> Result<Answer, ApiError> {
    let query = ListQuery {
        unit: client.me()?.unit.map(|unit| unit.id),
        text: asked.text.clone(),
        statuses: asked
            .status
            .iter()
            .map(|text| status(text))
            .collect::<Result<_, _>>()?,
        departments: asked.department.clone(),
        sort: sort(&asked.sort)?,
        descending: asked.descending,
        limit: asked.limit,
        offset: asked.offset,
    };
    let found = client.member_list(&query)?;
    let rows: Vec<_> = found
        .rows
        .iter()
        .map(|row| {
            json!({"id": row.id, "name": row.name, "number": row.number, "birth": row.birth,
                   "department": row.department, "status": row.status, "exact": row.exact})
        })
        .collect();
    let lines: Vec<_> = found
        .rows
        .iter()
        .map(|row| {
            let department = row.department.as_deref().unwrap_or("—");
            let (name, status) = (&row.name, word(row.status));
            format!("{}  {name:<28} {department:<14} {status}", row.id)
        })
        .collect();
    if let Some(lack) = client.lack()?.filter(|_| found.of == 0) {
        // Nothing was loaded, so nothing can be said about who there is.
        return Ok(Answer::new(
            json!({"rows": [], "total": null, "exact": null, "of": null, "lack": lack.code()}),
            say(
                "Chưa có danh sách đoàn viên trên máy này.",
                "The roster is not on this device yet.",
            ),
        ));
    }
    let mut answer = Answer::lines(
        json!({"rows": rows, "total": found.total, "exact": found.exact, "of": found.of}),
        &lines,
        say("Không tìm thấy ai.", "Nobody was found."),
    );
    let (total, of) = (found.total, found.of);
    let counted = say(
        format!("{total} trong {of} người"),
        format!("{total} of {of} people"),
    );
    answer.text = format!("{}\n{counted}", answer.text);
    Ok(answer)
}
