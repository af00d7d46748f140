//! Settings: one documented TOML file, then `OKNO_…` variables; a wrong one stops the start.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use toml::{Table, Value};

/// The commented example, also printed by `okno settings`.
pub const EXAMPLE: &str = include_str!("../settings.toml");

/// Sections of the file; a variable `OKNO_MAIL_FROM` sets `from` in `[mail]`.
const SECTIONS: [&str; 13] = [
    "esia", "evidence", "smev", "mail", "sms", "sign", "inbox", "carrier", "appeals", "quality", "events", "treasury",
    "card",
];

/// Variables that begin like settings but are not.
const NOT_SETTINGS: [&str; 2] = ["OKNO_LOG", "OKNO_TEST_POSTGRES"];

/// Everything `okno serve` needs to know.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Address people use.
    pub public_url: String,
    /// Where to listen.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// Folder of the database and uploaded files.
    pub data: PathBuf,
    /// `sqlite` (inside the data folder) or a `postgres://` address.
    #[serde(default = "default_database")]
    pub database: String,
    /// What this node does.
    #[serde(default)]
    pub role: Role,
    /// Folder of regulation packages; without it the built-in ones of the demo region.
    pub regulations: Option<PathBuf>,
    /// Folder of the region's data; without it the built-in demo region.
    pub region: Option<PathBuf>,
    /// Requests allowed to one address in a minute.
    #[serde(default = "default_rate")]
    pub requests_per_minute: u32,
    /// How many jobs a worker runs at once.
    #[serde(default = "default_jobs")]
    pub jobs_at_once: usize,
    /// The identity provider.
    pub esia: Esia,
    /// Providers of interagency facts.
    pub evidence: Evidence,
    /// СМЭВ; without it interagency requests go to `evidence`.
    pub smev: Option<Smev>,
    /// Outgoing mail.
    pub mail: Mail,
    /// Outgoing SMS.
    pub sms: Option<Sms>,
    /// Systems of other authorities that take results.
    pub inbox: Option<Inbox>,
    /// Departmental systems that serve cases, by the id the region gives them.
    #[serde(default)]
    pub departmental: std::collections::BTreeMap<String, Departmental>,
    /// Who carries results that are things.
    pub carrier: Option<Inbox>,
    /// The federal pre-trial appeal system.
    pub appeals: Option<Inbox>,
    /// The national quality monitoring system.
    pub quality: Option<Inbox>,
    /// The feed of events that registers tell of; with an empty address it is not listened to.
    pub events: Option<Inbox>,
    /// How the region takes part in ГИС ГМП; without it nothing is charged here.
    pub treasury: Option<Treasury>,
    /// Who takes payments by card.
    pub card: Option<Inbox>,
    /// Signing of results.
    pub sign: Sign,
}

/// A departmental system.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Departmental {
    /// Its name for people.
    pub title: String,
    /// Address of its interface.
    pub url: String,
    /// SHA-256 of its key, in hex; the key itself stands nowhere.
    pub key_sha256: String,
}

/// What a node does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Pages and jobs.
    #[default]
    All,
    /// Only pages.
    Web,
    /// Only jobs.
    Worker,
}

/// The identity provider (ЕСИА).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Esia {
    /// Its address.
    pub url: String,
    /// Our mnemonic there.
    pub client: String,
    /// Our key, PEM.
    pub key: PathBuf,
    /// Our certificate, PEM.
    pub certificate: PathBuf,
    /// The provider's certificate that signs its tokens, PEM.
    pub provider_certificate: PathBuf,
    /// Issuer named in its tokens.
    #[serde(default = "default_issuer")]
    pub issuer: String,
    /// Send a nonce and demand it back; plain OpenID Connect providers do, ЕСИА does not.
    #[serde(default)]
    pub nonce: bool,
}

/// Providers of interagency facts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Address of the exchange.
    pub url: String,
}

