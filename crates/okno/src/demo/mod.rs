//! `okno demo`: everything at once with invented people; `okno stand`: only the outside systems.

mod blanks;
mod keys;
mod staff;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use actions::office::TimeSource;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use stand::{Answers, Ports, Running, System};
use tokio::sync::watch;

use crate::serve::{asked_to_stop, open, runtime, serve_office, start_logging};
use crate::settings::{self, Settings};
use crate::{author, packages};

/// Where the stand listens when nothing else is asked for, counted from the portal's port.
const STAND_PORTS: [u16; 6] = [1, 2, 3, 4, 5, 6];

/// Arguments of `okno demo`.
#[derive(Args)]
pub struct Arguments {
    /// Folder of the database, files and keys; kept between runs
    #[arg(long, default_value = "data/demo")]
    data: PathBuf,
    /// Port of the portal, the stand takes the next ones; 0 takes free ones
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// A postgres:// address instead of SQLite in the data folder
    #[arg(long)]
    database: Option<String>,
    /// A package folder, or a folder of packages, to run instead of the services of the demo region
    #[arg(long)]
    regulations: Option<PathBuf>,
    /// How interagency requests travel: over СМЭВ as it is played by the stand, or over plain http
    #[arg(long, value_enum, default_value_t = Via::Smev)]
    exchange: Via,
    /// Begin at another moment, for example 2026-03-31T23:59:00+04:00; the clock goes on from there.
    /// For an empty data folder: what was kept belongs to the days it was made on
    #[arg(long)]
    at: Option<Timestamp>,
    /// Print one JSON object with the addresses and sign-ins instead of words
    #[arg(long)]
    json: bool,
}

/// Arguments of `okno stand`.
#[derive(Args)]
pub struct StandArguments {
    /// Folder of the keys; a settings file for `okno serve` is written into it
    #[arg(long, default_value = "data/stand")]
    data: PathBuf,
    /// Port of the portal that will use the stand
    #[arg(long, default_value_t = 8080)]
    portal_port: u16,
    /// First port of the stand; 0 takes free ones
    #[arg(long, default_value_t = 8081)]
    port: u16,
    /// A postgres:// address for the settings file
    #[arg(long)]
    database: Option<String>,
    /// How interagency requests travel: over СМЭВ as it is played by the stand, or over plain http
    #[arg(long, value_enum, default_value_t = Via::Smev)]
    exchange: Via,
}

/// How interagency requests travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Via {
    /// СМЭВ 3, played by the stand.
    Smev,
    /// Plain http.
    Http,
}

/// Runs portal, worker and stand in one process.
pub fn run(arguments: Arguments) -> Result<ExitCode> {
    start_logging("warn");
    runtime()?.block_on(async move {
        let time = match arguments.at {
            Some(at) => TimeSource::Moved(at.duration_since(TimeSource::Wall.now())),
            None => TimeSource::Wall,
        };
        let port = free_port(arguments.port)?;
        let first = if arguments.port == 0 { 0 } else { port + 1 };
        let stand = start_stand(&arguments.data, port, first, &time).await?;
        let mut settings =
            write_settings(&arguments.data, port, arguments.database.as_deref(), arguments.exchange, &stand)?;
        settings.regulations = arguments.regulations.or(settings.regulations);
        let office = open(&settings, time).await?;
        staff::ensure(&office).await?;
        blanks::ensure(&office).await?;
        stand.teach(Answers::of(office.library.published(office.today(office.now())).map(AsRef::as_ref)));
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(async move {
            asked_to_stop().await;
            let _ = stop.send(true);
        });
        let public_url = settings.public_url.clone();
        let desk_url = stand.desk_url.clone();
        serve_office(office, settings, stopped, |_| {
            let shown =
                if arguments.json { staff::json(&public_url, &stand) } else { staff::words(&public_url, &desk_url) };
            // Somebody may have closed our output; the portal runs on.
            let _ = std::io::Write::write_all(&mut std::io::stdout(), shown.as_bytes());
        })
        .await?;
        stand.stop().await;
        Ok(ExitCode::SUCCESS)
    })
}

/// Runs only the stand.
pub fn run_stand(arguments: StandArguments) -> Result<ExitCode> {
    start_logging("warn");
    runtime()?.block_on(async move {
        let stand = start_stand(&arguments.data, arguments.portal_port, arguments.port, &TimeSource::Wall).await?;
        let (data, database) = (&arguments.data, arguments.database.as_deref());
        write_settings(data, arguments.portal_port, database, arguments.exchange, &stand)?;
        let services = packages::built_in().iter().map(author::whole).collect::<Result<Vec<_>>>()?;
        stand.teach(Answers::of(&services));
        let file = arguments.data.join("okno.toml");
        let shown = format!(
            "Стенд внешних систем работает: {}\nПортал к нему: okno serve --settings {}\n",
            stand.desk_url,
            file.display()
        );
        std::io::Write::write_all(&mut std::io::stdout(), shown.as_bytes())?;
        asked_to_stop().await;
        stand.stop().await;
        Ok(ExitCode::SUCCESS)
    })
}

