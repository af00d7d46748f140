//! What an official does at the window of the authority: prepares things, looks at originals, hands
//! over.

use actions::delivery::blanks;
use actions::delivery::desk::{self, Doing, Shown};
use actions::stop::Stop;
use domain::case::Wish;
use domain::delivery::Stage;
use domain::refusal::Refusal;

use super::official::{Desk, Did};

impl Desk<'_> {
    /// The next step of a result that is a thing, at the window of the authority.
    async fn hand_thing(&self, output: &str, stage: Stage) -> Result<Did, Stop> {
        let office = &self.scene.office;
        let doing = match stage {
            Stage::Chosen => Doing::Prepare,
            Stage::Prepared => Doing::Arrive,
            _ => Doing::HandOver(Shown {
                document: "military-id".to_owned(),
                face: true,
                originals: self.case().declared.iter().map(|owed| owed.item.clone()).collect(),
                ..Shown::default()
            }),
        };
        match desk::act(office, self.official, &self.case().id, output, &doing).await {
            // A stock that is empty is filled: the delivery of the year.
            Err(Stop::Refused(Refusal::NoBlanks(_))) => {
                let kind = office.region.delivery.blank_of(&self.case().service, output).map(|(id, _)| id.clone());
                let now = office.now().as_millisecond();
                let (from, to) = (format!("{now} 001"), format!("{now} 400"));
                blanks::receive(office, self.official, &kind.unwrap_or_default(), &from, &to).await?;
                Ok(Did::Acted("receive blanks"))
            }
            done => done.map(|()| Did::Acted("hand out")),
        }
    }

    pub(super) async fn hand_out(&self) -> Result<Did, Stop> {
        let thing = self.case().deliveries.iter().find(|item| item.at.stage != Stage::HandedOver);
        if let Some(item) = thing {
            return self.hand_thing(&item.at.output, item.at.stage).await;
        }
        let owed = self.case().declared.iter().find(|owed| owed.shown != Some(true));
        match owed {
            Some(owed) => {
                let item = owed.item.clone();
                self.wish("look at an original", Wish::LookAtOriginal { item, shown: true, reason: None }).await
            }
            None => self.wish("complete", Wish::Complete).await,
        }
    }
}
