//! What can be done beside deciding, and what has happened beside the plain course: pauses,
//! questions, disputes, sheets, earlier rounds, what is owed. A part of the case card.

use actions::desk::card::Card;
use actions::desk::procedures::Doing;
use domain::case::{Assessing, Contest, Declared, Obligation, ObligationStage, Pause, Questions, Round, Sheet, WentOn};
use regulation::fact::Attachment;
use regulation::package::Ground;

use super::words;
use crate::citizen::condition;
use crate::shell::Page;

/// That part of the card.
pub struct NextView {
    /// What can be done.
    pub links: Vec<LinkView>,
    /// What has happened.
    pub notes: Vec<NoteView>,
}

/// Something that can be done.
pub struct LinkView {
    /// Its name in the address.
    pub name: &'static str,
    /// Its words.
    pub label: String,
}

/// Something that happened.
pub struct NoteView {
    /// What.
    pub title: String,
    /// More of it.
    pub lines: Vec<String>,
    /// It must stand out.
    pub open: bool,
    /// Files with it: hash and name.
    pub files: Vec<(String, String)>,
}

/// Makes it.
pub fn next(page: &Page, card: &Card, offered: &[Doing], files: &[(String, Attachment)]) -> NextView {
    let links = offered
        .iter()
        .map(|doing| LinkView { name: doing.name(), label: page.t(&format!("desk-act-{}", doing.name())).to_owned() });
    NextView { links: links.collect(), notes: Notes { page, card, files }.all() }
}

struct Notes<'a> {
    page: &'a Page,
    card: &'a Card,
    files: &'a [(String, Attachment)],
}

