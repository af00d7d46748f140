//! Files carried inside the program: the demo region, its regulations, the rule sets.

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../regulations"]
struct Regulations;

#[derive(RustEmbed)]
#[folder = "../../region"]
struct RegionFiles;

#[derive(RustEmbed)]
#[folder = "../../rules"]
struct RuleFiles;

/// Every regulation file: name below `regulations/` and text.
pub fn regulations() -> Vec<(String, String)> {
    texts::<Regulations>()
}

/// Every region file: name below `region/` and text.
pub fn region() -> Vec<(String, String)> {
    texts::<RegionFiles>()
}

/// Every rule set: name below `rules/` and text.
pub fn rules() -> Vec<(String, String)> {
    texts::<RuleFiles>()
}

fn texts<Files: RustEmbed>() -> Vec<(String, String)> {
    Files::iter()
        .filter(|name| name.ends_with(".yaml") || name.ends_with(".typ"))
        .filter_map(|name| {
            let file = Files::get(&name)?;
            Some((name.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
        })
        .collect()
}
