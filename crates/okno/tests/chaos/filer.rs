//! People who file application after application and remember what was acknowledged.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::id::{CaseId, DraftId};
use store::{Db, cases, drafts};

use crate::world::between;
use crate::world::browser::{Browser, Page, Sending};
use crate::world::citizen::{self, Citizen, PLOT, filed};
use crate::world::{client, paper};

/// What a person files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Three sources are asked, an official decides.
    LandPlan,
    /// The machine decides and issues.
    HuntingTicket,
}

/// A draft as its owner remembers it.
#[derive(Debug, Default)]
pub struct Remembered {
    pub id: String,
    /// The last save that was acknowledged, and the last one that was sent.
    pub saved: u32,
    pub sent: u32,
    pub filing: bool,
    pub case: Option<String>,
    pub number: Option<String>,
    /// Its result was sent on to another authority, or at least that was asked for.
    pub sent_on: bool,
    pub asked_on: bool,
}

/// A person with everything they did.
pub struct Filer {
    pub citizen: Citizen,
    pub wanted: Wanted,
    pub open: Option<Remembered>,
    pub done: Vec<Remembered>,
    /// The database has faults of its own: «not now» is an answer too, and the same is done again.
    pub patient: bool,
}

impl Filer {
    /// Signs an invented person in.
    pub async fn new(portal: &str, name: &str, wanted: Wanted, patient: bool) -> Self {
        let citizen = citizen::sign_in(Browser::new(portal, client()), name).await;
        Self { citizen, wanted, open: None, done: Vec::new(), patient }
    }

