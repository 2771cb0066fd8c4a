use crate::language::say;
use crate::output::{Answer, Mends, id, moment};
use clap::Subcommand;
use congdoan_client::domain::DeviceId;
use congdoan_client::domain::device::{self, DeviceState};
use congdoan_client::{ApiError, Client};
use serde_json::{Value, json};

#[derive(Subcommand)]
pub enum Device {
    /// Máy của tôi
    List,
    /// Ngừng một máy của tôi, thí dụ máy đã mất
    End {
        /// Mã máy
        id: String,
        #[command(flatten)]
        mends: Mends,
    },
}

pub fn row(found: &device::Device, client: &Client) -> Value {
    json!({"id": found.id, "name": found.name, "state": found.state, "enrolled_at": found.enrolled_at,
           "ended_at": found.ended_at, "this": found.id == client.home().device})
}

pub fn line(found: &device::Device, client: &Client) -> String {
    let state = match found.state {
        DeviceState::Active if found.id == client.home().device => say("máy này", "this device"),
        DeviceState::Active => say("đang dùng", "in use"),
        DeviceState::Ended => say("đã ngừng", "ended"),
    };
    let since = say("vào từ", "since");
    format!(
        "{}  {} · {state} · {since} {}",
        found.id,
        found.name,
        moment(found.enrolled_at)
    )
}

pub fn end(client: &Client, text: &str, mends: &Mends) -> Result<Answer, ApiError> {
    let command = client.end_device(id::<DeviceId>(text)?, mends.of(client)?)?;
    Ok(Answer::saved(
        command,
        json!({}),
        say("ngừng máy", "the end of a device"),
    ))
}

pub fn run(client: &Client, command: &Device) -> Result<Answer, ApiError> {
    match command {
        Device::List => {
            let mine = client.my_devices()?;
            let rows: Vec<_> = mine.iter().map(|found| row(found, client)).collect();
            let lines: Vec<_> = mine.iter().map(|found| line(found, client)).collect();
            let none = say(
                "Chưa thấy máy nào; hãy đồng bộ.",
                "No device is known yet; sync first.",
            );
            Ok(Answer::lines(json!(rows), &lines, none))
        }
        Device::End { id, mends } => end(client, id, mends),
    }
}
