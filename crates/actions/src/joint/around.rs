//! What a draft has to do with a joint application: which of its facts are filled in here, which
//! parts others are invited to.

use domain::draft::Draft;
use domain::joint::{self, Part, PartState, Relation, Wish, may};
use domain::permit::Act;
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::form::{self, FieldView, FormView, Problem};
use regulation::package::{Party, Regulation};
use store::{Write, drafts, joint as rows};

use crate::office::Office;
use crate::stop::Stop;

/// The joint side of an open draft; empty for an application of one person.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Ids of parties whose part others fill in by invitation, as the application stands.
    pub asked: Vec<String>,
    /// Parts that the one who files invited to, in the order of invitation.
    pub parts: Vec<Part>,
    /// The part that is filled in here, when this draft is one.
    pub own: Option<Part>,
}

impl Around {
    /// Reads it, and shows a part what it may see of the application.
    pub(crate) async fn of(
        office: &Office,
        mut draft: Draft,
        regulation: &Regulation,
        today: Date,
    ) -> Result<(Draft, Self), Stop> {
        if let Some(id) = &draft.part {
            let part = rows::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
            let filer = drafts::by_id(&office.db, &part.draft).await?.ok_or(Stop::Missing)?;
            let asked = joint::asked(regulation, &filer, today);
            let facts = form::facts(regulation, &filer.answers, &filer.prefill, filer.saved_at, today);
            let seen = joint::seen_facts(regulation, &asked, &part.party, &facts);
            let around = Self { asked: ids(&asked), parts: Vec::new(), own: Some(part) };
            around.keep(regulation, &mut draft);
            draft.prefill.0.extend(seen.0);
            return Ok((draft, around));
        }
        if !joint::possible(regulation) {
            return Ok((draft, Self::default()));
        }
        let asked = ids(&joint::asked(regulation, &draft, today));
        let parts = rows::of_draft(&office.db, &draft.id).await?;
        Ok((draft, Self { asked, parts, own: None }))
    }

    /// The parties that are asked by invitation.
    pub fn parties<'r>(&self, regulation: &'r Regulation) -> Vec<&'r Party> {
        regulation.parties.iter().filter(|party| self.asked.contains(&party.id)).collect()
    }

    /// Who fills this draft in: a party, or the one who files.
    pub fn viewer(&self) -> Option<&str> {
        self.own.as_ref().map(|part| part.party.as_str())
    }

    /// A part that stands in that party's place, whatever became of it: the last one.
    pub fn last_of(&self, party: &str) -> Option<&Part> {
        self.parts.iter().rfind(|part| part.party == party)
    }

    /// Is that fact filled in here? Whom to invite is not changed while the invitation stands.
    fn is_open(&self, parties: &[&Party], fact: &str, now: Timestamp) -> bool {
        let stands = |party: &&&Party| {
            party.invite.as_deref() == Some(fact)
                && self.last_of(&party.id).is_some_and(|part| part.standing(now).is_live())
        };
        joint::fills(parties, self.viewer(), fact) && !parties.iter().any(|party| stands(&party))
    }

    /// Leaves of the form what is filled in here.
    pub(crate) fn narrow(&self, regulation: &Regulation, view: &mut FormView, now: Timestamp) {
        if self.asked.is_empty() && self.own.is_none() {
            return;
        }
        let parties = self.parties(regulation);
        only(view, |field| self.is_open(&parties, &field.name, now));
    }

    /// Problems of what is filled in here.
    pub(crate) fn problems(&self, regulation: &Regulation, found: Vec<Problem>) -> Vec<Problem> {
        let parties = self.parties(regulation);
        let here = |problem: &Problem| joint::fills(&parties, self.viewer(), top(regulation, &problem.field));
        found.into_iter().filter(here).collect()
    }

    /// Leaves out of what was sent the fields that are not filled in here.
    pub(crate) fn sift(&self, regulation: &Regulation, fields: &mut Vec<(String, String)>, now: Timestamp) {
        let parties = self.parties(regulation);
        fields.retain(|(path, _)| self.is_open(&parties, top(regulation, path), now));
    }

    /// Drops from a part's draft what it only saw of the application.
    pub(crate) fn keep(&self, regulation: &Regulation, draft: &mut Draft) {
        if let Some(part) = &self.own {
            let parties = self.parties(regulation);
            draft.prefill.0.retain(|name, _| joint::fills(&parties, Some(&part.party), name));
        }
    }

    /// May what is filled in here be changed now?
    pub(crate) fn may_save(&self, now: Timestamp) -> Result<(), Refusal> {
        match self.own.as_ref().map(|part| part.standing(now)) {
            Some(standing) if !may(Relation::Invited, standing, Act::FillPart) => {
                Err(Refusal::PartClosed(standing.name()))
            }
            _ => Ok(()),
        }
    }

    /// What a save of the application does to the parts of others: a signature put over what reads
    /// otherwise now falls, an invitation that the application needs no more is taken back.
    pub(crate) fn after_save(
        &self,
        office: &Office,
        regulation: &Regulation,
        saved: &Draft,
        now: Timestamp,
    ) -> Result<Vec<Write>, Refusal> {
        let today = office.today(now);
        let asked = joint::asked(regulation, saved, today);
        let mut writes = Vec::new();
        for part in self.parts.iter().filter(|part| part.standing(now).is_live()) {
            let wish = match asked.iter().find(|party| party.id == part.party) {
                None => Wish::Withdraw,
                Some(party) => match &part.state {
                    PartState::Done { over, .. }
                        if *over != joint::digest(regulation, &asked, &party.id, saved, today) =>
                    {
                        Wish::TakeBack { until: until(office, party, now)? }
                    }
                    _ => continue,
                },
            };
            writes.push(rows::update(&joint::decide(part, &wish, &part.filer, now)?, part.revision));
        }
        Ok(writes)
    }
}

/// The last moment to do a part whose term begins now.
pub(super) fn until(office: &Office, party: &Party, now: Timestamp) -> Result<Timestamp, Refusal> {
    let within = party.within.ok_or_else(|| Refusal::NobodyToInvite(party.title.clone()))?;
    Ok(office.clock.due(now, within, &[])?.at)
}

/// Leaves the fields that are wanted, and the steps that still have any.
pub(super) fn only(view: &mut FormView, wanted: impl Fn(&FieldView) -> bool) {
    fn wrong(field: &FieldView) -> usize {
        usize::from(field.problem.is_some()) + field.records.iter().flatten().map(wrong).sum::<usize>()
    }
    view.steps.retain_mut(|step| {
        step.fields.retain(|field| wanted(field));
        step.problems = step.fields.iter().map(wrong).sum();
        step.complete = step.problems == 0;
        !step.fields.is_empty()
    });
}

fn ids(parties: &[&Party]) -> Vec<String> {
    parties.iter().map(|party| party.id.clone()).collect()
}

/// The fact that a path of the form begins with.
fn top<'a>(regulation: &Regulation, path: &'a str) -> &'a str {
    let ends = path.match_indices('.').map(|(at, _)| at).chain([path.len()]);
    let mut found = ends.filter_map(|end| path.get(..end)).filter(|name| regulation.facts.contains_key(*name));
    found.next_back().unwrap_or(path)
}
