//! An official at work on one case: takes it, finds out what only a person can, decides as the
//! regulation has it. One call is one act, so that anything may happen between two of them.

use actions::commit::Opened;
use actions::desk::decide::{self, Choice, Question};
use actions::desk::{access, work};
use actions::register::sign;
use actions::stop::Stop;
use domain::case::assessed::{expected, of_experts};
use domain::case::{Actor, Case, CaseState, Wish};
use domain::duty;
use domain::id::CaseId;
use domain::official::Official;
use domain::procedure::ProcedureStage;
use regulation::assess::{Assessment, Decision, GroundSeen, Outcome, Outlook, assess, outlook};
use regulation::expression::Verdict;
use regulation::fact::Facts;
use regulation::package::{Performer, Procedure, ProcedureKind};

use super::scene::Scene;
use super::script::Script;

/// What an official did with a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Did {
    /// An act: its name.
    Acted(&'static str),
    /// The case is not this official's to act upon now.
    Nothing,
    /// The official does not know how to go on: a sentence for the report.
    Stuck(String),
}

/// What the official means to do beside following the machine's view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intent {
    /// Refuse on this ground, which only a person can see.
    pub refuse_on: Option<String>,
    /// Refuse intake on this ground, which only a person can see.
    pub refuse_intake_on: Option<String>,
    /// Return unconsidered on this ground.
    pub give_back_on: Option<String>,
    /// Pass on, on this ground.
    pub forward_on: Option<String>,
    /// Suspend once, on this ground.
    pub suspend_on: Option<String>,
    /// Prolong once, on this ground.
    pub prolong_on: Option<String>,
}

/// One official with one case open.
pub(super) struct Desk<'a> {
    pub(super) scene: &'a Scene,
    pub(super) official: &'a Official,
    pub(super) script: &'a Script,
    intent: &'a Intent,
    pub(super) opened: Opened,
    outlook: Outlook,
}

/// Does the next thing with a case.
pub async fn act(
    scene: &Scene,
    official: &Official,
    id: &CaseId,
    script: &Script,
    intent: &Intent,
) -> Result<Did, Stop> {
    let office = &scene.office;
    let now = office.now();
    let opened = office.open_case(id).await?;
    let state = opened.case.state;
    if state.ended() || matches!(state, CaseState::Submitted | CaseState::Delivering) {
        return Ok(Did::Nothing);
    }
    match &opened.case.assignee {
        None => {
            work::take(office, official, id, now).await?;
            return Ok(Did::Acted("take"));
        }
        Some(assignee) if *assignee != official.id => return Ok(Did::Nothing),
        // Who is complained of does not decide again: a colleague does.
        Some(_) if duty::may_decide(&opened.case, &official.id).is_err() => {
            work::give_back(office, official, id, opened.case.revision, now).await?;
            return Ok(Did::Acted("give the case to a colleague"));
        }
        Some(_) => {}
    }
    let outlook = outlook(&opened.regulation, &opened.case.facts, office.today(now));
    let desk = Desk { scene, official, script, intent, opened, outlook };
    if !state.paused()
        && let Some(did) = desk.settle().await?
    {
        return Ok(did);
    }
    match state {
        CaseState::Delivered => desk.intake().await,
        CaseState::Registered | CaseState::InProgress => desk.course().await,
        CaseState::DecisionPositive => desk.provide().await,
        CaseState::ResultReady => desk.hand_out().await,
        CaseState::Suspended => desk.resume().await,
        _ => Ok(Did::Nothing),
    }
}

