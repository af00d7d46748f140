//! Codes of findings about rule sets and what belongs to them.

/// The set's header is malformed, or its parent is not there.
pub const HEADER: &str = "S001";
/// Two versions of a set are in force on the same day.
pub const OVERLAP: &str = "S002";
/// Sets rest on each other in a circle, or a child stands above its parent.
pub const LEVEL: &str = "S003";
/// Two acts are the same act.
pub const SAME_ACT: &str = "S004";
/// Some service fits no rule of an action.
pub const GAP: &str = "S005";
/// Some service fits two rules of an action at once.
pub const TWO_FIT: &str = "S006";
/// A rule that can never decide.
pub const DEAD_RULE: &str = "S007";
/// A name that is not declared.
pub const UNKNOWN: &str = "S008";
/// A value is not one of its parameter's kind.
pub const BAD_VALUE: &str = "S009";
/// A parameter is looser than a floor above it.
pub const LOOSER: &str = "S010";
/// Something that must not be changed here is changed.
pub const NOT_HERE: &str = "S011";
/// The file of a service (`electronic.yaml`) is malformed.
pub const SERVICE: &str = "S012";
/// One name means two things.
pub const SHADOW: &str = "S013";
