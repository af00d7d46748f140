//! A case of a package says only what matters to it. Here the rest is found, so that the whole
//! application can be filed and its sources answer: values of the sample and of other cases first,
//! then invented ones, as long as what must come of the case still comes of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::assess::{VariantFit, assess};
use regulation::clock::LegalClock;
use regulation::form;
use regulation::package::{self, Expectation, Regulation, TestCase};
use serde_json::Value as Raw;

use super::raw::{self, Given};
use super::script::{Script, Teller, declared, teller};

/// Problems mended before giving up.
const MOST_MENDS: usize = 400;
/// Other values tried until the outcome is as expected.
const MOST_TRIES: usize = 500;

/// Makes the script of a case, or says why it cannot be filed or does not come out as it must.
pub fn complete(regulation: &Arc<Regulation>, case: &TestCase, clock: &LegalClock) -> Result<Script, String> {
    let script =
        Script { regulation: Arc::clone(regulation), as_of: case.as_of, given: declared(regulation, &case.given) };
    let mut work = Work { script, own: case, clock, pool: Pool::of(regulation, case), stuck: BTreeSet::new() };
    work.registers();
    work.mend()?;
    work.steer();
    let wrong = work.wrong(&work.script.given);
    if !wrong.is_empty() {
        return Err(wrong.join("; "));
    }
    work.results();
    Ok(work.script)
}

struct Work<'a> {
    script: Script,
    own: &'a TestCase,
    clock: &'a LegalClock,
    pool: Pool<'a>,
    stuck: BTreeSet<String>,
}

impl Work<'_> {
    fn now(&self, day: Date) -> Timestamp {
        let noon = self.clock.time_zone.to_zoned(day.at(12, 0, 0, 0));
        noon.map_or(Timestamp::UNIX_EPOCH, |moment| moment.timestamp())
    }

    /// Does the case itself say this?
    fn said(&self, path: &str) -> bool {
        raw::get(&self.script.regulation.facts, &self.own.given, path).is_some()
    }

    /// Registers hold what they hold for others who get the service.
    fn registers(&mut self) {
        let regulation = Arc::clone(&self.script.regulation);
        for fact in regulation.facts.values() {
            let tells = teller(&regulation, fact);
            let held = matches!(tells, Teller::Register(..) | Teller::Identity(_) | Teller::Official | Teller::Result);
            if !held || self.script.given.contains_key(&fact.name) {
                continue;
            }
            if let Some(raw) = self.pool.of_granting(&fact.name) {
                self.script.given.insert(fact.name.clone(), raw);
            }
        }
        // Registers that would change what must come of it stay silent about that.
        let mut wrong = self.wrong(&self.script.given).len();
        for fact in regulation.facts.values() {
            if wrong == 0 {
                break;
            }
            if self.said(&fact.name) || !self.script.given.contains_key(&fact.name) {
                continue;
            }
            let mut without = self.script.given.clone();
            without.shift_remove(&fact.name);
            let fewer = self.wrong(&without).len();
            if fewer < wrong {
                (self.script.given, wrong) = (without, fewer);
            }
        }
    }

    /// Fills the form until it may be sent.
    fn mend(&mut self) -> Result<(), String> {
        let mut turns: IndexMap<String, usize> = IndexMap::new();
        for _ in 0..MOST_MENDS {
            let problems = self.problems(&self.script);
            let open = problems.iter().find(|(field, _)| !self.said(field) && !self.stuck.contains(field));
            let Some((field, _)) = open else {
                return match problems.first() {
                    None => Ok(()),
                    Some((field, why)) => Err(format!("the form does not let it through: {field}: {why}")),
                };
            };
            let turn = turns.entry(field.clone()).or_default();
            let next = self.pool.values(field, self.script.filed()).into_iter().nth(*turn);
            *turn += 1;
            match next {
                Some(value) => raw::set(&self.script.regulation.facts, &mut self.script.given, field, value),
                None => {
                    self.stuck.insert(field.clone());
                }
            }
        }
        Err("the form cannot be filled".to_owned())
    }

    fn problems(&self, script: &Script) -> Vec<(String, String)> {
        let day = script.filed();
        let (answers, prefill) = (script.answers(), script.prefill(self.now(day)));
        let found = form::check(&script.regulation, &answers, &prefill, day);
        found.into_iter().map(|problem| (problem.field, problem.message)).collect()
    }

    /// What does not come out as the case expects.
    fn wrong(&self, given: &Given) -> Vec<String> {
        let expect = Expectation {
            variant: self.own.expect.variant.clone(),
            intake: self.own.expect.intake.clone(),
            decision: self.own.expect.decision.clone(),
            grounds: self.own.expect.grounds.clone(),
            suspend: self.own.expect.suspend.clone(),
            give_back: self.own.expect.give_back.clone(),
            forward: self.own.expect.forward.clone(),
            prolong: self.own.expect.prolong.clone(),
            ..Expectation::default()
        };
        let case = TestCase { given: given.clone(), expect, ..self.own.clone() };
        let found = package::run_case(&self.script.regulation, &case, self.clock);
        found.into_iter().map(|one| format!("{}: {} instead of {}", one.what, one.got, one.expected)).collect()
    }

    /// Changes what the case does not say, one fact at a time, until the outcome is as expected.
    fn steer(&mut self) {
        let mut wrong = self.wrong(&self.script.given).len();
        let mut tries = 0;
        let names: Vec<String> = self.script.regulation.facts.keys().cloned().collect();
        for _ in 0..3 {
            let before = wrong;
            for name in names.iter().filter(|name| !self.own.given.contains_key(*name)) {
                let Some(fact) = self.script.regulation.facts.get(name) else { continue };
                if matches!(teller(&self.script.regulation, fact), Teller::Rule | Teller::Case(_)) {
                    continue;
                }
                let values = self.pool.values(name, self.script.filed());
                for value in std::iter::once(None).chain(values.into_iter().map(Some)) {
                    if wrong == 0 || tries >= MOST_TRIES {
                        return;
                    }
                    let mut given = self.script.given.clone();
                    match value {
                        Some(value) => drop(given.insert(name.clone(), value)),
                        None => drop(given.shift_remove(name)),
                    }
                    if given == self.script.given {
                        continue;
                    }
                    tries += 1;
                    let fewer = self.wrong(&given).len();
                    if fewer < wrong {
                        let changed = Script { given, ..self.script.clone() };
                        if self.problems(&changed).is_empty() {
                            (self.script, wrong) = (changed, fewer);
                        }
                    }
                }
            }
            if wrong == before {
                return;
            }
        }
    }

    /// A result that is given must hold its facts.
    fn results(&mut self) {
        let (regulation, day) = (Arc::clone(&self.script.regulation), self.script.as_of);
        let facts = self.script.known(self.now(day), day);
        let VariantFit::One(variant) = assess(&regulation, &facts, day).variant else { return };
        let held = regulation.outputs_given(&variant, &facts, day).into_iter().flat_map(|output| &output.holds);
        for name in held.collect::<BTreeSet<_>>() {
            let Some(fact) = regulation.facts.get(name) else { continue };
            let told = matches!(teller(&regulation, fact), Teller::Register(..) | Teller::Official | Teller::Result);
            if !told || self.script.given.contains_key(name) {
                continue;
            }
            for value in self.pool.values(name, day).into_iter().take(8) {
                let mut given = self.script.given.clone();
                given.insert(name.clone(), value);
                if self.wrong(&given).is_empty() {
                    self.script.given = given;
                    break;
                }
            }
        }
    }
}

