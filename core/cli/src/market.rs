mod voucher;

use crate::code::{Code, Drawing};
use crate::language::say;
use crate::output::{Answer, Mends, bad, bad_json, id};
use clap::Subcommand;
use congdoan_client::domain::OfferId;
use congdoan_client::domain::market::{Bearer, CostLine, CostValue, OfferState, OfferTerms};
use congdoan_client::{ApiError, Client};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
pub enum Market {
    /// Ưu đãi trên máy này
    Offers,
    /// Nhà cung cấp lưu bản nháp ưu đãi từ tệp JSON. Đang viết dở thì tệp là bản nháp; lưu khi đã đủ
    Save {
        /// Tệp JSON
        file: PathBuf,
        /// Sửa ưu đãi này
        #[arg(long)]
        id: Option<String>,
        #[command(flatten)]
        mends: Mends,
    },
    /// Gửi duyệt bản nháp đã lưu, hay (--file) lưu và gửi trong một việc
    Submit {
        /// Mã ưu đãi
        id: String,
        /// Tệp JSON: lưu bản này rồi gửi
        #[arg(long)]
        file: Option<PathBuf>,
        #[command(flatten)]
        mends: Mends,
    },
    /// Duyệt
    Approve {
        /// Mã ưu đãi
        id: String,
        #[command(flatten)]
        mends: Mends,
    },
    /// Không duyệt
    Refuse {
        /// Mã ưu đãi
        id: String,
        /// Lý do, nhà cung cấp đọc được
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        mends: Mends,
    },
    /// Kết thúc
    End {
        /// Mã ưu đãi
        id: String,
        #[command(flatten)]
        mends: Mends,
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
        #[command(flatten)]
        drawing: Drawing,
        #[command(flatten)]
        mends: Mends,
    },
    /// Phiếu của tôi, hay (--provider) phiếu ở nhà cung cấp
    Vouchers {
        /// Phiếu của nhà cung cấp: còn dùng được, chờ đối chiếu, đã đổi, bị từ chối
        #[arg(long)]
        provider: bool,
    },
    /// Đổi một phiếu được đưa ra ở quầy
    Redeem {
        #[command(flatten)]
        code: Code,
    },
}

fn double_use(bearer: Bearer) -> &'static str {
    match bearer {
        Bearer::Provider => say(
            "Nếu một phiếu bị dùng hai lần khi ngoại tuyến, nhà cung cấp chịu.",
            "If a voucher is used twice while offline, the provider bears it.",
        ),
        Bearer::Union => say(
            "Nếu một phiếu bị dùng hai lần khi ngoại tuyến, công đoàn chịu.",
            "If a voucher is used twice while offline, the union bears it.",
        ),
    }
}

fn state(state: &OfferState) -> String {
    let word = match state {
        OfferState::Draft => say("bản nháp", "draft"),
        OfferState::Submitted => say("chờ duyệt", "waits for approval"),
        OfferState::Approved => say("đang dùng", "approved"),
        OfferState::Refused { reason } => return format!("{}: {reason}", say("không duyệt", "refused")),
        OfferState::Ended => say("đã kết thúc", "ended"),
    };
    word.to_owned()
}

/// A line of the total-cost card, for scripts and for people.
fn cost(line: CostLine) -> (Value, String) {
    let (value, words) = match line.value {
        CostValue::Dong(dong) => (json!(dong), format!("{dong} {}", say("đồng", "VND"))),
        CostValue::Text(text) => (json!(text), text),
        CostValue::Nothing => (Value::Null, say("không có", "none").to_owned()),
    };
    let label = say(line.label.vi, line.label.en);
    let text = format!("{label}: {words}");
    (json!({"key": line.key, "label": label, "value": value}), text)
}

