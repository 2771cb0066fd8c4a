use uuid::Uuid;

/// A small generator (splitmix64, Steele and others 2014): the same numbers for the same seed everywhere.
#[derive(Clone)]
pub(super) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xC0D0_A550)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to `n - 1`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).expect("below a usize")
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// An id shaped like a UUIDv7.
    pub fn id(&mut self, ms: i64) -> Uuid {
        let random = (u128::from(self.next()) << 64) | u128::from(self.next());
        let time = u128::from(ms.unsigned_abs() & 0xFFFF_FFFF_FFFF) << 80;
        let shape = (0x7 << 76) | (0x8 << 60);
        Uuid::from_u128(time | shape | (random & 0x0FFF_0FFF_FFFF_FFFF_FFFF))
    }
}