/// How the system takes part in СМЭВ.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smev {
    /// Address of the service.
    pub url: String,
    /// Our key (ГОСТ), PEM.
    pub key: PathBuf,
    /// Our certificate, PEM.
    pub certificate: PathBuf,
    /// Certificates of СМЭВ itself, PEM.
    pub certificates: PathBuf,
    /// Authorities that issue the certificates of systems, PEM.
    pub authorities: PathBuf,
    /// Our node, where several share one mnemonic.
    pub node: Option<String>,
    /// Mark messages as tests.
    #[serde(default)]
    pub test: bool,
    /// Seconds between two looks into an empty queue.
    #[serde(default = "default_pause")]
    pub pause_seconds: u32,
    /// Queues of answers; one of all answers without them.
    #[serde(default)]
    pub queues: Vec<SmevQueue>,
    /// Systems that may ask the result register, by mnemonic.
    #[serde(default)]
    pub readers: std::collections::BTreeMap<String, SmevReader>,
}

/// A queue of answers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmevQueue {
    /// Our name for it.
    pub name: String,
    /// Namespace of the answers in it.
    pub namespace: Option<String>,
    /// Their root element.
    pub root: Option<String>,
}

/// A system that may ask the result register.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmevReader {
    /// Results of these services.
    pub services: Vec<String>,
    /// On what ground, in words that the owner of a result reads.
    pub ground: String,
}

/// Outgoing mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// SMTP server: `smtp://` plain (loopback only) or `smtps://`.
    pub url: String,
    /// From whom.
    pub from: String,
}

/// Outgoing SMS.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    /// Address of the gateway.
    pub url: String,
}

/// Systems of other authorities that take results.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inbox {
    /// Address of the exchange.
    pub url: String,
}

/// How the region takes part in ГИС ГМП.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treasury {
    /// УРН of the participant that sends.
    pub sender: String,
    /// Its role.
    #[serde(default = "default_treasury_role")]
    pub role: String,
    /// УРН of whose charges they are, where another sends them.
    pub originator: Option<String>,
}

/// Signing of results.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Folder with `LOGIN.key.pem` and `LOGIN.cert.pem` per signing official, `ca.pem` and `*.crl`.
    pub keys: PathBuf,
    /// Where the keys themselves live.
    #[serde(default)]
    pub kind: SignKind,
    /// The program that signs, with its arguments; `{login}` stands for the official's login.
    #[serde(default)]
    pub command: Vec<String>,
    /// Address of the signing service.
    pub service: Option<String>,
    /// File with the token of the signing service.
    pub token: Option<PathBuf>,
    /// Login of the official in whose name the machine signs, by authority.
    #[serde(default)]
    pub automatic: std::collections::BTreeMap<String, String>,
}

/// Where signing keys live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignKind {
    /// In files of the folder.
    #[default]
    Files,
    /// With another program: OpenSSL's engine, a certified tool, a token.
    Command,
    /// With a service.
    Service,
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

fn default_database() -> String {
    "sqlite".to_owned()
}

fn default_issuer() -> String {
    "http://esia.gosuslugi.ru/".to_owned()
}

fn default_rate() -> u32 {
    600
}

/// The one who charges.
fn default_treasury_role() -> String {
    "1".to_owned()
}

fn default_pause() -> u32 {
    5
}

fn default_jobs() -> usize {
    4
}

/// Reads the file, puts the environment over it, checks every value.
pub fn read(path: &Path) -> Result<Settings> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read the settings file {}", path.display()))?;
    let mut table: Table = text.parse().map_err(|error| anyhow!("{}: {error}", path.display()))?;
    overlay(&mut table, std::env::vars())?;
    let settings: Settings = table.try_into().map_err(|error: toml::de::Error| {
        anyhow!(
            "{}: {}\n`okno settings` prints every setting with its meaning",
            path.display(),
            error.to_string().trim()
        )
    })?;
    settings.check()?;
    Ok(settings)
}

