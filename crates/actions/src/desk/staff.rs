//! Staff accounts: who they are and how they sign in.

use domain::id::OfficialId;
use domain::official::{Mandate, Official, Role};
use store::Batch;
use store::officials::{self, Credential};

use super::{password, second_factor};
use crate::office::Office;
use crate::stop::Stop;

/// A staff account to be made.
#[derive(Debug, Clone)]
pub struct NewOfficial<'a> {
    /// Sign-in name; kept in lower case.
    pub login: &'a str,
    /// «Фамилия Имя Отчество», as in the signing certificate.
    pub name: &'a str,
    /// Post, as it stands under a decision.
    pub post: &'a str,
    /// Id of the authority.
    pub authority: &'a str,
    /// Roles.
    pub roles: &'a [Role],
    /// When they have authority to sign.
    pub mandate: Mandate,
    /// First password.
    pub password: &'a str,
    /// Secret of the second factor in base 32.
    pub totp_secret: &'a str,
}

/// Makes a staff account. A taken login is a conflict.
pub async fn create(office: &Office, new: NewOfficial<'_>) -> Result<OfficialId, Stop> {
    second_factor::read_secret(new.totp_secret)?;
    let official = Official {
        id: OfficialId(office.new_owner_id()),
        login: login(new.login),
        name: new.name.to_owned(),
        post: new.post.to_owned(),
        authority: new.authority.to_owned(),
        roles: new.roles.to_vec(),
        active: true,
        mandate: new.mandate,
    };
    let credential = Credential {
        password_hash: password::hash(new.password.to_owned()).await?,
        totp_secret: Some(new.totp_secret.as_bytes().to_vec()),
        totp_step: 0,
        failed: 0,
        locked_until: None,
    };
    office.db.commit(Batch::new().with(officials::insert(&official, &credential))).await?;
    Ok(official.id)
}

/// The official with a login, if there is one.
pub async fn by_login(office: &Office, typed: &str) -> Result<Option<Official>, Stop> {
    Ok(officials::by_login(&office.db, &login(typed)).await?.map(|(official, _)| official))
}

/// A login as it is kept: without spaces around, in lower case.
pub(super) fn login(typed: &str) -> String {
    typed.trim().to_lowercase()
}
