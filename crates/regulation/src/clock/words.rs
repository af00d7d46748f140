//! Dates and counts in Russian words.

use jiff::civil::Date;

/// Picks the form that agrees with the number: 1 день, 2 дня, 5 дней.
pub fn plural<'a>(count: u64, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    match (count % 10, count % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    }
}

const MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

fn month(date: Date) -> &'static str {
    MONTHS.get(usize::from(date.month().unsigned_abs()).saturating_sub(1)).copied().unwrap_or("")
}

/// «3 марта 2026 года».
pub fn date_in_words(date: Date) -> String {
    format!("{} {} {} года", date.day(), month(date), date.year())
}

/// «3 марта».
pub fn day_in_words(date: Date) -> String {
    format!("{} {}", date.day(), month(date))
}

/// «1–8 января», «31 декабря – 8 января», «3 марта».
pub fn days_in_words(first: Date, last: Date) -> String {
    if first == last {
        day_in_words(first)
    } else if first.month() == last.month() && first.year() == last.year() {
        format!("{}–{} {}", first.day(), last.day(), month(last))
    } else {
        format!("{} – {}", day_in_words(first), day_in_words(last))
    }
}

/// The day of the week in words, nominative: «суббота».
pub fn weekday_in_words(date: Date) -> &'static str {
    use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    match date.weekday() {
        Monday => "понедельник",
        Tuesday => "вторник",
        Wednesday => "среда",
        Thursday => "четверг",
        Friday => "пятница",
        Saturday => "суббота",
        Sunday => "воскресенье",
    }
}
