//! The result register: issuing, checking, extracts.
