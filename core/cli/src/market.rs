use crate::arguments::Market;
use crate::code;
use crate::output::{Answer, bad, id};
use congdoan_client::domain::market::token::PREFIX;
use congdoan_client::domain::market::{Bearer, CostLine, CostValue, OfferTerms, VoucherState};
use congdoan_client::{ApiError, Client};
use serde_json::{Value, json};

fn double_use(bearer: Bearer) -> &'static str {
    match bearer {
        Bearer::Provider => "Nếu một phiếu bị dùng hai lần khi ngoại tuyến, nhà cung cấp chịu.",
        Bearer::Union => "Nếu một phiếu bị dùng hai lần khi ngoại tuyến, công đoàn chịu.",
    }
}

/// A line of the total-cost card, for scripts and for people.
fn cost(line: CostLine) -> (Value, String) {
    let (value, words) = match line.value {
        CostValue::Dong(dong) => (json!(dong), format!("{dong} đồng")),
        CostValue::Text(text) => (json!(text), text),
        CostValue::Nothing => (Value::Null, "không có".to_owned()),
    };
    let label = line.label.vi;
    (
        json!({"key": line.key, "label": label, "value": value}),
        format!("{label}: {words}"),
    )
}

pub fn run(client: &Client, command: &Market) -> Result<Answer, ApiError> {
    match command {
        Market::Offers => {
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
                    format!(
                        "{} {} · {} · {}",
                        o.id,
                        o.terms.title,
                        o.provider_name,
                        double_use(o.terms.double_use_borne_by)
                    )
                })
                .collect();
            Ok(Answer::new(
                json!(rows),
                if lines.is_empty() {
                    "Chưa có ưu đãi nào.".into()
                } else {
                    lines.join("\n")
                },
            ))
        }
        Market::Save { file, id: of } => {
            let name = file.display().to_string();
            let bytes = std::fs::read(file).map_err(|_| bad("tệp đọc được", &name))?;
            let terms: OfferTerms = serde_json::from_slice(&bytes)
                .map_err(|error| bad(&format!("ưu đãi dạng JSON ({error})"), &name))?;
            let (offer, command) = client.save_offer(of.as_deref().map(id).transpose()?, terms)?;
            Ok(Answer::saved(command, json!({"id": offer}), "bản nháp ưu đãi"))
        }
        Market::Submit { id: text } => Ok(Answer::saved(
            client.submit_offer(id(text)?)?,
            json!({}),
            "gửi duyệt ưu đãi",
        )),
        Market::Approve { id: text } => Ok(Answer::saved(
            client.decide_offer(id(text)?, None, None)?,
            json!({}),
            "duyệt ưu đãi",
        )),
        Market::Refuse { id: text, reason } => Ok(Answer::saved(
            client.decide_offer(id(text)?, Some(reason.clone()), None)?,
            json!({}),
            "không duyệt ưu đãi",
        )),
        Market::End { id: text } => Ok(Answer::saved(
            client.end_offer(id(text)?, None)?,
            json!({}),
            "kết thúc ưu đãi",
        )),
        Market::Show { id: text } => {
            let (offer, _) = client.offer(id(text)?)?;
            let lines: Vec<_> = offer.terms.cost_card().into_iter().map(cost).collect();
            let rows: Vec<_> = lines.iter().map(|(json, _)| json).collect();
            let words: Vec<_> = lines.iter().map(|(_, words)| words.as_str()).collect();
            let who = double_use(offer.terms.double_use_borne_by);
            Ok(Answer::new(
                json!({"id": offer.id, "title": offer.terms.title, "provider": offer.provider_name,
                       "state": offer.state, "cost": rows, "double_use": who}),
                format!(
                    "{} · {}\n{}\n{}\n{who}",
                    offer.terms.title,
                    offer.provider_name,
                    offer.terms.what,
                    words.join("\n")
                ),
            ))
        }
        Market::Take { offer, qr } => {
            let (voucher, command) = client.take_voucher(id(offer)?)?;
            let text = client
                .my_vouchers()?
                .iter()
                .find(|v| v.id == voucher)
                .map(Client::voucher_text);
            let drawn = code::draw(text.as_deref(), qr.as_deref())?;
            let mut answer = Answer::saved(
                command,
                json!({"id": voucher, "text": text, "qr": qr}),
                "lấy phiếu",
            );
            answer.text = format!("{}\n{drawn}", answer.text);
            Ok(answer)
        }
        Market::Vouchers { provider } => {
            let vouchers = if *provider {
                client.provider_vouchers()?
            } else {
                client.my_vouchers()?
            };
            let rows: Vec<_> = vouchers
                .iter()
                .map(|v| json!({"id": v.id, "offer": v.offer, "state": v.state, "expires_on": v.expires_on, "text": Client::voucher_text(v)}))
                .collect();
            let word = |state: &VoucherState| {
                if matches!(state, VoucherState::Taken) {
                    "còn dùng được"
                } else {
                    "đã đổi"
                }
            };
            let lines: Vec<_> = vouchers
                .iter()
                .map(|v| format!("{} {}", v.id, word(&v.state)))
                .collect();
            Ok(Answer::new(
                json!(rows),
                if lines.is_empty() {
                    "Chưa có phiếu nào.".into()
                } else {
                    lines.join("\n")
                },
            ))
        }
        Market::Redeem { code } => {
            let redeeming = client.redeem_voucher(&code::text(code, PREFIX)?)?;
            let title = &redeeming.offer.terms.title;
            let who = double_use(redeeming.offer.terms.double_use_borne_by);
            let json = json!({"command": redeeming.command, "voucher": redeeming.voucher, "state": "pending", "double_use": who});
            Ok(Answer::new(json, format!("Chờ đối chiếu: {title}. {who}")))
        }
    }
}
