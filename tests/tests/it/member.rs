use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::member::{MemberStatus, Profile, ProfileField};
use congdoan_client::store::CommandState;
use congdoan_client::store::member::ListQuery;
use congdoan_tests::kit::Office;

fn query(text: &str) -> ListQuery {
    ListQuery {
        text: text.into(),
        limit: 100,
        ..ListQuery::default()
    }
}

#[test]
fn hung_searches_with_and_without_diacritics_and_by_phone() {
    let office = Office::open();
    let hung = office.enrol("hung");
    let all = hung.member_list(&query("")).unwrap();
    assert_eq!((all.total, all.of), (214, 214));
    let folded = hung.member_list(&query("nguyen thi ngoc lan")).unwrap();
    assert_eq!(
        (folded.rows[0].name.as_str(), folded.rows[0].exact),
        ("Nguyễn Thị Ngọc Lan", false)
    );
    let exact = hung.member_list(&query("Ngọc Lan")).unwrap();
    assert!(exact.rows[0].exact && exact.exact >= 1);
    let phone = hung.member_list(&query("0900001002")).unwrap();
    assert_eq!(phone.total, 1);
    let strange = hung.member_list(&query("%_' OR 1=1 --")).unwrap();
    assert_eq!(strange.total, 0);
}

#[test]
fn an_admission_offline_is_seen_at_once_invited_and_used_by_the_new_member() {
    let mut office = Office::open();
    let hung = office.enrol("hung");
    office.stop();
    let unit = hung.me().unwrap().unit.unwrap().id;
    let (id, _) = hung
        .admit_member(unit, Profile::named("Vũ Thị Hồng Nhung"), None)
        .unwrap();
    assert_eq!(hung.member_list(&query("hong nhung")).unwrap().rows[0].id, id);
    let (_, _, text) = hung.invite(Invitee::Member(id), None).unwrap();
    office.start();
    assert_eq!(
        office.enrol_with("nhung", &text).err().unwrap().code,
        "invitation_unknown",
        "usable after sending"
    );
    hung.sync_now();
    let nhung = office.enrol_with("nhung", &text).unwrap();
    nhung.sync_now();
    assert_eq!(nhung.me().unwrap().member.unwrap().id, id);
    let (card, signed) = nhung.my_card().unwrap().unwrap();
    assert_eq!(card.name, "Vũ Thị Hồng Nhung");
    assert!(signed.is_some(), "the server signed the card");
    hung.sync_now();
    assert_eq!(hung.member(id).unwrap().1.len(), 1, "Hùng sees the new device");
}

#[test]
fn a_refused_command_keeps_its_words_and_is_mended() {
    let mut office = Office::open();
    let (hung, quang) = (office.enrol("hung"), office.enrol("mai"));
    drop(quang);
    let unit = hung.me().unwrap().unit.unwrap().id;
    // Too short a number is refused on the spot: nothing is saved.
    let mut bad = Profile::named("Lê Văn Phúc");
    bad.national_id = Some("07909412345".into());
    let refused = hung.admit_member(unit, bad, None).unwrap_err();
    assert_eq!(refused.message, "Số căn cước mới có 11 chữ số, cần đủ 12.");
    assert_eq!(hung.sync_status().unwrap().waiting, 0);
    // The same status twice, from two offices that do not see each other: the second is refused by the server.
    let other = office.enrol_with("hung-2", &office.invitation("hung-2")).unwrap();
    other.sync_now();
    office.stop();
    let lan = hung.member_list(&query("Nguyễn Thị Ngọc Lan")).unwrap().rows[0].id;
    let pause = |client: &congdoan_client::Client, why: &str, mends| {
        client
            .change_member_status(lan, MemberStatus::Paused, Some(why.into()), mends)
            .unwrap()
    };
    pause(&hung, "nghỉ thai sản", None);
    pause(&other, "nghỉ ốm", None);
    office.start();
    hung.sync_now();
    other.sync_now();
    let waiting = other.store().outbox(CommandState::Refused, 10).unwrap();
    assert_eq!(waiting[0].refusal.as_ref().unwrap().code, "status_same");
    // Mended: she comes back instead.
    other
        .change_member_status(lan, MemberStatus::Active, None, Some(waiting[0].id))
        .unwrap();
    assert_eq!(other.sync_status().unwrap().refused, 0);
    other.sync_now();
    hung.sync_now();
    assert_eq!(hung.member(lan).unwrap().0.status, MemberStatus::Active);
}

#[test]
fn two_officers_who_correct_different_fields_both_win() {
    let mut office = Office::open();
    let hung = office.enrol("hung");
    let other = office.enrol_with("hung-2", &office.invitation("hung-2")).unwrap();
    other.sync_now();
    let lan = hung.member_list(&query("Nguyễn Thị Ngọc Lan")).unwrap().rows[0].id;
    office.stop();
    hung.edit_member(
        lan,
        vec![ProfileField::Department(Some("Chuyền 14".into()))],
        None,
    )
    .unwrap();
    other
        .edit_member(lan, vec![ProfileField::Phone(Some("0900 777 888".into()))], None)
        .unwrap();
    office.start();
    for client in [&hung, &other, &hung] {
        client.sync_now();
    }
    let profile = hung.member(lan).unwrap().0.profile;
    assert_eq!(profile.department.as_deref(), Some("Chuyền 14"));
    assert_eq!(profile.phone.as_deref(), Some("+84900777888"));
}

#[test]
fn a_waiting_command_can_be_withdrawn_until_a_send_is_tried() {
    let mut office = Office::open();
    let hung = office.enrol("hung");
    office.stop();
    let unit = hung.me().unwrap().unit.unwrap().id;
    let (_, first) = hung
        .admit_member(unit, Profile::named("Quách Thị Thử"), None)
        .unwrap();
    hung.withdraw(first).unwrap();
    assert_eq!(hung.member_list(&query("quach thi thu")).unwrap().total, 0);
    let (_, second) = hung
        .admit_member(unit, Profile::named("Quách Thị Thử"), None)
        .unwrap();
    hung.sync_now(); // fails, but a send was tried
    assert_eq!(hung.withdraw(second).unwrap_err().code, "in_flight");
}
