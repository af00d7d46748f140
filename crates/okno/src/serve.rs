//! `okno serve`: the production start. Everything wrong is said before the first request.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use actions::library::Library;
use actions::office::{Office, TimeSource};
use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use connect::antivirus::Antivirus;
use connect::sign::{CmsSigner, LocalSigner, LocalVerifier};
use connect::{appeals, card, carrier, esia, events, files, http, inbox, mail, quality, sms};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::settings::{Role, Settings};
use crate::{author, keys, packages, settings, worker};

/// Arguments of `okno serve`.
#[derive(Args)]
pub struct Arguments {
    /// The settings file
    #[arg(long, default_value = "okno.toml")]
    settings: PathBuf,
}

/// Runs until told to stop.
pub fn run(arguments: Arguments) -> Result<ExitCode> {
    let settings = settings::read(&arguments.settings)?;
    start_logging("okno=info,actions=info,web=info,store=info,connect=info,warn");
    runtime()?.block_on(async move {
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(async move {
            asked_to_stop().await;
            let _ = stop.send(true);
        });
        serve(settings, stopped, |address| tracing::info!(%address, "listening")).await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The runtime of every command that serves.
pub fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the runtime")
}

/// Logs to the error stream, in colour only for a person's eyes; `OKNO_LOG` changes what.
pub fn start_logging(default: &str) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("OKNO_LOG").unwrap_or_else(|_| default.into());
    let colour = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colour).with_writer(std::io::stderr).try_init();
}

/// Resolves when the process is asked to end.
pub async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupted.await;
        return;
    };
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
}

/// Serves pages and runs jobs until told to stop, each as the node's role says.
pub async fn serve(
    settings: Settings,
    stopped: watch::Receiver<bool>,
    ready: impl FnOnce(std::net::SocketAddr),
) -> Result<()> {
    let office = open(&settings, TimeSource::Wall).await?;
    serve_office(office, settings, stopped, ready).await
}

/// The same with an office that is open already.
pub async fn serve_office(
    office: Office,
    settings: Settings,
    stopped: watch::Receiver<bool>,
    ready: impl FnOnce(std::net::SocketAddr),
) -> Result<()> {
    let listener = match settings.role {
        Role::Worker => None,
        Role::All | Role::Web => Some(listen(&settings).await?),
    };
    let office = Arc::new(office);
    let jobs = match settings.role {
        Role::Web => None,
        Role::All | Role::Worker => {
            Some(tokio::spawn(worker::run(Arc::clone(&office), settings.jobs_at_once, stopped.clone())))
        }
    };
    if let Some(listener) = listener {
        ready(listener.local_addr()?);
        let router = web::router(Arc::clone(&office)).into_make_service_with_connect_info::<std::net::SocketAddr>();
        axum::serve(listener, router).with_graceful_shutdown(until(stopped.clone())).await?;
    } else {
        until(stopped).await;
    }
    if let Some(jobs) = jobs {
        // Jobs that do not end in time are leased again after the next start.
        let _ = tokio::time::timeout(Duration::from_secs(10), jobs).await;
    }
    Ok(())
}

async fn listen(settings: &Settings) -> Result<TcpListener> {
    TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("listen = \"{}\": the address is taken or not ours", settings.listen))
}

