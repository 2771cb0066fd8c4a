//! A voucher in the wrong hands or at the wrong counter.

use crate::market::offered;
use congdoan_client::Client;
use congdoan_client::domain::market::token;
use congdoan_client::store::CommandState;
use congdoan_tests::kit::Office;

#[test]
fn a_voucher_made_out_to_somebody_else_is_refused() {
    let mut office = Office::open();
    let (hoa, mai) = (office.enrol("hoa"), office.enrol("mai"));
    let (lan, hung) = (office.enrol("lan"), office.enrol("hung"));
    let offer = offered(&hoa, &mai);
    lan.sync_now();
    lan.take_voucher(offer).unwrap();
    lan.sync_now();
    office.stop();

    // Somebody copies Lan's voucher and writes another name on it: the signature is of her device, for her.
    let text = Client::voucher_text(&lan.my_vouchers().unwrap()[0]);
    let mut stolen = token::parse(&text).unwrap();
    stolen.person = hung.home().person;
    hoa.redeem_voucher(&token::to_text(&stolen)).unwrap();
    office.start();
    hoa.sync_now();
    let refused = hoa.store().outbox(CommandState::Refused, 5).unwrap();
    let refusal = refused[0].refusal.as_ref().expect("a reason");
    assert_eq!(refusal.code, "voucher_bad");
    assert!(refusal.words().vi.contains("chữ ký"), "{}", refusal.words().vi);

    // Lan's own is still good.
    hoa.redeem_voucher(&text).unwrap();
    hoa.sync_now();
    assert_eq!(hoa.sync_status().unwrap().waiting, 0);
    assert_eq!(hoa.store().outbox(CommandState::Refused, 5).unwrap().len(), 1);
}
