//! Assessment of the applicant or an object (P9 of C24): experts give sheets; the procedure ends
//! when as many have come as the regulation wants, and what they came to is learnt as a fact.

use jiff::civil::Date;
use regulation::expression::{Verdict, World};
use regulation::fact::{Known, Source, Value};
use regulation::package::{AssessmentRule, Procedure, ProcedureKind, Regulation};
use rust_decimal::Decimal;

use super::assessing::{self, Assessing};
use super::call::CallReason;
use super::changing::Changing;
use super::course::{next_title, start_next};
use super::derived;
use super::model::{Actor, Case};
use super::parts::{Score, Sheet};
use super::scores::{reckon, whole};
use crate::journal::{Event, digest};
use crate::notice::{Content, Progress};
use crate::procedure::{ProcedureStage, ProcedureState};
use crate::refusal::Refusal;

/// The assessment that runs, as the desk needs it: what is to be scored and who has done so.
#[derive(Debug, Clone)]
pub struct Expected<'r> {
    /// The procedure.
    pub procedure: &'r Procedure,
    /// What the regulation says of the sheet; without it a sheet is findings in words.
    pub rule: Option<&'r AssessmentRule>,
    /// How many sheets are wanted.
    pub wanted: usize,
    /// Ids of the experts who have given one.
    pub given: Vec<String>,
    /// The way the applicant chose, the time, what was handed in.
    pub assessing: Option<Assessing>,
    /// A sheet can be given now: what the chosen way needs is there and was not found bad.
    pub ready: bool,
}

impl Expected<'_> {
    /// What each expert scores, in order: id, title, the most points (`None`: yes or no).
    pub fn criteria(&self) -> Vec<(&str, &str, Option<Decimal>)> {
        let items = self.rule.map_or(&[][..], |rule| &rule.sheet);
        items.iter().map(|item| (item.id.as_str(), item.title.as_str(), item.most)).collect()
    }

    /// A sheet that the rule would take, all scores at their least: to ask whether one may be given.
    pub fn sample(&self, expert: &str, text: &str) -> Sheet {
        let criteria = self.criteria();
        let scores = criteria.iter().map(|(id, _, _)| Score { criterion: (*id).to_owned(), score: Decimal::ZERO });
        Sheet { expert: expert.to_owned(), scores: scores.collect(), text: text.to_owned(), evidence: Vec::new() }
    }

    /// What is assessed, in words.
    pub fn title(&self) -> &str {
        self.rule.map_or(&self.procedure.title, |rule| &rule.title)
    }
}

/// The assessment that runs now, if one does.
pub fn expected<'r>(case: &Case, regulation: &'r Regulation) -> Option<Expected<'r>> {
    let state = case.procedures.iter().find(|one| one.runs() && one.kind == ProcedureKind::Assessment)?;
    let procedure = regulation.procedures.iter().find(|rule| rule.id == state.id)?;
    let rule = rule_of(regulation, &procedure.id);
    let assessing = case.assessing.iter().find(|one| one.procedure == state.id && one.round == state.round).cloned();
    let given = given(case, state).iter().map(|sheet| sheet.expert.clone()).collect();
    let ready = assessing.as_ref().is_none_or(Assessing::ready);
    Some(Expected { procedure, rule, wanted: wanted(rule), given, assessing, ready })
}

/// How many sheets the regulation wants; one where it says nothing of the sheet.
pub fn wanted(rule: Option<&AssessmentRule>) -> usize {
    rule.map_or(1, |rule| usize::try_from(rule.experts).unwrap_or(usize::MAX))
}

fn rule_of<'r>(regulation: &'r Regulation, procedure: &str) -> Option<&'r AssessmentRule> {
    regulation.assessments.iter().find(|rule| rule.procedure == procedure)
}

/// Sheets of one assessment: from its first to the first of the next.
fn given<'c>(case: &'c Case, state: &ProcedureState) -> &'c [Sheet] {
    let own = case.assessing.iter().find(|one| one.procedure == state.id && one.round == state.round);
    let Some(first) = own.and_then(|own| own.first_sheet) else { return &[] };
    let later = case.assessing.iter().filter_map(|one| one.first_sheet).filter(|next| *next > first).min();
    case.sheets.get(first..later.unwrap_or(case.sheets.len())).unwrap_or_default()
}

/// Takes a sheet in: one per expert, and the expert is who gives it.
pub(super) fn assessed(work: &mut Changing<'_>, sheet: &Sheet) -> Result<(), Refusal> {
    let procedure = work.running_of(ProcedureKind::Assessment)?;
    let rule = rule_of(work.context.regulation, &procedure.id);
    let expert = match work.by {
        Actor::Official(official) => official.as_str(),
        Actor::System(system) => system.as_str(),
        Actor::Machine | Actor::Applicant(_) => return Err(Refusal::NotAllowed),
    };
    if sheet.expert != expert {
        return Err(Refusal::NotAllowed);
    }
    let state = work.case.procedures.iter().find(|state| state.id == procedure.id).cloned();
    let state = state.ok_or_else(|| Refusal::ProcedureNotRunning(procedure.id.clone()))?;
    let had = given(&work.case, &state);
    if had.iter().any(|known| known.expert == expert) || had.len() >= wanted(rule) {
        return Err(Refusal::AlreadyDone);
    }
    if sheet.scores.is_empty() && sheet.text.trim().is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    if let Some(rule) = rule {
        whole(rule, sheet)?;
    }
    let sheets = work.case.sheets.len();
    let known = assessing::of(&mut work.case, &procedure.id, state.round);
    if !known.ready() {
        return Err(Refusal::NothingHandedIn);
    }
    known.first_sheet.get_or_insert(sheets);
    work.happened(Event::Assessed { expert: expert.to_owned(), digest: digest(sheet) });
    work.case.sheets.push(sheet.clone());
    if given(&work.case, &state).len() >= wanted(rule) {
        all_given(work, procedure, rule, &state)?;
    }
    work.advance_later();
    Ok(())
}

