//! Signing keys of officials, by the settings: files, another program, or a service. What is
//! wrong with them is said at the start, with the way to mend it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use connect::http;
use connect::sign::{Authorities, Certificate, CommandSigner, LocalSigner, RevocationList, ServiceSigner, Signer};

use crate::settings::{Sign, SignKind};

/// What stands for the login of the official in `sign.command`.
const LOGIN: &str = "{login}";

/// Signers by login, and whom to trust.
pub type Keys = (BTreeMap<String, Arc<dyn Signer>>, Authorities);

/// Opens everything the settings name.
pub fn open(settings: &Sign) -> Result<Keys> {
    let folder = &settings.keys;
    let authorities = authorities(folder)?;
    let ending = match settings.kind {
        SignKind::Files => ".key.pem",
        SignKind::Command | SignKind::Service => ".cert.pem",
    };
    let mut signers = BTreeMap::new();
    for path in files(folder)? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let Some(login) = name.strip_suffix(ending) else { continue };
        let certificates = folder.join(format!("{login}.cert.pem"));
        let signer: Arc<dyn Signer> = match settings.kind {
            SignKind::Files => Arc::new(LocalSigner::from_files(&path, &certificates).context("sign.keys")?),
            SignKind::Command => Arc::new(command(settings, login, &certificates)?),
            SignKind::Service => Arc::new(service(settings, &certificates)?),
        };
        signers.insert(login.to_owned(), signer);
    }
    Ok((signers, authorities))
}

/// Certificates of keys that sign no more, from the folder `retired` beside the keys: what they
/// signed must stay verifiable without a network.
pub fn retired(settings: &Sign) -> Result<Vec<Certificate>> {
    let folder = settings.keys.join("retired");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut certificates = Vec::new();
    for path in files(&folder)?.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "pem")) {
        let read = std::fs::read(&path).with_context(|| format!("sign.keys: cannot read {}", path.display()))?;
        // The certificate of the key itself comes first, those of its authorities after it.
        let own = Certificate::all_from_file(&read).with_context(|| format!("sign.keys: {}", path.display()))?;
        certificates.extend(own.into_iter().next());
    }
    Ok(certificates)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("sign.keys: cannot open {}", folder.display()))?;
    Ok(entries.collect::<Result<Vec<_>, _>>()?.into_iter().map(|entry| entry.path()).collect())
}

/// `ca.pem` holds the authorities that are trusted; every `*.crl` beside it is a revocation list.
fn authorities(folder: &Path) -> Result<Authorities> {
    let path = folder.join("ca.pem");
    let read = |path: &Path| std::fs::read(path).with_context(|| format!("sign.keys: cannot read {}", path.display()));
    let roots = Certificate::all_from_file(&read(&path)?).context("sign.keys: ca.pem")?;
    let mut authorities = Authorities { roots, ..Authorities::default() };
    for path in files(folder)?.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "crl")) {
        let list = RevocationList::read(&read(&path)?)
            .with_context(|| format!("sign.keys: {} is not a revocation list", path.display()))?;
        authorities.lists.push(list);
    }
    Ok(authorities)
}

fn command(settings: &Sign, login: &str, certificates: &Path) -> Result<CommandSigner> {
    let Some((program, arguments)) = settings.command.split_first() else {
        bail!(
            "sign.kind = \"command\" needs sign.command, for example \
             [\"openssl\", \"pkeyutl\", \"-sign\", \"-engine\", \"gost\", \"-inkey\", \"/etc/okno/sign/{LOGIN}.key.pem\"]"
        );
    };
    let arguments: Vec<String> = arguments.iter().map(|argument| argument.replace(LOGIN, login)).collect();
    CommandSigner::new(certificates, program, &arguments).context("sign.keys")
}

fn service(settings: &Sign, certificates: &Path) -> Result<ServiceSigner> {
    let Some(address) = &settings.service else {
        bail!("sign.kind = \"service\" needs sign.service, the https:// address that signs digests");
    };
    let url = address.parse().map_err(|error| anyhow!("sign.service = \"{address}\" is not an address: {error}"))?;
    ServiceSigner::new(certificates, url, settings.token.as_deref(), http::Settings::default())
        .context("sign.service, sign.token")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::os::unix::fs::PermissionsExt;

    use connect::sign::{DemoSubject, demo_authority};
    use jiff::SignedDuration;

    use super::*;

    /// A folder with one official's key and certificate.
    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("okno-keys-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let mut next = 1_u8;
        let mut random = move |bytes: &mut [u8]| {
            for byte in bytes {
                next = next.wrapping_mul(31).wrapping_add(17);
                *byte = next;
            }
        };
        let now = "2026-03-03T09:00:00Z".parse().unwrap();
        let authority = demo_authority(now, &mut random).unwrap();
        let subject =
            DemoSubject { name: "Примерова Проба Образцовна".into(), ..DemoSubject::default() };
        let issued = authority.issue(&subject, now, now + SignedDuration::from_hours(24), &mut random).unwrap();
        std::fs::write(folder.join("ca.pem"), authority.certificate().pem()).unwrap();
        std::fs::write(folder.join("signer.cert.pem"), issued.certificate_pem).unwrap();
        let key = folder.join("signer.key.pem");
        std::fs::write(&key, issued.key_pem).unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
        folder
    }

    fn settings(folder: &Path, rest: &str) -> Sign {
        toml::from_str(&format!("keys = \"{}\"\n{rest}", folder.display())).unwrap()
    }

    fn why(settings: &Sign) -> String {
        format!("{:#}", open(settings).unwrap_err())
    }

    /// Proves: RESULT-02.
    #[test]
    fn a_start_with_a_key_that_others_may_read_is_refused_and_says_how_to_mend_it() {
        let folder = folder("open");
        assert!(open(&settings(&folder, "")).unwrap().0.contains_key("signer"));
        let key = folder.join("signer.key.pem");
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
        let said = why(&settings(&folder, ""));
        assert!(said.contains("sign.keys") && said.contains("chmod 600"), "{said}");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn each_kind_of_signing_names_what_it_lacks() {
        let folder = folder("kinds");
        for (rest, word) in [
            ("kind = \"command\"", "sign.command"),
            ("kind = \"service\"", "sign.service"),
            ("kind = \"service\"\nservice = \"http://sign.example.ru\"", "https://"),
            ("kind = \"service\"\nservice = \"https://sign.example.ru\"\ntoken = \"/nowhere/token\"", "/nowhere/token"),
        ] {
            let said = why(&settings(&folder, rest));
            assert!(said.contains(word), "{rest}: {said}");
        }
        let command = settings(&folder, "kind = \"command\"\ncommand = [\"sign\", \"{login}\"]");
        assert!(open(&command).unwrap().0.contains_key("signer"));
        std::fs::write(folder.join("broken.crl"), "nonsense").unwrap();
        assert!(why(&settings(&folder, "")).contains("broken.crl"));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
