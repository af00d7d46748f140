//! The inquiry of a public service: which variant, is it taken in, is it provided, what does it cost.

use super::inquiry::{Condition, Goal, GoalKind, Inquiry, Question};
use crate::package::{Ground, Regulation};

/// Goals of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// Which variant fits.
    Variant,
    /// Is the application taken in, returned, or passed on?
    Intake,
    /// Is the service provided?
    Decision,
    /// What does it cost?
    Fee,
}

/// Label of a variant goal where none fits.
pub const NO_VARIANT: &str = "none";
/// Label of an intake goal.
pub const ACCEPT: &str = "accept";
/// Label of an intake or decision goal.
pub const REFUSE: &str = "refuse";
/// Label of an intake goal.
pub const RETURN: &str = "return";
/// Label of an intake goal.
pub const FORWARD: &str = "forward";
/// Label of a decision goal.
pub const GRANT: &str = "grant";
/// Label of a decision goal: no variant fits, a person decides.
pub const PERSON: &str = "person";

/// The inquiry of a service with these aims.
///
pub fn of_service<'r>(regulation: &'r Regulation, aims: &[Aim]) -> Inquiry<'r> {
    let questions = regulation.form.iter().flat_map(|step| {
        step.fields
            .iter()
            .filter_map(|name| regulation.fact(name))
            .map(|fact| Question { fact, when: step.when.iter().chain(&fact.when).collect() })
    });
    // Grounds belong to variants, so the variant stands first whether it is aimed at or not.
    let mut goals = vec![variant(regulation, aims.contains(&Aim::Variant))];
    goals.extend(aims.iter().filter_map(|aim| match aim {
        Aim::Variant => None,
        Aim::Intake => Some(intake(regulation)),
        Aim::Decision => Some(decision(regulation)),
        Aim::Fee => Some(Goal {
            id: "fee".to_owned(),
            sought: true,
            why: "От ответа зависит, сколько нужно заплатить.".to_owned(),
            kind: GoalKind::Amount(&regulation.fee),
        }),
    }));
    Inquiry { regulation, questions: questions.collect(), goals }
}

fn variant(regulation: &Regulation, sought: bool) -> Goal<'_> {
    let branches = regulation.variants.iter().map(|one| (Condition::Rule(&one.when), one.id.clone()));
    Goal {
        id: "variant".to_owned(),
        sought,
        why: "От ответа зависит, какой вариант услуги вам подходит.".to_owned(),
        kind: GoalKind::First { branches: branches.collect(), otherwise: NO_VARIANT.to_owned() },
    }
}

fn intake(regulation: &Regulation) -> Goal<'_> {
    let forward = any(regulation.forward.iter().map(|one| &one.ground));
    let back = any(regulation.give_back.iter().map(|one| &one.ground));
    let refuse = any(&regulation.refuse_intake);
    let branches = vec![(forward, FORWARD.to_owned()), (back, RETURN.to_owned()), (refuse, REFUSE.to_owned())];
    Goal {
        id: "intake".to_owned(),
        sought: true,
        why: "От ответа зависит, примут ли заявление.".to_owned(),
        kind: GoalKind::First { branches, otherwise: ACCEPT.to_owned() },
    }
}

fn decision(regulation: &Regulation) -> Goal<'_> {
    let none = Condition::Reached(0, vec![NO_VARIANT.to_owned()]);
    let branches = vec![(any(&regulation.refuse_provision), REFUSE.to_owned()), (none, PERSON.to_owned())];
    Goal {
        id: "decision".to_owned(),
        sought: true,
        why: "От ответа зависит, будет ли услуга предоставлена.".to_owned(),
        kind: GoalKind::First { branches, otherwise: GRANT.to_owned() },
    }
}

/// Any of the grounds that the machine can see, each in its own variants.
fn any<'r>(grounds: impl IntoIterator<Item = &'r Ground>) -> Condition<'r> {
    let each = grounds.into_iter().filter_map(|ground| {
        let when = Condition::Rule(ground.when.as_ref()?);
        Some(if ground.variants.is_empty() {
            when
        } else {
            Condition::All(vec![when, Condition::Reached(0, ground.variants.clone())])
        })
    });
    Condition::Any(each.collect())
}
