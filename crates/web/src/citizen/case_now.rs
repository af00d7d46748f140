//! Where an application of one's own stands, in plain words: the day of its term, what it waits
//! for and what ends that, what is known and can be contested, what is owed after the decision.

use actions::citizen::applications::OpenCase;
use actions::citizen::replies::Replies;
use domain::case::{Basis, DayOf, ObligationStage, Pause, ReopenGround, StandsFor};
use domain::joint;
use regulation::assess::shown;
use regulation::fact::{Known, Source};
use regulation::package::Ground;

use super::condition;
use crate::shell::Page;

/// A word on where it stands.
pub struct StateNote {
    /// What happened.
    pub title: String,
    /// Why, what ends it, what can be done.
    pub lines: Vec<String>,
    /// The clause.
    pub clause: String,
    /// Colour of the note.
    pub class: &'static str,
}

/// Something an authority knows of the person.
pub struct KnownView {
    /// Name of the fact.
    pub name: String,
    /// Label.
    pub label: String,
    /// Value in words.
    pub shown: String,
    /// Where it came from.
    pub source: String,
    /// It is contested already.
    pub contested: bool,
    /// It can be contested.
    pub may: bool,
}

/// Something owed after the decision.
pub struct OwedView {
    /// Id in the regulation.
    pub id: String,
    /// What it is.
    pub title: String,
    /// What is to be done, what can be done.
    pub lines: Vec<String>,
    /// The clause.
    pub clause: String,
    /// Where it stands.
    pub stage: &'static str,
    /// Colour of its chip.
    pub class: &'static str,
    /// It can be reported here.
    pub may: bool,
}

/// «день 7 из 10, стоит 3 дня: ждём вашего ответа».
pub fn day(page: &Page, day: &DayOf) -> String {
    let key = if day.working { "case-day" } else { "case-day-calendar" };
    let counted = page.t2(key, "day", i64::from(day.day), "of", i64::from(day.of));
    if day.late {
        return page.t1("case-day-late", "counted", counted);
    }
    let Some(standing) = &day.standing else { return counted };
    let reason = match &standing.waits_for {
        StandsFor::Ground { words, .. } => words.trim_end_matches('.').to_owned(),
        StandsFor::Applicant { .. } => page.t("case-stands-applicant").to_owned(),
        StandsFor::Payment => page.t("case-stands-payment").to_owned(),
    };
    let stands = page.t2("case-stands", "days", i64::from(standing.days), "reason", reason);
    format!("{counted}, {stands}")
}

/// What happened beside the plain course, the latest that still matters.
pub fn notes(page: &Page, open: &OpenCase) -> Vec<StateNote> {
    let (case, rules) = (&open.case, &open.regulation);
    let mut notes = Vec::new();
    if let Some(away) = &case.turned_away {
        let back = rules.give_back.iter().map(|rule| &rule.ground);
        let ground = back.chain(rules.forward.iter().map(|rule| &rule.ground)).find(|one| one.id == away.ground);
        let mut lines = said(page, ground);
        lines.extend(away.words.as_ref().map(|words| page.t1("case-words", "words", words.as_str())));
        let key = match &away.to {
            Some(_) => "case-forwarded",
            None => "case-returned",
        };
        notes.push(note(page, open, key, lines, ground, "warn"));
    }
    if let Some(pause) = case.pauses.last().filter(|pause| pause.until.is_none() && pause.ground.is_some()) {
        notes.push(paused(page, open, pause));
    }
    if let Some(prolonged) = case.prolonged.last().filter(|_| case.decision.is_none() && case.closed_at.is_none()) {
        let ground = rules.prolong.iter().map(|rule| &rule.ground).find(|one| one.id == prolonged.ground);
        let mut lines = said(page, ground);
        lines.extend(prolonged.words.as_ref().map(|words| page.t1("case-words", "words", words.as_str())));
        lines.extend(case.due.as_ref().map(|due| page.t1("case-prolonged-until", "date", page.last_day(due))));
        notes.push(note(page, open, "case-prolonged", lines, ground, ""));
    }
    notes.extend(originals(page, open));
    if let Some(round) = case.rounds.last().filter(|_| case.closed_at.is_none()) {
        let key = match round.ground {
            ReopenGround::Complaint => "notice-reopened-complaint",
            ReopenGround::Court => "notice-reopened-court",
            ReopenGround::Error => "notice-reopened-error",
        };
        let lines = vec![page.t(key).to_owned(), round.reason.clone()];
        notes.push(note(page, open, "notice-reopened", lines, None, ""));
    }
    if let Some(proactive) = &case.proactive {
        let key = match proactive.basis {
            Basis::Consent => "notice-started-consent",
            Basis::Law => "notice-started-law",
        };
        let mut lines = vec![proactive.undone.clone().unwrap_or_else(|| page.t(key).to_owned())];
        lines.extend(why_started(page, open, &proactive.trigger));
        let title = if proactive.undone.is_some() { "notice-undone" } else { "notice-started" };
        notes.push(note(page, open, title, lines, None, ""));
    }
    notes
}

