//! A hunter with an entry, and officials around it.

use actions::citizen::session::Session;
use actions::desk::staff::{NewOfficial, create};
use domain::id::CaseId;
use domain::official::{Official, Role};
use domain::result::{Basis, ResultRecord};
use serde_json::json;
use store::results;

use crate::world::World;

pub struct Issued {
    pub world: World,
    pub who: Session,
    pub case: CaseId,
    pub record: ResultRecord,
    pub signer: Official,
}

impl Issued {
    pub async fn new() -> Self {
        Self::in_world(World::new().await).await
    }

    pub async fn in_world(world: World) -> Self {
        let signer =
            world.official("nature.signer", "Подписантов Пример Примерович", &[Role::Caseworker, Role::Signer]).await;
        let (who, case) = world.hunter().await;
        world.answer(&case, "mvd.conviction", json!({ "found": false })).await;
        let record = results::of_case(&world.office.db, &case).await.unwrap().remove(0);
        Self { world, who, case, record, signer }
    }

    /// The entry as it stands now.
    pub async fn now(&self) -> ResultRecord {
        results::by_id(&self.world.office.db, &self.record.id).await.unwrap().unwrap()
    }

    /// A copy of the entry with a life of its own.
    pub async fn another(&self, number: u8, change: impl FnOnce(&mut ResultRecord)) -> ResultRecord {
        let mut record = self.record.clone();
        record.id = domain::id::ResultId(self.world.office.new_id(record.person.bucket()));
        record.number = format!("ОБ-2026-0009{number:02}-0");
        record.check_code = format!("AAAA-BBBB-CC{number:02}");
        change(&mut record);
        let writes = results::insert(&record, &domain::case::Actor::Machine);
        self.world.office.db.commit(store::Batch::new().with_all(writes)).await.unwrap();
        record
    }

    /// An operator of the service centre.
    pub async fn operator(&self, authority: &str, roles: &[Role]) -> Official {
        let new = NewOfficial {
            login: &format!("{authority}.{}", roles.len()),
            name: "Оконная Проба Образцовна",
            post: "Специалист зала",
            authority,
            roles,
            mandate: domain::official::Mandate::default(),
            password: crate::world::PASSWORD,
            totp_secret: crate::world::SECRET,
        };
        let id = create(&self.world.office, new).await.unwrap();
        store::officials::by_id(&self.world.office.db, &id).await.unwrap().unwrap()
    }
}

pub fn basis() -> Basis {
    Basis { ground: "Решение суда".to_owned(), clause: Some("209-ФЗ, п. 21".to_owned()) }
}
