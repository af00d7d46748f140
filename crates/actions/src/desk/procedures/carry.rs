//! Carrying a doing out: what was typed becomes wishes, the rule grants them or says why not, and
//! everything is written as one change. A preview stops before the writing.

use std::collections::BTreeMap;

use domain::case::{Actor, CallReason, Case, Change, ReopenGround, Score, Sheet, Wish};
use domain::id::{CaseId, OfficialId};
use domain::journal::Record;
use domain::notice::Notice;
use domain::official::Official;
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::assess::Decision;
use regulation::fact::{Attachment, Facts, Known, Source, Value};
use regulation::form;
use regulation::package::{Fact, UploadLimits};
use store::Write;
use store::desk::words::{self, Kind, Words};

use super::{Doing, Probe, by_ground, evidence, sheet};
use crate::citizen::inspect::Flaw;
use crate::citizen::uploads::NotTaken;
use crate::commit::Opened;
use crate::desk::decide::LONGEST_WORDS;
use crate::desk::messages::{self, Sent};
use crate::desk::next_step::running;
use crate::desk::{access, decide, learn, work};
use crate::office::Office;
use crate::stop::Stop;
use crate::watch;

/// What an official chose and typed.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Id of the ground.
    pub ground: String,
    /// Names of facts to ask.
    pub facts: Vec<String>,
    /// Words.
    pub words: String,
    /// `keep`, `replace`; `complaint`, `court`, `error`.
    pub choice: String,
    /// The fact to settle.
    pub fact: String,
    /// The value it gets.
    pub value: String,
    /// What is owed.
    pub obligation: String,
    /// To whom the case goes; empty: into the common queue.
    pub to: String,
    /// What was found out, by fact.
    pub found: BTreeMap<String, String>,
    /// Points by line of a sheet.
    pub scores: BTreeMap<String, String>,
    /// A file that backs it up.
    pub file: Option<Sent>,
}

/// Something is wrong at a field.
#[derive(Debug)]
pub struct Problem {
    /// `ground`, `facts`, `words`, `choice`, `fact`, `value`, `obligation`, `to`, `file`, the name
    /// of a fact; empty: of the doing as a whole.
    pub field: String,
    /// What.
    pub what: Wrong,
}

/// What is wrong.
#[derive(Debug)]
pub enum Wrong {
    /// Nothing was chosen.
    NotChosen,
    /// Nothing was written.
    NotWritten,
    /// More words than allowed.
    TooLong,
    /// A value that the fact does not take.
    Value(String),
    /// The file.
    File(Flaw, UploadLimits),
    /// The rule says no.
    Rule(Refusal),
}

fn wrong(field: &str, what: Wrong) -> Problem {
    Problem { field: field.to_owned(), what }
}

/// What the applicant would be told; or what is wrong.
pub async fn preview(
    office: &Office,
    official: &Official,
    id: &CaseId,
    doing: Doing,
    said: &Said,
    now: Timestamp,
) -> Result<Result<Vec<Notice>, Vec<Problem>>, Stop> {
    let opened = access::open(office, official, id, doing.act()).await?;
    let made = make(office, official, &opened, doing, said, None, now)?;
    Ok(made.map(|(change, _)| change.notices))
}

/// Does it. `Ok` holds what is wrong; empty: done.
pub async fn carry_out(
    office: &Office,
    official: &Official,
    id: &CaseId,
    doing: Doing,
    said: &Said,
    revision: i64,
    now: Timestamp,
) -> Result<Vec<Problem>, Stop> {
    let opened = access::open_as_seen(office, official, id, doing.act(), revision).await?;
    if let Err(stop) = hands_to(office, official, doing, said).await {
        return match stop {
            Stop::Refused(why) => Ok(vec![wrong("to", Wrong::Rule(why))]),
            stop => Err(stop),
        };
    }
    // What is wrong with the words is said before a file is stored for nothing.
    if let Err(problems) = make(office, official, &opened, doing, said, None, now)? {
        for problem in &problems {
            if let Wrong::Rule(refusal) = &problem.what {
                watch::tried(office, &opened.case, refusal, now).await?;
            }
        }
        return Ok(problems);
    }
    let file = match messages::kept(office, said.file.clone()).await {
        Ok(file) => file,
        Err(NotTaken::Flaw(flaw, limits)) => return Ok(vec![wrong("file", Wrong::File(flaw, limits))]),
        Err(NotTaken::Stop(stop)) => return Err(stop),
    };
    match make(office, official, &opened, doing, said, file.as_ref(), now)? {
        Err(problems) => Ok(problems),
        Ok((change, writes)) => {
            office.commit_change(&opened, &change, writes).await?;
            Ok(Vec::new())
        }
    }
}

