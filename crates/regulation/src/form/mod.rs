//! Form logic: raw answers, field checks, visible steps, prefill.

use indexmap::IndexMap;

/// Raw answers exactly as typed: field name → text, or a list of such maps for a repeating
/// group, or an attachment. Wrong answers are kept too (FORM-08).
pub type Answers = IndexMap<String, serde_json::Value>;
