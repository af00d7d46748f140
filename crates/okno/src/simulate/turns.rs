//! What becomes of people's plans, and what they plan when they see what happened.

use std::sync::Arc;

use actions::citizen::drafts::{self, Patch};
use actions::citizen::{applications, replies};
use actions::distribution::answer::{self, Answer};
use actions::stop::Stop;
use anyhow::{Context, Result, anyhow, bail};
use domain::case::{Actor, Case, CaseState, ReopenGround, Wish};
use domain::distribution::PlaceState;
use domain::id::{CaseId, OfficialId};
use domain::journal::{Entry, Event};
use jiff::SignedDuration;
use regulation::assess::outlook;
use regulation::fact::Source;

use super::kit::{citizen, official, outside};
use super::people::{self, Again, Folk, Plan};
use super::town::Town;
use super::watch::Broken;
use super::{scarce, sweep};
use official::Did;

impl Town {
    /// Carries out a plan.
    pub(super) async fn carry_out(&mut self, plan: Plan) -> Result<()> {
        match plan {
            Plan::Begin(service) => self.begin(service).await,
            Plan::Send(number) => match self.lying.remove(&number) {
                Some((folk, draft)) => self.send(folk, &draft).await,
                None => Ok(()),
            },
            Plan::Official(case, official) => self.official(&case, &official).await,
            Plan::Applicant(case) => self.applicant(&case).await,
            Plan::Withdraw(case) => self.withdraw(&case).await,
            Plan::Contest(case) => self.contest(&case).await,
            Plan::Reopen(case, why) => self.reopen(&case, why).await,
            Plan::WantPerson(case) => self.want_person(&case).await,
            Plan::Deal(stock) => self.deal(&stock).await,
            Plan::Add => self.add().await,
            Plan::Midnight(number) => self.midnight(number).await,
            Plan::Amend => self.amend().await,
        }
    }

    /// Somebody fills a form; most send it at once.
    async fn begin(&mut self, service: usize) -> Result<()> {
        let scripts = self.scripts.get(service).context("the service has scripts")?;
        let Some(script) = self.chance.pick(scripts).map(Arc::clone) else { return Ok(()) };
        let script = script.on(self.scene.office.today(self.scene.office.now()));
        self.people += 1;
        let script = scarce::of_somebody(&script, self.people);
        let session = citizen::arrive(&self.scene, &script, self.people).await?;
        let draft = match citizen::fill(&self.scene, &session, &script).await {
            Ok(draft) => draft,
            Err(Stop::Refused(_) | Stop::Missing) => {
                self.report.not_let_through += 1;
                return Ok(());
            }
            Err(stop) => bail!("filling a draft of {}: {stop}", script.regulation.service),
        };
        let folk = Folk::new(session, script);
        let shape = self.shape.people;
        if self.chance.happens(shape.never_sends) {
            self.report.abandoned += 1;
        } else if self.chance.happens(shape.sends_later) {
            let at = self.scene.office.now() + self.chance.hours(3, 24 * 5);
            self.lying.insert(self.people, (folk, draft));
            self.plan(at, Plan::Send(self.people));
        } else {
            self.send(folk, &draft).await?;
        }
        Ok(())
    }

    async fn send(&mut self, folk: Folk, draft: &domain::id::DraftId) -> Result<()> {
        if self.chance.happens(self.shape.people.forgets_an_answer) {
            self.forget(&folk, draft).await?;
        }
        let id = match citizen::send(&self.scene, &folk.session, draft).await {
            Ok(id) => id,
            Err(Stop::Problems(_) | Stop::Refused(_)) => {
                self.report.not_let_through += 1;
                return Ok(());
            }
            Err(stop) => bail!("sending a draft: {stop}"),
        };
        self.report.filed += 1;
        self.folk.insert(id.clone(), folk);
        let case = store::cases::by_id(&self.scene.office.db, &id).await?.context("a filed case is there")?;
        self.watch.filed(&case).map_err(|broken| anyhow!(broken))?;
        if self.chance.happens(self.shape.people.withdraws) {
            let at = self.scene.office.now() + self.chance.hours(1, 24 * 8);
            self.plan(at, Plan::Withdraw(id.clone()));
        }
        if self.chance.happens(self.shape.people.wants_a_person) {
            let at = self.scene.office.now() + self.chance.seconds(30, 7200);
            self.plan(at, Plan::WantPerson(id.clone()));
        }
        self.touch(&id).await
    }

