//! Styles, scripts and pictures inside the binary. Addresses carry a hash of the content, so a
//! browser may keep them for ever.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

struct Asset {
    address: String,
    media_type: String,
    content: Bytes,
}

fn all() -> &'static HashMap<String, Asset> {
    static ASSETS: OnceLock<HashMap<String, Asset>> = OnceLock::new();
    ASSETS.get_or_init(|| Files::iter().filter_map(|name| Some((name.to_string(), read(&name)?))).collect())
}

fn read(name: &str) -> Option<Asset> {
    let file = Files::get(name)?;
    let mut hash = String::with_capacity(16);
    for byte in file.metadata.sha256_hash().iter().take(8) {
        let _ = write!(hash, "{byte:02x}");
    }
    let (stem, ending) = name.rsplit_once('.')?;
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    let media_type = if guess.type_() == "text" { format!("{guess}; charset=utf-8") } else { guess.to_string() };
    Some(Asset {
        address: format!("/static/{stem}.{hash}.{ending}"),
        media_type,
        content: Bytes::from(file.data.into_owned()),
    })
}

/// The address of an asset by its file name: `okno.css`.
pub fn address(name: &str) -> &'static str {
    all().get(name).map_or("/static/missing", |asset| asset.address.as_str())
}

/// Serves `/static/{name}.{hash}.{ending}`.
pub async fn serve(Path(file): Path<String>) -> Response {
    static BY_ADDRESS: OnceLock<HashMap<&'static str, &'static Asset>> = OnceLock::new();
    let by_address = BY_ADDRESS.get_or_init(|| all().values().map(|asset| (asset.address.as_str(), asset)).collect());
    let Some(asset) = by_address.get(format!("/static/{file}").as_str()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = asset.content.clone().into_response();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&asset.media_type) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    response
}
