//! Who sees and who fills in which facts of a joint application. `None` is the one who files, a
//! party's id is the one invited as that party.

use jiff::civil::Date;
use regulation::expression::{Verdict, World};
use regulation::fact::Facts;
use regulation::form::{self, FormView};
use regulation::package::{Party, PartyRole, Regulation};
use sha2::{Digest, Sha256};

use crate::case::Case;
use crate::draft::Draft;

/// Is a part of this party filled in by invitation? Where the regulation says whom to invite and
/// until when; a group of people out of a list is not.
fn invited(party: &Party) -> bool {
    matches!(party.role, PartyRole::Joint | PartyRole::Consent)
        && party.each.is_none()
        && party.invite.is_some()
        && party.within.is_some()
}

/// May an application of this service be a joint one?
pub fn possible(regulation: &Regulation) -> bool {
    regulation.parties.iter().any(invited)
}

/// Parties whose part somebody else must fill in, as the application stands now.
pub fn asked<'r>(regulation: &'r Regulation, draft: &Draft, today: Date) -> Vec<&'r Party> {
    if !possible(regulation) {
        return Vec::new();
    }
    let facts = form::facts(regulation, &draft.answers, &draft.prefill, draft.saved_at, today);
    let world = World { regulation, facts: &facts, today };
    let holds = |party: &&Party| party.when.as_ref().is_none_or(|when| when.verdict(&world) == Verdict::Yes);
    regulation.parties.iter().filter(|party| invited(party)).filter(holds).collect()
}

/// Whose fact it is. Whom to invite says the one who invites.
fn giver<'r>(asked: &[&'r Party], fact: &str) -> Option<&'r str> {
    let own = |party: &&&Party| party.facts.iter().any(|one| one == fact) && party.invite.as_deref() != Some(fact);
    asked.iter().find(own).map(|party| party.id.as_str())
}

/// Does this one fill the fact in?
pub fn fills(asked: &[&Party], viewer: Option<&str>, fact: &str) -> bool {
    giver(asked, fact) == viewer
}

/// May whoever does not give a fact see it? Not one that its party keeps private.
pub fn is_shared(regulation: &Regulation, fact: &str) -> bool {
    !regulation.parties.iter().any(|party| party.private.iter().any(|one| one == fact))
}

/// Does this one see the fact?
pub fn sees(regulation: &Regulation, asked: &[&Party], viewer: Option<&str>, fact: &str) -> bool {
    fills(asked, viewer, fact) || is_shared(regulation, fact)
}

/// Is that fact of a filed case one that somebody who signed a part of it keeps from the one who files?
pub fn is_others_secret(regulation: &Regulation, case: &Case, fact: &str) -> bool {
    let signed = |party: &&Party| case.joint.iter().any(|one| one.party == party.id);
    let asked: Vec<_> = regulation.parties.iter().filter(signed).collect();
    !sees(regulation, &asked, None, fact)
}

/// What of these facts a party sees that it does not give itself.
pub fn seen_facts(regulation: &Regulation, asked: &[&Party], viewer: &str, facts: &Facts) -> Facts {
    let shown = |name: &str| !fills(asked, Some(viewer), name) && sees(regulation, asked, Some(viewer), name);
    Facts(facts.0.iter().filter(|(name, _)| shown(name)).map(|(name, known)| (name.clone(), known.clone())).collect())
}

/// SHA-256 of what of the application a party is shown beside its own part: what it signs over.
pub fn digest(regulation: &Regulation, asked: &[&Party], viewer: &str, draft: &Draft, today: Date) -> String {
    let view: FormView = form::view(regulation, &draft.answers, &draft.prefill, today);
    let mut hasher = Sha256::new();
    for field in view.steps.iter().flat_map(|step| &step.fields) {
        if fills(asked, None, &field.name) && sees(regulation, asked, Some(viewer), &field.name) {
            hasher.update(format!("{}={}\n", field.path, field.raw));
        }
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The application with the parts of others put in: the one who files says nothing in their place.
pub fn merged(filer: &Draft, asked: &[&Party], parts: &[(&str, &Draft)]) -> Draft {
    let mut whole = filer.clone();
    whole.answers.retain(|name, _| fills(asked, None, name));
    whole.prefill.0.retain(|name, _| fills(asked, None, name));
    for (party, own) in parts {
        let theirs = |name: &str| fills(asked, Some(party), name);
        let answers = own.answers.iter().filter(|(name, _)| theirs(name));
        whole.answers.extend(answers.map(|(name, raw)| (name.clone(), raw.clone())));
        let prefill = own.prefill.0.iter().filter(|(name, _)| theirs(name));
        whole.prefill.0.extend(prefill.map(|(name, known)| (name.clone(), known.clone())));
    }
    whole
}
