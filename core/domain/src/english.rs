//! The English of the Vietnamese words that refusals carry: names of fields, of things, of states. A refusal travels
//! with the Vietnamese (the wire is older than this list); the English sentence looks its words up here.

const WORDS: &[(&str, &str)] = &[
    // things
    ("đoàn viên", "member"),
    ("đơn vị", "unit"),
    ("quyền", "grant"),
    ("khảo sát", "survey"),
    ("lời mời", "invitation"),
    ("máy", "device"),
    ("ưu đãi", "offer"),
    ("nhà cung cấp", "provider"),
    // fields
    ("Họ và tên", "Full name"),
    ("Mã đoàn viên", "Member number"),
    ("Ngày sinh", "Date of birth"),
    ("Giới tính", "Sex"),
    ("Điện thoại", "Phone"),
    ("Số căn cước", "ID number"),
    ("Bộ phận", "Department"),
    ("Công việc", "Job"),
    ("Ngày vào công đoàn", "Joined the union on"),
    ("Từ ngày", "Since"),
    ("Lý do", "Reason"),
    ("Tên đơn vị", "Name of the unit"),
    ("Tên ngắn", "Short name"),
    ("Tên máy", "Name of the device"),
    ("Tên khảo sát", "Title of the survey"),
    ("Lời giới thiệu", "Introduction"),
    ("Tên ưu đãi", "Title of the offer"),
    ("Nội dung", "What it is"),
    ("Điều kiện", "Conditions"),
    ("Nơi dùng", "Place"),
    ("Trả góp, vay", "Instalments, loan"),
    ("Tự gia hạn", "Renewal"),
    ("Nơi bán biết", "What the seller learns"),
    // states of a member
    ("Chờ duyệt vào", "Applicant"),
    ("Đang sinh hoạt", "Active"),
    ("Tạm dừng", "Paused"),
    ("Đang chuyển đi", "Transferring"),
    ("Đã thôi", "Left"),
    ("Nghỉ hưu", "Retired"),
    ("Bị khai trừ", "Expelled"),
    // what is wrong with a question
    ("cần ít nhất hai lựa chọn", "it needs at least two options"),
    ("có quá 30 lựa chọn", "it has more than 30 options"),
    ("có hai lựa chọn giống nhau", "two options are the same"),
    ("thang điểm cần từ 2 đến 11 mức", "a scale has 2 to 11 steps"),
    (
        "độ dài câu trả lời cần từ 1 đến 2.000 ký tự",
        "an answer is 1 to 2,000 characters long",
    ),
    ("khảo sát có quá 60 câu", "the survey has more than 60 questions"),
    ("hai câu trùng số hiệu", "two questions have the same id"),
];

/// An argument in English; a person's own words and numbers stay as they are.
pub(crate) fn of(argument: &str) -> String {
    if let Some((_, en)) = WORDS.iter().find(|(vi, _)| *vi == argument) {
        return (*en).to_owned();
    }
    match argument.strip_prefix("Câu ") {
        Some(number) => {
            let number = number.replace(", lựa chọn", ", option");
            let number = number.replace(", đầu thang", ", lower end");
            format!("Question {}", number.replace(", cuối thang", ", upper end"))
        }
        None => argument.to_owned(),
    }
}
