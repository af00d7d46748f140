//! A refused application, its applicant, and the officials around it.

use actions::citizen::session::Session;
use actions::complaint::{self, Filed};
use actions::desk::decide::{Choice, Question, decide};
use actions::desk::work::take;
use actions::machine;
use connect::appeals::{Appeals, Memory};
use domain::complaint::{Complaint, Filing, Object, Target, Wish};
use domain::id::{CaseId, ComplaintId};
use domain::official::{Official, Role};
use jiff::SignedDuration;

use crate::world::World;

pub struct Refused {
    pub world: World,
    pub who: Session,
    pub case: CaseId,
    pub clerk: Official,
    pub handler: Official,
}

/// A land plan that an official refused.
pub async fn refused() -> Refused {
    let world = World::new().await;
    let (who, case) = world.plot().await;
    let clerk = world.official("city.clerk", "Клеркова Образца Примеровна", &[Role::Caseworker]).await;
    let handler = world.official("city.complaints", "Совестина Раиса Образцовна", &[Role::Complaints]).await;
    take(&world.office, &clerk, &case, world.now()).await.unwrap();
    let no =
        Choice {
            positive: Some(false), grounds: vec!["G3".to_owned()], words: "Не хватает двух точек.".to_owned()
        };
    let revision = world.case(&case).await.revision;
    let wrong = decide(&world.office, &clerk, &case, Question::Provision, &no, revision, world.now()).await.unwrap();
    assert!(wrong.is_empty(), "{wrong:?}");
    Refused { world, who, case, clerk, handler }
}

pub fn filing() -> Filing {
    Filing {
        authority: String::new(),
        target: Some(Target::Official),
        who: String::new(),
        object: Some(Object::Decision),
        ground: "service-refused".to_owned(),
        words: "Точки на плане есть.".to_owned(),
        wants: "Отменить отказ.".to_owned(),
    }
}

impl Refused {
    pub async fn key(&self) -> String {
        complaint::form(&self.world.office, &self.who, Some(&self.case)).await.unwrap().key.to_string()
    }

    pub async fn file(&self, filing: Filing) -> ComplaintId {
        let key = self.key().await;
        match complaint::file(&self.world.office, &self.who, &key, Some(&self.case), filing).await.unwrap() {
            Filed::Done(id) => id,
            Filed::Wrong(flaws) => panic!("{flaws:?}"),
        }
    }

    pub async fn complaint(&self, id: &ComplaintId) -> Complaint {
        store::complaints::by_id(&self.world.office.db, id).await.unwrap().unwrap().0
    }

    pub async fn act(&self, by: &Official, id: &ComplaintId, wish: Wish) -> Result<(), actions::stop::Stop> {
        let revision = self.complaint(id).await.revision;
        complaint::act(&self.world.office, by, id, revision, &wish).await
    }

    /// Registered, assigned to the handler, being considered.
    pub async fn considered(&self, id: &ComplaintId) {
        for wish in [Wish::Register, Wish::Assign { to: self.handler.id.clone() }, Wish::Consider] {
            self.act(&self.handler, id, wish).await.unwrap();
        }
    }

    pub fn federal(&self) -> &Memory {
        match &self.world.office.appeals {
            Some(Appeals::Memory(memory)) => memory,
            _ => panic!("another system"),
        }
    }

    /// Does the jobs that are due, as the worker does.
    pub async fn work(&self) {
        let office = &self.world.office;
        loop {
            let now = self.world.now();
            let until = now + SignedDuration::from_secs(60);
            let lease = office.new_owner_id();
            let jobs = store::jobs::lease(&office.db, &lease, now, until, 10).await.unwrap();
            if jobs.is_empty() {
                return;
            }
            for job in &jobs {
                machine::perform(office, job).await;
            }
        }
    }
}
