use congdoan_domain::Instant;

/// A bearer token and when, by this device's clock, it should be renewed.
#[derive(Clone)]
pub(crate) struct Token {
    pub text: String,
    pub renew_at: Instant,
}
