//! Views of the queue that an official keeps under a name.

use domain::official::Official;
use store::Batch;
use store::desk::views;
pub use store::desk::views::SavedView;

use super::queue::scope;
use crate::office::Office;
use crate::stop::Stop;

/// Views one official may keep.
pub const MOST: i64 = 20;

/// Longest name of a view, in characters.
pub const LONGEST_NAME: usize = 60;

/// Longest address of a view, in bytes.
const LONGEST_ADDRESS: usize = 1000;

/// The official's own views.
pub async fn list(office: &Office, official: &Official) -> Result<Vec<SavedView>, Stop> {
    scope(official)?;
    Ok(views::of_official(&office.db, &official.id).await?)
}

/// Keeps the filters of an address under a name. The page gives the address of filters that it
/// has read itself, so nothing else can stand there. No: there are too many, or there is no name.
pub async fn save(office: &Office, official: &Official, name: &str, address: &str) -> Result<bool, Stop> {
    scope(official)?;
    let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_NAME).collect();
    if name.is_empty() || address.len() > LONGEST_ADDRESS {
        return Ok(false);
    }
    let view = SavedView { id: office.new_owner_id(), name, address: address.to_owned() };
    match office.db.commit(Batch::new().with(views::insert(&official.id, &view, MOST))).await {
        Ok(_) => Ok(true),
        Err(error) if error.is_conflict_at("desk_views.insert") => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Forgets one.
pub async fn delete(office: &Office, official: &Official, id: &str) -> Result<(), Stop> {
    scope(official)?;
    office.db.commit(Batch::new().with(views::delete(&official.id, id))).await?;
    Ok(())
}
