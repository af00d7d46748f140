//! One journey: open the service, start, save three steps, file. The pages a browser would load.

use anyhow::{Context, Result, bail, ensure};

use crate::client::{Answer, Client};

/// The service that is filed: no upload, decided by an official, so the machine only takes it in.
const SERVICE: &str = "land-plan";

/// Answers of its three steps, form-encoded; cadastral numbers differ in nothing that matters.
const STEPS: [(&str, &str); 3] = [
    ("request", "request.kind=issue&applicant.basis=holder"),
    ("applicant", ""),
    (
        "plot",
        "plot.cadastral=63%3A01%3A0000001%3A1&plot.address=%D1%83%D0%BB%D0%B8%D1%86%D0%B0+%D0%9F%D1%80%D0%B8%D0%BC%D0%B5%D1%80%D0%BD%D0%B0%D1%8F%2C+1&plot.area=1200&title.registered=true&building.purpose=house&building.floors=2&comment=",
    ),
];

/// Invented people of the stand whose accounts are strong enough.
const PEOPLE: [&str; 6] = ["1000900001", "1000900002", "1000900006", "1000900007", "1000900011", "1000900012"];

/// A client who has signed in.
pub struct Visitor {
    /// Its connections and cookies.
    pub client: Client,
    /// Address of the portal.
    pub portal: String,
    /// What the second step is answered with: the values the form was filled with beforehand.
    applicant: String,
}

/// Ids of the emulator's crowd begin here: as many different people as a load needs.
const CROWD: usize = 2_000_000_000;

/// Signs a client in through the emulated ЕСИА, as the person at that place of its list.
pub async fn sign_in(portal: &str, at: usize) -> Result<Visitor> {
    sign_in_as(portal, PEOPLE[at % PEOPLE.len()]).await
}

/// Signs a client in as one of the crowd, who has no other applications.
pub async fn sign_in_of_crowd(portal: &str, at: usize) -> Result<Visitor> {
    sign_in_as(portal, &(CROWD + at).to_string()).await
}

async fn sign_in_as(portal: &str, person: &str) -> Result<Visitor> {
    let mut client = Client::default();
    let begin = format!("{portal}/sign-in?return_to=%2Faccount");
    let page = client.get(&begin).await?;
    let (at_page, page) = client.follow(&begin, page).await?;
    let html = page.text();
    let action = between(&html, "action=\"", "\"").with_context(|| format!("{at_page} shows no form"))?;
    let attempt = between(&html, "name=\"attempt\" value=\"", "\"").context("the sign-in has no attempt")?;
    let action = format!("{}{action}", origin(&at_page)?);
    let answer = client.post(&action, &format!("attempt={attempt}&person={person}")).await?;
    let (back, page) = client.follow(&action, answer).await?;
    ensure!(back.starts_with(portal) && page.status.is_success(), "sign-in ended at {back} with {}", page.status);
    Ok(Visitor { client, portal: portal.to_owned(), applicant: String::new() })
}

/// Walks one journey.
pub async fn walk(visitor: &mut Visitor) -> Result<()> {
    let draft = prepare(visitor).await?;
    let case = press(&mut visitor.client, &visitor.portal, &draft).await?;
    let page = visitor.client.get(&case).await?;
    expect(&page, &case)
}

/// Presses «send» for a prepared draft; the address of the case it became.
pub async fn press(client: &mut Client, portal: &str, draft: &str) -> Result<String> {
    let address = format!("{portal}/drafts/{draft}/file");
    let answer = client.post(&address, "").await?;
    let case = answer.location.clone().filter(|to| to.contains("/cases/"));
    match case {
        Some(path) => Ok(format!("{portal}{path}")),
        None => {
            expect(&answer, &address)?;
            bail!("filing led to {:?}, not to a case", answer.location)
        }
    }
}

/// The count in the number that a filed application shows: `МП-2026-000001-5`, the last is a check.
pub fn number(html: &str) -> Option<u64> {
    let shown = between(html, "class=\"big-number\">", "<")?;
    shown.rsplit('-').nth(1)?.parse().ok()
}

/// Fills in a draft up to the last press; its id.
pub async fn prepare(visitor: &mut Visitor) -> Result<String> {
    let portal = visitor.portal.clone();
    let page = visitor.client.get(&format!("{portal}/services/{SERVICE}")).await?;
    ensure!(page.status.is_success(), "the service answered {}", page.status);
    let start = format!("{portal}/services/{SERVICE}/start");
    let answer = visitor.client.post(&start, "fresh=1").await?;
    let (mut step_address, mut page) = visitor.client.follow(&start, answer).await?;
    let draft =
        between(&step_address, "/drafts/", "/").or_else(|| step_address.split("/drafts/").nth(1).map(str::to_owned));
    let draft = draft.with_context(|| format!("start led to {step_address}"))?;
    for (step, body) in STEPS {
        if step == "applicant" && visitor.applicant.is_empty() {
            visitor.applicant = filled(&page.text());
        }
        let body = if step == "applicant" { visitor.applicant.as_str() } else { body };
        let address = format!("{portal}/drafts/{draft}/{step}");
        let answer = visitor.client.post(&address, &format!("{body}&action=next")).await?;
        (step_address, page) = visitor.client.follow(&address, answer).await?;
        expect(&page, &step_address)?;
    }
    Ok(draft)
}

/// An address of a step of a fresh draft, for measuring pages alone.
pub async fn a_step(visitor: &mut Visitor) -> Result<String> {
    let start = format!("{}/services/{SERVICE}/start", visitor.portal);
    let answer = visitor.client.post(&start, "fresh=1").await?;
    let (address, page) = visitor.client.follow(&start, answer).await?;
    expect(&page, &address)?;
    Ok(address)
}

/// Address of the service's page.
pub fn service_page(portal: &str) -> String {
    format!("{portal}/services/{SERVICE}")
}

fn expect(page: &Answer, address: &str) -> Result<()> {
    if page.status.is_success() {
        return Ok(());
    }
    bail!("{address} answered {}: {}", page.status, page.text().chars().take(400).collect::<String>())
}

fn origin(address: &str) -> Result<String> {
    Ok(format!("http://{}", crate::client::split(address)?.0))
}

/// Named values of inputs and buttons, form-encoded; what is not chosen is left out.
fn filled(html: &str) -> String {
    let mut pairs = Vec::new();
    for tag in html.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("button")) {
        let tag = tag.split('>').next().unwrap_or_default();
        let is_choice = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"");
        let is_action = tag.contains("name=\"action\"") || tag.contains("type=\"file\"");
        if is_action || (is_choice && !tag.contains("checked")) {
            continue;
        }
        if let (Some(name), Some(value)) = (between(tag, "name=\"", "\""), between(tag, "value=\"", "\"")) {
            pairs.push(format!(
                "{name}={}",
                encoded(&value.replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\""))
            ));
        }
    }
    pairs.join("&")
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn between(text: &str, from: &str, until: &str) -> Option<String> {
    let rest = &text[text.find(from)? + from.len()..];
    Some(rest[..rest.find(until)?].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_gives_what_a_browser_would_send() {
        let html = r#"<input type="hidden" name="a" value="x y">
            <input type="radio" name="b" value="1"><input type="radio" name="b" value="2" checked>
            <button name="action" value="next">Дальше</button>"#;
        assert_eq!(filled(html), "a=x%20y&b=2");
    }
}
