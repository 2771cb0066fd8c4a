//! The attack list: each test is one thing a hostile person would try, with raw requests and keys of their own, against
//! the real server. What is protected and what is not, with the test that shows it: `docs/security.md`.

mod bomb;
mod commands;
mod corpus;
mod enrolment;
mod expelled;
mod path;
mod purpose;
mod scope;
mod stolen;
mod story;
mod stranger;
mod text;
mod token;
