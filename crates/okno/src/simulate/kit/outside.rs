//! What comes to a case from outside: answers of sources and of the applicant, and which case a job
//! is about.

use actions::citizen::session::Session;
use actions::stop::Stop;
use anyhow::Result;
use connect::exchange::{Play, Reply};
use domain::case::{Actor, Wish};
use domain::id::CaseId;
use domain::job::Work;
use regulation::fact::{Facts, Source};

use super::scene::Scene;
use super::script::Script;

/// What the sources answer to the applications of a script.
pub fn plays(script: &Script) -> Vec<Play> {
    let service = &script.regulation.service;
    let of = |(source, fields): (String, serde_json::Map<String, serde_json::Value>)| {
        if fields.is_empty() {
            return Play::of(&source, Reply::Failed("Сведений нет (моделирование).".to_owned())).asked_for(service);
        }
        Play::answers(&source, fields).asked_for(service)
    };
    script.replies().into_iter().map(of).collect()
}

/// The applicant answers what was asked.
pub async fn answer(scene: &Scene, session: &Session, id: &CaseId, script: &Script) -> Result<(), Stop> {
    let office = &scene.office;
    let now = office.now();
    let opened = office.open_case(id).await?;
    let asked = opened.case.asked_of_applicant.iter().rev().find(|one| one.open());
    let known = script.known(now, office.today(now));
    let mut facts = Facts::default();
    for name in asked.iter().flat_map(|asked| &asked.facts) {
        if let Some(mut known) = known.get(name).cloned() {
            known.source = Source::Applicant;
            facts.learn(name.clone(), known);
        }
    }
    let by = Actor::Applicant(session.person.id.clone());
    let change = office.decide(&opened, &Wish::Answer { facts }, &by, now)?;
    office.commit_change(&opened, &change, []).await
}

/// Whose case a job is about, where that is a case.
pub async fn subject(scene: &Scene, work: &Work) -> Result<Option<CaseId>> {
    let db = &scene.office.db;
    Ok(match work {
        Work::Intake { case } | Work::Advance { case } | Work::TellCase { case, .. } | Work::SettlePlaces { case } => {
            Some(case.clone())
        }
        Work::Ask { request } => store::evidence::by_id(db, request).await?.map(|request| request.case),
        Work::Mail { notice } | Work::Sms { notice } => {
            store::notices::by_id(db, notice).await?.and_then(|notice| notice.case)
        }
        _ => None,
    })
}
