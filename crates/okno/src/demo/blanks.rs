//! A first delivery of numbered blanks for each stock of the demo region, so that things can be made
//! from the first day.

use actions::delivery::blanks;
use actions::desk::staff::by_login;
use actions::office::Office;
use actions::stop::Stop;
use anyhow::{Result, anyhow};
use domain::official::Role;
use domain::refusal::Refusal;

use super::staff::officials;

/// Numbers of the first delivery; the series is invented.
const FIRST: (&str, &str) = ("99 ПР 000001", "99 ПР 000040");

/// Receives what was not received yet.
pub async fn ensure(office: &Office) -> Result<()> {
    let officials = officials()?;
    for (id, kind) in &office.region.delivery.blanks {
        let keeps = |one: &&super::staff::DemoOfficial| {
            one.authority == kind.authority && one.roles.contains(&Role::Caseworker)
        };
        let Some(keeper) = officials.iter().find(keeps) else { continue };
        let Some(keeper) = by_login(office, &keeper.login).await? else { continue };
        match blanks::receive(office, &keeper, id, FIRST.0, FIRST.1).await {
            Ok(_) | Err(Stop::Refused(Refusal::AlreadyDone)) => {}
            Err(stop) => return Err(anyhow!("blanks of the demo: {stop:?}")),
        }
    }
    Ok(())
}
