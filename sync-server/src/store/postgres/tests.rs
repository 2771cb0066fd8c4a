use super::{PostgresOptions, PostgresStore};
use crate::commit::retried;
use crate::store::conformance::{self, Pair};
use crate::store::{Identity, ServerStore, StoreError, StoredRow};
use std::io::Write;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// Where a PostgreSQL for tests is; `./dev test` starts one.
fn url() -> Option<String> {
    let url = std::env::var("CONGDOAN_TEST_POSTGRES").ok();
    if url.is_none() {
        // Past the test harness, which shows nothing of what passes.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: no PostgreSQL (CONGDOAN_TEST_POSTGRES)"
        );
    }
    url
}

fn identity() -> Identity {
    Identity {
        server: Uuid::from_u128(1),
        name: "thử".into(),
        incarnation: Uuid::from_u128(2),
    }
}

/// A cell of its own: tests share a database as servers may.
fn options(busy: Duration) -> PostgresOptions {
    PostgresOptions {
        cell: i32::from_be_bytes(crate::clock::random()),
        connections: 20,
        busy,
        durable: false,
        ..PostgresOptions::default()
    }
}

fn pair(url: &str, busy: Duration) -> Pair {
    let options = options(busy);
    let one = Box::new(PostgresStore::create(url, &identity(), options.clone()).unwrap());
    let other = Box::new(PostgresStore::open(url, options).unwrap());
    Pair { one, other }
}

#[test]
fn postgres_passes_the_suite() {
    let Some(url) = url() else { return };
    // Both ways that the contract allows: sent away nearly at once, and waiting.
    for busy in [Duration::from_millis(1), Duration::from_secs(5)] {
        conformance::run(&|| pair(&url, busy));
    }
}

fn row(n: u128, rev: u64) -> StoredRow {
    StoredRow {
        kind: "thing".into(),
        id: Uuid::from_u128(n),
        rev,
        body: Some(vec![7]),
    }
}

/// Adds one to two rows, taken under lock in the order given and not in the one that the contract asks for.
fn count_both(store: &dyn ServerStore, order: [u128; 2], met: &Barrier) -> Result<(), StoreError> {
    let mut tx = store.begin_write()?;
    for (turn, n) in order.into_iter().enumerate() {
        let before = tx.lock_rows(&[("thing", Uuid::from_u128(n))])?.remove(0);
        tx.put_row(&row(n, before.map_or(0, |row| row.rev) + 1))?;
        if turn == 0 {
            met.wait();
        }
    }
    tx.commit()
}

#[test]
fn two_who_wait_for_each_other_are_parted_and_both_are_done_in_the_end() {
    let Some(url) = url() else { return };
    let pair = pair(&url, Duration::from_secs(20));
    for there in [true, false] {
        // Rows that are there are locked themselves, those that are not by their names: both can be waited for.
        let [a, b] = if there { [1, 2] } else { [3, 4] };
        if there {
            let mut tx = pair.one.begin_write().unwrap();
            tx.put_row(&row(a, 10)).unwrap();
            tx.put_row(&row(b, 10)).unwrap();
            tx.commit().unwrap();
        }
        let (met, conflicts) = (Barrier::new(2), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for (store, order) in [(&pair.one, [a, b]), (&pair.other, [b, a])] {
                let (met, conflicts) = (&met, &conflicts);
                scope.spawn(move || {
                    let alone = Barrier::new(1);
                    let mut first = true;
                    retried(|| {
                        let barrier = if std::mem::take(&mut first) { met } else { &alone };
                        let done = count_both(store.as_ref(), order, barrier);
                        if matches!(done, Err(StoreError::Conflict)) {
                            conflicts.fetch_add(1, Ordering::SeqCst);
                        }
                        done
                    })
                    .unwrap();
                });
            }
        });
        assert!(conflicts.into_inner() > 0, "they did wait for each other");
        let read = pair.one.begin_read().unwrap();
        for n in [a, b] {
            let rev = read.row("thing", Uuid::from_u128(n)).unwrap().unwrap().rev;
            assert_eq!(rev, if there { 12 } else { 2 });
        }
    }
}

