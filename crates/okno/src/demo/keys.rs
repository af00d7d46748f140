//! Keys of the demo: made once, kept in the data folder, readable by their owner alone.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use connect::sign::{Authorities, Certificate, DemoAuthority, DemoSubject, LocalSigner, demo_authority};
use connect::smev::{Seal, Trust};
use jiff::{SignedDuration, Timestamp};

use super::staff::DemoOfficial;

/// Our mnemonic in the emulated ЕСИА.
pub const MNEMONIC: &str = "RPGU63";

/// Who takes part in the emulated СМЭВ: names of their key files and certificates.
const SMEV: [(&str, &str); 3] = [
    ("smev-portal", "Портал okno (демонстрация)"),
    ("smev-itself", "СМЭВ (стенд)"),
    ("smev-provider", "Поставщики сведений (стенд)"),
];

/// How long a demo certificate is good.
const LIFE: SignedDuration = SignedDuration::from_hours(24 * 365);

/// What the stand must know of the keys.
pub struct Keys {
    /// Our certificate registered with ЕСИА.
    pub esia: Certificate,
}

/// Makes what is missing: the demo authority, our ЕСИА key, a signing key per official.
pub fn ensure(data: &Path, officials: &[DemoOfficial], now: Timestamp) -> Result<Keys> {
    let folder = data.join("keys");
    let sign = folder.join("sign");
    fs::create_dir_all(&sign)?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
    let authority = authority(&folder, &sign, now)?;
    let system =
        DemoSubject { name: "Портал okno (демонстрация)".to_owned(), ..DemoSubject::default() };
    issue(&authority, &system, &folder.join("esia.key"), &folder.join("esia.pem"), now)?;
    fs::write(folder.join("esia-provider.pem"), stand::TOKEN_CERTIFICATE_PEM)?;
    for (file, name) in SMEV {
        let subject = DemoSubject { name: name.to_owned(), ..DemoSubject::default() };
        let (key, certificate) = (format!("{file}.key"), format!("{file}.pem"));
        issue_gost(&authority, &subject, &folder.join(key), &folder.join(certificate), now)?;
    }
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
    if is_good(authority, key, certificate, now) {
        return Ok(());
    }
    let issued = authority.issue(subject, now - SignedDuration::from_hours(1), now + LIFE, &mut random)?;
    write_secret(key, &issued.key_pem)?;
    fs::write(certificate, issued.certificate_pem)?;
    Ok(())
}

/// The same for a ГОСТ key.
fn issue_gost(
    authority: &DemoAuthority,
    subject: &DemoSubject,
    key: &Path,
    certificate: &Path,
    now: Timestamp,
) -> Result<()> {
    if is_good(authority, key, certificate, now) {
        return Ok(());
    }
    let issued = authority.issue_gost(subject, now - SignedDuration::from_hours(1), now + LIFE, &mut random)?;
    write_secret(key, &issued.key_pem)?;
    fs::write(certificate, issued.certificate_pem)?;
    Ok(())
}

fn is_good(authority: &DemoAuthority, key: &Path, certificate: &Path, now: Timestamp) -> bool {
    let found = fs::read_to_string(certificate).ok().and_then(|pem| Certificate::from_pem(&pem).ok());
    let fits = |found: &Certificate| found.valid_until() > now && found.is_issued_by(authority.certificate());
    key.exists() && found.is_some_and(|found| fits(&found))
}

/// The sides of the emulated СМЭВ.
pub fn smev(data: &Path) -> Result<stand::Smev> {
    let folder = data.join("keys");
    let read = |file: &str| fs::read_to_string(folder.join(file)).with_context(|| format!("cannot read {file}"));
    let trust = Trust {
        smev: vec![Certificate::from_pem(&read("smev-itself.pem")?)?],
        systems: Authorities { roots: vec![Certificate::from_pem(&read("sign/ca.pem")?)?], ..Authorities::default() },
    };
    let seal = |name: &str| -> Result<Arc<Seal>> {
        let signer = LocalSigner::from_pem(&read(&format!("{name}.key"))?, &read(&format!("{name}.pem"))?)?;
        Ok(Arc::new(Seal::new(Arc::new(signer), trust.clone())))
    };
    Ok(stand::Smev { smev: seal("smev-itself")?, provider: seal("smev-provider")? })
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