/// A colleague who is named must be one.
async fn hands_to(office: &Office, official: &Official, doing: Doing, said: &Said) -> Result<(), Stop> {
    if doing != Doing::Call || said.to.is_empty() {
        return Ok(());
    }
    let known = work::colleagues(office, official).await?.iter().any(|one| one.id.as_str() == said.to);
    if known { Ok(()) } else { Err(Refusal::NotAllowed.into()) }
}

type Made = Result<(Change, Vec<Write>), Vec<Problem>>;

fn make(
    office: &Office,
    official: &Official,
    opened: &Opened,
    doing: Doing,
    said: &Said,
    file: Option<&Attachment>,
    now: Timestamp,
) -> Result<Made, Stop> {
    let making = Making { office, official, opened, said, file, now };
    if let Some(problem) = making.lacks(doing) {
        return Ok(Err(vec![problem]));
    }
    let wishes = match making.wishes(doing)? {
        Ok(wishes) => wishes,
        Err(problems) => return Ok(Err(problems)),
    };
    let by = Actor::Official(official.id.clone());
    let mut step =
        Opened { case: opened.case.clone(), head: opened.head.clone(), regulation: opened.regulation.clone() };
    let mut whole: Option<Change> = None;
    for wish in wishes {
        let change = match office.decide(&step, &wish, &by, now) {
            Ok(change) => change,
            Err(Stop::Refused(why)) => return Ok(Err(vec![placed(doing, why)])),
            Err(stop) => return Err(stop),
        };
        step.case = change.case.clone();
        whole = Some(joined(whole, change));
    }
    let mut writes = Vec::new();
    if doing == Doing::Settle {
        let (told, write) = making.told(&step, &by)?;
        whole = Some(joined(whole, told));
        writes.push(write);
    } else if let Some(file) = file {
        let of = if doing == Doing::Assess { format!("sheet:{}", official.id) } else { said.obligation.clone() };
        writes.push(evidence::keep(office, &opened.case, &of, file, now));
    }
    let whole = whole.ok_or(Stop::Refused(Refusal::NotDue))?;
    Ok(Ok((whole, writes)))
}

fn joined(before: Option<Change>, next: Change) -> Change {
    match before {
        Some(before) => before.then(next),
        None => next,
    }
}

/// At which field a refusal of the rule is shown.
fn placed(doing: Doing, why: Refusal) -> Problem {
    let by_ground = matches!(doing, Doing::Suspend | Doing::Prolong | Doing::GiveBack | Doing::Forward);
    let field = match (&why, doing) {
        (Refusal::UnknownGround(_) | Refusal::NotEstablished | Refusal::SuspensionUnbounded(_), _) if by_ground => {
            "ground"
        }
        (Refusal::AlreadyDone, Doing::Prolong) => "ground",
        (Refusal::HeldByAuthority { .. } | Refusal::UnknownFact(_), Doing::Ask) => "facts",
        (Refusal::UnknownFact(_), Doing::Settle) => "fact",
        (Refusal::UnknownObligation(_), _) => "obligation",
        (Refusal::ReasonNeeded, _) => "words",
        _ => "",
    };
    wrong(field, Wrong::Rule(why))
}

/// One doing with everything it is made of.
struct Making<'a> {
    office: &'a Office,
    official: &'a Official,
    opened: &'a Opened,
    said: &'a Said,
    file: Option<&'a Attachment>,
    now: Timestamp,
}

