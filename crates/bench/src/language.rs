//! The regulation language by itself, over the real services: how fast a criterion is asked, how
//! soon the next question is found, how long checking and the cases take.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::diagnostic::{Sources, render};
use regulation::expression::{Bound, Expression, Verdict, World};
use regulation::fact::{Facts, Known};
use regulation::form;
use regulation::package::{self, Regulation};
use regulation::question::{Aim, Reach, Step, next, of_service};

use crate::figures::Figures;
use crate::folders;

/// A made-up service whose one criterion has twelve predicates.
const TWELVE: [(&str, &str); 3] = [
    ("regulation.yaml", include_str!("../twelve/regulation.yaml")),
    ("support.typ", include_str!("../twelve/support.typ")),
    ("cases/people.yaml", include_str!("../twelve/cases/people.yaml")),
];

/// How often a thing is timed; the least disturbed run counts.
const RUNS: usize = 7;

/// Changes of one fact at a time that are gone through again and again.
const CHANGES: usize = 4_200;

/// Measures the language and adds its figures.
pub fn measure(figures: &mut Figures, okno: &Path, time: Duration) -> Result<()> {
    let regulations = Path::new("regulations");
    let packages = folders::read(regulations, Path::new("region"))?;
    criterion(figures, time)?;
    questions(figures, &packages)?;
    let largest = packages.iter().max_by_key(|sources| folders::size(sources)).context("there are no packages")?;
    figures.put("check.largest_ms", least(|| drop(black_box(package::read(largest)))));
    for (name, command) in [("check.all_ms", "check"), ("cases.all_ms", "test")] {
        figures.put(name, program(okno, command, regulations)?);
    }
    Ok(())
}

/// How long a command of the program takes, started anew, in milliseconds.
fn program(okno: &Path, command: &str, regulations: &Path) -> Result<f64> {
    let output = Command::new(okno).arg(command).arg(regulations).output()?;
    if !output.status.success() {
        bail!("okno {command} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stdout));
    }
    Ok(least(|| drop(black_box(Command::new(okno).arg(command).arg(regulations).output()))))
}

/// The shortest of several runs, in milliseconds.
fn least(mut work: impl FnMut()) -> f64 {
    let runs = (0..RUNS).map(|_| {
        let begin = Instant::now();
        work();
        begin.elapsed()
    });
    runs.min().unwrap_or_default().as_secs_f64() * 1000.0
}

/// A criterion of twelve predicates with its facts bound: one fact changes before each question.
fn criterion(figures: &mut Figures, time: Duration) -> Result<()> {
    let sources = Sources(TWELVE.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect());
    let (regulation, found) = package::read(&sources);
    let regulation = regulation.with_context(|| render(&found, &sources, false))?;
    let rule = &regulation.criteria.get("entitled").context("the criterion is missing")?.rule;
    let (people, day) = people(&regulation)?;
    let mut bound = rule.bind(&regulation, day);
    ensure!(bound.facts().count() == 12, "the criterion reads {} facts", bound.facts().count());
    bound.set_all(&people[0]);
    let changes = changes(&bound, &people);
    agree(&regulation, rule, day, &changes)?;
    let asked = rate(time, || {
        for (slot, known) in &changes {
            bound.set(*slot, *known);
            black_box(bound.holds());
        }
    });
    let reasoned = rate(time, || {
        for (slot, known) in &changes {
            bound.set(*slot, *known);
            black_box(bound.reasons());
        }
    });
    figures.put("criteria.bound.per_second", asked);
    figures.put("criteria.reasons.per_second", reasoned);
    Ok(())
}

/// Changes done in a second, on one core.
fn rate(time: Duration, mut work: impl FnMut()) -> f64 {
    let (begin, mut done) = (Instant::now(), 0);
    while begin.elapsed() < time {
        work();
        done += CHANGES;
    }
    done as f64 / begin.elapsed().as_secs_f64()
}

/// Each change is one fact of another person, so that facts of many people mix.
fn changes<'a>(bound: &Bound<'a>, people: &'a [Facts]) -> Vec<(usize, Option<&'a Known>)> {
    let facts: Vec<&str> = bound.facts().collect();
    let change = |at: usize| {
        let slot = at * 5 % facts.len();
        (slot, people[at * 7 / 3 % people.len()].get(facts[slot]))
    };
    (0..CHANGES).map(change).collect()
}

/// The people of the package's cases, all facts of each, and the day they are asked about.
fn people(regulation: &Regulation) -> Result<(Vec<Facts>, Date)> {
    let mut people = Vec::new();
    for case in &regulation.cases {
        let facts = package::facts_of(regulation, &case.given, Timestamp::UNIX_EPOCH, case.as_of);
        people.push(facts.map_err(|unknown| anyhow::anyhow!("{}: {unknown:?} is not declared", case.name))?);
    }
    let day = regulation.cases.first().context("there are no people")?.as_of;
    Ok((people, day))
}

/// What is measured is right: bound or not, the answer is the same, and both answers occur.
fn agree(regulation: &Regulation, rule: &Expression, day: Date, changes: &[(usize, Option<&Known>)]) -> Result<()> {
    let mut bound = rule.bind(regulation, day);
    let mut facts = Facts::default();
    let names: Vec<String> = bound.facts().map(str::to_owned).collect();
    let mut answers = [0; 2];
    for (slot, known) in changes {
        bound.set(*slot, *known);
        match known {
            Some(known) => facts.learn(names[*slot].clone(), (*known).clone()),
            None => drop(facts.0.remove(&names[*slot])),
        }
        let verdict = rule.verdict(&World { regulation, facts: &facts, today: day });
        ensure!(bound.verdict() == verdict, "bound to {facts:?} the rule is not {verdict:?}");
        answers[usize::from(verdict == Verdict::Yes)] += 1;
    }
    ensure!(answers.iter().all(|count| *count * 20 > changes.len()), "the answers hardly change: {answers:?}");
    Ok(())
}

/// The longest wait for a next question: of the largest service, and of all, from nothing known
/// and on along every case.
fn questions(figures: &mut Figures, packages: &[Sources]) -> Result<()> {
    let (mut worst, mut questions) = (0.0_f64, 0_usize);
    for sources in packages {
        let Some(regulation) = package::read(sources).0 else { continue };
        for aims in [&[Aim::Variant][..], &[Aim::Variant, Aim::Intake, Aim::Decision, Aim::Fee]] {
            let inquiry = of_service(&regulation, aims);
            for case in &regulation.cases {
                let Ok(full) = package::facts_of(&regulation, &case.given, Timestamp::UNIX_EPOCH, case.as_of) else {
                    continue;
                };
                let mut facts = Facts::default();
                loop {
                    let known = form::derive(&regulation, &facts, Timestamp::UNIX_EPOCH, case.as_of);
                    let begin = Instant::now();
                    let step = next(&inquiry, &known, case.as_of, &Reach::Nobody);
                    let mut took = begin.elapsed();
                    if took > Duration::from_millis(4) {
                        // Somebody else had the processor, or it is truly slow: that is seen again.
                        let again = Instant::now();
                        black_box(next(&inquiry, &known, case.as_of, &Reach::Nobody));
                        took = took.min(again.elapsed());
                    }
                    worst = worst.max(took.as_secs_f64() * 1000.0);
                    questions += 1;
                    let Step::Ask(ask) = step else { break };
                    let Some(known) = full.get(&ask.fact) else { break };
                    facts.learn(ask.fact.clone(), known.clone());
                }
            }
        }
    }
    ensure!(questions > 0, "no service asks anything");
    figures.put("question.next_ms", worst);
    Ok(())
}
