//! Wiring of the exchange with other authorities: СМЭВ where the settings have it, plain HTTP
//! otherwise.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use connect::exchange::Exchange;
use connect::sign::{Authorities, Certificate, LocalSigner, Signer};
use connect::smev::{Client, Queue, Reader, Seal, Settings as Smev, Trust};
use connect::{evidence, http};
use jiff::SignedDuration;
use url::Url;

use crate::settings::{self, Settings};

/// The exchange the settings ask for.
pub fn open(settings: &Settings, http: http::Client) -> Result<Exchange> {
    match &settings.smev {
        None => {
            let url = address("evidence.url", &settings.evidence.url)?;
            Ok(Exchange::Http(evidence::Client::new(url, http)?))
        }
        Some(smev) => Ok(Exchange::Smev(Box::new(client(smev, http)?))),
    }
}

fn client(smev: &settings::Smev, http: http::Client) -> Result<Client> {
    let signer: Arc<dyn Signer> = Arc::new(
        LocalSigner::from_pem(&text("smev.key", &smev.key)?, &text("smev.certificate", &smev.certificate)?)
            .context("smev.key and smev.certificate")?,
    );
    let certificates = |name: &str, path| -> Result<Vec<Certificate>> {
        let found = Certificate::all_from_pem(&text(name, path)?).with_context(|| name.to_owned())?;
        if found.is_empty() {
            bail!("{name}: the file {} holds no certificate", path.display());
        }
        Ok(found)
    };
    let trust = Trust {
        smev: certificates("smev.certificates", &smev.certificates)?,
        systems: Authorities { roots: certificates("smev.authorities", &smev.authorities)?, ..Authorities::default() },
    };
    let queues = match smev.queues.as_slice() {
        [] => vec![Queue { name: "smev".to_owned(), selector: None }],
        listed => listed
            .iter()
            .map(|queue| Queue { name: queue.name.clone(), selector: queue.namespace.clone().zip(queue.root.clone()) })
            .collect(),
    };
    let readers = smev.readers.iter().map(|(mnemonic, reader)| {
        (mnemonic.clone(), Reader { services: reader.services.clone(), ground: reader.ground.clone() })
    });
    let settings = Smev {
        url: address("smev.url", &smev.url)?,
        node: smev.node.clone(),
        queues,
        test: smev.test,
        pause: SignedDuration::from_secs(i64::from(smev.pause_seconds.max(1))),
        readers: readers.collect(),
    };
    Ok(Client::new(settings, http, Seal::new(signer, trust))?)
}

fn address(name: &str, text: &str) -> Result<Url> {
    Url::parse(text).map_err(|error| anyhow!("{name} = \"{text}\" is not an address: {error}"))
}

fn text(name: &str, path: &std::path::Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{name}: cannot read {}", path.display()))
}
