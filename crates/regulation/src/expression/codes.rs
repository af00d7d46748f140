//! Codes of findings in expressions: stable for ever, a retired number is never given again.

/// A character that means nothing here.
pub const STRANGE_CHARACTER: &str = "E001";
/// A text without its closing quote, or a wrong escape in it.
pub const BAD_TEXT: &str = "E002";
/// Something else is expected at this place.
pub const EXPECTED: &str = "E003";
/// Nothing is written.
pub const EMPTY: &str = "E004";
/// Not a number.
pub const BAD_NUMBER: &str = "E005";
/// Not a date or not a length of time.
pub const BAD_DATE: &str = "E006";
/// Written as in another language.
pub const OTHER_LANGUAGE: &str = "E007";
/// A part of FEEL that this language leaves out.
pub const LEFT_OUT: &str = "E008";
/// No such fact, criterion or variable.
pub const UNKNOWN_NAME: &str = "E010";
/// No such function.
pub const UNKNOWN_FUNCTION: &str = "E011";
/// A record has no such field.
pub const UNKNOWN_FIELD: &str = "E012";
/// Too few or too many arguments.
pub const ARGUMENTS: &str = "E013";
/// Values of two kinds are compared.
pub const COMPARED: &str = "E020";
/// Values that cannot be reckoned with.
pub const RECKONED: &str = "E021";
/// Yes or no is needed here.
pub const NOT_YES_NO: &str = "E022";
/// An argument of the wrong kind.
pub const WRONG_ARGUMENT: &str = "E023";
/// The choice has no such option.
pub const UNKNOWN_OPTION: &str = "E024";
/// Branches or elements of different kinds.
pub const BRANCHES: &str = "E025";
/// A list is needed here.
pub const NOT_LIST: &str = "E026";
/// The value does not fit the fact it is for.
pub const WRONG_VALUE: &str = "E027";
/// Too long or too deep: cost would not be bounded.
pub const TOO_LARGE: &str = "E030";
/// A criterion or a table rests on itself.
pub const CYCLE: &str = "E031";
/// A cell of a table that cannot be read, or a row that does not fit its table.
pub const BAD_CELL: &str = "E032";
/// Not a pattern for `matches`.
pub const BAD_PATTERN: &str = "E033";
