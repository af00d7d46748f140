//! Values of an expression: literals, names, calls, lists, and the words that begin one.

use super::codes;
use super::dates;
use super::functions;
use super::lexer::{Token, Word};
use super::parser::{KEYWORDS, Parser, Read};
use super::syntax::{Form, Found, Place, Syntax};

/// Words of FEEL that this language leaves out: no functions of one's own, no null.
const LEFT_OUT: [(&str, &str); 4] = [
    ("function", "Своих функций нет. Назовите условие критерием в `criteria`."),
    ("null", "Пустого значения нет. Спросите `is absent(имя)` или `is known(имя)`."),
    ("instance", "Проверять вид значения не нужно: он объявлен у сведения."),
    ("external", "Внешних вызовов нет. Объявите источник в `sources`."),
];

impl Parser {
    /// A value with what may trail it: filters and fields.
    pub(super) fn trailed(&mut self) -> Read {
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

    pub(super) fn list_after(&mut self, start: usize, first: Syntax) -> Read {
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
            "for" => return self.each(),
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
            Word::Sign("(") => (name.to_owned(), 1),
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
        literal(&name, &arguments, place)
            .map(|form| Some(Syntax { form: form.unwrap_or(Form::Call(name, arguments)), place }))
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
        let help = "Пишется так: `some ребёнок in children satisfies ребёнок.age < 18`.";
        let (name, list) = self.over(help)?;
        self.need_word("satisfies", help)?;
        let body = self.expression()?;
        let place = Place { start, end: body.place.end };
        Ok(Syntax { form: Form::Quantified { every, name, list: list.into(), body: body.into() }, place })
    }

    fn each(&mut self) -> Read {
        let start = self.place().start;
        let help = "Пишется так: `for дерево in trees return дерево.count * 2`.";
        let (name, list) = self.over(help)?;
        self.need_word("return", help)?;
        let value = self.expression()?;
        let place = Place { start, end: value.place.end };
        Ok(Syntax { form: Form::For { name, list: list.into(), value: value.into() }, place })
    }

    /// `some x in list`, `for x in list`: the variable and the list.
    fn over(&mut self, help: &str) -> Result<(String, Syntax), Found> {
        self.step();
        let Word::Name(name) = self.peek().clone() else {
            return Err(self.expected("имя переменной", help));
        };
        if KEYWORDS.contains(&name.as_str()) || name.contains('.') {
            return Err(self.expected("имя переменной без точек", help));
        }
        self.step();
        self.need_word("in", help)?;
        Ok((name, self.sum()?))
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
