//! What of the law is on this device.

use super::shape::{LawDocument, document, is_sample};
use crate::desk::Desk;
use crate::pack::{self, Pack};
use crate::shape::NoArguments;
use congdoan_client::ApiError;
use serde::Serialize;
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct LawState {
    /// Its size is known without downloading it once the server was reached.
    pub pack: Pack,
    pub articles: usize,
    pub documents: Vec<LawDocument>,
    /// Nothing but invented texts.
    pub is_sample: bool,
    pub can_search: bool,
}

pub fn state(desk: &Desk, _: NoArguments) -> Result<LawState, ApiError> {
    let client = desk.client()?;
    let pack = pack::view(&client, congdoan_client::law::PACK)?;
    // What keeps the library from opening is in the pack's own state.
    let Ok(library) = client.law() else {
        return Ok(LawState {
            pack,
            articles: 0,
            documents: vec![],
            is_sample: false,
            can_search: false,
        });
    };
    let today = client.server_now().date();
    let all = library.documents();
    Ok(LawState {
        pack,
        articles: all.iter().map(|d| d.articles.len()).sum(),
        documents: all.iter().map(|d| document(d, today)).collect(),
        is_sample: all.iter().all(is_sample),
        can_search: true,
    })
}
