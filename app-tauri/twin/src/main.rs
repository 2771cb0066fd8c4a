//! `congdoan-twin --home DIR --page DIR`: prints the address to open.

use clap::Parser;
use congdoan_desk::Desk;
use congdoan_desk::client::system;
use congdoan_twin::{Guard, people_of, router};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Parser)]
struct Arguments {
    /// A home of invented data, or a folder of such homes.
    #[arg(long)]
    home: PathBuf,
    /// The built page.
    #[arg(long)]
    page: PathBuf,
    /// Loopback only.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    if !arguments.listen.ip().is_loopback() {
        return Err("Bản chạy trong trình duyệt chỉ nghe ở 127.0.0.1.".into());
    }
    let people = people_of(&arguments.home)?;
    let mut random = [0; 32];
    system::ports(false).random.fill(&mut random);
    let token: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let listener = tokio::net::TcpListener::bind(arguments.listen).await?;
    let port = listener.local_addr()?.port();
    println!("http://127.0.0.1:{port}/?token={token}");
    let desk = Arc::new(Desk::new(people, true));
    axum::serve(listener, router(desk, Guard::new(token, port), arguments.page)).await?;
    Ok(())
}
