//! What officials do: sign in with a code, take, decide, sign.

use actions::desk::second_factor::code_at;
use domain::case::CaseState;
use jiff::{SignedDuration, Timestamp};

use super::browser::{Browser, Page};
use super::{World, between};

/// An official at the desk.
pub struct Official {
    pub browser: Browser,
}

impl World {
    /// Signs an invented official in with password and code.
    pub async fn official(&self, login: &str) -> Official {
        let account = self.account(login);
        let text = |name: &str| account[name].as_str().unwrap();
        let mut browser = self.stranger();
        let fields = [("login", login), ("password", text("password")), ("return_to", "/desk")];
        let page = browser.post("/desk/sign-in", &fields).await;
        assert_eq!(page.status, 303, "{}", page.words());
        // A code is good once: who signs in twice in half a minute uses the next one.
        for ahead in [0, 30] {
            let code = code_at(text("totp_secret"), Timestamp::now() + SignedDuration::from_secs(ahead)).unwrap();
            let page = browser.post("/desk/second-factor", &[("code", &code), ("return_to", "/desk")]).await;
            if page.status == 303 {
                return Official { browser };
            }
        }
        panic!("{login} could not sign in")
    }
}

impl Official {
    pub async fn open(&mut self, path: &str) -> Page {
        self.browser.open(path).await
    }

    /// The card of a case.
    pub async fn card(&mut self, case: &str) -> Page {
        self.open(&format!("/desk/cases/{case}")).await
    }

    /// Takes a case to work on.
    pub async fn take(&mut self, case: &str) {
        let done = self.browser.post(&format!("/desk/cases/{case}/take"), &[]).await;
        assert_eq!(done.status, 303, "take: {}", done.words());
    }

    /// Grants.
    pub async fn grant(&mut self, case: &str) {
        self.act(case, "/decision", "decision", &[("choice", "yes")]).await;
    }

    /// Refuses by grounds of the regulation.
    pub async fn refuse(&mut self, case: &str, ground: &str, words: &str) {
        self.act(case, "/decision", "decision", &[("choice", "no"), ("ground", ground), ("words", words)]).await;
    }

    /// Signs the result.
    pub async fn sign(&mut self, case: &str) {
        self.act(case, "/result", "result", &[]).await;
    }

    /// Sends a form of the desk with the revision its page shows.
    async fn act(&mut self, case: &str, page: &str, action: &str, fields: &[(&str, &str)]) {
        let shown = self.open(&format!("/desk/cases/{case}{page}")).await;
        let html = shown.text();
        let revision =
            between(&html, "name=\"revision\" value=\"", "\"").unwrap_or_else(|| panic!("{}", shown.words()));
        let fields: Vec<_> = fields.iter().copied().chain([("revision", revision)]).collect();
        let done = self.browser.post(&format!("/desk/cases/{case}/{action}"), &fields).await;
        assert_eq!(done.status, 303, "{action}: {}", done.words());
    }
}

impl Official {
    /// Works a case to its result as a caseworker would: whatever the card offers next, and yes to
    /// whatever is to be found out but the facts named in `no`. Stops where experts are wanted.
    pub async fn see_through(&mut self, world: &World, case: &str, no: &[&str]) {
        for _ in 0..40 {
            world.settled().await;
            let known = world.case(case).await;
            if known.closed_at.is_some() || known.state == CaseState::ResultReady {
                return;
            }
            if known.assignee.is_none() {
                self.take(case).await;
            }
            let card = self.card(case).await.text();
            let leads = |page: &str| card.contains(&format!("/desk/cases/{case}{page}\""));
            if leads("/act/assess") {
                return;
            }
            if leads("/act/end") {
                self.end(case, no).await;
            } else if leads("/intake") {
                self.act(case, "/intake", "intake", &[("choice", "yes")]).await;
            } else if leads("/decision") {
                self.grant(case).await;
            } else if leads("/result") {
                self.sign(case).await;
            } else {
                panic!("the card leads nowhere: {}", self.card(case).await.words());
            }
        }
        panic!("no result: {}", self.card(case).await.words());
    }

    /// Ends the procedure that runs, with everything it finds out.
    async fn end(&mut self, case: &str, no: &[&str]) {
        let form = self.open(&format!("/desk/cases/{case}/act/end")).await.text();
        let names: Vec<String> =
            form.split("name=\"found:").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
        let answers: Vec<_> = names
            .iter()
            .map(|name| (format!("found:{name}"), if no.contains(&name.as_str()) { "no" } else { "yes" }))
            .collect();
        let fields: Vec<_> = answers.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        self.act(case, "/act/end", "act/end", &fields).await;
    }
}
