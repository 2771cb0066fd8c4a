//! The page's types, written from the table of calls and compared with the file the page imports.

use crate::Desk;
use congdoan_client::ApiError;
use std::collections::BTreeMap;
use std::path::Path;
use ts_rs::{Config, TS, TypeVisitor};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/backend/generated/desk.ts");
const HEAD: &str = "\
// Written from app-tauri/desk by `CONGDOAN_WRITE_TYPES=1 cargo test -p congdoan-desk signature`: change the Rust, not this.
// Ids are strings; an Instant is epoch milliseconds UTC; a CivilDate is 'YYYY-MM-DD' (Asia/Ho_Chi_Minh); Dong is integer đồng.

export type Instant = number
export type CivilDate = string
export type Dong = number
";

/// What the calls take and give.
pub struct Signatures {
    config: Config,
    methods: Vec<String>,
    types: BTreeMap<String, String>,
}

impl TypeVisitor for Signatures {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only a type with a file of its own has a declaration; the others are written in place.
        if T::output_path().is_none() {
            T::visit_generics(self);
            return;
        }
        let name = T::ident(&self.config);
        let docs = T::docs().unwrap_or_default();
        let declared = format!("{docs}export {}\n", T::decl(&self.config));
        if let Some(known) = self.types.insert(name.clone(), declared.clone()) {
            assert!(
                known == declared,
                "two types of the desk are called {name}: rename one"
            );
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

impl Signatures {
    fn new() -> Self {
        Self {
            config: Config::new().with_large_int("number"),
            methods: vec![],
            types: BTreeMap::new(),
        }
    }

    pub fn add<A: TS + 'static, R: TS + 'static>(
        &mut self,
        name: &str,
        _: fn(&Desk, A) -> Result<R, ApiError>,
    ) {
        self.visit::<A>();
        self.visit::<R>();
        let (takes, gives) = (A::name(&self.config), R::name(&self.config));
        self.methods
            .push(format!("  {name}(a: {takes}): Promise<{gives}>\n"));
    }

    fn file(&self) -> String {
        let types: String = self
            .types
            .values()
            .map(|declared| format!("\n{declared}"))
            .collect();
        format!(
            "{HEAD}{types}\n/** One method for each function of the desk. */\nexport interface Desk {{\n{}}}\n",
            self.methods.concat()
        )
    }
}

#[test]
fn the_page_holds_the_types_of_today() {
    let mut all = Signatures::new();
    crate::signatures(&mut all);
    let today = all.file();
    if std::env::var_os("CONGDOAN_WRITE_TYPES").is_some() {
        std::fs::create_dir_all(Path::new(FILE).parent().unwrap()).unwrap();
        std::fs::write(FILE, &today).unwrap();
    }
    let held = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        held == today,
        "the page's types are old: CONGDOAN_WRITE_TYPES=1 cargo test -p congdoan-desk signature"
    );
}
