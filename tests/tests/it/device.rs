use congdoan_client::domain::member::MemberStatus;
use congdoan_client::store::member::ListQuery;
use congdoan_tests::kit::Office;

fn find(hung: &congdoan_client::Client, name: &str) -> congdoan_client::domain::PersonId {
    hung.member_list(&ListQuery {
        text: name.into(),
        limit: 5,
        ..ListQuery::default()
    })
    .unwrap()
    .rows[0]
        .id
}

#[test]
fn an_ended_device_is_turned_away_and_keeps_its_unsent_words() {
    let office = Office::open();
    let (hung, lan) = (office.enrol("hung"), office.enrol("lan"));
    hung.sync_now();
    let device = hung.member(find(&hung, "Nguyễn Thị Ngọc Lan")).unwrap().1[0].id;
    hung.end_device(device, None).unwrap();
    hung.sync_now();
    lan.sync_now();
    let blocked = lan.sync_status().unwrap().blocked.unwrap();
    assert_eq!(blocked.code, "device_ended");
    assert!(blocked.message.contains("ngừng quyền truy cập"));
}

#[test]
fn an_expelled_member_loses_the_units_rows_and_can_come_back() {
    let office = Office::open();
    let (hung, lan) = (office.enrol("hung"), office.enrol("lan"));
    let id = find(&hung, "Nguyễn Thị Ngọc Lan");
    assert_eq!(lan.survey_list().unwrap().len(), 1);
    hung.change_member_status(id, MemberStatus::Expelled, Some("thử".into()), None)
        .unwrap();
    hung.sync_now();
    lan.sync_now();
    assert!(
        lan.survey_list().unwrap().is_empty(),
        "the branch's survey is gone from her device"
    );
    assert!(lan.me().unwrap().member.is_none());
    assert!(lan.my_card().unwrap().is_none());
    hung.change_member_status(id, MemberStatus::Active, None, None)
        .unwrap();
    hung.sync_now();
    lan.sync_now();
    assert_eq!(lan.survey_list().unwrap().len(), 1);
}

#[test]
fn a_damaged_cache_is_moved_aside_and_read_again() {
    let office = Office::open();
    let lan = office.enrol("lan");
    drop(lan);
    let cache = office.home("lan").join("cache.db");
    let mut bytes = std::fs::read(&cache).unwrap();
    bytes.iter_mut().take(300).for_each(|b| *b ^= 0x55);
    std::fs::write(&cache, bytes).unwrap();
    let lan = office.reopen("lan").unwrap();
    assert!(lan.store().moved_aside().is_some());
    assert!(lan.survey_list().unwrap().is_empty());
    lan.sync_now();
    assert_eq!(lan.survey_list().unwrap().len(), 1);
}

/// Found by a probe of the store: only the head of the file was looked at when opening.
#[test]
fn a_damaged_page_in_the_middle_of_the_cache_heals_at_the_next_start() {
    let office = Office::open();
    drop(office.enrol("hung"));
    let cache = office.home("hung").join("cache.db");
    let size = std::fs::metadata(&cache).unwrap().len();
    let mut bytes = std::fs::read(&cache).unwrap();
    for page in 2..size / 4096 {
        let at = usize::try_from(page * 4096 + 100).unwrap();
        bytes[at] ^= 0x55;
    }
    std::fs::write(&cache, bytes).unwrap();
    // Wherever the damage is met, the start after it is clean.
    for _ in 0..2 {
        if let Ok(hung) = office.reopen("hung") {
            hung.sync_now();
            let _ = hung.member_list(&ListQuery {
                limit: 500,
                ..ListQuery::default()
            });
        }
    }
    let hung = office.reopen("hung").unwrap();
    hung.sync_now();
    assert_eq!(
        hung.member_list(&ListQuery {
            limit: 1,
            ..ListQuery::default()
        })
        .unwrap()
        .total,
        214
    );
}

#[test]
fn leaving_is_refused_while_something_is_only_here() {
    let mut office = Office::open();
    let hung = office.enrol("hung");
    office.stop();
    let id = find(&hung, "Nguyễn Thị Ngọc Lan");
    hung.change_member_status(id, MemberStatus::Paused, Some("thử".into()), None)
        .unwrap();
    let home = office.home("hung");
    assert_eq!(hung.wipe(false).unwrap_err().code, "waiting");
    let hung = office.reopen("hung").unwrap();
    hung.wipe(true).unwrap();
    assert!(!home.exists());
}
