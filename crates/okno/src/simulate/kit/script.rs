//! The script of one application: what its applicant answers, what ЕСИА and the registers hold,
//! what officials find. Made out of a case of the package.

use std::collections::BTreeMap;
use std::sync::Arc;

use connect::esia::{Role, RoleKind};
use domain::case::Sheet;
use domain::permit::AccountKind;
use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::fact::{Facts, Source};
use regulation::form::{self, Answers, CaseSelf, Channel};
use regulation::package::{self, ApplicantKind, AssessmentRule, Averaging, Fact, Regulation, SourcePath};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Map, Value as Raw};

use super::raw::{self, Given};

/// One application, with everything that can become known of it.
#[derive(Debug, Clone)]
pub struct Script {
    /// The regulation.
    pub regulation: Arc<Regulation>,
    /// The day the case speaks of.
    pub as_of: Date,
    /// Everything that can become known, by name of fact.
    pub given: Given,
}

/// Who tells a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Teller<'a> {
    /// The applicant, in the form.
    Applicant,
    /// ЕСИА.
    Identity(&'a str),
    /// A register: source and field.
    Register(&'a str, &'a str),
    /// The case itself.
    Case(&'a str),
    /// A declared rule.
    Rule,
    /// The register of results of another service.
    Result,
    /// Nobody but an official, who finds it out.
    Official,
}

/// Who tells this fact.
pub fn teller<'a>(regulation: &'a Regulation, fact: &'a Fact) -> Teller<'a> {
    if regulation.form.iter().any(|step| step.fields.contains(&fact.name)) {
        return Teller::Applicant;
    }
    if fact.derive.is_some() {
        return Teller::Rule;
    }
    let told = fact.from.first().map(|path| match path {
        SourcePath::Identity(claim) => Teller::Identity(claim),
        SourcePath::Register { source, field } => Teller::Register(source, field),
        SourcePath::Case(field) => Teller::Case(field),
        SourcePath::Service { .. } => Teller::Result,
    });
    told.unwrap_or(Teller::Official)
}

impl Script {
    /// The same application filed on another day: every date moves with it.
    pub fn on(&self, day: Date) -> Self {
        let days = i64::from((day - self.as_of).get_days());
        let given = raw::shifted(&self.regulation.facts, &self.given, days);
        Self { given, as_of: day, ..self.clone() }
    }

    /// The day it is filed: the case may say so itself.
    pub fn filed(&self) -> Date {
        self.of_case("filed").and_then(|text| text.parse().ok()).unwrap_or(self.as_of)
    }

    /// What the case says of its own `filed`, `channel`, `applicant`.
    pub fn of_case(&self, field: &str) -> Option<String> {
        self.regulation.facts.values().find_map(|fact| {
            let said = fact.from.iter().any(|path| matches!(path, SourcePath::Case(named) if named == field));
            let raw = self.given.get(&fact.name).filter(|_| said)?;
            Some(raw.as_str()?.to_owned())
        })
    }

    /// On whose behalf it is filed.
    pub fn applicant(&self) -> ApplicantKind {
        let said = self.of_case("applicant").and_then(|text| serde_json::from_value(Raw::from(text)).ok());
        let person = self.regulation.applicants.contains(&ApplicantKind::Person).then_some(ApplicantKind::Person);
        said.or(person).or_else(|| self.regulation.applicants.first().copied()).unwrap_or(ApplicantKind::Person)
    }

    /// The account it is filed from.
    pub fn account(&self) -> AccountKind {
        match self.applicant() {
            ApplicantKind::Person => AccountKind::Person,
            ApplicantKind::SoleTrader => AccountKind::SoleTrader,
            ApplicantKind::Organisation => AccountKind::Organisation,
        }
    }

    /// The organisation whose account it is, if it is one's.
    pub fn role(&self) -> Option<Role> {
        let kind = match self.account() {
            AccountKind::Organisation => RoleKind::Organisation,
            AccountKind::SoleTrader => RoleKind::SoleTrader,
            AccountKind::Person | AccountKind::PublicBody => return None,
        };
        let claims = self.claims();
        let text = |name: &str| claims.get(name).and_then(Raw::as_str).map(str::to_owned);
        Some(Role {
            oid: "9000000000".to_owned(),
            kind,
            name: text("org.name").unwrap_or_else(|| "ООО «Образец»".to_owned()),
            short: text("org.short"),
            ogrn: text("org.ogrn"),
            inn: text("org.inn"),
            is_chief: true,
            is_admin: true,
        })
    }

    /// What ЕСИА holds of the applicant.
    pub fn claims(&self) -> Map<String, Raw> {
        let mut claims = Map::new();
        for (name, raw) in &self.given {
            let paths = self.regulation.facts.get(name).into_iter().flat_map(|fact| &fact.from);
            for path in paths {
                if let SourcePath::Identity(claim) = path
                    && !raw.is_null()
                {
                    claims.insert(claim.clone(), raw.clone());
                }
            }
        }
        claims
    }

    /// The way it comes: what the case says, or the portal.
    pub fn channel(&self) -> Channel {
        let said = self.of_case("channel");
        Channel::ALL.into_iter().find(|one| said.as_deref() == Some(one.code())).unwrap_or_default()
    }

    /// What the applicant types and attaches.
    pub fn answers(&self) -> Answers {
        let asked = self.regulation.form.iter().flat_map(|step| &step.fields);
        let mut answers = Answers::new();
        for name in asked {
            if let Some(raw) = self.given.get(name).filter(|raw| !raw.is_null()) {
                answers.insert(name.clone(), answer(raw));
            }
        }
        answers
    }

    /// What is known before anything is typed.
    pub fn prefill(&self, at: Timestamp) -> Facts {
        let itself = CaseSelf { channel: self.channel(), applicant: Some(self.applicant()), filed: self.filed() };
        let mut facts = form::identity_facts(&self.regulation, &self.claims(), at);
        facts.0.extend(form::case_facts(&self.regulation, itself, at).0);
        facts
    }

    /// What a source answers: fields of its register; nothing where it knows none of them.
    pub fn reply(&self, source: &str) -> Map<String, Raw> {
        let mut fields = Map::new();
        for fact in self.regulation.facts.values() {
            for path in &fact.from {
                if let SourcePath::Register { source: named, field } = path
                    && named == source
                    && let Some(raw) = self.given.get(&fact.name)
                {
                    fields.insert(field.clone(), raw.clone());
                }
            }
        }
        fields
    }

    /// What the applicant holds of other services: service and output → field and value.
    pub fn held(&self) -> BTreeMap<(String, String), Map<String, Raw>> {
        let mut held: BTreeMap<(String, String), Map<String, Raw>> = BTreeMap::new();
        for (name, raw) in &self.given {
            let paths = self.regulation.facts.get(name).into_iter().flat_map(|fact| &fact.from);
            for path in paths {
                if let SourcePath::Service { service, result, field } = path {
                    let entry = held.entry((service.clone(), result.clone())).or_default();
                    entry.insert(field.clone(), raw.clone());
                }
            }
        }
        // An entry that is said not to exist is none.
        held.retain(|_, fields| {
            let denied = fields.get("exists").is_some_and(|exists| *exists == Raw::Bool(false) || exists.is_null());
            !denied && fields.values().any(|value| !value.is_null())
        });
        held
    }

    /// Facts that only an official can tell, with the official's name as their source.
    pub fn stated(&self, official: &str, now: Timestamp, today: Date) -> Facts {
        let mut stated = Facts::default();
        for (name, mut known) in self.known(now, today).0 {
            let Some(fact) = self.regulation.facts.get(&name) else { continue };
            if teller(&self.regulation, fact) == Teller::Official && self.given.contains_key(&name) {
                known.source = Source::Official { official: official.to_owned() };
                stated.learn(name, known);
            }
        }
        stated
    }

    /// Fills in an expert's sheet so that all sheets together give what the script says; where it
    /// says nothing, the best.
    pub fn score(&self, rule: &AssessmentRule, number: usize, sheet: &mut Sheet) {
        let told = self.given.get(&rule.gives);
        if rule.rule == Averaging::All {
            let yes = told != Some(&Raw::Bool(false));
            sheet.scores.iter_mut().for_each(|score| score.score = Decimal::from(u8::from(yes)));
            return;
        }
        let text = told.map(|raw| raw.as_str().map_or_else(|| raw.to_string(), str::to_owned));
        let told: Option<Decimal> = text.and_then(|text| text.parse().ok());
        let experts = Decimal::from(rule.experts);
        let mut left = match (told.or(rule.ceiling()).unwrap_or_default(), rule.rule) {
            // The last expert takes what does not divide.
            (whole, Averaging::Sum) => {
                let each = (whole / experts).round_dp_with_strategy(2, RoundingStrategy::ToZero);
                let last = number + 1 == usize::try_from(rule.experts).unwrap_or(usize::MAX);
                if last { whole - each * (experts - Decimal::ONE) } else { each }
            }
            (mean, _) => mean,
        };
        for (score, item) in sheet.scores.iter_mut().zip(&rule.sheet) {
            score.score = left.min(item.most.unwrap_or_default());
            left -= score.score;
        }
    }

    /// Everything the script says, as typed facts.
    pub fn known(&self, now: Timestamp, today: Date) -> Facts {
        package::facts_of(&self.regulation, &self.given, now, today).unwrap_or_default()
    }

    /// Sources of the regulation, each with what it answers.
    pub fn replies(&self) -> BTreeMap<String, Map<String, Raw>> {
        self.regulation.sources.keys().map(|source| (source.clone(), self.reply(source))).collect()
    }
}

/// A raw value as the form holds it: everything simple is text as typed.
fn answer(raw: &Raw) -> Raw {
    match raw {
        Raw::Bool(yes) => Raw::String(yes.to_string()),
        Raw::Number(number) => Raw::String(number.to_string()),
        Raw::Array(records) => records
            .iter()
            .map(|record| match record {
                Raw::Object(fields) => {
                    Raw::Object(fields.iter().map(|(name, raw)| (name.clone(), answer(raw))).collect())
                }
                other => answer(other),
            })
            .collect(),
        other => other.clone(),
    }
}

/// Raw facts without those that are not declared any more.
pub fn declared(regulation: &Regulation, given: &IndexMap<String, Raw>) -> Given {
    given.iter().filter(|(name, _)| regulation.facts.contains_key(*name)).map(|(n, r)| (n.clone(), r.clone())).collect()
}