impl Desk<'_> {
    pub(super) fn case(&self) -> &Case {
        &self.opened.case
    }

    pub(super) async fn wish(&self, name: &'static str, wish: Wish) -> Result<Did, Stop> {
        let office = &self.scene.office;
        access::wish(office, self.official, &self.opened, &wish, office.now()).await?;
        Ok(Did::Acted(name))
    }

    /// Registers or refuses intake.
    async fn intake(&self) -> Result<Did, Stop> {
        if let Some(ground) = &self.intent.refuse_intake_on {
            return self.choose(Question::Intake, vec![ground.clone()]).await;
        }
        match &self.outlook.accept {
            Outcome::Negative(grounds) => self.choose(Question::Intake, grounds.clone()).await,
            Outcome::Positive => self.choose(Question::Intake, Vec::new()).await,
            Outcome::NotYet(names) => {
                let names: Vec<String> = names.iter().cloned().collect();
                self.find_out(&names, Question::Intake).await
            }
        }
    }

    /// Works the procedure that runs.
    async fn course(&self) -> Result<Did, Stop> {
        let Some(rule) = self.running() else {
            return Ok(Did::Stuck("no procedure runs".to_owned()));
        };
        if let Some(did) = self.turn().await? {
            return Ok(did);
        }
        if self.is_machines(rule) {
            return Ok(Did::Nothing);
        }
        match rule.kind {
            ProcedureKind::Decision => self.decide().await,
            ProcedureKind::Exchange if self.awaits() => Ok(Did::Nothing),
            ProcedureKind::Assessment => self.assess(rule).await,
            ProcedureKind::ExtraData => self.ask(rule).await,
            _ => self.end(rule).await,
        }
    }

    /// A step that the machine takes, and for which it called nobody.
    fn is_machines(&self, rule: &Procedure) -> bool {
        rule.by == Performer::Machine && self.case().needs_person.is_none()
    }

    fn running(&self) -> Option<&Procedure> {
        let state = self
            .case()
            .procedures
            .iter()
            .find(|procedure| matches!(procedure.stage, ProcedureStage::Started | ProcedureStage::Overdue))?;
        self.opened.regulation.procedures.iter().find(|rule| rule.id == state.id)
    }

    pub(super) fn awaits(&self) -> bool {
        self.case().sources.iter().any(|asked| asked.state.outstanding())
    }

    /// Suspending, prolonging, returning and passing on come before anything else.
    async fn turn(&self) -> Result<Option<Did>, Stop> {
        let (case, intent, found) = (self.case(), self.intent, &self.outlook);
        let mut wish = None;
        if let Some(ground) = meant(&intent.forward_on, &found.forward) {
            wish = Some(("forward", Wish::Forward { ground, words: self.words(), trace: self.trace() }));
        } else if let Some(ground) = meant(&intent.give_back_on, &found.give_back) {
            wish = Some(("give back", Wish::GiveBack { ground, words: self.words(), trace: self.trace() }));
        } else if let Some(ground) = meant(&intent.suspend_on, &found.suspend)
            && case.pauses.iter().all(|pause| pause.ground.as_ref() != Some(&ground))
        {
            wish = Some(("suspend", Wish::Suspend { ground, words: self.words() }));
        } else if let Some(ground) = meant(&intent.prolong_on, &found.prolong)
            && case.prolonged.iter().all(|prolonged| prolonged.ground != ground)
        {
            wish = Some(("prolong", Wish::Prolong { ground, words: self.words() }));
        }
        match wish {
            Some((name, wish)) => match self.wish(name, wish).await {
                Ok(did) => Ok(Some(did)),
                // Not at this moment of the course: the case goes its usual way.
                Err(Stop::Refused(_)) => Ok(None),
                Err(stop) => Err(stop),
            },
            None => Ok(None),
        }
    }

    /// Looks at the applicant or the object and gives a sheet.
    async fn assess(&self, rule: &Procedure) -> Result<Did, Stop> {
        let found = self.unstated();
        if !found.0.is_empty() {
            return self.wish("find out", Wish::Learn { facts: found }).await;
        }
        let expected = expected(self.case(), &self.opened.regulation);
        let Some(expected) = expected.filter(|one| one.given.len() < one.wanted) else { return self.end(rule).await };
        // Who gives a sheet takes no part in deciding: experts are other people.
        let experts = self.scene.experts.get(&self.official.authority).into_iter().flatten();
        let Some(expert) =
            experts.into_iter().find(|one| !expected.given.iter().any(|given| *given == one.id.as_str()))
        else {
            return Ok(Did::Stuck(format!("{}: too few experts", expected.title())));
        };
        let mut sheet = expected.sample(expert.id.as_str(), "Осмотрено при моделировании.");
        if let Some(rule) = expected.rule {
            self.script.score(rule, expected.given.len(), &mut sheet);
        }
        let office = &self.scene.office;
        access::wish(office, expert, &self.opened, &Wish::Assessed { sheet }, office.now()).await?;
        Ok(Did::Acted("assess"))
    }

    /// Asks the applicant for what nobody else has; what the applicant has not, is found out.
    async fn ask(&self, rule: &Procedure) -> Result<Did, Stop> {
        let facts = &self.opened.regulation.facts;
        let unknown = |name: &&String| {
            let nobody_holds = facts.get(*name).is_some_and(|fact| fact.from.is_empty() && fact.derive.is_none());
            nobody_holds && self.case().facts.get(name).is_none() && self.script.given.contains_key(*name)
        };
        let wanted: Vec<String> = rule.output.iter().chain(&rule.input).filter(unknown).cloned().collect();
        if wanted.is_empty() {
            return self.end(rule).await;
        }
        let words = "Пришлите, пожалуйста, недостающие сведения (моделирование).".to_owned();
        match self.wish("ask the applicant", Wish::AskApplicant { facts: wanted, words }).await {
            Err(Stop::Refused(_)) => self.end(rule).await,
            did => did,
        }
    }

    /// Ends a procedure that a person performs, with what the person found out.
    async fn end(&self, rule: &Procedure) -> Result<Did, Stop> {
        let found = self.unstated();
        if !found.0.is_empty() {
            return self.wish("find out", Wish::Learn { facts: found }).await;
        }
        self.wish("end a procedure", Wish::EndProcedure { procedure: rule.id.clone() }).await
    }

    /// Facts that only an official can tell and nobody told yet.
    fn unstated(&self) -> Facts {
        let office = &self.scene.office;
        let now = office.now();
        let mut stated = self.script.stated(self.official.id.as_str(), now, office.today(now));
        // Where a line of ours gives something out, nobody else says who got it.
        let rules = &self.opened.regulation.procedures;
        let given = |rule: &Procedure, name: &String| {
            rule.kind == ProcedureKind::Distribution && rule.output.contains(name) && !self.case().queues.is_empty()
        };
        let told = |name: &String| {
            of_experts(self.case(), &self.opened.regulation, name) || rules.iter().any(|rule| given(rule, name))
        };
        stated.0.retain(|name, _| self.case().facts.get(name).is_none() && !told(name));
        stated
    }

    async fn decide(&self) -> Result<Did, Stop> {
        let found = self.unstated();
        if !found.0.is_empty() {
            return self.wish("find out", Wish::Learn { facts: found }).await;
        }
        if let Some(ground) = &self.intent.refuse_on {
            return self.choose(Question::Provision, vec![ground.clone()]).await;
        }
        match &self.outlook.decision {
            Outcome::Positive => self.choose(Question::Provision, Vec::new()).await,
            Outcome::Negative(grounds) => self.choose(Question::Provision, grounds.clone()).await,
            Outcome::NotYet(names) if names.is_empty() => self.choose(Question::Provision, Vec::new()).await,
            Outcome::NotYet(names) => {
                let names: Vec<String> = names.iter().cloned().collect();
                self.find_out(&names, Question::Provision).await
            }
        }
    }

    async fn choose(&self, question: Question, grounds: Vec<String>) -> Result<Did, Stop> {
        let office = &self.scene.office;
        let positive = grounds.is_empty();
        let words = if positive {
            String::new()
        } else {
            "Установлено при рассмотрении (моделирование).".to_owned()
        };
        let choice = Choice { positive: Some(positive), grounds, words };
        let (id, revision) = (&self.case().id, self.case().revision);
        let problems = decide::decide(office, self.official, id, question, &choice, revision, office.now()).await?;
        Ok(match (problems.is_empty(), positive) {
            (false, _) => Did::Stuck(format!("{problems:?}")),
            (true, true) => Did::Acted("provide"),
            (true, false) => Did::Acted("refuse"),
        })
    }

    async fn provide(&self) -> Result<Did, Stop> {
        let Some(rule) = self.running() else { return Ok(Did::Nothing) };
        if self.is_machines(rule) {
            return Ok(Did::Nothing);
        }
        if rule.kind != ProcedureKind::Provision {
            return self.end(rule).await;
        }
        let office = &self.scene.office;
        let (id, revision) = (&self.case().id, self.case().revision);
        let today = office.today(office.now());
        if actions::register::issue::outputs(self.case(), &self.opened.regulation, today).is_empty() {
            return self.wish("complete", Wish::Complete).await;
        }
        match sign::sign(office, self.official, id, revision, office.now()).await? {
            actions::register::issue::Outcome::Issued(_) => Ok(Did::Acted("sign")),
            actions::register::issue::Outcome::NotIssued(why) => Ok(Did::Stuck(format!("{why:?}"))),
        }
    }

    /// Goes on once what the case waits for is there.
    async fn resume(&self) -> Result<Did, Stop> {
        let found = self.unstated();
        if !found.0.is_empty() {
            return self.wish("find out", Wish::Learn { facts: found }).await;
        }
        self.wish("resume", Wish::Resume).await
    }

    fn words(&self) -> Option<String> {
        Some("Установлено при рассмотрении (моделирование).".to_owned())
    }

    /// The machine's view with its reasons, as the card shows it.
    pub(super) fn whole(&self) -> Assessment {
        let office = &self.scene.office;
        assess(&self.opened.regulation, &self.case().facts, office.today(office.now()))
    }

    fn trace(&self) -> serde_json::Value {
        let today = self.scene.office.today(self.scene.office.now());
        let decision = Decision::keeping(&self.opened.regulation, &self.case().facts, today, self.whole());
        serde_json::to_value(decision).unwrap_or_default()
    }
}

/// The ground that is meant, or the first that holds.
fn meant(intent: &Option<String>, found: &[GroundSeen]) -> Option<String> {
    let holds = found.iter().find(|ground| ground.verdict == Some(Verdict::Yes)).map(|ground| ground.id.clone());
    intent.clone().or(holds)
}

/// The actor that an official is.
pub fn actor(official: &Official) -> Actor {
    Actor::Official(official.id.clone())
}