    /// Goes on until told to stop or the connection breaks.
    pub async fn work_until(&mut self, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) && self.work().await.is_some() {}
    }

    /// The next thing to do; nothing when the server is gone, or says «not now».
    pub async fn work(&mut self) -> Option<()> {
        let Some(draft) = &mut self.open else {
            let service = if self.wanted == Wanted::LandPlan { "land-plan" } else { "hunting-ticket" };
            let begin = form(&format!("/services/{service}/start"), &[("fresh", "1")]);
            let page = send(&mut self.citizen, begin, self.patient).await?;
            let id = page.leads_to().unwrap().trim_start_matches("/drafts/").to_owned();
            self.open = Some(Remembered { id, ..Remembered::default() });
            return Some(());
        };
        if draft.filing {
            return self.file().await;
        }
        match self.wanted {
            Wanted::LandPlan => self.plan().await,
            Wanted::HuntingTicket => self.ticket().await,
        }
    }

    async fn file(&mut self) -> Option<()> {
        let draft = self.open.as_mut()?;
        let to = format!("/drafts/{}/file", draft.id);
        let page = send(&mut self.citizen, form(&to, &[]), self.patient).await?;
        let case = filed(&page).unwrap_or_else(|| panic!("not filed ({}): {}", page.status, page.words()));
        let known = draft.case.get_or_insert(case.clone());
        assert_eq!(*known, case, "a second case for one draft");
        let accepted = Sending::get(&format!("/cases/{case}/accepted"));
        let page = send(&mut self.citizen, accepted, self.patient).await?;
        draft.number = between(&page.text(), "class=\"big-number\">", "<").map(str::to_owned);
        assert!(draft.number.is_some(), "{}", page.words());
        self.done.extend(self.open.take());
        Some(())
    }

    async fn plan(&mut self) -> Option<()> {
        let draft = self.open.as_mut()?;
        let address = format!("/drafts/{}", draft.id);
        if draft.sent == 0 {
            let answers = [("request.kind", "issue"), ("applicant.basis", "holder"), ("action", "save")];
            let page = send(&mut self.citizen, form(&format!("{address}/request"), &answers), self.patient).await?;
            assert_eq!(page.status, 303, "{}", page.words());
            (draft.sent, draft.saved) = (1, 1);
            return Some(());
        }
        let autosave = draft.sent % 2 == 1;
        draft.sent += 1;
        let comment = format!("правка {}", draft.sent);
        let to = if autosave { format!("{address}/autosave?step=plot") } else { format!("{address}/plot") };
        let mut answers = PLOT.to_vec();
        answers.extend([("comment", comment.as_str()), ("action", "save")]);
        let page = send(&mut self.citizen, form(&to, &answers), self.patient).await?;
        assert_eq!(page.status, if autosave { 200 } else { 303 }, "{}", page.words());
        draft.saved = draft.sent;
        draft.filing = draft.sent >= 3;
        Some(())
    }

    async fn ticket(&mut self) -> Option<()> {
        let draft = self.open.as_mut()?;
        let address = format!("/drafts/{}", draft.id);
        let sending = match draft.saved {
            0 => form(&format!("{address}/request"), &[("request.kind", "issue"), ("action", "save")]),
            1 => {
                form(&format!("{address}/hunting"), &[("read_rules", "true"), ("delivery", "none"), ("action", "save")])
            }
            _ => Sending::post(&format!("{address}/hunting"))
                .parts(&[("action", "save")], Some(("photo", "photo.png", &paper::png(300, 400)))),
        };
        let page = send(&mut self.citizen, sending, self.patient).await?;
        assert_eq!(page.status, 303, "{}", page.words());
        draft.saved += 1;
        draft.sent = draft.saved;
        draft.filing = draft.saved == 3;
        Some(())
    }

    /// Sends results on to another authority, each once.
    pub async fn send_results_on(&mut self, db: &Db) {
        for one in self.done.iter_mut().filter(|one| !one.sent_on) {
            let Some(case) = &one.case else { continue };
            let case = cases::by_id(db, &CaseId(case.clone())).await.unwrap().unwrap();
            let Some(result) = case.results.first() else { continue };
            let to = form(&format!("/results/{result}/send"), &[("to", "education"), ("purpose", "льгота")]);
            let Ok(page) = self.citizen.browser.try_send(to).await else { return };
            if self.patient && matches!(page.status, 409 | 503) {
                one.asked_on = true;
                return;
            }
            // The answer to the first sending got lost, and a second one is refused.
            let before = one.asked_on && page.status == 422 && page.words().contains("уже отправлен");
            assert!(page.status == 303 || before, "{}", page.words());
            one.sent_on = true;
        }
    }

    /// What was acknowledged is there: saves at most one old, applications exactly once.
    pub async fn check(&self, db: &Db, remembered: impl IntoIterator<Item = &Remembered>) {
        for one in remembered {
            let draft =
                drafts::by_id(db, &DraftId(one.id.clone())).await.unwrap().expect("an acknowledged draft is there");
            if self.wanted == Wanted::LandPlan {
                let stands =
                    draft.answers.get("comment").and_then(|comment| comment.as_str()?.rsplit(' ').next()?.parse().ok());
                let stands: u32 = stands.unwrap_or(u32::from(draft.answers.contains_key("request.kind")));
                // A first save may have arrived without its answer coming back.
                let sent = one.sent.max(1);
                assert!(one.saved <= stands && stands <= sent, "{one:?} stands at {stands}");
            }
            let Some(case) = &one.case else { continue };
            assert_eq!(draft.case.as_ref().map(CaseId::as_str), Some(case.as_str()), "{one:?}");
            let case =
                cases::by_id(db, &CaseId(case.clone())).await.unwrap().expect("an acknowledged application is there");
            assert_eq!(case.draft.as_str(), one.id);
            if let Some(number) = &one.number {
                assert_eq!(*number, case.number);
                assert_eq!(cases::id_of_number(db, number).await.unwrap(), Some(case.id));
            }
        }
    }
}

fn form(path: &str, fields: &[(&str, &str)]) -> Sending {
    Sending::post(path).form(fields)
}

/// Sends; nothing when the server is gone. Any answer that comes must be a good one.
async fn send(citizen: &mut Citizen, sending: Sending, patient: bool) -> Option<Page> {
    let page = citizen.browser.try_send(sending).await.ok()?;
    if patient && matches!(page.status, 409 | 503) {
        return None;
    }
    assert!(page.status < 400, "{} answered {}: {}", page.url, page.status, page.words());
    Some(page)
}