    /// Leaves one required answer out, is told so, and gives it.
    async fn forget(&mut self, folk: &Folk, draft: &domain::id::DraftId) -> Result<()> {
        let (office, regulation) = (&self.scene.office, &folk.script.regulation);
        let typed = regulation.form.iter().flat_map(|step| step.fields.iter().map(move |name| (step, name)));
        let found = typed.into_iter().find_map(|(step, name)| {
            let fact = regulation.facts.get(name).filter(|fact| fact.required && fact.from.is_empty())?;
            let simple = matches!(fact.kind, regulation::package::FactType::Text { .. });
            let text = folk.script.given.get(name).filter(|_| simple)?.as_str()?;
            Some((step.id.clone(), name.clone(), text.to_owned()))
        });
        let Some((step, name, text)) = found else { return Ok(()) };
        let patch = |text: String| Patch { step: step.clone(), fields: vec![(name.clone(), text)], edit: None };
        drafts::save(office, &folk.session, draft, &patch(String::new())).await.map_err(|stop| anyhow!("{stop}"))?;
        let told = citizen::send(&self.scene, &folk.session, draft).await;
        match told {
            Err(Stop::Problems(problems)) if problems.iter().any(|problem| problem.field == name) => {}
            // The question was hidden for this person: nothing was left out.
            Err(_) => {}
            Ok(_) => return Ok(()),
        }
        let saved = drafts::save(office, &folk.session, draft, &patch(text)).await;
        saved.map_err(|stop| anyhow!("{stop}"))?;
        self.report.mended += 1;
        Ok(())
    }

    /// What people plan when they see what happened to a case.
    pub(super) fn react(&mut self, case: &Case, entries: &[Entry]) {
        self.clock_of_person(case);
        let waits = !case.state.ended()
            && case.state != CaseState::AwaitingApplicant
            && (case.needs_person.is_some() || case.assignee.is_some());
        if waits {
            self.plan_official(case, SignedDuration::ZERO);
        } else if case.state == CaseState::Suspended && case.pauses.last().is_some_and(|pause| pause.limit.is_none()) {
            // What no register ever says comes by another way, weeks later.
            let weeks = self.chance.hours(24 * 20, 24 * 60);
            self.plan_official(case, weeks);
        }
        let offered = case.queues.iter().any(|place| place.state == PlaceState::Offered);
        if case.state == CaseState::AwaitingApplicant || offered {
            self.plan_answer(case);
        }
        let shape = self.shape.people;
        let refused = entries.iter().any(|entry| matches!(entry.event, Event::Decided { positive: false, .. }));
        if refused && case.rounds.is_empty() && self.chance.happens(shape.complains) {
            let at = self.scene.office.now() + self.chance.hours(72, 24 * 20);
            self.plan(at, Plan::Reopen(case.id.clone(), Again::Complaint));
        }
        let completed = entries.iter().any(|entry| matches!(entry.event, Event::Completed));
        if completed && case.rounds.is_empty() && self.chance.happens(self.shape.officials.reopens_by_error) {
            let at = self.scene.office.now() + self.chance.hours(48, 24 * 30);
            self.plan(at, Plan::Reopen(case.id.clone(), Again::Error));
        }
        let learnt = entries.iter().any(|entry| matches!(entry.event, Event::EvidenceAnswered { .. }));
        if learnt && case.state.before_decision() && self.chance.happens(shape.contests) {
            let at = self.scene.office.now() + self.chance.hours(1, 24);
            self.plan(at, Plan::Contest(case.id.clone()));
        }
    }

    /// Counts how long a case waits for officials.
    fn clock_of_person(&mut self, case: &Case) {
        let now = self.scene.office.now();
        let waits = !case.state.ended() && !case.state.paused() && case.needs_person.is_some();
        if let Some(folk) = self.folk.get_mut(&case.id) {
            match (folk.person_since, waits || case.assignee.is_some()) {
                (None, true) => folk.person_since = Some(now),
                (Some(since), false) => {
                    folk.person_waited += now.as_millisecond() - since.as_millisecond();
                    folk.person_since = None;
                }
                _ => {}
            }
        }
    }

    fn plan_official(&mut self, case: &Case, after: SignedDuration) {
        let Some(folk) = self.folk.get_mut(&case.id) else { return };
        if folk.official_planned {
            return;
        }
        let next = self.hands.next(&self.scene, &self.shape, case, &mut self.chance);
        let Some((official, at)) = next else { return };
        let at = people::working(&self.scene.office.clock, at + after);
        folk.official_planned = true;
        let id = official.id.clone();
        self.plan(at, Plan::Official(case.id.clone(), id));
    }

    fn plan_answer(&mut self, case: &Case) {
        let shape = self.shape.people;
        let Some(folk) = self.folk.get_mut(&case.id) else { return };
        if folk.applicant_planned || folk.silent {
            return;
        }
        let never =
            if case.state == CaseState::AwaitingApplicant { shape.never_answers } else { shape.never_answers_offer };
        if self.chance.happens(never) {
            folk.silent = true;
            return;
        }
        folk.applicant_planned = true;
        let late = self.chance.happens(shape.answers_late);
        let span = if late { self.chance.hours(24 * 5, 24 * 40) } else { self.chance.hours(1, 60) };
        self.plan(self.scene.office.now() + span, Plan::Applicant(case.id.clone()));
    }