/// Puts `OKNO_…` variables over the file.
fn overlay(table: &mut Table, variables: impl Iterator<Item = (String, String)>) -> Result<()> {
    for (name, text) in variables {
        let Some(key) = name.strip_prefix("OKNO_") else { continue };
        if NOT_SETTINGS.contains(&name.as_str()) {
            continue;
        }
        let key = key.to_lowercase();
        let value = text.parse::<i64>().map(Value::Integer).unwrap_or(Value::String(text));
        let section =
            SECTIONS.iter().find_map(|section| Some((*section, key.strip_prefix(section)?.strip_prefix('_')?)));
        match section {
            Some((section, key)) => {
                let inner = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
                let Some(inner) = inner.as_table_mut() else {
                    bail!("{name}: [{section}] is not a section in the file")
                };
                inner.insert(key.to_owned(), value);
            }
            None => {
                table.insert(key, value);
            }
        }
    }
    Ok(())
}

impl Settings {
    /// What types cannot say: each refusal names the setting and how to mend it.
    fn check(&self) -> Result<()> {
        for (name, address) in
            [("public_url", &self.public_url), ("esia.url", &self.esia.url), ("evidence.url", &self.evidence.url)]
        {
            if !(address.starts_with("https://") || address.starts_with("http://")) {
                bail!("{name} = \"{address}\" is not an address: write it with https:// in front");
            }
            if address.ends_with('/') {
                bail!("{name} = \"{address}\" ends with a slash: leave it out");
            }
        }
        if self.database != "sqlite" && !self.database.starts_with("postgres://") {
            bail!("database = \"{}\" is neither \"sqlite\" nor a postgres:// address", self.database);
        }
        if self.role != Role::All && self.database == "sqlite" {
            bail!(
                "role splits the work between nodes, which needs a postgres:// database; with sqlite leave role = \"all\""
            );
        }
        if self.requests_per_minute == 0 {
            bail!("requests_per_minute = 0 would refuse everybody: set at least 1");
        }
        if self.jobs_at_once == 0 {
            bail!("jobs_at_once = 0 would leave every case lying: set at least 1");
        }
        let files = [
            ("esia.key", Some(&self.esia.key)),
            ("esia.certificate", Some(&self.esia.certificate)),
            ("esia.provider_certificate", Some(&self.esia.provider_certificate)),
            ("sign.keys", Some(&self.sign.keys)),
            ("regulations", self.regulations.as_ref()),
            ("region", self.region.as_ref()),
        ];
        for (name, path) in files {
            if let Some(path) = path.filter(|path| !path.exists()) {
                bail!("{name} = \"{}\" does not exist", path.display());
            }
        }
        Ok(())
    }

    /// Are cookies only for https?
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// Prints the commented example.
pub fn print_example() -> Result<ExitCode> {
    use std::io::Write;
    std::io::stdout().write_all(EXAMPLE.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn parsed(extra: &[(&str, &str)]) -> Result<Settings> {
        let mut table: Table = EXAMPLE.parse()?;
        overlay(&mut table, extra.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))?;
        Ok(table.try_into()?)
    }

    #[test]
    fn the_printed_example_is_a_valid_file() {
        let settings = parsed(&[]).unwrap();
        assert_eq!(settings.role, Role::All);
    }

    #[test]
    fn a_variable_wins_over_the_file() {
        let settings = parsed(&[("OKNO_MAIL_FROM", "a@b.example"), ("OKNO_REQUESTS_PER_MINUTE", "5")]).unwrap();
        assert_eq!((settings.mail.from.as_str(), settings.requests_per_minute), ("a@b.example", 5));
    }

    #[test]
    fn an_unknown_setting_is_named() {
        let message = parsed(&[("OKNO_PUBLICURL", "x")]).unwrap_err().to_string();
        assert!(message.contains("publicurl"), "{message}");
    }

    #[test]
    fn a_wrong_value_is_named_with_its_mend() {
        let settings = parsed(&[("OKNO_DATABASE", "mysql://x")]).unwrap();
        let message = settings.check().unwrap_err().to_string();
        assert!(message.contains("database") && message.contains("postgres://"), "{message}");
    }
}
