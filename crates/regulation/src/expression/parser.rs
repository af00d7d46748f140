//! From words to a tree: precedence as in FEEL, one error at most, at the word that broke it.

use super::codes;
use super::lexer::{self, Token, Word};
use super::syntax::{Form, Found, Operation, Place, Relation, Syntax, Test};

/// Deepest nesting.
const DEEPEST: usize = 48;

/// Words that cannot be names.
pub(super) const KEYWORDS: [&str; 15] = [
    "and",
    "or",
    "not",
    "if",
    "then",
    "else",
    "some",
    "every",
    "satisfies",
    "for",
    "return",
    "in",
    "between",
    "true",
    "false",
];

/// Reads a whole expression.
pub(crate) fn parse(text: &str) -> Result<Syntax, Found> {
    let tokens = lexer::split(text)?;
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    if parser.peek() == &Word::End {
        let help = "Напишите условие, например `applicant.age >= 18`.";
        return Err(Found::new(codes::EMPTY, Place::default(), "Выражение пустое.", "пусто", help));
    }
    let tree = parser.expression()?;
    match parser.peek() {
        Word::End => Ok(tree),
        _ => Err(parser.leftover()),
    }
}

pub(super) struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

pub(super) type Read = Result<Syntax, Found>;

impl Parser {
    pub(super) fn token(&self, ahead: usize) -> &Token {
        // The last token is `End`, so the list is never empty.
        &self.tokens[(self.at + ahead).min(self.tokens.len() - 1)]
    }

    pub(super) fn peek(&self) -> &Word {
        &self.token(0).word
    }