    async fn official(&mut self, id: &CaseId, who: &OfficialId) -> Result<()> {
        let opened = self.scene.office.open_case(id).await.map_err(|stop| anyhow!("{stop}"))?;
        let officials = self.scene.staff.get(&opened.case.authority).cloned().unwrap_or_default();
        let Some(official) = officials.iter().find(|one| one.id == *who) else { return Ok(()) };
        let now = self.scene.office.now();
        let Some(folk) = self.folk.get_mut(id) else { return Ok(()) };
        folk.official_planned = false;
        if folk.intent == official::Intent::default() {
            let found = outlook(&opened.regulation, &opened.case.facts, self.scene.office.today(now));
            folk.intent = people::intent(&folk.script, &found, &self.shape, &mut self.chance);
        }
        match official::act(&self.scene, official, id, &folk.script, &folk.intent).await {
            Ok(Did::Acted(name)) => self.report.act(name),
            Ok(Did::Nothing) => return Ok(()),
            Ok(Did::Stuck(why)) => {
                self.report.stuck(&opened.case, &why);
                self.look_again(id, who);
                return Ok(());
            }
            Err(Stop::Conflict) => self.report.act("was too late"),
            Err(Stop::Refused(refusal)) => {
                self.report.stuck(&opened.case, &refusal.to_string());
                self.look_again(id, who);
                return Ok(());
            }
            Err(stop) => bail!("an official could not act on {}: {stop}", opened.case.number),
        }
        self.touch(id).await
    }

    /// An official who does not know how to go on looks again next week.
    fn look_again(&mut self, id: &CaseId, who: &OfficialId) {
        let at =
            people::working(&self.scene.office.clock, self.scene.office.now() + SignedDuration::from_hours(24 * 7));
        if let Some(folk) = self.folk.get_mut(id) {
            folk.official_planned = true;
        }
        self.plan(at, Plan::Official(id.clone(), who.clone()));
    }

    async fn applicant(&mut self, id: &CaseId) -> Result<()> {
        let Some(folk) = self.folk.get_mut(id) else { return Ok(()) };
        folk.applicant_planned = false;
        let case = store::cases::by_id(&self.scene.office.db, id).await?.context("a filed case is there")?;
        if let Some(place) = case.queues.iter().find(|place| place.state == PlaceState::Offered) {
            let accepts = !self.chance.happens(self.shape.people.declines_offer);
            let said = if accepts { Answer::Accept } else { Answer::Decline };
            match answer::answer(&self.scene.office, &folk.session, id, &place.stock, &said).await {
                Ok(()) => self.report.act(if accepts { "accept an offer" } else { "decline an offer" }),
                Err(Stop::Conflict) => self.report.act("too late for an offer"),
                Err(Stop::Refused(refusal)) => {
                    // The term of the offer ends it.
                    folk.silent = true;
                    *self.report.stuck.entry(format!("an offer of {}: {refusal}", case.service)).or_default() += 1;
                    return Ok(());
                }
                Err(stop) => bail!("an applicant could not answer an offer: {stop}"),
            }
            return self.touch(id).await;
        }
        match outside::answer(&self.scene, &folk.session, id, &folk.script).await {
            Ok(()) => self.report.act("answer"),
            Err(Stop::Refused(_) | Stop::Conflict) => {
                // Too late, or nothing to say: the term of the question ends it.
                folk.silent = true;
                self.report.act("could not answer");
                return Ok(());
            }
            Err(stop) => bail!("an applicant could not answer: {stop}"),
        }
        self.touch(id).await
    }

    async fn withdraw(&mut self, id: &CaseId) -> Result<()> {
        let Some(folk) = self.folk.get(id) else { return Ok(()) };
        match applications::withdraw(&self.scene.office, &folk.session, id).await {
            Ok(()) => self.report.act("withdraw"),
            Err(Stop::Refused(_)) => {
                self.report.act("too late to withdraw");
                return Ok(());
            }
            Err(stop) => bail!("an applicant could not withdraw: {stop}"),
        }
        self.touch(id).await
    }

    async fn contest(&mut self, id: &CaseId) -> Result<()> {
        let opened = self.scene.office.open_case(id).await.map_err(|stop| anyhow!("{stop}"))?;
        let register = |known: &&regulation::fact::Known| matches!(known.source, Source::Register { .. });
        let fact = opened.case.facts.0.iter().find(|(_, known)| register(known)).map(|(name, _)| name.clone());
        let (Some(fact), Some(folk)) = (fact, self.folk.get(id)) else { return Ok(()) };
        let words = "Это не так, проверьте, пожалуйста (моделирование).";
        match replies::contest(&self.scene.office, &folk.session, id, &fact, words).await {
            Ok(()) => self.report.act("contest"),
            Err(Stop::Refused(_) | Stop::Missing) => return Ok(()),
            Err(stop) => bail!("an applicant could not contest a fact: {stop}"),
        }
        self.touch(id).await
    }

