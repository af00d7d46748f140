//! Named definitions that expand inside expressions: parameters, decision tables, columns of
//! dictionaries.

use jiff::civil::Date;

use super::types::Type;
use super::{Expression, Scope, natural};
use crate::diagnostic::{Diagnostic, Span};
use crate::package::{FactType, HitPolicy};

/// Text of the author with its place.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The text.
    pub text: &'a str,
    /// Where it stands.
    pub span: &'a Span,
}

/// Named definitions that expand inside expressions; cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Definitions {}

impl Definitions {
    /// Defines a parameter: its editions with the first day and the day after the last one.
    pub fn parameter(
        &mut self,
        _id: &str,
        _kind: &FactType,
        _editions: &[(Option<Date>, Option<Date>, Written<'_>)],
    ) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Defines a decision table: inputs with their types, rows of unary tests with a value each.
    pub fn table(
        &mut self,
        _id: &str,
        _hit: HitPolicy,
        _inputs: &[(Written<'_>, FactType)],
        _output: &FactType,
        _rows: &[(Vec<Written<'_>>, Written<'_>)],
    ) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Defines a column of the dictionary that a fact chooses from: values by code.
    pub fn column(
        &mut self,
        _fact: &str,
        _column: &str,
        _kind: &FactType,
        _editions: &[(Option<Date>, Option<Date>, Vec<(String, String)>)],
    ) -> Vec<Diagnostic> {
        Vec::new()
    }
}

/// Type of an expression's value as a fact type, for tables' inputs; of a list, that of its elements.
pub fn kind_of(text: &str, span: &Span, scope: &Scope<'_>) -> Result<FactType, Vec<Diagnostic>> {
    let read = Expression::parse(text, span.clone(), scope)?;
    let mut kind = &read.compiled.kind;
    while let Type::List(element) = kind {
        kind = element;
    }
    natural(kind).ok_or_else(|| {
        let message = format!("На это таблица смотреть не может: здесь {}.", kind.words());
        let help = "Столбец смотрит на да/нет, число, сумму, дату, текст или выбор; о записях спросите `count(...)`.";
        vec![Diagnostic::error(super::codes::WRONG_VALUE, span.clone(), message, kind.words(), help)]
    })
}
