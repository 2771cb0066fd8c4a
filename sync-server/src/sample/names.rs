//! Invented Vietnamese names, always the same for the same seed.

const FAMILY: [&str; 20] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Lý", "Đinh", "Trịnh", "Mai", "Danh",
];
const MIDDLE_F: [&str; 10] = [
    "Thị",
    "Thị Ngọc",
    "Thị Bích",
    "Thị Thanh",
    "Thị Kim",
    "Thùy",
    "Thị Hồng",
    "Mỹ",
    "Thị Thu",
    "Ngọc",
];
const MIDDLE_M: [&str; 10] = [
    "Văn",
    "Quốc",
    "Minh",
    "Đức",
    "Công",
    "Hữu",
    "Thanh",
    "Văn Minh",
    "Anh",
    "Trọng",
];
const GIVEN_F: [&str; 24] = [
    "Lan", "Hoa", "Mai", "Hương", "Liễu", "Linh", "Kiều", "Nhung", "Trang", "Yến", "Thảo", "Vân", "Hạnh",
    "Oanh", "Ngân", "Quyên", "Thúy", "Diễm", "Ánh", "Ân", "Châu", "Xuân", "Lành", "Mận",
];
const GIVEN_M: [&str; 24] = [
    "Khoa", "Lân", "Lâm", "Hùng", "Dũng", "Tâm", "Bình", "An", "Phúc", "Tấn", "Long", "Sơn", "Hải", "Đạt",
    "Thắng", "Vinh", "Quý", "Toàn", "Khánh", "Nam", "Trí", "Việt", "Ơn", "Ẩn",
];

/// A small generator; the sample must not change from run to run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let n = self.below(from.len() as u64);
        from[usize::try_from(n).expect("small")]
    }
}

pub fn name(dice: &mut Dice, female: bool) -> String {
    let (middle, given): (&[&str], &[&str]) = if female {
        (&MIDDLE_F, &GIVEN_F)
    } else {
        (&MIDDLE_M, &GIVEN_M)
    };
    format!(
        "{} {} {}",
        dice.pick(&FAMILY),
        dice.pick(middle),
        dice.pick(given)
    )
}