    pub(super) fn place(&self) -> Place {
        self.token(0).place
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Word::Sign(found) if *found == sign)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Word::Name(found) if found == word)
    }

    pub(super) fn step(&mut self) -> Token {
        let token = self.token(0).clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    pub(super) fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        if found {
            self.step();
        }
        found
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        if found {
            self.step();
        }
        found
    }

    pub(super) fn need_sign(&mut self, sign: &str, help: &str) -> Result<(), Found> {
        if self.take_sign(sign) { Ok(()) } else { Err(self.expected(&format!("`{sign}`"), help)) }
    }

    pub(super) fn need_word(&mut self, word: &str, help: &str) -> Result<(), Found> {
        if self.take_word(word) { Ok(()) } else { Err(self.expected(&format!("`{word}`"), help)) }
    }

    pub(super) fn expected(&self, what: &str, help: &str) -> Found {
        let (found, label) = match self.peek() {
            Word::End => ("выражение кончилось".to_owned(), "здесь конец"),
            Word::Name(name) => (format!("написано `{name}`"), "не то слово"),
            Word::Number(number) => (format!("написано число {number}"), "не то слово"),
            Word::Text(_) => ("написан текст".to_owned(), "не то слово"),
            Word::Sign(sign) => (format!("написано `{sign}`"), "не тот знак"),
        };
        Found::new(codes::EXPECTED, self.place(), format!("Ожидается {what}, а {found}."), label, help)
    }

    fn leftover(&self) -> Found {
        let help = match self.peek() {
            Word::Sign(",") => "Дробная часть пишется через точку: `1.5`. Условия соединяются словами `and` и `or`.",
            Word::Sign("=" | "!=" | "<" | "<=" | ">" | ">=") => {
                "Сравнения не сцепляются: напишите `x between 1 and 5` или соедините два сравнения словом `and`."
            }
            Word::Sign(")" | "]") => "Уберите лишнюю скобку или откройте её раньше.",
            Word::Name(name) if name == "days" => {
                "Рабочие дни считает календарь региона: пишите срок (`within: 10 wd`) или `days between(дата, дата)`."
            }
            Word::Name(name) if matches!(name.as_str(), "и" | "или" | "не") => {
                "Союзы пишутся по-английски: `and`, `or`, `not(...)`."
            }
            _ => "Соедините части словами `and`, `or` или знаком действия.",
        };
        self.expected("конец выражения", help)
    }

    pub(super) fn expression(&mut self) -> Read {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Found::new(
                codes::TOO_LARGE,
                self.place(),
                format!("Вложенность глубже {DEEPEST} уровней."),
                "слишком глубоко",
                "Вынесите части в именованные критерии в `criteria`.",
            ));
        }
        let read = self.disjunction();
        self.depth -= 1;
        read
    }

    fn disjunction(&mut self) -> Read {
        let first = self.conjunction()?;
        self.chain(first, "or", Self::conjunction, Form::Or)
    }

    fn conjunction(&mut self) -> Read {
        let first = self.comparison()?;
        self.chain(first, "and", Self::comparison, Form::And)
    }

    fn chain(&mut self, first: Syntax, word: &str, next: fn(&mut Self) -> Read, form: fn(Vec<Syntax>) -> Form) -> Read {
        if !self.is_word(word) {
            return Ok(first);
        }
        let start = first.place.start;
        let mut parts = vec![first];
        while self.take_word(word) {
            parts.push(next(self)?);
        }
        let end = parts.last().map_or(start, |part| part.place.end);
        Ok(Syntax { form: form(parts), place: Place { start, end } })
    }

    fn relation(&mut self) -> Option<Relation> {
        let relation = match self.peek() {
            Word::Sign("=") => Relation::Equal,
            Word::Sign("!=") => Relation::Unequal,
            Word::Sign("<") => Relation::Less,
            Word::Sign("<=") => Relation::LessOrEqual,
            Word::Sign(">") => Relation::Greater,
            Word::Sign(">=") => Relation::GreaterOrEqual,
            _ => return None,
        };
        self.step();
        Some(relation)
    }

    fn comparison(&mut self) -> Read {
        let left = self.sum()?;
        if let Some(relation) = self.relation() {
            let right = self.sum()?;
            let place = Place { start: left.place.start, end: right.place.end };
            return Ok(Syntax { form: Form::Related(relation, left.into(), right.into()), place });
        }
        if self.take_word("between") {
            let low = self.sum()?;
            self.need_word("and", "Промежуток пишется так: `x between 1 and 5`.")?;
            let high = self.sum()?;
            let place = Place { start: left.place.start, end: high.place.end };
            return Ok(Syntax { form: Form::Between(left.into(), low.into(), high.into()), place });
        }
        if self.take_word("in") {
            let tests = self.tests()?;
            let place = Place { start: left.place.start, end: self.end_before() };
            return Ok(Syntax { form: Form::In(left.into(), tests), place });
        }
        Ok(left)
    }

    pub(super) fn end_before(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.place.end)
    }

    /// What follows `in`: one test, or a bracketed list of them.
    fn tests(&mut self) -> Result<Vec<Test>, Found> {
        if !self.is_sign("(") {
            return Ok(vec![self.test()?]);
        }
        self.step();
        let first = self.test()?;
        if let Test::Value(low) = &first
            && self.take_sign("..")
        {
            return Ok(vec![self.range(low.clone(), false)?]);
        }
        let mut tests = vec![first];
        while self.take_sign(",") {
            tests.push(self.test()?);
        }
        self.need_sign(")", "Закройте перечень скобкой `)`.")?;
        Ok(tests)
    }

    fn test(&mut self) -> Result<Test, Found> {
        if let Some(relation) = self.relation() {
            return Ok(Test::Related(relation, self.sum()?));
        }
        if !self.is_sign("[") {
            return Ok(Test::Value(self.sum()?));
        }
        let start = self.place().start;
        self.step();
        if self.take_sign("]") {
            let place = Place { start, end: self.end_before() };
            return Ok(Test::Value(Syntax { form: Form::List(Vec::new()), place }));
        }
        let first = self.expression()?;
        if self.take_sign("..") {
            return self.range(first, true);
        }
        Ok(Test::Value(self.list_after(start, first)?))
    }

    fn range(&mut self, low: Syntax, low_inside: bool) -> Result<Test, Found> {
        let high = self.sum()?;
        let high_inside = self.is_sign("]");
        if !high_inside && !self.is_sign(")") {
            return Err(self.expected("`]` или `)`", "Промежуток пишется так: `[1..5]`, без края `(1..5)`."));
        }
        self.step();
        Ok(Test::Range { low, low_inside, high, high_inside })
    }

    pub(super) fn sum(&mut self) -> Read {
        let mut left = self.product()?;
        loop {
            let operation = match self.peek() {
                Word::Sign("+") => Operation::Add,
                Word::Sign("-") => Operation::Subtract,
                _ => return Ok(left),
            };
            self.step();
            let right = self.product()?;
            left = reckoned(operation, left, right);
        }
    }

    fn product(&mut self) -> Read {
        let mut left = self.negative()?;
        loop {
            let operation = match self.peek() {
                Word::Sign("*") => Operation::Multiply,
                Word::Sign("/") => Operation::Divide,
                _ => return Ok(left),
            };
            self.step();
            let right = self.negative()?;
            left = reckoned(operation, left, right);
        }
    }

    fn negative(&mut self) -> Read {
        let start = self.place().start;
        let mut signs = 0_usize;
        while self.take_sign("-") {
            signs += 1;
        }
        let value = self.trailed()?;
        let place = Place { start, end: value.place.end };
        let odd = signs % 2 == 1;
        Ok(if odd { Syntax { form: Form::Negative(value.into()), place } } else { value })
    }
}

fn reckoned(operation: Operation, left: Syntax, right: Syntax) -> Syntax {
    let place = Place { start: left.place.start, end: right.place.end };
    Syntax { form: Form::Reckoned(operation, left.into(), right.into()), place }
}
