use super::Home;
use congdoan_tests::kit::Office;

#[test]
fn a_citation_of_a_text_that_is_not_held_is_said_to_be_understood() {
    let office = Office::open();
    office.publish();
    drop(office.enrol("lan"));
    let lan = Home {
        path: office.home("lan"),
    };
    lan.json(&["pack", "download", "law"]);
    let query = "điều 98 bộ luật lao động";
    let found = lan.json(&["law", "search", query]);
    assert_eq!(found["not_held"], serde_json::json!([query]));
    let told = lan.text("vi", &["law", "search", query]);
    assert!(
        told.starts_with(&format!("Đã hiểu trích dẫn “{query}”")),
        "{told}"
    );
    assert!(told.contains("thư viện trên máy không có văn bản này"), "{told}");
    assert_eq!(
        lan.json(&["law", "search", "điều 1"])["not_held"],
        serde_json::json!([])
    );
}

/// Found by a reviewer: "điều 999" of a code that is here was answered as any word that is nowhere.
#[test]
fn an_article_that_a_text_does_not_have_is_said_to_be_none_of_it() {
    let office = Office::open();
    office.publish();
    drop(office.enrol("lan"));
    let lan = Home {
        path: office.home("lan"),
    };
    lan.json(&["pack", "download", "law"]);
    let documents = lan.json(&["law", "documents"]);
    let number = documents[0]["number"].as_str().unwrap();
    let told = lan.text("vi", &["law", "search", &format!("điều 999 {number}")]);
    assert!(
        told.contains(&format!("Không có “điều 999 {number}”: ")) && told.contains(" điều."),
        "{told}"
    );
}
