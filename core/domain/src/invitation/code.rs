//! The secret of an invitation, as a person types it.

use crate::InvitationId;
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

/// 32 letters and digits without 0 O 1 I: five bits each.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// 16 letters of secret (80 bits) and one checksum letter.
const LETTERS: usize = 16;

/// An invitation code of 80 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; 10]);

/// What is wrong with a typed code; found without asking the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCode {
    #[error("Mã mời có {0} chữ, cần đủ 17. Hãy xem lại từng nhóm chữ.")]
    Length(usize),
    #[error("Mã mời không có chữ “{0}”. Có thể anh/chị nhìn nhầm một chữ giống nó.")]
    Letter(char),
    #[error("Mã mời có một chữ gõ nhầm. Hãy so lại từng nhóm chữ.")]
    Checksum,
}

impl Code {
    pub fn new(random: [u8; 10]) -> Self {
        Self(random)
    }

    /// Reads what a person typed: any case, spaces and dashes anywhere.
    ///
    /// # Errors
    /// What to look at.
    pub fn parse(text: &str) -> Result<Self, BadCode> {
        let letters: Vec<char> = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let mut values = Vec::with_capacity(letters.len());
        for letter in &letters {
            let found = ALPHABET
                .iter()
                .position(|a| char::from(*a) == *letter)
                .ok_or(BadCode::Letter(*letter))?;
            values.push(u8::try_from(found).expect("the alphabet has 32 letters"));
        }
        if values.len() != LETTERS + 1 {
            return Err(BadCode::Length(values.len()));
        }
        let packed = values[..LETTERS]
            .iter()
            .fold(0u128, |sum, v| (sum << 5) | u128::from(*v));
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&packed.to_be_bytes()[6..]);
        if checksum(&bytes) == values[LETTERS] {
            Ok(Self(bytes))
        } else {
            Err(BadCode::Checksum)
        }
    }

    /// The id of the invitation with this code. One-way: the id does not give the code away.
    pub fn invitation(&self) -> InvitationId {
        let mut hash = Sha256::new();
        hash.update(b"congdoan/v1 invitation code\0");
        hash.update(self.0);
        let digest: [u8; 32] = hash.finalize().into();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        InvitationId(Uuid::from_bytes(id))
    }
}

fn checksum(bytes: &[u8; 10]) -> u8 {
    Sha256::digest([b"congdoan/v1 checksum\0".as_slice(), bytes].concat())[0] & 31
}

impl fmt::Display for Code {
    /// Groups of four, the checksum letter last: `ABCD-EFGH-JKLM-NPQR-S`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut packed = [0; 16];
        packed[6..].copy_from_slice(&self.0);
        let packed = u128::from_be_bytes(packed);
        for n in 0..LETTERS {
            let value = (packed >> (5 * (LETTERS - 1 - n))) & 31;
            f.write_str(char::from(ALPHABET[value as usize]).encode_utf8(&mut [0; 4]))?;
            if n % 4 == 3 {
                f.write_str("-")?;
            }
        }
        f.write_str(char::from(ALPHABET[usize::from(checksum(&self.0))]).encode_utf8(&mut [0; 4]))
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)") // a secret: never in logs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let code = Code::new([7, 200, 33, 0, 255, 91, 18, 4, 77, 160]);
        let shown = code.to_string();
        assert_eq!(shown.len(), 21);
        assert_eq!(Code::parse(&shown).unwrap(), code);
        assert_eq!(
            Code::parse(&shown.to_lowercase().replace('-', "  ")).unwrap(),
            code
        );
    }

    #[test]
    fn mistypes_are_found_without_the_server() {
        let shown = Code::new([1; 10]).to_string();
        assert!(matches!(Code::parse(&shown[..10]), Err(BadCode::Length(_))));
        assert_eq!(Code::parse("O234"), Err(BadCode::Letter('O')));
        let caught = ALPHABET
            .iter()
            .filter(|letter| {
                Code::parse(&format!("{}{}", char::from(**letter), &shown[1..])) == Err(BadCode::Checksum)
            })
            .count();
        assert!(
            caught >= 26,
            "one letter of checksum catches most single mistypes, caught {caught} of 31"
        );
    }
}
