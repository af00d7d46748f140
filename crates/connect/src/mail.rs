//! Letters over SMTP. Each attempt ends in one [`Outcome`]; the caller counts bounces and
//! switches the channel off (STATUS-09). An address is never logged and never printed.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use lettre::message::{Mailbox, header};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::failure::Failure;
use crate::post::Post;

const SYSTEM: &str = "mail";

/// How one attempt to reach an address ended; shared by mail and SMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The next system took it over.
    Delivered,
    /// The address exists but cannot take it now: a full mailbox, a phone out of reach.
    SoftBounce,
    /// There is no such address.
    HardBounce,
    /// Our own way out does not work now; says nothing about the address.
    Later,
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS, demanded.
    StartTls,
    /// None; only to this very machine.
    None,
}

/// Settings of outgoing mail.
#[derive(Clone)]
pub struct Settings {
    /// Name or address of the mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Protection of the connection.
    pub protection: Protection,
    /// Sign-in name and password, if the server asks for them.
    pub credentials: Option<(String, String)>,
    /// Sender as shown: `Госуслуги Приозёрья <no-reply@example.test>`.
    pub from: String,
    /// Longest wait for the server to take a letter.
    pub timeout: Duration,
}

impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("mail::Settings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("protection", &self.protection)
            .finish_non_exhaustive()
    }
}

/// A letter. It holds nothing sensitive; what matters is in the account.
#[derive(Clone)]
pub struct Letter {
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// Idempotency key: the same key gives the same Message-ID, so that a letter sent twice
    /// after a lost answer is shown once by mail programs.
    pub key: String,
}

impl fmt::Debug for Letter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Letter").field("key", &self.key).finish_non_exhaustive()
    }
}

/// Sends letters.
#[derive(Clone)]
pub struct Mailer {
    way: Way,
    from: Mailbox,
    timeout: Duration,
}

/// How letters leave.
#[derive(Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Memory(Arc<Post>),
}

impl fmt::Debug for Mailer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Mailer")
    }
}

