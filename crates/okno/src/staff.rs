//! `okno staff`: adds an official who may sign in at the desk.

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use actions::desk::staff::{NewOfficial, create};
use actions::office::TimeSource;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use domain::official::{Mandate, Role};
use jiff::civil::Date;

use crate::{serve, settings};

/// Shortest password that is taken.
const SHORTEST_PASSWORD: usize = 12;

/// Arguments of `okno staff`.
#[derive(Args)]
pub struct Arguments {
    /// The settings file
    #[arg(long, default_value = "okno.toml")]
    settings: PathBuf,
    /// Sign-in name
    #[arg(long)]
    login: String,
    /// «Фамилия Имя Отчество», as in the signing certificate
    #[arg(long)]
    name: String,
    /// Post, as it stands under a decision
    #[arg(long)]
    post: String,
    /// Id of the authority in the region's file
    #[arg(long)]
    authority: String,
    /// Roles
    #[arg(long = "role", required = true)]
    roles: Vec<RoleName>,
    /// First day of the authority to sign, by the appointment or letter of attorney
    #[arg(long)]
    signs_from: Option<Date>,
    /// Last day of the authority to sign
    #[arg(long)]
    signs_until: Option<Date>,
}

/// Roles as the command line names them.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleName {
    /// Works applications
    Caseworker,
    /// Signs results
    Signer,
    /// Reads the journal
    Auditor,
    /// Serves people at a service centre
    Centre,
    /// Makes electronic duplicates of paper documents
    Notary,
    /// Keeps the schedules of reception
    Scheduler,
    /// Handles complaints out of court
    Complaints,
}

/// Reads the first password from standard input, prints the secret of the second factor once.
pub fn run(arguments: Arguments) -> Result<ExitCode> {
    let settings = settings::read(&arguments.settings)?;
    let mut out = std::io::stdout().lock();
    write!(out, "Первый пароль (не короче {SHORTEST_PASSWORD} знаков): ")?;
    out.flush()?;
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password).context("cannot read the password")?;
    let password = password.trim_end_matches(['\r', '\n']);
    if password.chars().count() < SHORTEST_PASSWORD {
        bail!("the password is shorter than {SHORTEST_PASSWORD} characters");
    }
    let roles: Vec<Role> = arguments
        .roles
        .iter()
        .map(|role| match role {
            RoleName::Caseworker => Role::Caseworker,
            RoleName::Signer => Role::Signer,
            RoleName::Auditor => Role::Auditor,
            RoleName::Centre => Role::Centre,
            RoleName::Notary => Role::Notary,
            RoleName::Scheduler => Role::Scheduler,
            RoleName::Complaints => Role::Complaints,
        })
        .collect();
    serve::runtime()?.block_on(async {
        let office = serve::open(&settings, TimeSource::Wall).await?;
        if !office.region.authorities.contains_key(&arguments.authority) {
            let known: Vec<&str> = office.region.authorities.keys().map(String::as_str).collect();
            bail!("the region has no authority «{}»; it has: {}", arguments.authority, known.join(", "));
        }
        let totp_secret = actions::desk::second_factor::new_secret(&office)?;
        let last = arguments.signs_until.map(Date::tomorrow).transpose().context("--signs-until")?;
        let mandate = Mandate {
            from: arguments.signs_from.map(|day| office.clock.start_of_day(day)),
            until: last.map(|day| office.clock.start_of_day(day)),
        };
        let new = NewOfficial {
            login: &arguments.login,
            name: &arguments.name,
            post: &arguments.post,
            authority: &arguments.authority,
            roles: &roles,
            mandate,
            password,
            totp_secret: &totp_secret,
        };
        create(&office, new).await.context("the account was not made; is the login taken?")?;
        writeln!(out, "\nУчётная запись создана. Секрет второго шага, показан один раз: {totp_secret}")?;
        Ok(ExitCode::SUCCESS)
    })
}
