//! Words of the rules, as the page's types name them: only their TypeScript is used, serde writes and reads the
//! rules' own. A test holds the two together.

use ts_rs::TS;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident as $ts:literal { $($word:ident),* })*) => {$(
        $(#[$doc])*
        #[derive(TS)]
        #[ts(rename = $ts, rename_all = "snake_case")]
        #[allow(dead_code)]
        pub enum $name { $($word),* }
    )*};
}

words! {
    MemberStatusWord as "MemberStatus" { Active, Applicant, Paused, Transferring, Left, Retired, Expelled }
    SexWord as "Sex" { Female, Male }
    SurveyStateWord as "SurveyState" { Draft, Open, Closed }
    GrantRoleWord as "GrantRole" { Chair, Officer, ProviderStaff }
}

#[cfg(test)]
mod tests {
    use super::*;
    use congdoan_client::domain::grant::Role;
    use congdoan_client::domain::member::{MemberStatus, Sex};
    use congdoan_client::domain::survey::SurveyState;
    use serde::Serialize;
    use std::collections::BTreeSet;

    fn same<W: TS>(rules: &[impl Serialize]) {
        let declared = W::inline(&ts_rs::Config::new());
        let page: BTreeSet<String> = declared.split('|').map(|word| word.trim().to_owned()).collect();
        let rules: BTreeSet<String> = rules
            .iter()
            .map(|word| serde_json::to_string(word).unwrap())
            .collect();
        assert_eq!(page, rules);
    }

    #[test]
    fn the_page_and_the_rules_use_the_same_words() {
        same::<MemberStatusWord>(&MemberStatus::ALL);
        same::<SexWord>(&[Sex::Female, Sex::Male]);
        same::<GrantRoleWord>(&Role::ALL);
        same::<SurveyStateWord>(&[SurveyState::Draft, SurveyState::Open, SurveyState::Closed]);
    }
}
