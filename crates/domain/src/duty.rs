//! Duty split (SEC-02): nobody does two parts of the work upon one case that check each other. One
//! table for all of them; what has no row may be done by one person.

use crate::case::{Actor, Case, ReopenGround, Wish};
use crate::id::OfficialId;
use crate::refusal::Refusal;

/// What somebody did to a case or its parts before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Wrote what is to be approved: a bulk act, a change of an entry.
    Author,
    /// Gave an expert's sheet that the decision rests on.
    Expert,
    /// Decided what is complained of, or is complained of by name.
    ComplainedOf,
    /// Had any part in the case that is complained of.
    Acted,
}

/// What somebody is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Approve what another wrote.
    Approve,
    /// Give an expert's sheet.
    Assess,
    /// Provide or refuse.
    Decide,
    /// Handle a complaint; let a case be looked at again upon one.
    Consider,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 4] = [Self::Author, Self::Expert, Self::ComplainedOf, Self::Acted];

    /// Name of the part, as the refusal gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Expert => "expert",
            Self::ComplainedOf => "complained_of",
            Self::Acted => "acted",
        }
    }
}

impl Step {
    /// All steps.
    pub const ALL: [Self; 4] = [Self::Approve, Self::Assess, Self::Decide, Self::Consider];
}

/// May one person who did that part take that step?
pub fn compatible(part: Part, step: Step) -> bool {
    !matches!(
        (part, step),
        (Part::Author, Step::Approve | Step::Assess)
            | (Part::Expert, Step::Approve | Step::Decide)
            | (Part::ComplainedOf, Step::Assess | Step::Decide | Step::Consider)
            | (Part::Acted, Step::Consider)
    )
}

/// May this person take a step, given who did which part before?
pub fn split<'a>(
    who: &OfficialId,
    step: Step,
    parts: impl IntoIterator<Item = (Part, &'a OfficialId)>,
) -> Result<(), Refusal> {
    let own = parts.into_iter().find(|(part, by)| *by == who && !compatible(*part, step));
    own.map_or(Ok(()), |(part, _)| Err(Refusal::DutySplit(part.name())))
}

/// May this official decide on a case, by the parts they had in it?
pub fn may_decide(case: &Case, who: &OfficialId) -> Result<(), Refusal> {
    in_case(case, Step::Decide, who)
}

/// The same for a wish upon a case. Machines and systems are nobody's second hand.
pub fn of_case(case: &Case, wish: &Wish, by: &Actor) -> Result<(), Refusal> {
    let Actor::Official(who) = by else { return Ok(()) };
    let step = match wish {
        Wish::Grant { .. } | Wish::Refuse { .. } => Step::Decide,
        Wish::Assessed { .. } => Step::Assess,
        Wish::Reopen { by: ReopenGround::Complaint, .. } => Step::Consider,
        _ => return Ok(()),
    };
    in_case(case, step, who)
}

fn in_case(case: &Case, step: Step, who: &OfficialId) -> Result<(), Refusal> {
    let mut parts = Vec::new();
    let experts: Vec<OfficialId> = case.sheets.iter().map(|sheet| OfficialId(sheet.expert.clone())).collect();
    parts.extend(experts.iter().map(|expert| (Part::Expert, expert)));
    let complained = case.rounds.iter().filter(|round| round.ground == ReopenGround::Complaint);
    let decided = complained.filter_map(|round| round.decision.as_ref());
    // Whoever decided is complained of once a complaint is considered.
    let now = case.decision.as_ref().filter(|_| step == Step::Consider);
    for decision in decided.chain(now) {
        if let Actor::Official(official) = &decision.by {
            parts.push((Part::ComplainedOf, official));
        }
    }
    split(who, step, parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves: SEC-02.
    #[test]
    fn nobody_does_two_parts_that_check_each_other() {
        let no = [
            (Part::Author, Step::Approve),
            (Part::Author, Step::Assess),
            (Part::Expert, Step::Approve),
            (Part::Expert, Step::Decide),
            (Part::ComplainedOf, Step::Assess),
            (Part::ComplainedOf, Step::Decide),
            (Part::ComplainedOf, Step::Consider),
            (Part::Acted, Step::Consider),
        ];
        let (anna, boris) = (OfficialId("a".to_owned()), OfficialId("b".to_owned()));
        for part in Part::ALL {
            for step in Step::ALL {
                let wanted = if no.contains(&(part, step)) { Err(Refusal::DutySplit(part.name())) } else { Ok(()) };
                assert_eq!(split(&anna, step, [(part, &anna)]), wanted, "{part:?} {step:?}");
                assert_eq!(split(&boris, step, [(part, &anna)]), Ok(()), "another person may: {part:?} {step:?}");
            }
        }
    }
}