/// The last sheet came: the value is learnt, and the procedure ends unless the experts disagree.
fn all_given(
    work: &mut Changing<'_>,
    procedure: &Procedure,
    rule: Option<&AssessmentRule>,
    state: &ProcedureState,
) -> Result<(), Refusal> {
    if let Some(rule) = rule
        && let Some(reckoned) = reckon(rule, given(&work.case, state))
    {
        let source = Source::Experts { assessment: rule.id.clone() };
        work.happened(Event::Learnt { source: "experts".to_owned(), facts: vec![rule.gives.clone()] });
        let known = Known { value: Some(reckoned.value), source, at: work.now, contested: false };
        work.case.facts.learn(rule.gives.clone(), known);
        derived::follow(work, [rule.gives.clone()]);
        if reckoned.apart {
            let reason = CallReason::ExpertsApart(procedure.id.clone()).written();
            work.happened(Event::PersonCalled { reason });
            return Ok(());
        }
    }
    if procedure.end.as_ref().is_some_and(|end| work.verdict(end) != Verdict::Yes) {
        return Ok(());
    }
    work.happened(Event::ProcedureEnded { procedure: procedure.id.clone() });
    start_next(work)?;
    let next = next_title(work);
    work.notify(&Content::Progress(Progress::Ended { procedure: procedure.title.clone(), next }))
}

/// Are sheets still wanted of an assessment whose sheet the regulation declares? Then nobody ends
/// it by hand.
pub(super) fn sheets_wanted(case: &Case, regulation: &Regulation, procedure: &str) -> bool {
    let Some(rule) = rule_of(regulation, procedure) else { return false };
    let state = case.procedures.iter().find(|state| state.id == procedure);
    state.is_some_and(|state| given(case, state).len() < wanted(Some(rule)))
}

/// Is that fact learnt from experts' sheets in this case, so that nobody may state it?
pub fn of_experts(case: &Case, regulation: &Regulation, fact: &str) -> bool {
    let mut rules = regulation.assessments.iter().filter(|rule| rule.gives == fact);
    let takes_part = |rule: &AssessmentRule| {
        let state = case.procedures.iter().find(|state| state.id == rule.procedure);
        state.is_some_and(|state| state.stage != ProcedureStage::Skipped)
    };
    rules.any(takes_part)
}

/// What the applicant reads of an assessment after the decision: no expert is named.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultSheet<'r> {
    /// What was assessed.
    pub title: &'r str,
    /// Lines: title, the most points (`None`: yes or no), what each expert gave.
    pub lines: Vec<(&'r str, Option<Decimal>, Vec<Decimal>)>,
    /// Total of each expert, in the same order.
    pub totals: Vec<Decimal>,
    /// Findings of the experts in words, in the same order.
    pub texts: Vec<String>,
    /// The value that was learnt.
    pub value: Value,
    /// It was enough; `None` where the regulation sets no threshold.
    pub enough: Option<bool>,
    /// The clause.
    pub clause: String,
}

/// Result sheets of a decided case, in the order of the regulation (REMOTE-02).
pub fn result_sheets<'r>(case: &Case, regulation: &'r Regulation, today: Date) -> Vec<ResultSheet<'r>> {
    if case.decision.is_none() {
        return Vec::new();
    }
    let found = regulation.assessments.iter().filter_map(|rule| {
        let state = case.procedures.iter().find(|state| state.id == rule.procedure)?;
        let mut sheets: Vec<&Sheet> = given(case, state).iter().collect();
        // By total, so that the order in which experts signed tells nothing of who they are.
        let score = |sheet: &Sheet, id: &str| {
            sheet.scores.iter().find(|score| score.criterion == id).map_or(Decimal::ZERO, |score| score.score)
        };
        let total = |sheet: &Sheet| sheet.scores.iter().map(|score| score.score).sum::<Decimal>();
        sheets.sort_by(|one, other| total(other).cmp(&total(one)).then_with(|| one.text.cmp(&other.text)));
        let reckoned = reckon(rule, given(case, state)).filter(|_| sheets.len() >= wanted(Some(rule)))?;
        let world = World { regulation, facts: &case.facts, today };
        let enough = rule.passes.as_ref().and_then(|passes| match passes.verdict(&world) {
            Verdict::Yes => Some(true),
            Verdict::No => Some(false),
            Verdict::Unknown(_) => None,
        });
        let line = |item: &'r regulation::package::SheetItem| {
            (item.title.as_str(), item.most, sheets.iter().map(|sheet| score(sheet, &item.id)).collect())
        };
        Some(ResultSheet {
            title: &rule.title,
            lines: rule.sheet.iter().map(line).collect(),
            totals: sheets.iter().map(|sheet| total(sheet)).collect(),
            texts: sheets.iter().map(|sheet| sheet.text.trim().to_owned()).filter(|text| !text.is_empty()).collect(),
            value: reckoned.value,
            enough,
            clause: regulation.clause_text(&rule.because),
        })
    });
    found.collect()
}
