//! The suite that every [`super::ServerStore`] passes. A new store calls [`run`] with a way to make a fresh one that waits for
//! other writers a moment, or not at all: what the suite holds a store to is that no update is lost, not how many may
//! write at once.

mod fixture;
mod once;
mod rows;
mod scopes;
mod transactions;
mod writers;

use fixture::Make;
pub use fixture::Pair;

/// Runs everything; panics at the first thing that is not as promised.
pub fn run(make: Make<'_>) {
    transactions::a_transaction_is_seen_whole_or_not_at_all(make);
    transactions::a_snapshot_stands_still(make);
    transactions::an_identity_that_is_set_is_the_one_that_is_read(make);
    rows::rows_are_walked_by_kind_and_id_with_none_left_out(make);
    rows::feeds_are_numbered_by_scope_and_cut_to_size(make);
    rows::tombstones_are_forgotten_up_to_the_mark(make);
    scopes::every_head_that_was_written_is_listed(make);
    scopes::a_tally_counts_what_lies_in_a_scope(make);
    scopes::scopes_with_tombstones_are_marked_and_old_outcomes_go(make);
    once::an_outcome_is_kept_with_its_device(make);
    once::a_nonce_is_used_once(make);
    writers::a_second_writer_waits_or_is_told_to_come_again(make);
    writers::sixteen_writers_number_one_scope_without_a_gap_and_a_reader_sees_whole_commits(make);
    writers::of_many_who_make_the_same_row_one_is_first(make);
    writers::two_processes_with_one_command_store_one_outcome(make);
    writers::a_writer_alone_is_alone(make);
}
