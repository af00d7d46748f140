//! What an official does with a case beside registering and deciding: suspends, asks the
//! applicant, prolongs, returns, passes on, settles, assesses, reopens. What is offered is found
//! by asking the rule itself, so that a page never shows what would be refused.

mod carry;
mod evidence;
mod form;
mod sheet;

use domain::case::assessed::of_experts;
use domain::case::{Actor, CallReason, Case, Change, Context, Declared, Obligation, ReopenGround, Wish, decide};
use domain::official::Official;
use domain::permit::Act;
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::fact::FactName;
use regulation::package::{AfterwardsKind, Fact, ProcedureKind, Regulation};
use serde_json::Value;

use super::access;
use super::next_step::running;
use crate::office::Office;

pub use carry::{Problem, Said, Wrong, carry_out, preview};
pub use evidence::file;
pub(crate) use evidence::keep;
pub use evidence::of_case;
pub use form::{Contested, FactOffer, Form, GroundOffer, form};
pub use sheet::SheetLine;

/// Words that stand in for those nobody has written yet, when the rule is only asked.
const SAMPLE: &str = "…";

/// Something an official can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Doing {
    /// Ends an official's procedure, with what was found out in it.
    End,
    /// Gives a sheet of an assessment.
    Assess,
    /// Looks whether what the applicant handed in can be assessed.
    Judge,
    /// Settles a fact that the applicant contests, or of which registers differ.
    Settle,
    /// Asks the applicant for what nobody else has (PROCEDURE-08).
    Ask,
    /// Stops the clock on a ground (PROCEDURE-07).
    Suspend,
    /// Lets the case go on.
    Resume,
    /// Prolongs the whole term.
    Prolong,
    /// Returns the application unconsidered.
    GiveBack,
    /// Passes it on to the competent body.
    Forward,
    /// Calls a colleague in.
    Call,
    /// Undoes what was started without an application by mistake.
    Undo,
    /// Opens a case again that was over.
    Reopen,
    /// Makes a result anew that bears an error.
    Correct,
    /// Looks at the originals that the applicant declared (INTAKE-06).
    Originals,
    /// Notes that something owed after the decision was done.
    Fulfil,
    /// Looks at the grounds of a decision again.
    Recheck,
}

impl Doing {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 17] = [
        Self::End,
        Self::Assess,
        Self::Judge,
        Self::Settle,
        Self::Ask,
        Self::Suspend,
        Self::Resume,
        Self::Prolong,
        Self::GiveBack,
        Self::Forward,
        Self::Call,
        Self::Undo,
        Self::Reopen,
        Self::Correct,
        Self::Originals,
        Self::Fulfil,
        Self::Recheck,
    ];

    /// Name as it stands in addresses and keys of messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::Assess => "assess",
            Self::Judge => "judge",
            Self::Settle => "settle",
            Self::Ask => "ask",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Prolong => "prolong",
            Self::GiveBack => "give-back",
            Self::Forward => "forward",
            Self::Call => "call",
            Self::Undo => "undo",
            Self::Reopen => "reopen",
            Self::Correct => "correct",
            Self::Originals => "originals",
            Self::Fulfil => "fulfil",
            Self::Recheck => "recheck",
        }
    }

    /// Reads [`Doing::name`].
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|doing| doing.name() == name)
    }

    /// The permit it needs.
    pub fn act(self) -> Act {
        match self {
            Self::Assess | Self::Judge => Act::AssessCase,
            Self::Reopen | Self::Correct => Act::ReopenCase,
            Self::Fulfil | Self::Recheck => Act::FollowCase,
            Self::GiveBack | Self::Forward => Act::DecideCase,
            Self::Call => Act::HandOver,
            _ => Act::WorkCase,
        }
    }

    /// Does the applicant get a notice of it?
    pub fn is_told(self) -> bool {
        !matches!(self, Self::Settle | Self::Call | Self::Originals | Self::Fulfil | Self::Recheck)
    }
}

/// Everything this official may do with the case now, beside taking and deciding.
pub fn offered(
    office: &Office,
    official: &Official,
    case: &Case,
    regulation: &Regulation,
    now: Timestamp,
) -> Vec<Doing> {
    let probe = Probe { office, official, case, regulation, now };
    let may = |doing: &Doing| access::may(official, doing.act(), case).is_ok() && probe.offers(*doing);
    Doing::ALL.into_iter().filter(may).collect()
}

/// A case about which the rule is asked; nothing is written.
pub(super) struct Probe<'a> {
    pub office: &'a Office,
    pub official: &'a Official,
    pub case: &'a Case,
    pub regulation: &'a Regulation,
    pub now: Timestamp,
}

