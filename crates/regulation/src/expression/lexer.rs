//! Splits an expression into words, keeping the byte where each stands.

use rust_decimal::Decimal;

use super::codes;
use super::syntax::{Found, Place};

/// Longest expression, in bytes.
const LONGEST: usize = 8 * 1024;

/// Most words: it bounds the depth of the tree too.
const WORDS: usize = 600;

/// A word of the language.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Word {
    /// A name with its dots, or a keyword.
    Name(String),
    /// An exact number.
    Number(Decimal),
    /// A text in double quotes, unescaped.
    Text(String),
    /// A sign.
    Sign(&'static str),
    /// After the last word.
    End,
}

/// A word with its place.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub word: Word,
    pub place: Place,
}

/// Signs, longer ones first.
const SIGNS: [&str; 17] = ["..", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ",", "."];

/// Signs of other languages: what was written, what to write.
const FOREIGN: [(&str, &str); 13] = [
    ("==", "="),
    ("<>", "!="),
    ("=>", ">="),
    ("=<", "<="),
    ("&&", "and"),
    ("||", "or"),
    ("**", "x * x"),
    ("≥", ">="),
    ("≤", "<="),
    ("≠", "!="),
    ("×", "*"),
    ("÷", "/"),
    ("−", "-"),
];

/// All words of a text, or the first thing that is not one.
pub(crate) fn split(text: &str) -> Result<Vec<Token>, Found> {
    if text.len() > LONGEST {
        return Err(too_long(0));
    }
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (word, end) = if first.is_alphabetic() || first == '_' {
            name(text, at)
        } else if first.is_ascii_digit() {
            number(text, at)?
        } else if first == '"' {
            quoted(text, at)?
        } else {
            sign(text, at, first)?
        };
        if tokens.len() >= WORDS {
            return Err(too_long(at));
        }
        tokens.push(Token { word, place: Place { start: at, end } });
        at = end;
    }
    let place = Place { start: text.trim_end().len(), end: text.trim_end().len() };
    tokens.push(Token { word: Word::End, place });
    Ok(tokens)
}

fn too_long(at: usize) -> Found {
    Found::new(
        codes::TOO_LARGE,
        Place { start: at, end: at },
        format!("Выражение длиннее {WORDS} слов."),
        "слишком длинно",
        "Вынесите части в именованные критерии в `criteria`.",
    )
}

fn name(text: &str, start: usize) -> (Word, usize) {
    let mut end = start;
    let mut rest = text[start..].char_indices().peekable();
    while let Some((offset, c)) = rest.next() {
        let begins = |c: char| c.is_alphabetic() || c == '_';
        let goes_on = c.is_alphanumeric() || c == '_' || (c == '.' && rest.peek().is_some_and(|(_, c)| begins(*c)));
        if !goes_on {
            break;
        }
        end = start + offset + c.len_utf8();
    }
    (Word::Name(text[start..end].to_owned()), end)
}

fn number(text: &str, start: usize) -> Result<(Word, usize), Found> {
    let digits = |from: usize| from + text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(start);
    let bytes = text.as_bytes();
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = digits(end + 1);
    }
    let place = Place { start, end };
    if let Some(letter) = text[end..].chars().next().filter(|c| c.is_alphabetic()) {
        let place = Place { start, end: end + letter.len_utf8() };
        let help = "Отделите число от слова пробелом; срок пишется так: `duration(\"P18Y\")`.";
        return Err(Found::new(codes::BAD_NUMBER, place, "К числу приросла буква.", "не число", help));
    }
    match text[start..end].parse::<Decimal>() {
        Ok(number) => Ok((Word::Number(number), end)),
        Err(_) => Err(Found::new(
            codes::BAD_NUMBER,
            place,
            "Число слишком велико: в нём больше 28 цифр.",
            "слишком велико",
            "Напишите число не длиннее 28 цифр.",
        )),
    }
}

fn quoted(text: &str, start: usize) -> Result<(Word, usize), Found> {
    let mut value = String::new();
    let mut rest = text[start + 1..].char_indices();
    while let Some((offset, c)) = rest.next() {
        let at = start + 1 + offset;
        match c {
            '"' => return Ok((Word::Text(value), at + 1)),
            '\\' => match rest.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, 't')) => value.push('\t'),
                Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
                other => {
                    let end = at + 1 + other.map_or(0, |(_, c)| c.len_utf8());
                    return Err(Found::new(
                        codes::BAD_TEXT,
                        Place { start: at, end },
                        "После обратной черты ожидается `\"`, `\\`, `n` или `t`.",
                        "такой замены нет",
                        "Саму обратную черту пишите дважды: `\\\\`.",
                    ));
                }
            },
            _ => value.push(c),
        }
    }
    Err(Found::new(
        codes::BAD_TEXT,
        Place { start, end: text.trim_end().len() },
        "У текста нет закрывающей кавычки.",
        "кавычка открыта здесь",
        "Закройте текст двойной кавычкой `\"`.",
    ))
}

fn sign(text: &str, start: usize, first: char) -> Result<(Word, usize), Found> {
    let rest = &text[start..];
    for (foreign, ours) in FOREIGN {
        if rest.starts_with(foreign) {
            return Err(Found::new(
                codes::OTHER_LANGUAGE,
                Place { start, end: start + foreign.len() },
                format!("Знака `{foreign}` в языке нет."),
                "не из этого языка",
                format!("Напишите `{ours}`."),
            ));
        }
    }
    if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
        return Ok((Word::Sign(sign), start + sign.len()));
    }
    let place = Place { start, end: start + first.len_utf8() };
    let help = match first {
        '«' | '»' | '“' | '”' | '„' | '\'' | '`' => "Тексты пишутся в прямых двойных кавычках: `\"слово\"`.",
        '!' => "Отрицание пишется словом: `not(...)`.",
        '?' | ':' => "Выбор пишется словами: `if ... then ... else ...`.",
        '{' | '}' => "Подстановок и записей в выражениях нет: назовите сведение по имени.",
        '%' => "Напишите долю числом: `0.2`.",
        _ => "Уберите этот знак.",
    };
    Err(Found::new(
        codes::STRANGE_CHARACTER,
        place,
        format!("Знак `{first}` здесь ничего не значит."),
        "лишний знак",
        help,
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    #[test]
    fn words_keep_their_bytes() {
        let tokens = split("возраст >= 18 and x.y in [1..2]").unwrap();
        let shown: Vec<(&Word, usize, usize)> =
            tokens.iter().map(|token| (&token.word, token.place.start, token.place.end)).collect();
        assert_eq!(shown[0], (&Word::Name("возраст".into()), 0, 14));
        assert_eq!(shown[1], (&Word::Sign(">="), 15, 17));
        assert_eq!(shown[4], (&Word::Name("x.y".into()), 25, 28));
        assert_eq!(shown[8], (&Word::Sign(".."), 34, 36));
        assert_eq!(shown.last().unwrap().0, &Word::End);
    }

    #[test]
    fn signs_of_other_languages_are_answered_with_ours() {
        for (text, ours) in [("a == b", "`=`"), ("a && b", "`and`"), ("a ≥ b", "`>=`"), ("a <> b", "`!=`")] {
            let found = split(text).unwrap_err();
            assert_eq!(found.code, codes::OTHER_LANGUAGE);
            assert!(found.help.contains(ours), "{}", found.help);
        }
    }
}
