//! The text of an invitation, as sent by message or shown as a QR code.

use crate::hex;
use congdoan_domain::invitation::{BadCode, Code};

/// How the device knows it talks to the right server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsTrust {
    /// A certificate of a public authority.
    PublicCa,
    /// A certificate whose public key (its SubjectPublicKeyInfo in DER) has this SHA-256, as in RFC 7469: a renewed
    /// certificate with the same key needs no new invitation.
    Pin([u8; 32]),
    /// No TLS: only for loopback, or with an explicit flag on the device.
    Plain,
}

/// Everything a device needs for enrolling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationText {
    /// `https://host[:port]`
    pub address: String,
    pub tls: TlsTrust,
    /// SHA-256 of the union's root key.
    pub root: [u8; 32],
    pub code: Code,
}

/// What is wrong with a pasted or scanned invitation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadInvitation {
    #[error("Đây không phải lời mời của Công Đoàn Số. Lời mời bắt đầu bằng “congdoan:”.")]
    NotAnInvitation,
    #[error("Lời mời bị thiếu một đoạn. Hãy chép lại cả dòng.")]
    Incomplete,
    #[error("{0}")]
    Code(#[from] BadCode),
}

impl InvitationText {
    /// `congdoan:1|ADDRESS|TLS|ROOT|CODE`: one line, survives being pasted into a message.
    pub fn to_line(&self) -> String {
        let tls = match &self.tls {
            TlsTrust::PublicCa => "ca".to_owned(),
            TlsTrust::Plain => "plain".to_owned(),
            TlsTrust::Pin(pin) => hex::encode(pin),
        };
        format!(
            "congdoan:1|{}|{tls}|{}|{}",
            self.address,
            hex::encode(&self.root),
            self.code
        )
    }

    /// Finds the invitation in a pasted text, whatever stands around it.
    ///
    /// # Errors
    /// What to do about it.
    pub fn parse(text: &str) -> Result<Self, BadInvitation> {
        let start = text.find("congdoan:1|").ok_or(BadInvitation::NotAnInvitation)?;
        let line: String = text[start..]
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        let parts: Vec<&str> = line.split('|').collect();
        let [_, address, tls, root, code] = parts.as_slice() else {
            return Err(BadInvitation::Incomplete);
        };
        if !(address.starts_with("https://") || address.starts_with("http://")) {
            return Err(BadInvitation::Incomplete);
        }
        let tls = match *tls {
            "ca" => TlsTrust::PublicCa,
            "plain" => TlsTrust::Plain,
            pin => TlsTrust::Pin(hex::decode_32(pin).ok_or(BadInvitation::Incomplete)?),
        };
        let root = hex::decode_32(root).ok_or(BadInvitation::Incomplete)?;
        Ok(Self {
            address: (*address).to_owned(),
            tls,
            root,
            code: Code::parse(code)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_survives_a_chat_message() {
        let invitation = InvitationText {
            address: "https://congdoan.example:8443".into(),
            tls: TlsTrust::Pin([7; 32]),
            root: [9; 32],
            code: Code::new([3; 10]),
        };
        let message = format!(
            "Chào chị Lan, mời chị vào nhé:\n  {}  \nAnh Hùng",
            invitation.to_line()
        );
        assert_eq!(InvitationText::parse(&message).unwrap(), invitation);
        assert_eq!(
            InvitationText::parse("https://zalo.me"),
            Err(BadInvitation::NotAnInvitation)
        );
        let cut = &invitation.to_line()[..60];
        assert_eq!(InvitationText::parse(cut), Err(BadInvitation::Incomplete));
    }
}