#[test]
fn a_transaction_that_failed_once_keeps_nothing() {
    let Some(url) = url() else { return };
    let pair = pair(&url, Duration::from_millis(1));
    let mut first = pair.one.begin_write().unwrap();
    first.lock_rows(&[("thing", Uuid::from_u128(1))]).unwrap();
    let mut second = pair.other.begin_write().unwrap();
    second.put_row(&row(2, 1)).unwrap();
    let refused = second.lock_rows(&[("thing", Uuid::from_u128(1))]);
    assert!(matches!(refused, Err(StoreError::Busy)));
    // PostgreSQL would answer this commit as if all were well, and take everything back.
    assert!(second.commit().is_err());
    first.commit().unwrap();
    let read = pair.one.begin_read().unwrap();
    assert!(read.row("thing", Uuid::from_u128(2)).unwrap().is_none());
}

#[test]
fn many_statements_are_sent_together_in_their_order() {
    let Some(url) = url() else { return };
    let pair = pair(&url, Duration::from_secs(5));
    let mut tx = pair.one.begin_write().unwrap();
    for rev in 1..=100 {
        tx.put_row(&row(1, rev)).unwrap();
        tx.put_row(&row(u128::from(rev) + 1, rev)).unwrap();
    }
    assert_eq!(tx.row("thing", Uuid::from_u128(1)).unwrap(), Some(row(1, 100)));
    for rev in 101..=150 {
        tx.put_row(&row(1, rev)).unwrap();
    }
    tx.commit().unwrap();
    let read = pair.other.begin_read().unwrap();
    assert_eq!(read.row("thing", Uuid::from_u128(1)).unwrap(), Some(row(1, 150)));
    assert_eq!(read.rows_after(None, 1_000).unwrap().len(), 101);
}

#[test]
fn cells_of_one_database_do_not_see_each_other_and_have_one_server_each() {
    let Some(url) = url() else { return };
    let (one, two) = (options(Duration::from_secs(5)), options(Duration::from_secs(5)));
    assert!(matches!(
        PostgresStore::open(&url, one.clone()).map(drop),
        Err(StoreError::Absent(_))
    ));
    let first = PostgresStore::create(&url, &identity(), one.clone()).unwrap();
    let second = PostgresStore::create(&url, &identity(), two).unwrap();
    assert!(matches!(
        PostgresStore::create(&url, &identity(), one).map(drop),
        Err(StoreError::Taken(_))
    ));
    // A writer of one cell, even one alone in it, keeps nobody of another waiting.
    let mut alone = first.begin_alone().unwrap();
    alone.put_row(&row(1, 1)).unwrap();
    let mut tx = second.begin_write().unwrap();
    tx.lock_rows(&[("thing", Uuid::from_u128(1))]).unwrap();
    tx.commit().unwrap();
    alone.commit().unwrap();
    let read = second.begin_read().unwrap();
    assert!(read.rows_after(None, 10).unwrap().is_empty());
}

/// A database of its own, for what changes the tables.
fn fresh_database(url: &str) -> String {
    let name = format!("t{}", u64::from_be_bytes(crate::clock::random()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let sql = format!("CREATE DATABASE {name}");
        client.batch_execute(&sql).await.unwrap();
    });
    with_database(url, &name)
}

/// The same place, another database: `./dev test` hands over `postgresql://USER@HOST/NAME?…`.
fn with_database(url: &str, name: &str) -> String {
    let (head, query) = url.split_once('?').unwrap_or((url, ""));
    let (server, _) = head.rsplit_once('/').unwrap();
    format!("{server}/{name}?{query}")
}

fn execute(url: &str, sql: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(sql).await.unwrap();
    });
}