/// Originals that the person promised to show, and what was wrong with those that were looked at
/// (FORM-16, INTAKE-06).
fn originals(page: &Page, open: &OpenCase) -> Option<StateNote> {
    let owed = open.case.declared.iter().filter(|owed| owed.shown != Some(true) && open.case.closed_at.is_none());
    let lines: Vec<String> = owed
        .map(|owed| {
            let label = open.regulation.facts.get(&owed.item).map_or(owed.item.as_str(), |fact| fact.label.as_str());
            match &owed.reason {
                Some(why) => page.t2("case-original-wrong", "item", label, "why", why.as_str()),
                None => label.to_owned(),
            }
        })
        .collect();
    (!lines.is_empty()).then(|| note(page, open, "case-originals", lines, None, "warn"))
}

/// The ground, what ends it, how long at most, what the person can do.
fn paused(page: &Page, open: &OpenCase, pause: &Pause) -> StateNote {
    let rule = open.regulation.suspend.iter().find(|rule| pause.ground.as_ref() == Some(&rule.ground.id));
    let ground = rule.map(|rule| &rule.ground);
    let mut lines = vec![pause.reason.clone()];
    lines.extend(ground.filter(|one| !one.mend.is_empty()).map(|one| page.t1("case-mend", "mend", one.mend.as_str())));
    let until = rule.and_then(|rule| rule.until.as_ref());
    lines.extend(
        until.map(|until| page.t1("case-paused-ends", "when", condition::words(page, &open.regulation, until))),
    );
    lines.extend(pause.limit.as_ref().map(|due| page.t1("notice-suspended-limit", "date", page.last_day(due))));
    note(page, open, "case-paused", lines, ground, "warn")
}

fn said(page: &Page, ground: Option<&Ground>) -> Vec<String> {
    let Some(ground) = ground else { return Vec::new() };
    let mut lines = vec![ground.say.clone()];
    if !ground.mend.is_empty() {
        lines.push(page.t1("case-mend", "mend", ground.mend.as_str()));
    }
    lines
}

/// What the need for a service rested on that began without an application.
fn why_started(page: &Page, open: &OpenCase, trigger: &str) -> Option<String> {
    let id = trigger.split(':').next()?;
    let trigger = open.regulation.proactive.iter().find(|one| one.id == id)?;
    let need = open.regulation.criteria.get(&trigger.need)?;
    Some(page.t1("case-why-started", "why", need.say_yes.as_str()))
}

fn note(
    page: &Page,
    open: &OpenCase,
    key: &str,
    lines: Vec<String>,
    ground: Option<&Ground>,
    class: &'static str,
) -> StateNote {
    let clause = ground.map(|ground| open.regulation.clause_text(&ground.because)).unwrap_or_default();
    StateNote { title: page.t(key).to_owned(), lines, clause, class }
}

/// What others said of the person: each can be contested while the case is not decided.
pub fn known(page: &Page, open: &OpenCase, replies: &Replies) -> Vec<KnownView> {
    let view = |(name, known): (&String, &Known)| {
        let fact = open.regulation.facts.get(name)?;
        let source = match &known.source {
            Source::Applicant | Source::Case | Source::Derived => return None,
            Source::Identity => page.t("from-identity").to_owned(),
            Source::Service { .. } => page.t("from-service").to_owned(),
            Source::Official { .. } => page.t("known-official").to_owned(),
            Source::Experts { .. } => page.t("known-experts").to_owned(),
            Source::Register { source } => {
                let declared = open.regulation.sources.get(source);
                declared.map_or_else(|| page.t("from-register").to_owned(), |declared| declared.title.clone())
            }
        };
        let value = known.value.as_ref();
        Some(KnownView {
            name: name.clone(),
            label: fact.label.clone(),
            shown: value.map_or_else(|| page.t("known-absent").to_owned(), |value| shown(&fact.kind, value)),
            source,
            contested: known.contested,
            may: replies.contest.contains(name),
        })
    };
    // What a co-applicant's account says of them stays theirs.
    let own = |(name, _): &(&String, &Known)| !joint::is_others_secret(&open.regulation, &open.case, name);
    open.case.facts.0.iter().filter(own).filter_map(view).collect()
}

/// What is owed after the decision, and what was.
pub fn owed(page: &Page, open: &OpenCase, replies: &Replies) -> Vec<OwedView> {
    let own = open.case.obligations.iter();
    // A re-check is the authority's own work.
    let own = own.filter(|known| known.kind != regulation::package::AfterwardsKind::Recheck);
    own.map(|known| {
        let rule = open.regulation.afterwards.iter().find(|rule| rule.id == known.id);
        let mut lines: Vec<String> = rule.iter().flat_map(|rule| [rule.say.clone(), rule.mend.clone()]).collect();
        lines.retain(|line| !line.is_empty());
        lines.extend(known.due.as_ref().map(|due| page.t1("notice-afterwards-due", "date", page.last_day(due))));
        lines.extend(known.done_at.map(|at| page.t1("owed-done-at", "moment", page.moment(&at))));
        let (stage, class) = match known.stage {
            ObligationStage::Open => ("owed-open", "info"),
            ObligationStage::Overdue => ("owed-overdue", "bad"),
            ObligationStage::Done => ("owed-done", "good"),
            ObligationStage::DoneLate => ("owed-done-late", "good"),
        };
        OwedView {
            title: rule.map_or_else(|| known.id.clone(), |rule| rule.title.clone()),
            clause: rule.map(|rule| open.regulation.clause_text(&rule.because)).unwrap_or_default(),
            lines,
            stage,
            class,
            may: known.open() && replies.owed.contains(&known.id),
            id: known.id.clone(),
        }
    })
    .collect()
}
