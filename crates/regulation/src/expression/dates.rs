//! Dates in expressions: full years, days between, dates plus a length of time.

use jiff::Span;
use jiff::civil::Date;

use super::syntax::Length;

/// Longest length of time in months: a thousand years.
const LONGEST: i32 = 12_000;

/// Full years from one date to another; negative when the second is earlier.
///
/// Who was born on 29 February comes of age on 1 March of a plain year.
pub(crate) fn years_between(from: Date, to: Date) -> i64 {
    if to < from {
        return -years_between(to, from);
    }
    let years = i64::from(to.year()) - i64::from(from.year());
    let reached = (to.month(), to.day()) >= (from.month(), from.day());
    if reached { years } else { years - 1 }
}

/// Days from one date to another; negative when the second is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    // Both dates lie within jiff's years, so the difference always fits.
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// A date later (or earlier, with a negative sign) by a length; `None` beyond the calendar.
pub(crate) fn shifted(date: Date, length: Length, sign: i32) -> Option<Date> {
    let months = Span::new().try_months(length.months * sign).ok()?;
    let days = Span::new().try_days(length.days * sign).ok()?;
    date.checked_add(months).ok()?.checked_add(days).ok()
}

/// `P18Y`, `P1Y6M`, `P30D`, `P2W`.
pub(crate) fn length(text: &str) -> Option<Length> {
    let mut rest = text.strip_prefix('P')?;
    let mut length = Length { months: 0, days: 0 };
    let mut last = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let amount: i32 = rest[..digits].parse().ok()?;
        let unit = rest[digits..].chars().next()?;
        let (order, months, days) = match unit {
            'Y' => (1, amount.checked_mul(12)?, 0),
            'M' => (2, amount, 0),
            'W' => (3, 0, amount.checked_mul(7)?),
            'D' => (4, 0, amount),
            _ => return None,
        };
        if order <= last {
            return None;
        }
        last = order;
        length.months = length.months.checked_add(months)?;
        length.days = length.days.checked_add(days)?;
        rest = &rest[digits + 1..];
    }
    (length.months <= LONGEST && length.days <= LONGEST * 31).then_some(length)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    #[test]
    fn full_years_are_reached_on_the_birthday() {
        assert_eq!(years_between(date(2008, 3, 2), date(2026, 3, 1)), 17);
        assert_eq!(years_between(date(2008, 3, 2), date(2026, 3, 2)), 18);
        assert_eq!(years_between(date(2008, 2, 29), date(2026, 2, 28)), 17);
        assert_eq!(years_between(date(2008, 2, 29), date(2026, 3, 1)), 18);
        assert_eq!(years_between(date(2026, 3, 2), date(2008, 3, 2)), -18);
    }

    #[test]
    fn lengths_of_time_are_read_as_iso_writes_them() {
        assert_eq!(length("P18Y"), Some(Length { months: 216, days: 0 }));
        assert_eq!(length("P1Y6M"), Some(Length { months: 18, days: 0 }));
        assert_eq!(length("P2W"), Some(Length { months: 0, days: 14 }));
        for bad in ["", "P", "18Y", "P18", "PT5H", "P6M1Y", "P99999Y", "P1Y1Y"] {
            assert_eq!(length(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_date_moves_by_a_length_within_the_calendar() {
        let year = length("P1Y").unwrap();
        assert_eq!(shifted(date(2024, 2, 29), year, 1), Some(date(2025, 2, 28)));
        assert_eq!(shifted(date(2025, 3, 1), year, -1), Some(date(2024, 3, 1)));
        assert_eq!(shifted(date(9999, 6, 1), year, 1), None);
        assert_eq!(days_between(date(2026, 1, 1), date(2026, 3, 1)), 59);
    }
}