    async fn reopen(&mut self, id: &CaseId, why: Again) -> Result<()> {
        let opened = self.scene.office.open_case(id).await.map_err(|stop| anyhow!("{stop}"))?;
        let decided = opened.case.decision.as_ref().map(|decision| decision.by.clone());
        let officials = self.scene.staff.get(&opened.case.authority).into_iter().flatten().map(official::actor);
        // Who decided does not consider the complaint.
        let Some(by) = officials.into_iter().find(|by| decided.as_ref() != Some(by)) else { return Ok(()) };
        let (reason, ground) = match why {
            Again::Complaint => ("Жалоба признана обоснованной (моделирование).", ReopenGround::Complaint),
            Again::Error => ("Орган нашёл свою ошибку (моделирование).", ReopenGround::Error),
        };
        self.wish(id, &by, Wish::Reopen { reason: reason.to_owned(), by: ground }, "reopen").await
    }

    async fn want_person(&mut self, id: &CaseId) -> Result<()> {
        let Some(folk) = self.folk.get(id) else { return Ok(()) };
        let words = "Прошу, чтобы решал человек (моделирование).";
        match replies::call_person(&self.scene.office, &folk.session, id, words).await {
            Ok(()) => self.report.act("want a person"),
            Err(Stop::Refused(_) | Stop::Missing) => return Ok(()),
            Err(stop) => bail!("an applicant could not call a person: {stop}"),
        }
        self.touch(id).await
    }

    async fn wish(&mut self, id: &CaseId, by: &Actor, wish: Wish, name: &'static str) -> Result<()> {
        let office = &self.scene.office;
        let opened = office.open_case(id).await.map_err(|stop| anyhow!("{stop}"))?;
        match office.decide(&opened, &wish, by, office.now()) {
            Ok(change) => {
                office.commit_change(&opened, &change, []).await.map_err(|stop| anyhow!("{name}: {stop}"))?;
                self.report.act(name);
            }
            Err(Stop::Refused(_) | Stop::Missing) => return Ok(()),
            Err(stop) => bail!("{name}: {stop}"),
        }
        self.touch(id).await
    }

    /// Everything is looked over: nothing parked, nothing left lying, some officials fall ill.
    async fn midnight(&mut self, night: u32) -> Result<()> {
        let now = self.scene.office.now();
        let stats = store::jobs::stats(&self.scene.office.db, now).await?;
        if stats.parked > 0 {
            let parked = store::jobs::parked(&self.scene.office.db, 1).await?;
            let Some(job) = parked.first() else { bail!("{now}: {} jobs are parked", stats.parked) };
            let what = format!("{} jobs are parked, for example {:?}", stats.parked, job);
            return Err(match outside::subject(&self.scene, &job.work).await? {
                Some(case) => self.blame(Broken { what, case: case.clone() }.into(), &case).await,
                None => anyhow!("{now}: {what}"),
            });
        }
        self.report.open.push(self.watch.open().len());
        self.overlook(night).await?;
        let today = self.scene.office.today(now);
        if self.scene.office.clock.calendar.is_working(today).unwrap_or(true) {
            let ill = self.hands.ill(&self.scene, &self.shape, &mut self.chance);
            *self.report.faults.entry("official ill").or_default() += ill;
        }
        Ok(())
    }

    /// What nobody touched today holds too.
    async fn overlook(&mut self, night: u32) -> Result<()> {
        if let Err(error) = sweep::open_cases(&mut self.watch, &self.scene, night).await {
            let case = error.downcast_ref::<Broken>().map(|broken| broken.case.clone());
            return Err(match case {
                Some(case) => self.blame(error, &case).await,
                None => error,
            });
        }
        let now = self.scene.office.now();
        let desks = sweep::desks(&self.watch, &self.scene, night).await?;
        desks.map_err(|what| anyhow!("{now}: {what}"))?;
        let stocks: Vec<_> = self.stocks.iter().map(|run| run.id.clone()).collect();
        let given = sweep::stocks(&self.scene, &stocks).await?;
        given.map_err(|what| anyhow!("{now}: {what}"))
    }

    /// The calendar of the year changes: every running term is counted anew.
    async fn amend(&mut self) -> Result<()> {
        let Some(clock) = self.amended.take() else { return Ok(()) };
        self.scene.office.clock = clock;
        self.report.fault("calendar amended");
        // As a restart with the new calendar does: a job counts all running terms anew.
        actions::machine::begin(&self.scene.office).await.map_err(|stop| anyhow!("counting terms anew: {stop}"))?;
        Ok(())
    }
}