/// Where values come from that a case does not say.
struct Pool<'a> {
    regulation: &'a Regulation,
    /// Cases, those nearest to the one in hand first; the sample stands among them.
    cases: Vec<&'a IndexMap<String, Raw>>,
    granting: Vec<&'a IndexMap<String, Raw>>,
}

impl<'a> Pool<'a> {
    fn of(regulation: &'a Regulation, own: &TestCase) -> Self {
        let alike = |given: &IndexMap<String, Raw>| {
            let same = |(name, raw): (&String, &Raw)| given.get(name).is_some_and(|other| plain(other) == plain(raw));
            own.given.iter().filter(|one| same(*one)).count()
        };
        let mut cases: Vec<_> = regulation.cases.iter().map(|case| &case.given).chain([&regulation.sample]).collect();
        cases.sort_by_key(|given| std::cmp::Reverse(alike(given)));
        let grants = |case: &&TestCase| case.expect.decision.as_deref() == Some("grant");
        let mut granting: Vec<_> = regulation.cases.iter().filter(grants).map(|case| &case.given).collect();
        granting.sort_by_key(|given| std::cmp::Reverse(alike(given)));
        Self { regulation, cases, granting }
    }

    /// What nearest cases that end in a grant suppose.
    fn of_granting(&self, name: &str) -> Option<Raw> {
        self.granting.iter().find_map(|given| given.get(name)).cloned()
    }

    /// Values for a field, likelier ones first.
    fn values(&self, path: &str, today: Date) -> Vec<Raw> {
        let facts = &self.regulation.facts;
        let Some((_, fact)) = raw::fact_at(facts, path) else { return Vec::new() };
        let mut values: Vec<Raw> = Vec::new();
        let known = |given: &IndexMap<String, Raw>| {
            let first = raw::get(facts, given, path).cloned();
            first.or_else(|| raw::get(facts, given, &first_record(path)).cloned())
        };
        let of_sample = known(&self.regulation.sample);
        let of_cases = self.cases.iter().filter_map(|given| known(given)).take(12);
        for value in of_cases.chain(of_sample).chain(raw::invented(fact, today)) {
            if !value.is_null() && !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }
}

/// The same field of the first record.
fn first_record(path: &str) -> String {
    let parts = path.split('.').map(|part| if part.bytes().all(|byte| byte.is_ascii_digit()) { "0" } else { part });
    parts.collect::<Vec<_>>().join(".")
}

/// `"2"` of a sample and `2` of a case are one answer.
fn plain(value: &Raw) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