impl Notes<'_> {
    fn all(&self) -> Vec<NoteView> {
        let case = &self.card.case;
        let mut notes = Vec::new();
        if let Some(words) = &case.call_words {
            notes.push(self.note("desk-note-called", vec![words.clone()], case.needs_person.is_some()));
        }
        if let Some(proactive) = &case.proactive {
            notes.push(self.note("desk-note-proactive", proactive.undone.iter().cloned().collect(), false));
        }
        notes.extend(case.contests.iter().map(|contest| self.contest(contest)));
        notes.extend(case.pauses.iter().filter(|pause| pause.ground.is_some()).map(|pause| self.pause(pause)));
        notes.extend(case.asked_of_applicant.iter().map(|asked| self.asked(asked)));
        notes.extend(case.prolonged.iter().map(|prolonged| {
            let mut lines = self.of_ground(&prolonged.ground);
            lines.extend(prolonged.words.clone());
            self.note("desk-note-prolonged", lines, false)
        }));
        if let Some(away) = &case.turned_away {
            let mut lines: Vec<String> =
                away.to.iter().map(|to| self.page.t1("desk-act-forward-to", "whom", to.as_str())).collect();
            lines.extend(self.of_ground(&away.ground));
            lines.extend(away.words.clone());
            let key = if away.to.is_some() { "desk-note-forwarded" } else { "desk-note-returned" };
            notes.push(self.note(key, lines, false));
        }
        notes.extend(case.rounds.iter().map(|round| self.round(round)));
        notes.extend(case.assessing.iter().filter_map(|known| self.assessing(known)));
        notes.extend(case.declared.iter().map(|owed| self.declared(owed)));
        notes.extend(case.sheets.iter().map(|sheet| self.sheet(sheet)));
        notes.extend(case.obligations.iter().map(|owed| self.owed(owed)));
        notes
    }

    fn note(&self, key: &str, lines: Vec<String>, open: bool) -> NoteView {
        NoteView { title: self.page.t(key).to_owned(), lines, open, files: Vec::new() }
    }

    /// A ground in the words of the act, with its clause.
    fn of_ground(&self, id: &str) -> Vec<String> {
        let rules = &self.card.regulation;
        let grounds = rules.suspend.iter().map(|rule| &rule.ground);
        let grounds = grounds.chain(rules.prolong.iter().map(|rule| &rule.ground));
        let grounds = grounds.chain(rules.give_back.iter().map(|rule| &rule.ground));
        let mut grounds = grounds.chain(rules.forward.iter().map(|rule| &rule.ground));
        let found: Option<&Ground> = grounds.find(|ground| ground.id == id);
        found.map(|ground| format!("{}. {}", ground.title, rules.clause_text(&ground.because))).into_iter().collect()
    }

    /// The ground, what ends it, how long it may last.
    fn pause(&self, pause: &Pause) -> NoteView {
        let (page, rules) = (self.page, &self.card.regulation);
        let id = pause.ground.as_deref().unwrap_or_default();
        let mut lines = vec![pause.reason.clone()];
        lines.extend(self.of_ground(id));
        lines.push(page.t1("desk-note-since", "moment", page.moment(&pause.from)));
        match pause.until {
            Some(until) => lines.push(page.t1("desk-note-until", "moment", page.moment(&until))),
            None => {
                let rule = rules.suspend.iter().find(|rule| rule.ground.id == id);
                let until = rule.and_then(|rule| rule.until.as_ref());
                lines
                    .extend(until.map(|until| page.t1("desk-act-until", "when", condition::words(page, rules, until))));
                lines.extend(pause.limit.as_ref().map(|due| page.t1("desk-note-limit", "date", page.last_day(due))));
            }
        }
        lines.extend(pause.went_on.map(|why| page.t(went_on(why)).to_owned()));
        self.note("desk-note-paused", lines, pause.until.is_none())
    }

    fn asked(&self, asked: &Questions) -> NoteView {
        let page = self.page;
        let mut lines = vec![words::labels(&self.card.regulation, &asked.facts), asked.words.clone()];
        if asked.open() {
            lines.extend(asked.due.as_ref().map(|due| page.t1("desk-note-answer-by", "date", page.last_day(due))));
        } else {
            let key = if asked.answered { "desk-note-answered" } else { "desk-note-unanswered" };
            lines.push(page.t(key).to_owned());
        }
        self.note("desk-note-asked", lines, asked.open())
    }

    fn contest(&self, contest: &Contest) -> NoteView {
        let page = self.page;
        let label = words::labels(&self.card.regulation, [&contest.fact]);
        let mut lines = vec![contest.words.clone()];
        match contest.settled_at {
            None => lines.push(page.t("desk-note-contest-open").to_owned()),
            Some(_) if contest.upheld => lines.push(page.t("desk-note-contest-upheld").to_owned()),
            Some(_) => lines.push(page.t("desk-note-contest-kept").to_owned()),
        }
        let title = page.t1("desk-note-contest", "fact", label);
        NoteView { title, lines, open: contest.settled_at.is_none(), files: Vec::new() }
    }

    fn round(&self, round: &Round) -> NoteView {
        let page = self.page;
        let key = match round.ground {
            domain::case::ReopenGround::Complaint => "desk-act-reopen-complaint",
            domain::case::ReopenGround::Court => "desk-act-reopen-court",
            domain::case::ReopenGround::Error => "desk-act-reopen-error",
        };
        let lines = vec![page.t(key).to_owned(), round.reason.clone(), page.moment(&round.reopened_at)];
        self.note(if round.only_result { "desk-note-corrected" } else { "desk-note-reopened" }, lines, false)
    }

    /// The way the applicant chose, the time, what was handed in and whether it can be assessed.
    fn assessing(&self, known: &Assessing) -> Option<NoteView> {
        let page = self.page;
        let way = known.method.map(|method| page.t(&format!("assessment-way-{}", method.name())).to_owned());
        let mut lines: Vec<String> = way.into_iter().collect();
        lines.extend(known.when.clone());
        lines.extend(known.consent_at.map(|at| page.t1("desk-note-consent", "moment", page.moment(&at))));
        for capture in &known.captures {
            lines.push(page.t1("desk-note-captured", "moment", page.moment(&capture.at)));
            lines.extend(capture.words.clone());
            lines.extend(capture.good.map(|good| page.t(judged(good)).to_owned()));
            lines.extend(capture.fault.clone());
        }
        let hashes: Vec<String> = known.captures.iter().flat_map(|capture| capture.evidence.clone()).collect();
        let rule = self.card.regulation.assessments.iter().find(|rule| rule.procedure == known.procedure);
        let title = rule.map_or_else(|| known.procedure.clone(), |rule| rule.title.clone());
        let open = known.captures.last().is_some_and(|last| last.good.is_none()) && known.first_sheet.is_none();
        let files = named(self.files, &hashes);
        (!lines.is_empty()).then(|| NoteView {
            title: page.t1("desk-note-assessing", "what", title),
            lines,
            open,
            files,
        })
    }

    /// An original that was declared, and whether it was shown.
    fn declared(&self, owed: &Declared) -> NoteView {
        let key = match owed.shown {
            None => "desk-note-original-open",
            Some(true) => "desk-note-original-shown",
            Some(false) => "desk-note-original-wrong",
        };
        let label = words::labels(&self.card.regulation, [&owed.item]);
        let lines = [Some(self.page.t(key).to_owned()), owed.reason.clone()].into_iter().flatten().collect();
        let title = self.page.t1("desk-note-original", "what", label);
        NoteView { title, lines, open: owed.shown == Some(false), files: Vec::new() }
    }

    fn sheet(&self, sheet: &Sheet) -> NoteView {
        let name = self.card.names.get(&sheet.expert).cloned();
        let mut lines: Vec<String> = name.into_iter().collect();
        let items = self.card.regulation.assessments.iter().flat_map(|rule| &rule.sheet);
        let items: Vec<_> = items.collect();
        lines.extend(sheet.scores.iter().map(|score| {
            let item = items.iter().find(|item| item.id == score.criterion);
            let label = match item {
                Some(item) => item.title.clone(),
                None => words::labels(&self.card.regulation, [&score.criterion]),
            };
            let value = match item {
                Some(item) if item.most.is_none() => {
                    self.page.t(if score.score.is_zero() { "desk-verdict-no" } else { "desk-verdict-yes" }).to_owned()
                }
                _ => score.score.normalize().to_string().replace('.', ","),
            };
            self.page.t2("desk-fact-read", "label", label, "value", value)
        }));
        lines.push(sheet.text.clone());
        NoteView { files: named(self.files, &sheet.evidence), ..self.note("desk-note-sheet", lines, false) }
    }

    fn owed(&self, owed: &Obligation) -> NoteView {
        let page = self.page;
        let rule = self.card.regulation.afterwards.iter().find(|rule| rule.id == owed.id);
        let mut lines = vec![page.t(stage(owed.stage)).to_owned()];
        lines.extend(owed.due.as_ref().map(|due| page.t1("desk-due-by", "date", page.last_day(due))));
        lines.extend(owed.done_at.map(|at| page.t1("desk-task-done-at", "moment", page.moment(&at))));
        lines.extend(
            owed.blocks_until.filter(|_| owed.open()).map(|at| page.t1("desk-note-blocks", "date", page.day(&at))),
        );
        lines.extend(owed.words.clone());
        lines.extend(rule.map(|rule| self.card.regulation.clause_text(&rule.because)));
        let title = rule.map_or_else(|| owed.id.clone(), |rule| rule.title.clone());
        NoteView {
            title: page.t1("desk-note-owed", "what", title),
            lines,
            open: owed.stage == ObligationStage::Overdue,
            files: named(self.files, &owed.evidence),
        }
    }
}

/// Files by their hashes, each with its name.
pub fn named(files: &[(String, Attachment)], hashes: &[String]) -> Vec<(String, String)> {
    let name = |hash: &String| files.iter().find(|(_, file)| file.sha256 == *hash).map(|(_, file)| file.name.clone());
    hashes.iter().filter_map(|hash| Some((hash.clone(), name(hash)?))).collect()
}

fn judged(good: bool) -> &'static str {
    if good { "desk-note-capture-good" } else { "desk-note-capture-bad" }
}

fn went_on(why: WentOn) -> &'static str {
    match why {
        WentOn::Ended => "desk-note-went-ended",
        WentOn::Limit => "desk-note-went-limit",
        WentOn::Answered => "desk-note-answered",
        WentOn::Person => "desk-note-went-person",
    }
}

fn stage(stage: ObligationStage) -> &'static str {
    match stage {
        ObligationStage::Open => "desk-note-owed-open",
        ObligationStage::Overdue => "desk-note-owed-overdue",
        ObligationStage::Done => "desk-note-owed-done",
        ObligationStage::DoneLate => "desk-note-owed-late",
    }
}
