//! Invented officials of the demo, and what is printed when everything runs.

use std::fmt::Write;
use std::sync::Arc;

use actions::desk::second_factor::code_at;
use actions::desk::staff::{NewOfficial, by_login, create};
use actions::office::Office;
use anyhow::{Context, Result};
use domain::official::Role;
use serde::Deserialize;
use serde_json::json;
use stand::Running;

const FILE: &str = include_str!("../../demo/staff.toml");

/// An invented official.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoOfficial {
    /// Sign-in name.
    pub login: String,
    /// «Фамилия Имя Отчество».
    pub name: String,
    /// Post.
    pub post: String,
    /// Authority.
    pub authority: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Password, known to everybody.
    pub password: String,
    /// Secret of the second factor, known to everybody.
    pub totp_secret: String,
    /// Does the machine sign in this name?
    #[serde(default)]
    pub signs_for_machine: bool,
}

impl DemoOfficial {
    /// Has a signing key.
    pub fn signs(&self) -> bool {
        self.roles.iter().any(|role| matches!(role, Role::Signer | Role::Centre | Role::Notary))
    }
}

#[derive(Deserialize)]
struct File {
    official: Vec<DemoOfficial>,
}

/// All of them.
pub fn officials() -> Result<Vec<DemoOfficial>> {
    Ok(toml::from_str::<File>(FILE).context("crates/okno/demo/staff.toml")?.official)
}

/// The telephones the page of the stand shows.
pub fn phones() -> Result<stand::Phones> {
    let officials = officials()?;
    Ok(Arc::new(move |now| {
        officials
            .iter()
            .map(|official| stand::Phone {
                login: official.login.clone(),
                name: official.name.clone(),
                password: official.password.clone(),
                code: code_at(&official.totp_secret, now).unwrap_or_default(),
            })
            .collect()
    }))
}

/// Makes the accounts that are not there yet.
pub async fn ensure(office: &Office) -> Result<()> {
    for official in officials()? {
        if by_login(office, &official.login).await?.is_some() {
            continue;
        }
        let new = NewOfficial {
            login: &official.login,
            name: &official.name,
            post: &official.post,
            authority: &official.authority,
            roles: &official.roles,
            mandate: domain::official::Mandate::default(),
            password: &official.password,
            totp_secret: &official.totp_secret,
        };
        create(office, new).await?;
    }
    Ok(())
}

/// Addresses and sign-ins for a person.
pub fn words(public_url: &str, stand_url: &str) -> String {
    let mut text = format!(
        "\nОкно работает. Откройте в браузере:\n\n  Портал для людей      {public_url}/\n  Рабочее место         {public_url}/desk\n  Стенд внешних систем  {stand_url}\n\n\
         Люди входят через вымышленную ЕСИА: выберите человека на её странице, пароль не нужен.\n\
         Сотрудники входят по паролю; код второго шага показывает страница стенда.\n\n"
    );
    for official in officials().unwrap_or_default() {
        let _ =
            writeln!(text, "  {:<12} {:<18} {}, {}", official.login, official.password, official.name, official.post);
    }
    text.push_str("\nОстановить: Ctrl+C. Данные останутся в папке, следующий запуск продолжит с них.\n");
    text
}

/// The same for a program.
pub fn json(public_url: &str, stand: &Running) -> String {
    let staff: Vec<_> = officials()
        .unwrap_or_default()
        .iter()
        .map(|one| json!({ "login": one.login, "password": one.password, "totp_secret": one.totp_secret, "authority": one.authority }))
        .collect();
    let shown = json!({
        "portal": public_url,
        "stand": stand.desk_url,
        "esia": stand.esia_url,
        "evidence": stand.evidence_url,
        "smev": stand.smev_url,
        "staff": staff,
    });
    format!("{shown}\n")
}