#[test]
fn processes_that_start_at_once_make_the_tables_once_and_a_later_programs_are_left_alone() {
    let Some(url) = url() else { return };
    let url = fresh_database(&url);
    let begin = Barrier::new(4);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                begin.wait();
                PostgresStore::create(&url, &identity(), options(Duration::from_secs(5))).unwrap();
            });
        }
    });
    execute(&url, "INSERT INTO schema_version (version) VALUES (99)");
    assert!(matches!(
        PostgresStore::open(&url, options(Duration::from_secs(5))).map(drop),
        Err(StoreError::Newer { found: 99, known: 1 })
    ));
}

#[test]
fn a_lost_connection_is_said_and_the_next_one_works() {
    let Some(url) = url() else { return };
    let url = fresh_database(&url);
    let store = PostgresStore::create(&url, &identity(), options(Duration::from_secs(5))).unwrap();
    let mut tx = store.begin_write().unwrap();
    tx.put_row(&row(1, 1)).unwrap();
    tx.row("thing", Uuid::from_u128(1)).unwrap();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    execute(&url, cut);
    let error = tx.commit().unwrap_err();
    assert!(matches!(error, StoreError::Unreachable(_)), "{error}");
    assert!(error.in_words().contains("PostgreSQL"), "{}", error.in_words());
    let read = store.begin_read().unwrap();
    assert!(read.row("thing", Uuid::from_u128(1)).unwrap().is_none());
    drop(read);
    let nowhere = "postgresql://cd@127.0.0.1:1/cd";
    let error = PostgresStore::open(nowhere, PostgresOptions::default())
        .err()
        .unwrap();
    assert!(matches!(error, StoreError::Unreachable(_)), "{error}");
}

#[test]
fn the_way_to_the_database_is_encrypted_and_its_certificate_checked() {
    let found =
        ["CONGDOAN_TEST_POSTGRES_TLS", "CONGDOAN_TEST_POSTGRES_CA"].map(|name| std::env::var(name).ok());
    let [Some(url), Some(authority)] = found else {
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: no PostgreSQL with TLS (CONGDOAN_TEST_POSTGRES_TLS)"
        );
        return;
    };
    let known = PostgresOptions {
        authorities: Some(authority.into()),
        ..options(Duration::from_secs(5))
    };
    let store = PostgresStore::create(&url, &identity(), known.clone()).unwrap();
    assert_eq!(store.begin_read().unwrap().identity().unwrap(), identity());
    // The public authorities do not know it, and it is not of this name.
    let unknown = PostgresStore::open(
        &url,
        PostgresOptions {
            authorities: None,
            ..known.clone()
        },
    );
    assert!(matches!(unknown.map(drop), Err(StoreError::Unreachable(_))));
    let other_name = url.replace("localhost", "127.0.0.1");
    assert!(matches!(
        PostgresStore::open(&other_name, known.clone()).map(drop),
        Err(StoreError::Unreachable(_))
    ));
    // That database takes nobody without it.
    let plain = url.replace("sslmode=require", "sslmode=disable");
    assert!(PostgresStore::open(&plain, known).is_err());
}

#[test]
fn what_postgresql_refuses_has_this_houses_words() {
    let Some(url) = url() else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let raised = |code: &str| -> StoreError {
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            let sql = format!(
                "DO $$ BEGIN RAISE EXCEPTION 'thử' USING ERRCODE = '{code}', DETAIL = 'Nguyễn Văn Thử'; END $$"
            );
            client.batch_execute(&sql).await.unwrap_err().into()
        })
    };
    for code in ["40001", "40P01"] {
        assert!(matches!(raised(code), StoreError::Conflict), "{code}");
    }
    for code in ["55P03", "53300", "53200"] {
        assert!(matches!(raised(code), StoreError::Busy), "{code}");
    }
    assert!(matches!(raised("53100"), StoreError::Full));
    for code in ["XX001", "XX002", "23505"] {
        let error = raised(code);
        assert!(matches!(error, StoreError::Damaged(_)), "{code}");
        assert!(!error.to_string().contains("Nguyễn"), "{error}");
    }
    for code in ["57P01", "28P01", "25006"] {
        let error = raised(code);
        assert!(matches!(error, StoreError::Unreachable(_)), "{code}");
        assert!(!error.in_words().contains("Nguyễn"), "{error}");
    }
}