impl Mailer {
    /// A mailer by settings; connects only when a letter is sent.
    pub fn new(settings: &Settings) -> Result<Self, Failure> {
        let from = settings
            .from
            .parse()
            .map_err(|_| Failure::rejected(SYSTEM, "SENDER", "Адрес отправителя в настройках почты не читается."))?;
        let tls = match settings.protection {
            Protection::None if !is_loopback(&settings.host) => {
                return Err(Failure::rejected(
                    SYSTEM,
                    "PROTECTION",
                    "Почта без шифрования допустима только для этой же машины.",
                ));
            }
            Protection::None => Tls::None,
            Protection::Tls => Tls::Wrapper(parameters(&settings.host)?),
            Protection::StartTls => Tls::Required(parameters(&settings.host)?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(settings.timeout));
        if let Some((name, password)) = &settings.credentials {
            builder = builder.credentials(Credentials::new(name.clone(), password.clone()));
        }
        Ok(Self { way: Way::Smtp(builder.build()), from, timeout: settings.timeout })
    }

    /// A mailer whose letters stay in the process.
    pub fn in_memory(from: &str, post: Arc<Post>) -> Result<Self, Failure> {
        let from =
            from.parse().map_err(|_| Failure::rejected(SYSTEM, "SENDER", "Адрес отправителя почты не читается."))?;
        Ok(Self { way: Way::Memory(post), from, timeout: Duration::from_secs(10) })
    }

    /// Makes one attempt.
    pub async fn send(&self, letter: &Letter) -> Outcome {
        let Ok(to) = letter.to.parse::<Mailbox>() else {
            return Outcome::HardBounce;
        };
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .message_id(Some(format!("<{}@{}>", key_word(&letter.key), self.from.email.domain())))
            .header(header::ContentType::TEXT_PLAIN)
            .header(AutoSubmitted)
            .subject(one_line(&letter.subject))
            .body(letter.text.clone());
        let Ok(message) = message else {
            return Outcome::HardBounce;
        };
        let transport = match &self.way {
            Way::Smtp(transport) => transport,
            Way::Memory(post) => return post.give(&letter.key).await,
        };
        // The transport's own timeout covers connecting only; this one covers the whole talk.
        let Ok(sent) = tokio::time::timeout(self.timeout, transport.send(message)).await else {
            tracing::warn!(key = %letter.key, "the mail server did not finish in time");
            return Outcome::Later;
        };
        match sent {
            Ok(_) => Outcome::Delivered,
            Err(error) => {
                let outcome = judge(&error);
                // The server's words may repeat the address: only the code is logged.
                let status = error.status().map(|code| code.to_string()).unwrap_or_default();
                tracing::warn!(key = %letter.key, ?outcome, status, "a letter was not taken");
                outcome
            }
        }
    }
}

fn parameters(host: &str) -> Result<TlsParameters, Failure> {
    TlsParameters::new(host.to_owned())
        .map_err(|_| Failure::rejected(SYSTEM, "PROTECTION", "Имя почтового сервера не годится для TLS."))
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn key_word(key: &str) -> String {
    key.chars().map(|letter| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '.' }).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// RFC 3834: says that no person wrote it, so that vacation programs stay silent.
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

fn judge(error: &SmtpError) -> Outcome {
    let Some(code) = error.status() else {
        return Outcome::Later;
    };
    judge_reply(code.into(), &error.to_string())
}

/// Judges a reply by its enhanced code (RFC 3463) where there is one, else by the plain code.
fn judge_reply(code: u16, words: &str) -> Outcome {
    match (code, enhanced(words)) {
        // 5.1.x: the address is wrong; 5.2.1: the mailbox is closed for good.
        (500..=599, Some((5, 1, _) | (5, 2, 1))) => Outcome::HardBounce,
        (500..=599, Some(_)) => Outcome::SoftBounce,
        (550 | 551 | 553, None) => Outcome::HardBounce,
        // 530, 535: our own sign-in; 421: the server is closing.
        (421 | 454 | 530 | 534 | 535 | 538, _) => Outcome::Later,
        (500..=599, None) => Outcome::SoftBounce,
        (450 | 452, _) | (400..=499, Some((4, 2, _))) => Outcome::SoftBounce,
        _ => Outcome::Later,
    }
}

fn enhanced(words: &str) -> Option<(u16, u16, u16)> {
    words.split(|letter: char| !(letter.is_ascii_digit() || letter == '.')).find_map(|word| {
        let mut parts = word.split('.');
        let class: u16 = parts.next()?.parse().ok()?;
        let subject: u16 = parts.next()?.parse().ok()?;
        let detail: u16 = parts.next()?.parse().ok()?;
        (matches!(class, 4 | 5) && subject < 10 && parts.next().is_none()).then_some((class, subject, detail))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves: STATUS-09.
    #[test]
    fn a_reply_is_judged_by_what_it_says_about_the_address() {
        for (code, words, outcome) in [
            (550, "5.1.1 no such user", Outcome::HardBounce),
            (550, "no such user", Outcome::HardBounce),
            (551, "user not local", Outcome::HardBounce),
            (552, "5.2.2 mailbox full", Outcome::SoftBounce),
            (550, "5.7.1 rejected by policy", Outcome::SoftBounce),
            (550, "5.2.1 mailbox disabled", Outcome::HardBounce),
            (554, "transaction failed", Outcome::SoftBounce),
            (450, "4.2.1 mailbox busy", Outcome::SoftBounce),
            (452, "insufficient storage", Outcome::SoftBounce),
            (421, "closing", Outcome::Later),
            (451, "local error", Outcome::Later),
            (535, "authentication failed", Outcome::Later),
        ] {
            assert_eq!(judge_reply(code, words), outcome, "{code} {words}");
        }
    }

    #[test]
    fn an_address_is_not_shown_by_debug() {
        let letter =
            Letter { to: "anna@example.test".into(), subject: String::new(), text: String::new(), key: "n1".into() };
        assert!(!format!("{letter:?}").contains("anna"));
    }
}