async fn until(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Makes the office: regulations, region, database, clients, keys.
pub async fn open(settings: &Settings, time: TimeSource) -> Result<Office> {
    let (region, clock) = author::region_and_clock(&match &settings.region {
        Some(folder) => packages::read_sources(folder)?,
        None => packages::built_in_region(),
    })?;
    let folders = match &settings.regulations {
        Some(folder) => packages::read(folder)?,
        None => packages::built_in(),
    };
    let concentrator = concentrator(settings, &folders)?;
    let library = Library::new(folders.iter().map(author::whole).collect::<Result<Vec<_>>>()?);
    std::fs::create_dir_all(&settings.data)
        .with_context(|| format!("data = \"{}\" cannot be made", settings.data.display()))?;
    let http = http::client(&http::Settings::default())?;
    let departmental = departmental(settings, &region, &http)?;
    let (signers, authorities) = keys::open(&settings.sign)?;
    for (authority, login) in &settings.sign.automatic {
        if !region.authorities.contains_key(authority) {
            bail!("sign.automatic: the region has no authority «{authority}»");
        }
        if !signers.contains_key(login) {
            bail!("sign.automatic: there is no key of {login} in {}", settings.sign.keys.display());
        }
    }
    Ok(Office {
        settings: actions::office::Settings {
            public_url: settings.public_url.clone(),
            automatic_signers: settings.sign.automatic.clone(),
            requests_per_minute: settings.requests_per_minute,
        },
        db: database(settings, &time).await?,
        library,
        region,
        clock,
        files: files::Files::local(&settings.data.join("files"))?,
        antivirus: Antivirus::Off,
        esia: identity(settings, http.clone())?,
        exchange: crate::exchange::open(settings, http.clone())?,
        inbox: match &settings.inbox {
            Some(inbox) => {
                let client = inbox::Client::new(address("inbox.url", &inbox.url)?, http.clone())?;
                Some(inbox::Inbox::Http(client))
            }
            None => None,
        },
        departmental,
        concentrator,
        health: Default::default(),
        treasury: settings.treasury.as_ref().filter(|treasury| !treasury.sender.is_empty()).map(|treasury| {
            connect::gisgmp::Participant {
                sender: treasury.sender.clone(),
                role: treasury.role.clone(),
                originator: treasury.originator.clone(),
            }
        }),
        card: match &settings.card {
            Some(provider) => {
                let client = card::Client::new(address("card.url", &provider.url)?, http.clone())?;
                Some(card::Provider::Http(client))
            }
            None => None,
        },
        carrier: match &settings.carrier {
            Some(carrier) => {
                let client = carrier::Client::new(address("carrier.url", &carrier.url)?, http.clone())?;
                Some(carrier::Carrier::Http(client))
            }
            None => None,
        },
        appeals: match &settings.appeals {
            Some(appeals) => {
                let client = appeals::Client::new(address("appeals.url", &appeals.url)?, http.clone())?;
                Some(appeals::Appeals::Http(client))
            }
            None => None,
        },
        quality: match &settings.quality {
            Some(quality) => {
                let client = quality::Client::new(address("quality.url", &quality.url)?, http.clone())?;
                Some(quality::Quality::Http(client))
            }
            None => None,
        },
        events: match settings.events.as_ref().filter(|events| !events.url.is_empty()) {
            Some(events) => {
                let client = events::Client::new(address("events.url", &events.url)?, http.clone())?;
                Some(events::Events::Http(client))
            }
            None => None,
        },
        retired: keys::retired(&settings.sign)?,
        not_in_force: actions::register::keys::Cache::default(),
        mailer: mail::Mailer::new(&mail_settings(settings)?)?,
        sms: match &settings.sms {
            Some(sms) => Some(sms::Gateway::new(address("sms.url", &sms.url)?, None, http)?),
            None => None,
        },
        signers: signers
            .into_iter()
            .map(|(login, signer)| (login, CmsSigner::new(signer, authorities.clone())))
            .collect(),
        verifier: Arc::new(LocalVerifier::new(authorities)),
        time,
        wake: Arc::default(),
        ids: actions::office::IdSource::System,
        drawing: actions::office::Drawing::Typeset,
        in_flight: Default::default(),
    })
}

/// Where facts stand in applications of ЕПГУ, and what our states are called there.
fn concentrator(settings: &Settings, folders: &[packages::Folder]) -> Result<actions::concentrator::Concentrator> {
    use regulation::concentrator::{FILE, read, statuses};
    let mut maps = Vec::new();
    for folder in folders.iter().filter(|folder| folder.sources.0.contains_key(FILE)) {
        let (map, found) = read(&folder.sources, &author::whole(folder)?);
        match map {
            Some(map) => maps.push(map),
            None => bail!("{} cannot be used:\n{}", FILE, author::pictures(folder, &found)),
        }
    }
    let region = match &settings.region {
        Some(folder) => packages::read_sources(folder)?,
        None => packages::built_in_region(),
    };
    let (statuses, found) = statuses(&region);
    if let Some(first) = found.first() {
        bail!("epgu.yaml: {}. {}", first.message, first.help);
    }
    Ok(actions::concentrator::Concentrator { maps, statuses })
}

/// The departmental systems; each that serves something must be in the settings.
fn departmental(
    settings: &Settings,
    region: &regulation::region::Region,
    http: &http::Client,
) -> Result<std::collections::BTreeMap<String, connect::departmental::System>> {
    use connect::departmental::{Client, System, To};
    let mut systems = std::collections::BTreeMap::new();
    for (id, known) in &settings.departmental {
        let setting = format!("departmental.{id}.url");
        let to = To::Http(Client::new(address(&setting, &known.url)?, http.clone())?);
        let is_hash = known.key_sha256.len() == 64 && known.key_sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hash {
            bail!("departmental.{id}.key_sha256 is not the SHA-256 of a key in hex, 64 digits");
        }
        let (title, key_sha256) = (known.title.clone(), known.key_sha256.clone());
        systems.insert(id.clone(), System { title, key_sha256, to });
    }
    for (authority, of) in &region.authorities {
        if let Some((service, id)) = of.outside.iter().find(|(_, id)| !systems.contains_key(id.as_str())) {
            bail!("region.yaml: {authority} serves {service} in «{id}»; add [departmental.{id}] to the settings");
        }
    }
    Ok(systems)
}

/// Opens the database the settings name.
pub async fn database(settings: &Settings, time: &TimeSource) -> Result<store::Db> {
    let text = match settings.database.as_str() {
        "sqlite" => format!("sqlite:{}", settings.data.join("okno.db").display()),
        other => other.to_owned(),
    };
    let address = store::Address::parse(&text).map_err(|message| anyhow!("database: {message}"))?;
    store::Db::open(&address, time.now()).await.context("database: cannot be opened")
}

fn identity(settings: &Settings, http: http::Client) -> Result<esia::Client> {
    let signer = LocalSigner::from_files(&settings.esia.key, &settings.esia.certificate)
        .context("esia.key and esia.certificate")?;
    let client = esia::Settings {
        base: address("esia.url", &settings.esia.url)?,
        client_id: settings.esia.client.clone(),
        redirect_uri: address("public_url", &format!("{}/sign-in/esia", settings.public_url))?,
        scopes: esia::SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
        issuer: settings.esia.issuer.clone(),
        token_keys_pem: vec![text("esia.provider_certificate", &settings.esia.provider_certificate)?],
        nonce: settings.esia.nonce,
    };
    Ok(esia::Client::new(client, Arc::new(signer), http)?)
}

fn mail_settings(settings: &Settings) -> Result<mail::Settings> {
    let url = address("mail.url", &settings.mail.url)?;
    let protection = match url.scheme() {
        "smtp" => mail::Protection::None,
        "smtp+starttls" => mail::Protection::StartTls,
        "smtps" => mail::Protection::Tls,
        other => {
            bail!("mail.url begins with {other}://; write smtps://, smtp+starttls:// or, on this machine, smtp://")
        }
    };
    let usual = if protection == mail::Protection::Tls { 465 } else { 25 };
    Ok(mail::Settings {
        host: url.host_str().context("mail.url names no host")?.to_owned(),
        port: url.port().unwrap_or(usual),
        protection,
        credentials: url.password().map(|password| (url.username().to_owned(), password.to_owned())),
        from: settings.mail.from.clone(),
        timeout: Duration::from_secs(10),
    })
}

fn text(setting: &str, path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{setting}: cannot read {}", path.display()))
}

fn address(setting: &str, text: &str) -> Result<url::Url> {
    text.parse().map_err(|error| anyhow!("{setting} = \"{text}\" is not an address: {error}"))
}
