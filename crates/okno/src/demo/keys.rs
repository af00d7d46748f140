//! Keys of the demo: made once, kept in the data folder, readable by their owner alone.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use actions::office::TimeSource;
use anyhow::{Context, Result, anyhow};
use connect::sign::{Certificate, DemoAuthority, DemoSubject, demo_authority};
use jiff::{SignedDuration, Timestamp};

use super::staff::DemoOfficial;

/// Our mnemonic in the emulated ЕСИА.
pub const MNEMONIC: &str = "RPGU63";

/// How long a demo certificate is good.
const LIFE: SignedDuration = SignedDuration::from_hours(24 * 365);

/// What the stand must know of the keys.
pub struct Keys {
    /// Our certificate registered with ЕСИА.
    pub esia: Certificate,
}

/// Makes what is missing: the demo authority, our ЕСИА key, a signing key per official.
pub fn ensure(data: &Path, officials: &[DemoOfficial]) -> Result<Keys> {
    let folder = data.join("keys");
    let sign = folder.join("sign");
    fs::create_dir_all(&sign)?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
    let now = TimeSource::Wall.now();
    let authority = authority(&folder, &sign, now)?;
    let system =
        DemoSubject { name: "Портал okno (демонстрация)".to_owned(), ..DemoSubject::default() };
    issue(&authority, &system, &folder.join("esia.key"), &folder.join("esia.pem"), now)?;
    fs::write(folder.join("esia-provider.pem"), stand::TOKEN_CERTIFICATE_PEM)?;
    for official in officials.iter().filter(|official| official.signs()) {
        let subject = DemoSubject {
            name: official.name.clone(),
            post: Some(official.post.clone()),
            organisation: Some(official.authority.clone()),
            ..DemoSubject::default()
        };
        let (key, certificate) = (format!("{}.key.pem", official.login), format!("{}.cert.pem", official.login));
        issue(&authority, &subject, &sign.join(key), &sign.join(certificate), now)?;
    }
    let esia = Certificate::from_pem(&fs::read_to_string(folder.join("esia.pem"))?)?;
    Ok(Keys { esia })
}

fn authority(folder: &Path, sign: &Path, now: Timestamp) -> Result<DemoAuthority> {
    let (key, certificate) = (folder.join("ca.key"), sign.join("ca.pem"));
    if key.exists() && certificate.exists() {
        let found = DemoAuthority::from_pem(&fs::read_to_string(&key)?, &fs::read_to_string(&certificate)?)
            .with_context(|| format!("{} is damaged; remove the folder and start again", folder.display()))?;
        if found.certificate().valid_until() > now + LIFE {
            return Ok(found);
        }
    }
    let made = demo_authority(now, &mut random)?;
    write_secret(&key, &made.key_pem()?)?;
    fs::write(&certificate, made.certificate().pem())?;
    Ok(made)
}

/// Issues a key with its certificate, unless a good one is there.
fn issue(
    authority: &DemoAuthority,
    subject: &DemoSubject,
    key: &Path,
    certificate: &Path,
    now: Timestamp,
) -> Result<()> {
    let good = key.exists()
        && fs::read_to_string(certificate)
            .ok()
            .and_then(|pem| Certificate::from_pem(&pem).ok())
            .is_some_and(|found| found.valid_until() > now && found.is_issued_by(authority.certificate()));
    if good {
        return Ok(());
    }
    let issued = authority.issue(subject, now - SignedDuration::from_hours(1), now + LIFE, &mut random)?;
    write_secret(key, &issued.key_pem)?;
    fs::write(certificate, issued.certificate_pem)?;
    Ok(())
}

fn write_secret(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(|error| anyhow!("{}: {error}", path.display()))
}

/// Fills with bytes of the system; keys of the demo protect nothing, so a failure only repeats them.
fn random(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        tracing::error!("the system gives no random bytes");
    }
}
