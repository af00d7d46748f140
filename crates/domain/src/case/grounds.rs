//! Grounds of a regulation: from the closed list, valid for the variant, in words.

use regulation::expression::Verdict;
use regulation::package::Ground;

use super::changing::Changing;
use super::model::Actor;
use crate::notice::Reason;
use crate::refusal::Refusal;

impl<'a> Changing<'a> {
    /// Grounds by id, from the closed list and valid for the variant (INTAKE-05, RESULT-09).
    pub fn grounds(
        &self,
        listed: &'a [Ground],
        ids: &[String],
        variant: Option<&String>,
    ) -> Result<Vec<&'a Ground>, Refusal> {
        if ids.is_empty() {
            return Err(Refusal::GroundNeeded);
        }
        let fits = |ground: &&Ground| {
            ground.variants.is_empty() || variant.is_none_or(|variant| ground.variants.contains(variant))
        };
        ids.iter()
            .map(|id| {
                let found = listed.iter().find(|ground| &ground.id == id).filter(fits);
                found.ok_or_else(|| Refusal::UnknownGround(id.clone()))
            })
            .collect()
    }

    /// Grounds in the words that the applicant reads.
    pub fn reasons(&self, grounds: &[&Ground]) -> Vec<Reason> {
        grounds
            .iter()
            .map(|ground| Reason {
                ground: ground.id.clone(),
                title: ground.title.clone(),
                say: ground.say.clone(),
                mend: ground.mend.clone(),
                clause: self.context.regulation.clause_text(&ground.because),
            })
            .collect()
    }

    /// One ground by id, valid for the case. The machine needs it established; nobody may go by
    /// one that the facts deny.
    pub fn ground(&self, found: Option<&'a Ground>, id: &str) -> Result<&'a Ground, Refusal> {
        let variant = self.case.variant.as_ref();
        let fits =
            |ground: &&Ground| ground.variants.is_empty() || variant.is_none_or(|own| ground.variants.contains(own));
        let ground = found.filter(fits).ok_or_else(|| Refusal::UnknownGround(id.to_owned()))?;
        let verdict = ground.when.as_ref().map(|when| self.verdict(when));
        match verdict {
            Some(Verdict::Yes) => Ok(ground),
            Some(Verdict::No) => Err(Refusal::NotEstablished),
            Some(Verdict::Unknown(_)) | None if *self.by == Actor::Machine => Err(Refusal::NotEstablished),
            Some(Verdict::Unknown(_)) | None => Ok(ground),
        }
    }

    /// A ground in the words that the applicant reads, with the official's own.
    pub fn said(&self, ground: &Ground, words: Option<&str>) -> String {
        match words.map(str::trim).filter(|words| !words.is_empty()) {
            Some(words) => format!("{} {words}", ground.say),
            None => ground.say.clone(),
        }
    }
}
