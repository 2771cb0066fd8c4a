use congdoan_domain::Instant;

/// A bearer token and when, by the steady clock, it should be renewed.
#[derive(Clone)]
pub(crate) struct Token {
    pub text: String,
    pub renew_at: Instant,
}