pub fn run(client: &Client, command: &Market) -> Result<Answer, ApiError> {
    let saved = |command, what: &str| Ok(Answer::saved(command, json!({}), what));
    match command {
        Market::Offers => offers(client),
        Market::Save { file, id: of, mends } => {
            let of = of.as_deref().map(id).transpose()?;
            let (offer, command) = client.save_offer_mending(of, terms(file)?, mends.of(client)?)?;
            let what = say("bản nháp ưu đãi", "an offer's draft");
            Ok(Answer::saved(command, json!({"id": offer}), what))
        }
        Market::Submit {
            id: text,
            file,
            mends,
        } => {
            let (offer, mends): (OfferId, _) = (id(text)?, mends.of(client)?);
            let command = match file {
                Some(file) => client.submit_offer_as(offer, terms(file)?, mends)?,
                None => client.submit_offer_mending(offer, mends)?,
            };
            saved(command, say("gửi duyệt ưu đãi", "an offer for approval"))
        }
        Market::Approve { id: text, mends } => saved(
            client.decide_offer(id(text)?, None, mends.of(client)?)?,
            say("duyệt ưu đãi", "the approval of an offer"),
        ),
        Market::Refuse {
            id: text,
            reason,
            mends,
        } => saved(
            client.decide_offer(id(text)?, Some(reason.clone()), mends.of(client)?)?,
            say("không duyệt ưu đãi", "the refusal of an offer"),
        ),
        Market::End { id: text, mends } => saved(
            client.end_offer(id(text)?, mends.of(client)?)?,
            say("kết thúc ưu đãi", "the end of an offer"),
        ),
        Market::Show { id: text } => show(client, id(text)?),
        Market::Take {
            offer,
            drawing,
            mends,
        } => voucher::take(client, id(offer)?, drawing, mends),
        Market::Vouchers { provider: false } => voucher::mine(client),
        Market::Vouchers { provider: true } => voucher::at_provider(client),
        Market::Redeem { code } => voucher::redeem(client, code),
    }
}

fn terms(file: &Path) -> Result<OfferTerms, ApiError> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|_| bad("tệp đọc được", "a file that can be read", &name))?;
    serde_json::from_slice(&bytes)
        .map_err(|error| bad_json("ưu đãi dạng JSON", "an offer as JSON", &error, &name))
}

fn offers(client: &Client) -> Result<Answer, ApiError> {
    let offers = client.offers()?;
    let rows: Vec<_> = offers
        .iter()
        .map(|(o, count)| {
            json!({"id": o.id, "title": o.terms.title, "provider": o.provider_name, "state": o.state,
                   "terms": o.terms, "double_use": double_use(o.terms.double_use_borne_by),
                   "taken": count.as_ref().map(|c| c.taken), "redeemed": count.as_ref().map(|c| c.redeemed)})
        })
        .collect();
    let lines: Vec<_> = offers
        .iter()
        .map(|(o, _)| {
            let who = double_use(o.terms.double_use_borne_by);
            let (title, provider) = (&o.terms.title, &o.provider_name);
            format!("{} {title} · {provider} · {} · {who}", o.id, state(&o.state))
        })
        .collect();
    let none = say("Chưa có ưu đãi nào.", "There are no offers.");
    Ok(Answer::lines(json!(rows), &lines, none))
}

fn show(client: &Client, id: OfferId) -> Result<Answer, ApiError> {
    let (offer, _) = client.offer(id)?;
    let lines: Vec<_> = offer.terms.cost_card().into_iter().map(cost).collect();
    let rows: Vec<_> = lines.iter().map(|(json, _)| json).collect();
    let words: Vec<_> = lines.iter().map(|(_, words)| words.as_str()).collect();
    let who = double_use(offer.terms.double_use_borne_by);
    Ok(Answer::new(
        json!({"id": offer.id, "title": offer.terms.title, "provider": offer.provider_name,
               "state": offer.state, "cost": rows, "double_use": who}),
        format!(
            "{} · {} · {}\n{}\n{}\n{who}",
            offer.terms.title,
            offer.provider_name,
            state(&offer.state),
            offer.terms.what,
            words.join("\n")
        ),
    ))
}
