use congdoan_client::domain::card::Verdict;
use congdoan_client::domain::member::MemberStatus;
use congdoan_client::store::member::ListQuery;
use congdoan_tests::kit::Office;

#[test]
fn hoa_judges_a_card_with_no_network() {
    let mut office = Office::open();
    let (hung, lan, hoa) = (office.enrol("hung"), office.enrol("lan"), office.enrol("hoa"));
    let text = lan.my_card().unwrap().unwrap().1.unwrap();
    assert!(
        matches!(hoa.verify_card(&text).unwrap().verdict, Verdict::Unknown { .. }),
        "no list yet: not green"
    );
    office.publish();
    hoa.download_pack("card-status", |_| true).unwrap();
    office.stop();
    office.clock.advance_hours(5);
    let judged = hoa.verify_card(&text).unwrap();
    assert_eq!(judged.verdict, Verdict::Valid { list_age_hours: 5 });
    assert_eq!(judged.card.unwrap().name, "Nguyễn Thị Ngọc Lan");
    let forged = text.replacen('A', "B", 3);
    let judged = hoa.verify_card(&forged).unwrap();
    assert!(
        matches!(judged.verdict, Verdict::Forged { .. } | Verdict::Unknown { .. }),
        "{:?}",
        judged.verdict
    );
    assert!(matches!(
        hoa.verify_card(&text[..text.len() / 2]).unwrap().verdict,
        Verdict::Forged { .. }
    ));
    assert!(matches!(
        hoa.verify_card("https://example.com").unwrap().verdict,
        Verdict::Forged { .. }
    ));
    office.clock.advance_hours(24 * 15);
    assert!(
        matches!(hoa.verify_card(&text).unwrap().verdict, Verdict::Unknown { .. }),
        "a stale list is never green"
    );

    office.start();
    let lan_id = hung
        .member_list(&ListQuery {
            text: "Nguyễn Thị Ngọc Lan".into(),
            limit: 1,
            ..ListQuery::default()
        })
        .unwrap()
        .rows[0]
        .id;
    hung.change_member_status(lan_id, MemberStatus::Expelled, Some("thử".into()), None)
        .unwrap();
    hung.sync_now();
    office.publish();
    hoa.download_pack("card-status", |_| true).unwrap();
    assert!(matches!(
        hoa.verify_card(&text).unwrap().verdict,
        Verdict::Revoked { .. }
    ));
}
