//! What citizens do: sign in, begin, save, upload, file, read.

use super::browser::{Browser, Page, Sending};
use super::{World, between, paper};

/// Answers that make a building plan fileable, besides what ЕСИА gives.
pub const PLOT: [(&str, &str); 6] = [
    ("plot.cadastral", "63:01:0000001:1"),
    ("plot.address", "улица Примерная, участок 1"),
    ("plot.area", "1200"),
    ("title.registered", "true"),
    ("building.purpose", "house"),
    ("building.floors", "2"),
];

/// A person with the browser they signed in with.
#[derive(Clone)]
pub struct Citizen {
    pub browser: Browser,
}

/// An accepted application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    pub case: String,
    pub number: String,
}

impl World {
    /// Signs an invented person in through the emulated ЕСИА.
    pub async fn sign_in(&self, name: &str) -> Citizen {
        sign_in(self.stranger(), name).await
    }
}

/// The same with a given browser.
pub async fn sign_in(mut browser: Browser, name: &str) -> Citizen {
    let login = browser.open("/sign-in?return_to=/account").await;
    let html = login.text();
    let attempt =
        between(&html, "name=\"attempt\" value=\"", "\"").unwrap_or_else(|| panic!("no sign-in page: {html}"));
    let button = html.split("<li>").find(|one| one.contains(name)).unwrap_or_else(|| panic!("nobody is {name}"));
    let person = between(button, "value=\"", "\"").unwrap();
    let to = login.url.join("/login").unwrap();
    let sent = browser.post(to.as_str(), &[("attempt", attempt), ("person", person)]).await;
    let back = browser.follow(sent).await;
    assert_eq!((back.status, back.url.path()), (200, "/account"), "{name}: {}", back.words());
    Citizen { browser }
}

impl Citizen {
    pub async fn open(&mut self, path: &str) -> Page {
        self.browser.open(path).await
    }

    /// Wants copies of notices by e-mail and SMS too.
    pub async fn choose_copies(&mut self) {
        let page = self.browser.post("/account/settings", &[("email", "on"), ("sms", "on")]).await;
        assert_eq!(page.status, 303, "{}", page.words());
    }

    /// Begins an application; gives its draft.
    pub async fn start(&mut self, service: &str) -> String {
        let page = self.browser.post(&format!("/services/{service}/start"), &[("fresh", "1")]).await;
        let to = page.leads_to().unwrap_or_else(|| panic!("{service} did not begin: {}", page.words()));
        to.trim_start_matches("/drafts/").to_owned()
    }

    /// Saves a step as the button «Сохранить» does.
    pub async fn save(&mut self, draft: &str, step: &str, answers: &[(&str, &str)]) -> Page {
        let fields: Vec<_> = answers.iter().copied().chain([("action", "save")]).collect();
        let page = self.browser.post(&format!("/drafts/{draft}/{step}"), &fields).await;
        assert_eq!(page.status, 303, "{step} was not saved: {}", page.words());
        page
    }

    /// Uploads with the form, without any script.
    pub async fn upload(&mut self, draft: &str, step: &str, field: &str, name: &str, content: &[u8]) -> Page {
        let form = Sending::post(&format!("/drafts/{draft}/{step}"));
        self.browser.send(form.parts(&[("action", "save")], Some((field, name, content)))).await
    }

    /// Presses «Отправить», sure even where a refusal is foreseen, and gives whatever comes.
    pub async fn press_file(&mut self, draft: &str) -> Page {
        self.browser.post(&format!("/drafts/{draft}/file"), &[("sure", "1")]).await
    }

    /// Files and reads the number.
    pub async fn file(&mut self, draft: &str) -> Filed {
        let page = self.press_file(draft).await;
        let case = filed(&page).unwrap_or_else(|| panic!("not filed ({}): {}", page.status, page.words()));
        let number = self.number(&case).await;
        Filed { case, number }
    }

    /// The number on the page «Заявление принято».
    pub async fn number(&mut self, case: &str) -> String {
        let page = self.open(&format!("/cases/{case}/accepted")).await;
        assert_eq!(page.status, 200, "{}", page.words());
        between(&page.text(), "class=\"big-number\">", "<").unwrap().to_owned()
    }

    /// A hunting ticket ready to be filed.
    pub async fn hunting_ticket(&mut self) -> String {
        let draft = self.start("hunting-ticket").await;
        self.save(&draft, "request", &[("request.kind", "issue")]).await;
        self.save(&draft, "hunting", &[("read_rules", "true"), ("delivery", "none")]).await;
        let photo = self.upload(&draft, "hunting", "photo", "photo.png", &paper::png(300, 400)).await;
        assert_eq!(photo.status, 303, "{}", photo.words());
        draft
    }

    /// A building plan ready to be filed.
    pub async fn land_plan(&mut self) -> String {
        let draft = self.start("land-plan").await;
        self.save(&draft, "request", &[("request.kind", "issue"), ("applicant.basis", "holder")]).await;
        self.save(&draft, "plot", &PLOT).await;
        draft
    }

    /// A large family ready to be filed, children as ЕСИА knows them.
    pub async fn large_family(&mut self) -> String {
        let draft = self.start("large-family").await;
        self.save(&draft, "request", &[("request.kind", "establish")]).await;
        self.save(&draft, "family", &[("spouse.include", "false")]).await;
        self.save(&draft, "certificate", &[("certificate.form", "electronic")]).await;
        draft
    }
}

/// The case a filing led to.
pub fn filed(page: &Page) -> Option<String> {
    let to = page.leads_to()?.strip_prefix("/cases/")?;
    Some(to.split('/').next().unwrap().to_owned())
}
