//! Form logic: raw answers, field checks, visible steps, prefill.