impl Making<'_> {
    fn case(&self) -> &Case {
        &self.opened.case
    }

    /// What must be there and is not.
    fn lacks(&self, doing: Doing) -> Option<Problem> {
        let said = self.said;
        let not_chosen = |field| Some(wrong(field, Wrong::NotChosen));
        let by_ground = matches!(doing, Doing::Suspend | Doing::Prolong | Doing::GiveBack | Doing::Forward);
        if by_ground && said.ground.is_empty() {
            return not_chosen("ground");
        }
        match doing {
            Doing::Ask if said.facts.is_empty() => return not_chosen("facts"),
            Doing::Reopen if reopen_ground(&said.choice).is_none() => return not_chosen("choice"),
            Doing::Settle if said.fact.is_empty() => return not_chosen("fact"),
            Doing::Settle if !matches!(said.choice.as_str(), "keep" | "replace") => return not_chosen("choice"),
            Doing::Judge if !matches!(said.choice.as_str(), "good" | "bad") => return not_chosen("choice"),
            Doing::Fulfil | Doing::Recheck if said.obligation.is_empty() => return not_chosen("obligation"),
            _ => {}
        }
        // A ground that no expression sees stands on the official's words alone.
        let by_eye = by_ground && self.only_person_sees(doing);
        let worded = matches!(
            doing,
            Doing::Ask | Doing::Call | Doing::Undo | Doing::Reopen | Doing::Correct | Doing::Settle | Doing::Fulfil
        );
        let faulty = match doing {
            Doing::Judge => said.choice == "bad",
            Doing::Originals => self.probe().originals().iter().any(|owed| !said.facts.contains(&owed.item)),
            _ => false,
        };
        if (worded || by_eye || faulty) && said.words.trim().is_empty() {
            return Some(wrong("words", Wrong::NotWritten));
        }
        (said.words.chars().count() > LONGEST_WORDS).then(|| wrong("words", Wrong::TooLong))
    }

    fn probe(&self) -> Probe<'_> {
        let (office, official, now) = (self.office, self.official, self.now);
        Probe { office, official, case: self.case(), regulation: &self.opened.regulation, now }
    }

    fn only_person_sees(&self, doing: Doing) -> bool {
        let rules = &self.opened.regulation;
        let mut grounds: Box<dyn Iterator<Item = _>> = match doing {
            Doing::Suspend => Box::new(rules.suspend.iter().map(|rule| &rule.ground)),
            Doing::Prolong => Box::new(rules.prolong.iter().map(|rule| &rule.ground)),
            Doing::GiveBack => Box::new(rules.give_back.iter().map(|rule| &rule.ground)),
            _ => Box::new(rules.forward.iter().map(|rule| &rule.ground)),
        };
        grounds.any(|ground| ground.id == self.said.ground && ground.when.is_none())
    }

    fn wishes(&self, doing: Doing) -> Result<Result<Vec<Wish>, Vec<Problem>>, Stop> {
        let said = self.said;
        let words = said.words.trim().to_owned();
        let maybe = Some(words.clone()).filter(|words| !words.is_empty());
        let one = |wish| Ok(Ok(vec![wish]));
        match doing {
            Doing::Suspend | Doing::Prolong | Doing::GiveBack | Doing::Forward => {
                let wish = by_ground(doing, said.ground.clone(), maybe, self.trace()?);
                Ok(Ok(wish.into_iter().collect()))
            }
            Doing::Ask => one(Wish::AskApplicant { facts: said.facts.clone(), words }),
            Doing::Resume => one(Wish::Resume),
            Doing::Undo => one(Wish::Undo { reason: words }),
            Doing::Correct => one(Wish::Correct { reason: words }),
            Doing::Reopen => {
                let by = reopen_ground(&said.choice).unwrap_or(ReopenGround::Error);
                one(Wish::Reopen { reason: words, by })
            }
            Doing::Fulfil => {
                let evidence = self.file.map(|file| file.sha256.clone()).into_iter().collect();
                one(Wish::Fulfil { id: said.obligation.clone(), words: maybe, evidence })
            }
            Doing::Recheck => one(Wish::Recheck { id: said.obligation.clone() }),
            Doing::Judge => {
                let probe = self.probe();
                let judged = probe.judged().map(|rule| sheet::verdict(rule, said.choice == "good", words));
                Ok(Ok(judged.into_iter().collect()))
            }
            Doing::Originals => Ok(Ok(self.looks(&words))),
            Doing::Call => Ok(Ok(self.calls(words))),
            Doing::Settle => Ok(self.settles()),
            Doing::Assess | Doing::End => Ok(self.finds(doing, words)),
        }
    }

    /// The machine's view, kept with what ends the case.
    fn trace(&self) -> Result<serde_json::Value, Stop> {
        let assessment = decide::assess(self.office, self.case(), &self.opened.regulation, self.now);
        let today = self.office.today(self.now);
        let decision = Decision::keeping(&self.opened.regulation, &self.case().facts, today, assessment);
        serde_json::to_value(decision).map_err(Stop::broken("keeping the trace of a decision"))
    }

    /// Each declared original was shown and is in order, or is not, for the reason that was given.
    fn looks(&self, words: &str) -> Vec<Wish> {
        let look = |item: &String| {
            let shown = self.said.facts.contains(item);
            Wish::LookAtOriginal { item: item.clone(), shown, reason: (!shown).then(|| words.to_owned()) }
        };
        self.probe().originals().into_iter().map(|owed| look(&owed.item)).collect()
    }

    /// A person is called, and the case goes to a colleague or back into the queue.
    fn calls(&self, words: String) -> Vec<Wish> {
        let mut wishes = Vec::new();
        if self.case().needs_person.as_ref() != Some(&CallReason::Official.written()) {
            wishes.push(Wish::CallPerson { reason: words });
        }
        wishes.push(match OfficialId::parse(&self.said.to) {
            Some(to) => Wish::HandOver { to },
            None => Wish::Return,
        });
        wishes
    }

    /// The fact is learnt anew where it is replaced, or where registers differ, and settled where
    /// the applicant contests it.
    fn settles(&self) -> Result<Vec<Wish>, Vec<Problem>> {
        let (said, case) = (self.said, self.case());
        let replaced = said.choice == "replace";
        let contested = case.contests.iter().any(|open| open.fact == said.fact && open.settled_at.is_none());
        if !contested && !case.contested().contains(&said.fact) {
            return Err(vec![wrong("fact", Wrong::Rule(Refusal::UnknownFact(said.fact.clone())))]);
        }
        let fact = self.opened.regulation.facts.get(&said.fact);
        let fact = fact.ok_or_else(|| vec![wrong("fact", Wrong::Rule(Refusal::UnknownFact(said.fact.clone())))])?;
        let mut wishes = Vec::new();
        if replaced {
            let value = value(fact, &said.value).map_err(|problem| vec![wrong("value", problem)])?;
            wishes.push(self.learn([(said.fact.clone(), Some(value))]));
        } else if !contested {
            wishes.push(self.learn([(said.fact.clone(), case.facts.value(&said.fact).cloned())]));
        }
        if contested {
            wishes.push(Wish::Settle { fact: said.fact.clone(), upheld: replaced });
        }
        Ok(wishes)
    }

    /// What was found out, then the sheet or the end of the procedure.
    fn finds(&self, doing: Doing, words: String) -> Result<Vec<Wish>, Vec<Problem>> {
        let probe = self.probe();
        let (mut found, mut scores, mut problems) = (Vec::new(), Vec::new(), Vec::new());
        for fact in probe.outputs() {
            let Some(typed) = self.said.found.get(&fact.name).filter(|typed| !typed.trim().is_empty()) else {
                continue;
            };
            match value(fact, typed) {
                Ok(value) => {
                    if let Value::Number(score) = &value {
                        scores.push(Score { criterion: fact.name.clone(), score: *score });
                    }
                    found.push((fact.name.clone(), Some(value)));
                }
                Err(problem) => problems.push(wrong(&fact.name, problem)),
            }
        }
        let lines = if doing == Doing::Assess { probe.lines() } else { Vec::new() };
        if !lines.is_empty() {
            match sheet::scores(&lines, self.said) {
                Ok(typed) => scores = typed,
                Err(wrong) => problems.extend(wrong),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut wishes = Vec::new();
        if !found.is_empty() {
            wishes.push(self.learn(found));
        }
        if doing == Doing::Assess {
            let evidence = self.file.map(|file| file.sha256.clone()).into_iter().collect();
            let sheet = Sheet { expert: self.official.id.to_string(), scores, text: words, evidence };
            wishes.push(Wish::Assessed { sheet });
        } else if let Some(runs) = running(self.case()) {
            wishes.push(Wish::EndProcedure { procedure: runs.id.clone() });
        }
        Ok(wishes)
    }

    fn learn(&self, values: impl IntoIterator<Item = (String, Option<Value>)>) -> Wish {
        let source = Source::Official { official: self.official.id.to_string() };
        let mut facts = Facts::default();
        for (name, value) in values {
            facts.learn(name, Known { value, source: source.clone(), at: self.now, contested: false });
        }
        Wish::Learn { facts }
    }

    /// The applicant reads how the dispute was settled, with what it rests on.
    fn told(&self, step: &Opened, by: &Actor) -> Result<(Change, Write), Stop> {
        let text = self.said.words.trim();
        let said = Words {
            id: self.office.new_id(step.case.id.bucket()),
            case: step.case.id.clone(),
            authority: step.case.authority.clone(),
            kind: Kind::Message,
            by: Some(self.official.id.clone()),
            at: self.now,
            read_at: None,
            text: text.to_owned(),
            file: self.file.cloned(),
        };
        let told = messages::recorded(self.office, step, Record::Message, &said.id, text, self.file, by, self.now)?;
        Ok((told, words::insert(&said)))
    }
}

fn value(fact: &Fact, typed: &str) -> Result<Value, Wrong> {
    if typed.trim().is_empty() {
        return Err(Wrong::NotWritten);
    }
    if !learn::is_simple(fact) {
        return Err(Wrong::Rule(Refusal::UnknownFact(fact.name.clone())));
    }
    form::value_of(fact, typed).map_err(Wrong::Value)
}

fn reopen_ground(choice: &str) -> Option<ReopenGround> {
    match choice {
        "complaint" => Some(ReopenGround::Complaint),
        "court" => Some(ReopenGround::Court),
        "error" => Some(ReopenGround::Error),
        _ => None,
    }
}
