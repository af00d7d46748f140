//! Who may do what: actor × act × thing → permit or refusal. One function, one table.
