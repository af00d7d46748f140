//! What an official finds out beside the form and the registers: what a silent source would have
//! said, and who is right where a fact is contested.

use actions::desk::decide::Question;
use actions::desk::learn;
use actions::desk::procedures::{self, Doing, Said};
use actions::stop::Stop;
use domain::case::Wish;

use super::official::{Desk, Did};

impl Desk<'_> {
    /// Asks by telephone what a silent register would have said.
    pub(super) async fn find_out(&self, names: &[String], question: Question) -> Result<Did, Stop> {
        let office = &self.scene.office;
        let now = office.now();
        let open = learn::open(self.case(), &self.opened.regulation, &self.whole(), question);
        for fact in open {
            // What the source would have had nothing to say of, nobody types.
            let Some(raw) = self.script.given.get(&fact.name).filter(|raw| !raw.is_null()) else { continue };
            let typed = typed(raw);
            let (id, revision) = (&self.case().id, self.case().revision);
            return match learn::learn(office, self.official, id, &fact.name, &typed, revision, now).await? {
                None => Ok(Did::Acted("find out")),
                Some(problem) => Ok(Did::Stuck(format!("{}: {problem}", fact.name))),
            };
        }
        let mut facts = self.script.known(now, office.today(now));
        facts.0.retain(|name, _| names.contains(name));
        for known in facts.0.values_mut() {
            known.source = regulation::fact::Source::Official { official: self.official.id.to_string() };
        }
        if facts.0.is_empty() || self.awaits() {
            return Ok(Did::Stuck(format!("not known: {}", names.join(", "))));
        }
        self.wish("find out", Wish::Learn { facts }).await
    }

    /// Settles a fact that the applicant contests, or of which registers say different things: what
    /// is true is what the script says, where a field takes it.
    pub(super) async fn settle(&self) -> Result<Option<Did>, Stop> {
        let office = &self.scene.office;
        let Some(fact) = self.case().contested().into_iter().next() else { return Ok(None) };
        let true_one = self.script.given.get(&fact).filter(|raw| !raw.is_null()).map(typed);
        let words = "Проверено по запросу (моделирование).".to_owned();
        let keep = Said { choice: "keep".to_owned(), fact, words, ..Said::default() };
        let replace = true_one.map(|value| Said { choice: "replace".to_owned(), value, ..keep.clone() });
        let mut problems = Vec::new();
        for said in replace.into_iter().chain([keep]) {
            let (id, revision) = (&self.case().id, self.case().revision);
            problems =
                procedures::carry_out(office, self.official, id, Doing::Settle, &said, revision, office.now()).await?;
            if problems.is_empty() {
                return Ok(Some(Did::Acted("settle")));
            }
        }
        Ok(Some(Did::Stuck(format!("{problems:?}"))))
    }
}

/// A value as an official types it.
fn typed(raw: &serde_json::Value) -> String {
    match raw {
        serde_json::Value::Bool(true) => "yes".to_owned(),
        serde_json::Value::Bool(false) => "no".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