impl Probe<'_> {
    fn ask(&self, wish: &Wish) -> Result<Change, Refusal> {
        let ids = |bucket| self.office.new_id(bucket);
        let office = self.office;
        let context = Context { regulation: self.regulation, clock: &office.clock, region: &office.region, ids: &ids };
        decide(self.case, wish, &Actor::Official(self.official.id.clone()), &context, self.now)
    }

    fn grants(&self, wish: &Wish) -> bool {
        self.ask(wish).is_ok()
    }

    fn offers(&self, doing: Doing) -> bool {
        match doing {
            Doing::Suspend | Doing::Prolong | Doing::GiveBack | Doing::Forward => !self.grounds(doing).is_empty(),
            Doing::Ask => self.regulation.facts.keys().any(|name| self.asks(name).is_ok()),
            Doing::Resume => self.grants(&Wish::Resume),
            Doing::Settle => self.settles(),
            Doing::Assess => self.assesses(),
            Doing::Judge => self.judged().is_some(),
            Doing::Originals => !self.originals().is_empty(),
            Doing::End => self.ends(),
            Doing::Call => self.calls(),
            Doing::Undo => self.grants(&Wish::Undo { reason: SAMPLE.to_owned() }),
            Doing::Reopen => self.grants(&Wish::Reopen { reason: SAMPLE.to_owned(), by: ReopenGround::Error }),
            Doing::Correct => self.grants(&Wish::Correct { reason: SAMPLE.to_owned() }),
            Doing::Fulfil | Doing::Recheck => !self.owed(doing).is_empty(),
        }
    }

    /// Grounds of the regulation on which the rule would do it now.
    pub(super) fn grounds(&self, doing: Doing) -> Vec<&str> {
        let rules = self.regulation;
        let all: Vec<&str> = match doing {
            Doing::Suspend => rules.suspend.iter().map(|rule| rule.ground.id.as_str()).collect(),
            Doing::Prolong => rules.prolong.iter().map(|rule| rule.ground.id.as_str()).collect(),
            Doing::GiveBack => rules.give_back.iter().map(|rule| rule.ground.id.as_str()).collect(),
            Doing::Forward => rules.forward.iter().map(|rule| rule.ground.id.as_str()).collect(),
            _ => Vec::new(),
        };
        let wish = |ground: &str| by_ground(doing, ground.to_owned(), Some(SAMPLE.to_owned()), Value::Null);
        all.into_iter().filter(|ground| wish(ground).is_some_and(|wish| self.grants(&wish))).collect()
    }

    pub(super) fn asks(&self, name: &FactName) -> Result<Change, Refusal> {
        self.ask(&Wish::AskApplicant { facts: vec![name.clone()], words: SAMPLE.to_owned() })
    }

    fn settles(&self) -> bool {
        let contested = self.case.contested();
        let open = self.case.contests.iter().find(|contest| contest.settled_at.is_none());
        match open {
            Some(open) => self.grants(&Wish::Settle { fact: open.fact.clone(), upheld: false }),
            None => !contested.is_empty() && self.grants(&Wish::Learn { facts: Default::default() }),
        }
    }

    fn ends(&self) -> bool {
        let Some(runs) = running(self.case).filter(|runs| runs.runs()) else { return false };
        // An assessment ends with its sheets.
        if runs.kind == ProcedureKind::Assessment && self.case.sheets.is_empty() {
            return false;
        }
        match self.ask(&Wish::EndProcedure { procedure: runs.id.clone() }) {
            Ok(_) => true,
            Err(Refusal::ProcedureNotReady(_)) => !self.outputs().is_empty(),
            Err(_) => false,
        }
    }

    fn calls(&self) -> bool {
        let called = CallReason::Official.written();
        self.case.needs_person.as_ref() == Some(&called) || self.grants(&Wish::CallPerson { reason: SAMPLE.to_owned() })
    }

    /// What is owed after the decision and can be noted as done, or looked at again.
    pub(super) fn owed(&self, doing: Doing) -> Vec<Obligation> {
        let open = self.case.obligations.iter().filter(|known| known.open());
        let fits = open.filter(|known| (known.kind == AfterwardsKind::Recheck) == (doing == Doing::Recheck));
        let wish = |id: &str| match doing {
            Doing::Recheck => Wish::Recheck { id: id.to_owned() },
            _ => Wish::Fulfil { id: id.to_owned(), words: Some(SAMPLE.to_owned()), evidence: Vec::new() },
        };
        fits.filter(|known| self.grants(&wish(&known.id))).cloned().collect()
    }

    /// What the procedure that runs has to find out and only an official can tell.
    pub(super) fn outputs(&self) -> Vec<&Fact> {
        let runs = running(self.case).and_then(|runs| self.regulation.procedures.iter().find(|one| one.id == runs.id));
        let asked = |name: &str| self.regulation.form.iter().any(|step| step.fields.iter().any(|field| field == name));
        let named = runs.into_iter().flat_map(|rule| &rule.output).filter(|name| !asked(name));
        let facts = named.filter_map(|name| self.regulation.facts.get(name));
        facts
            .filter(|fact| fact.from.is_empty() && fact.derive.is_none() && super::learn::is_simple(fact))
            .filter(|fact| self.case.facts.get(&fact.name).is_none())
            .filter(|fact| !of_experts(self.case, self.regulation, &fact.name))
            .collect()
    }

    /// Declared originals that were not shown yet, or were not in order.
    pub(super) fn originals(&self) -> Vec<&Declared> {
        let owed = self.case.declared.iter().filter(|owed| owed.shown != Some(true));
        let look = |owed: &Declared| Wish::LookAtOriginal { item: owed.item.clone(), shown: true, reason: None };
        owed.filter(|owed| self.grants(&look(owed))).collect()
    }
}

/// The wish to do it on a ground.
fn by_ground(doing: Doing, ground: String, words: Option<String>, trace: Value) -> Option<Wish> {
    match doing {
        Doing::Suspend => Some(Wish::Suspend { ground, words }),
        Doing::Prolong => Some(Wish::Prolong { ground, words }),
        Doing::GiveBack => Some(Wish::GiveBack { ground, words, trace }),
        Doing::Forward => Some(Wish::Forward { ground, words, trace }),
        _ => None,
    }
}
