//! The official whose pages are measured: signs in, takes, decides, signs.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::client::{Answer, Client};

/// Who decides building plans in the demo.
pub const LOGIN: &str = "zodchev";

/// A signed-in official.
pub struct Clerk {
    client: Client,
    portal: String,
}

impl Clerk {
    /// Signs in with the password the demo told and the code the stand shows.
    pub async fn sign_in(portal: &str, log: &Path) -> Result<Self> {
        let told = std::fs::read_to_string(log)?;
        let line = told.lines().find(|line| line.starts_with('{')).context("the demo told nothing")?;
        let told: Value = serde_json::from_str(line)?;
        let staff = told["staff"].as_array().context("the demo told no staff")?;
        let account = staff.iter().find(|one| one["login"] == LOGIN).context("the clerk is not there")?;
        let password = account["password"].as_str().unwrap_or_default();
        let stand = told["stand"].as_str().context("the demo told no stand")?.trim_end_matches('/').to_owned();
        let mut client = Client::default();
        let fields = format!("login={LOGIN}&password={}&return_to=%2Fdesk", encoded(password));
        let first = client.post(&format!("{portal}/desk/sign-in"), &fields).await?;
        ensure!(first.status.is_redirection(), "the password was answered with {}", first.status);
        let html = Client::default().get(&format!("{stand}/phones")).await?.text();
        let row = html.split("<tr>").find(|row| row.contains(LOGIN)).context("the stand shows no code")?;
        let code = between(row, "<strong>", "</strong>").context("the stand shows no code")?;
        let second =
            client.post(&format!("{portal}/desk/second-factor"), &format!("code={code}&return_to=%2Fdesk")).await?;
        ensure!(second.status.is_redirection(), "the code was answered with {}", second.status);
        Ok(Self { client, portal: portal.to_owned() })
    }

    /// Opens a page; a redirect is as good as a page, and so is one that says that nothing was found.
    pub async fn open(&mut self, path: &str) -> Result<(Duration, String)> {
        let begun = Instant::now();
        let answer = self.client.get(&format!("{}{path}", self.portal)).await?;
        let took = begun.elapsed();
        let fine = answer.status.is_success() || answer.status.is_redirection() || path.contains("/desk/entries?");
        ensure!(fine, "{path} answered {}: {}", answer.status, short(&answer));
        Ok((took, answer.location.clone().unwrap_or_else(|| answer.text())))
    }

    /// Sends a form that is answered with a page or leads to one.
    pub async fn send(&mut self, path: &str, form: &str) -> Result<Duration> {
        let begun = Instant::now();
        let answer = self.client.post(&format!("{}{path}", self.portal), form).await?;
        let took = begun.elapsed();
        let fine = answer.status.is_success() || answer.status.is_redirection();
        ensure!(fine, "{path} answered {}: {}", answer.status, short(&answer));
        Ok(took)
    }

    /// Writes a message or a note.
    pub async fn write(&mut self, case: &str, kind: &str, text: &str) -> Result<Duration> {
        let path = format!("/desk/cases/{case}/messages");
        let begun = Instant::now();
        let answer =
            self.client.post_parts(&format!("{}{path}", self.portal), &[("kind", kind), ("text", text)]).await?;
        let took = begun.elapsed();
        ensure!(answer.status.is_redirection(), "{path} answered {}: {}", answer.status, short(&answer));
        Ok(took)
    }

    /// Takes a case.
    pub async fn take(&mut self, case: &str) -> Result<Duration> {
        self.send(&format!("/desk/cases/{case}/take"), "").await
    }

    /// Decides a case as the machine sees it: how long its page took, and the decision.
    pub async fn decide(&mut self, case: &str) -> Result<(Duration, Duration)> {
        let address = format!("/desk/cases/{case}/decision");
        let (page, html) = self.open(&address).await?;
        let form = format!("{}&revision={}", choice(&html), revision(&html)?);
        Ok((page, self.send(&address, &form).await?))
    }

    /// Signs the result of a case, if it came to one.
    pub async fn sign(&mut self, case: &str) -> Result<()> {
        let address = format!("/desk/cases/{case}/result");
        let (_, card) = self.open(&format!("/desk/cases/{case}")).await?;
        if card.contains(&address) {
            let (_, html) = self.open(&address).await?;
            self.send(&address, &format!("revision={}", revision(&html)?)).await?;
        }
        Ok(())
    }
}

fn revision(html: &str) -> Result<String> {
    between(html, "name=\"revision\" value=\"", "\"").context("the page has no revision")
}

/// What the machine sees is what is decided: a refusal by the ground that holds, or a grant.
fn choice(html: &str) -> String {
    let ground = html.split("ground-yes").nth(1).and_then(|rest| between(rest, "name=\"ground\" value=\"", "\""));
    ground.map_or_else(|| "choice=yes".to_owned(), |ground| format!("choice=no&ground={}", encoded(&ground)))
}

fn short(answer: &Answer) -> String {
    let text = answer.text();
    let told = between(&text, "wrong-list", "</div>").unwrap_or(text);
    told.chars().take(400).collect()
}

/// Text as it stands in an address or a form.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What stands between two marks.
pub fn between(text: &str, from: &str, until: &str) -> Option<String> {
    let rest = &text[text.find(from)? + from.len()..];
    Some(rest[..rest.find(until)?].to_owned())
}
