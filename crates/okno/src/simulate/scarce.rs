//! What there is not enough of: officials publish stocks of the services that give something
//! scarce, draw lots and publish orders when the days of applying are over, add pieces now and then.

use std::collections::{BTreeMap, BTreeSet};

use actions::distribution::deal;
use actions::distribution::publish::{self, Addition, Asked, Published};
use actions::stop::Stop;
use anyhow::{Context, Result, bail};
use domain::distribution::{keys_of, window};
use domain::id::StockId;
use jiff::{SignedDuration, Span, Timestamp};
use regulation::expression::World;
use regulation::fact::Facts;
use regulation::form;
use regulation::package::{Order, Regulation, Resource};

use super::kit::script::Script;
use super::people::{self, Plan};
use super::town::Town;

/// A ranking without a last day is put in order after so many days.
const RANKED_AFTER: i64 = 14;
/// Days between two additions.
const ADDED_EVERY: i64 = 30;
/// Of the pieces a tenth is kept back.
const RESERVE: i64 = 10;

/// A stock that officials run.
#[derive(Debug, Clone)]
pub struct Run {
    /// Its id.
    pub id: StockId,
    /// The authority whose it is.
    pub authority: String,
    /// Who comes first.
    pub order: Order,
}

impl Town {
    /// Publishes a stock for every key that somebody of the town may want.
    pub(super) async fn publish(&mut self) -> Result<()> {
        let share = i64::from(self.shape.stocks.pieces_for_a_hundred);
        let scripts = self.scripts.clone();
        for scripts in &scripts {
            let Some(regulation) = scripts.first().map(|script| script.regulation.clone()) else { continue };
            for resource in &regulation.resources {
                let wanted = self.wanted(scripts, resource)?;
                for (values, times) in wanted {
                    let people = self.expected(&regulation.service) * times / scripts.len().max(1) as i64;
                    self.publish_one(&regulation, resource, values, (people * share / 100).max(1)).await?;
                }
            }
        }
        let next = self.scene.office.now() + SignedDuration::from_hours(24 * ADDED_EVERY);
        self.plan(people::working(&self.scene.office.clock, next), Plan::Add);
        Ok(())
    }

    /// Keys of a resource, each with how many scripts want it.
    fn wanted(&self, scripts: &[std::sync::Arc<Script>], resource: &Resource) -> Result<BTreeMap<Vec<String>, i64>> {
        let office = &self.scene.office;
        let (now, today) = (office.now(), self.days.first);
        let mut found: BTreeMap<Vec<String>, i64> = BTreeMap::new();
        for script in scripts {
            let script = script.on(today);
            let facts = form::derive(&script.regulation, &script.known(now, today), now, today);
            for key in keys_of(&script.regulation, resource, &facts) {
                *found.entry(key.values.into_iter().map(|one| one.value).collect()).or_default() += 1;
            }
        }
        // A key of which nothing is known is nobody's.
        found.retain(|values, _| values.iter().any(|value| !value.is_empty()));
        Ok(found)
    }

    async fn publish_one(
        &mut self,
        regulation: &Regulation,
        resource: &Resource,
        values: Vec<String>,
        pieces: i64,
    ) -> Result<()> {
        let office = &self.scene.office;
        let official = self.scene.staff.get(&regulation.authority).and_then(|all| all.first());
        let official = official.context("every authority has officials")?;
        let asked = Asked {
            service: regulation.service.clone(),
            resource: resource.id.clone(),
            values,
            pieces,
            reserve: pieces / RESERVE,
            randomness: "Выдуманный тираж (моделирование)".to_owned(),
        };
        let now = office.now();
        let published = match publish::publish(office, official, &asked, now).await {
            Ok(Published::Done(id)) => id,
            Ok(Published::Wrong(_)) | Err(Stop::Refused(_)) => return Ok(()),
            Err(stop) => bail!("publishing a stock of {}: {stop}", regulation.service),
        };
        let nothing = Facts::default();
        let world = World { regulation, facts: &nothing, today: office.today(now) };
        let after = window(resource, &world).closes;
        let dealt: Option<Timestamp> = match (resource.order, after) {
            (Order::Arrival, _) => None,
            (_, Some(last)) => Some(office.clock.start_of_day(last.saturating_add(Span::new().days(1)))),
            (_, None) => Some(now + SignedDuration::from_hours(24 * RANKED_AFTER)),
        };
        if let Some(at) = dealt {
            let at = people::working(&office.clock, at.max(now));
            self.plan(at, Plan::Deal(published.clone()));
        }
        self.report.act("publish a stock");
        let authority = regulation.authority.clone();
        self.stocks.push(Run { id: published, authority, order: resource.order });
        Ok(())
    }

    /// The list is fixed and the order published: lots are drawn, or those who stand are ranked.
    pub(super) async fn deal(&mut self, id: &StockId) -> Result<()> {
        let Some(run) = self.stocks.iter().find(|run| run.id == *id) else { return Ok(()) };
        let office = &self.scene.office;
        let Some(official) = self.scene.staff.get(&run.authority).and_then(|all| all.first()) else { return Ok(()) };
        let now = office.now();
        for step in [
            deal::freeze(office, official, id, now).await,
            deal::deal(office, official, id, "7 14 21 28 35", now).await,
        ] {
            match step {
                Ok(()) => {}
                Err(Stop::Refused(refusal)) => {
                    *self.report.stuck.entry(format!("a stock: {refusal}")).or_default() += 1;
                    return Ok(());
                }
                Err(stop) => bail!("dealing the stock {id}: {stop}"),
            }
        }
        self.report.act("deal a stock");
        Ok(())
    }

    /// Pieces are added to what goes on being given.
    pub(super) async fn add(&mut self) -> Result<()> {
        let office = &self.scene.office;
        for run in self.stocks.iter().filter(|run| run.order != Order::Lottery) {
            let Some(official) = self.scene.staff.get(&run.authority).and_then(|all| all.first()) else { continue };
            let stock = store::distribution::by_id(&office.db, &run.id).await?.context("a published stock is there")?;
            let one_more = Addition { to: stock.pieces, more: 1, reserve: 0 };
            match publish::extend(office, official, &run.id, one_more, office.now()).await {
                Ok(_) => self.report.act("add to a stock"),
                Err(Stop::Refused(_) | Stop::Conflict) => {}
                Err(stop) => bail!("adding to the stock {}: {stop}", run.id),
            }
        }
        let next = office.now() + SignedDuration::from_hours(24 * ADDED_EVERY);
        self.plan(people::working(&self.scene.office.clock, next), Plan::Add);
        Ok(())
    }
}

/// The same script told by somebody else: limits are counted by these numbers.
pub fn of_somebody(script: &Script, number: u64) -> Script {
    let limits = script.regulation.resources.iter().flat_map(|resource| &resource.limits);
    let named: BTreeSet<&String> = limits.flat_map(|limit| &limit.per).filter(|name| name.ends_with("snils")).collect();
    let mut script = script.clone();
    for name in named.into_iter().cloned().collect::<Vec<_>>() {
        if script.given.contains_key(&name) {
            script.given.insert(name, serde_json::Value::from(snils(number)));
        }
    }
    script
}

/// A СНИЛС whose check digits hold, of nobody.
fn snils(number: u64) -> String {
    let digits = format!("{:09}", 700_000_000 + number % 100_000_000);
    let sum: u64 = digits.bytes().zip((1..=9).rev()).map(|(digit, weight)| u64::from(digit - b'0') * weight).sum();
    format!("{digits}{:02}", sum % 101 % 100)
}