/// The port asked for, or any free one for 0.
fn free_port(port: u16) -> Result<u16> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} is taken; choose another with --port"))?;
    Ok(listener.local_addr()?.port())
}

async fn start_stand(data: &Path, portal_port: u16, first: u16, time: &TimeSource) -> Result<Running> {
    std::fs::create_dir_all(data).with_context(|| format!("cannot make the folder {}", data.display()))?;
    let keys = keys::ensure(data, &staff::officials()?, time.now())?;
    let port = |at: usize| if first == 0 { 0 } else { first + STAND_PORTS[at] - 1 };
    let system = System {
        mnemonic: keys::MNEMONIC.to_owned(),
        redirect_uris: vec![format!("{}/sign-in/esia", public_url(portal_port))],
        certificate_hash: keys.esia.streebog256(),
        certificate_pem: keys.esia.pem(),
        only_confirmed: false,
    };
    let ports = Ports { desk: port(0), esia: port(1), evidence: port(2), mail: port(3), sms: port(4), smev: port(5) };
    let time = time.clone();
    let stand = stand::Settings {
        ports,
        clock: Arc::new(move || time.now()),
        systems: vec![system],
        phones: staff::phones()?,
        smev: Some(keys::smev(data)?),
        ..stand::Settings::default()
    };
    stand::run(stand).await.context("the stand cannot start; is another demo running?")
}

fn public_url(port: u16) -> String {
    format!("http://{}", SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
}

/// Writes the settings file of the portal beside the data and reads it back, as `okno serve` would.
fn write_settings(data: &Path, port: u16, database: Option<&str>, exchange: Via, stand: &Running) -> Result<Settings> {
    let data = data.canonicalize()?;
    let keys = data.join("keys");
    let automatic: toml::Table = staff::officials()?
        .into_iter()
        .filter(|official| official.signs_for_machine)
        .map(|official| (official.authority, official.login.into()))
        .collect();
    let mut table = toml::toml! {
        public_url = (public_url(port))
        listen = (SocketAddr::from((Ipv4Addr::LOCALHOST, port)).to_string())
        data = (data.display().to_string())
        database = (database.unwrap_or("sqlite"))
        // One machine plays everybody here.
        requests_per_minute = 1_000_000

        [esia]
        url = (stand.esia_url.as_str())
        client = (keys::MNEMONIC)
        key = (keys.join("esia.key").display().to_string())
        certificate = (keys.join("esia.pem").display().to_string())
        provider_certificate = (keys.join("esia-provider.pem").display().to_string())
        issuer = (stand.esia_issuer.as_str())
        nonce = true

        [evidence]
        url = (stand.evidence_url.as_str())

        [mail]
        url = (format!("smtp://{}", stand.mail_smtp))
        from = "Окно Приозёрья <no-reply@priozerye.example>"

        [sms]
        url = (stand.sms_url.as_str())

        [inbox]
        url = (format!("{}/inbox", stand.evidence_url))

        [carrier]
        url = (format!("{}/carrier", stand.evidence_url))

        [appeals]
        url = (format!("{}/appeals", stand.evidence_url))

        [quality]
        url = (format!("{}/quality", stand.evidence_url))

        [events]
        url = (format!("{}/events", stand.evidence_url))

        [treasury]
        sender = "3eb5f9"

        [card]
        url = (format!("{}/card", stand.evidence_url))

        [sign]
        keys = (keys.join("sign").display().to_string())
        automatic = (automatic)
    };
    if let (Via::Smev, Some(url)) = (exchange, &stand.smev_url) {
        let file = |name: &str| keys.join(name).display().to_string();
        let smev = toml::toml! {
            url = (url.as_str())
            key = (file("smev-portal.key"))
            certificate = (file("smev-portal.pem"))
            certificates = (file("smev-itself.pem"))
            authorities = (file("sign/ca.pem"))
            test = true
            pause_seconds = 1

            [readers.MINT99]
            services = ["hunting-ticket", "large-family"]
            ground = "соглашение об обмене сведениями (пример)"
        };
        table.insert("smev".to_owned(), smev.into());
    }
    let file = data.join("okno.toml");
    std::fs::write(&file, toml::to_string_pretty(&table)?)?;
    let settings = settings::read(&file)?;
    if settings.is_https() {
        bail!("the demo speaks plain http");
    }
    Ok(settings)
}
