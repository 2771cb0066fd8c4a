//! The personas over real HTTP, with the network off and on.

#[path = "attack/mod.rs"]
mod attack;
#[path = "it/bad_day/mod.rs"]
mod bad_day;
#[path = "it/card.rs"]
mod card;
#[path = "it/cli.rs"]
mod cli;
#[path = "it/desk/mod.rs"]
mod desk;
#[path = "it/device.rs"]
mod device;
#[path = "it/ended.rs"]
mod ended;
#[path = "it/enrol.rs"]
mod enrol;
#[path = "it/gone.rs"]
mod gone;
#[path = "it/grant.rs"]
mod grant;
#[path = "it/law.rs"]
mod law;
#[path = "it/library.rs"]
mod library;
#[path = "it/market.rs"]
mod market;
#[path = "it/member.rs"]
mod member;
#[path = "it/outage.rs"]
mod outage;
#[path = "it/people.rs"]
mod people;
#[path = "it/survey.rs"]
mod survey;
#[path = "it/tls.rs"]
mod tls;
