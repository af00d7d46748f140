//! From words to a tree: precedence as in FEEL, one error at most, at the word that broke it.

use super::codes;
use super::dates;
use super::functions;
use super::lexer::{self, Token, Word};
use super::syntax::{Form, Found, Operation, Place, Relation, Syntax, Test};

/// Deepest nesting.
const DEEPEST: usize = 48;

/// Words that cannot be names.
const KEYWORDS: [&str; 13] = [
    "and", "or", "not", "if", "then", "else", "some", "every", "satisfies", "in", "between", "true", "false",
];

/// Words of FEEL that this language leaves out: no loops, no functions of one's own, no null.
const LEFT_OUT: [(&str, &str); 5] = [
    ("for", "Цикла нет. Отберите записи фильтром: `дети[возраст < 18]`."),
    ("function", "Своих функций нет. Назовите условие критерием в `criteria`."),
    ("null", "Пустого значения нет. Спросите `is absent(имя)` или `is known(имя)`."),
    ("instance", "Проверять вид значения не нужно: он объявлен у сведения."),
    ("external", "Внешних вызовов нет. Объявите источник в `sources`."),
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

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

type Read = Result<Syntax, Found>;

impl Parser {
    fn token(&self, ahead: usize) -> &Token {
        // The last token is `End`, so the list is never empty.
        &self.tokens[(self.at + ahead).min(self.tokens.len() - 1)]
    }

    fn peek(&self) -> &Word {
        &self.token(0).word
    }

    fn place(&self) -> Place {
        self.token(0).place
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Word::Sign(found) if *found == sign)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Word::Name(found) if found == word)
    }

    fn step(&mut self) -> Token {
        let token = self.token(0).clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        if found {
            self.step();
        }
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        if found {
            self.step();
        }
        found
    }

    fn need_sign(&mut self, sign: &str, help: &str) -> Result<(), Found> {
        if self.take_sign(sign) { Ok(()) } else { Err(self.expected(&format!("`{sign}`"), help)) }
    }

    fn need_word(&mut self, word: &str, help: &str) -> Result<(), Found> {
        if self.take_word(word) { Ok(()) } else { Err(self.expected(&format!("`{word}`"), help)) }
    }

    fn expected(&self, what: &str, help: &str) -> Found {
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
            Word::Name(name) if matches!(name.as_str(), "и" | "или" | "не") => {
                "Союзы пишутся по-английски: `and`, `or`, `not(...)`."
            }
            _ => "Соедините части словами `and`, `or` или знаком действия.",
        };
        self.expected("конец выражения", help)
    }

    fn expression(&mut self) -> Read {
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

    fn end_before(&self) -> usize {
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

    fn sum(&mut self) -> Read {
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

    /// A value with what may trail it: filters and fields.
    fn trailed(&mut self) -> Read {
        let mut value = self.value()?;
        loop {
            let start = value.place.start;
            if self.take_sign("[") {
                let condition = self.expression()?;
                self.need_sign("]", "Закройте фильтр скобкой `]`.")?;
                let place = Place { start, end: self.end_before() };
                value = Syntax { form: Form::Filter(value.into(), condition.into()), place };
            } else if self.take_sign(".") {
                let Word::Name(name) = self.peek().clone() else {
                    return Err(self.expected("имя поля", "После точки стоит имя поля записи: `дети[1].имя`."));
                };
                self.step();
                let place = Place { start, end: self.end_before() };
                value = Syntax { form: Form::Field(value.into(), name), place };
            } else {
                return Ok(value);
            }
        }
    }

    fn value(&mut self) -> Read {
        let Token { word, place } = self.token(0).clone();
        match word {
            Word::Number(number) => {
                self.step();
                Ok(Syntax { form: Form::Number(number), place })
            }
            Word::Text(text) => {
                self.step();
                Ok(Syntax { form: Form::Text(text), place })
            }
            Word::Sign("(") => {
                self.step();
                let inner = self.expression()?;
                self.need_sign(")", "Закройте скобку `)`.")?;
                Ok(Syntax { place: Place { start: place.start, end: self.end_before() }, ..inner })
            }
            Word::Sign("[") => {
                self.step();
                self.list(place.start)
            }
            Word::Name(name) => self.named(name, place),
            Word::Sign(_) | Word::End => {
                Err(self.expected("значение", "Здесь нужно имя сведения, число, текст в кавычках или скобка."))
            }
        }
    }

    fn list(&mut self, start: usize) -> Read {
        if self.take_sign("]") {
            let place = Place { start, end: self.end_before() };
            return Ok(Syntax { form: Form::List(Vec::new()), place });
        }
        let first = self.expression()?;
        self.list_after(start, first)
    }

    fn list_after(&mut self, start: usize, first: Syntax) -> Read {
        let mut elements = vec![first];
        while self.take_sign(",") {
            elements.push(self.expression()?);
        }
        self.need_sign("]", "Закройте список скобкой `]`.")?;
        let place = Place { start, end: self.end_before() };
        Ok(Syntax { form: Form::List(elements), place })
    }

    fn named(&mut self, name: String, place: Place) -> Read {
        match name.as_str() {
            "true" | "да" | "false" | "нет" => {
                self.step();
                let yes = matches!(name.as_str(), "true" | "да");
                return Ok(Syntax { form: Form::YesNo(yes), place });
            }
            "if" => return self.choice(),
            "some" | "every" => return self.quantified(name == "every"),
            "not" => return self.negation(),
            _ => {}
        }
        if let Some((_, help)) = LEFT_OUT.iter().find(|(word, _)| *word == name) {
            let message = format!("Слова `{name}` в языке нет.");
            return Err(Found::new(codes::LEFT_OUT, place, message, "не поддерживается", *help));
        }
        if KEYWORDS.contains(&name.as_str()) {
            return Err(self.expected("значение", "Перед этим словом нужно имя сведения или значение."));
        }
        if let Some(call) = self.called(&name)? {
            return Ok(call);
        }
        self.step();
        Ok(Syntax { form: Form::Name(name), place })
    }

    /// `count(...)`, `starts with(...)`; the name of a function may be two words.
    fn called(&mut self, name: &str) -> Result<Option<Syntax>, Found> {
        let start = self.place().start;
        let opens = |token: &Token| token.word == Word::Sign("(");
        let (name, words) = match &self.token(1).word {
            Word::Sign("(") => (name.replace('_', " "), 1),
            Word::Name(second) if opens(self.token(2)) && functions::is_name(&format!("{name} {second}")) => {
                (format!("{name} {second}"), 2)
            }
            _ => return Ok(None),
        };
        for _ in 0..=words {
            self.step();
        }
        let mut arguments = Vec::new();
        if !self.take_sign(")") {
            arguments.push(self.expression()?);
            while self.take_sign(",") {
                arguments.push(self.expression()?);
            }
            self.need_sign(")", "Закройте скобку `)`; аргументы разделяются запятыми.")?;
        }
        let place = Place { start, end: self.end_before() };
        literal(&name, &arguments, place).map(|form| {
            Some(Syntax { form: form.unwrap_or_else(|| Form::Call(name, arguments)), place })
        })
    }

    fn choice(&mut self) -> Read {
        let start = self.place().start;
        self.step();
        let help = "Выбор пишется так: `if условие then значение else значение`.";
        let condition = self.expression()?;
        self.need_word("then", help)?;
        let yes = self.expression()?;
        self.need_word("else", help)?;
        let no = self.expression()?;
        let place = Place { start, end: no.place.end };
        Ok(Syntax { form: Form::If(condition.into(), yes.into(), no.into()), place })
    }

    fn quantified(&mut self, every: bool) -> Read {
        let start = self.place().start;
        self.step();
        let help = "Пишется так: `some ребёнок in children satisfies ребёнок.age < 18`.";
        let Word::Name(name) = self.peek().clone() else {
            return Err(self.expected("имя переменной", help));
        };
        if KEYWORDS.contains(&name.as_str()) || name.contains('.') {
            return Err(self.expected("имя переменной без точек", help));
        }
        self.step();
        self.need_word("in", help)?;
        let list = self.sum()?;
        self.need_word("satisfies", help)?;
        let body = self.expression()?;
        let place = Place { start, end: body.place.end };
        Ok(Syntax { form: Form::Quantified { every, name, list: list.into(), body: body.into() }, place })
    }

    fn negation(&mut self) -> Read {
        let start = self.place().start;
        self.step();
        self.need_sign("(", "После `not` нужны скобки: `not(условие)`.")?;
        let inner = self.expression()?;
        self.need_sign(")", "Закройте скобку `)`.")?;
        let place = Place { start, end: self.end_before() };
        Ok(Syntax { form: Form::Not(inner.into()), place })
    }
}

fn reckoned(operation: Operation, left: Syntax, right: Syntax) -> Syntax {
    let place = Place { start: left.place.start, end: right.place.end };
    Syntax { form: Form::Reckoned(operation, left.into(), right.into()), place }
}

/// `date("2026-01-01")` and `duration("P18Y")` are values, not calls.
fn literal(name: &str, arguments: &[Syntax], place: Place) -> Result<Option<Form>, Found> {
    let (example, what) = match name {
        "date" => ("date(\"2026-01-31\")", "Дата"),
        "duration" => ("duration(\"P18Y6M\")", "Срок"),
        _ => return Ok(None),
    };
    let help = format!("{what} пишется так: `{example}`.");
    let [Syntax { form: Form::Text(text), place: inside }] = arguments else {
        let message = format!("{what} задаётся одним текстом в кавычках.");
        return Err(Found::new(codes::BAD_DATE, place, message, "нужен один текст", help));
    };
    let form = match name {
        "date" if text.len() == 10 => text.parse().ok().map(Form::Date),
        "duration" => dates::length(text).map(Form::Length),
        _ => None,
    };
    match form {
        Some(form) => Ok(Some(form)),
        None => {
            let message = format!("«{text}»: {}", if name == "date" { "такой даты нет." } else { "такого срока нет." });
            Err(Found::new(codes::BAD_DATE, *inside, message, "не читается", help))
        }
    }
}
