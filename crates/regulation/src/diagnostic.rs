//! What the checker says to an author: code, place, what is wrong, why, how to mend it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, MietteError, MietteSpanContents, Report,
    SourceCode, SourceSpan, SpanContents,
};
use serde::{Deserialize, Serialize};

/// Texts of a package: file name relative to its folder → content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sources(pub BTreeMap<String, String>);

/// A place in one file of a package, in bytes from its start.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Span {
    /// File name relative to the package folder.
    pub file: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// `regulation.yaml:120:7`: line and column from one, the column in characters.
    pub fn place(&self, sources: &Sources) -> String {
        let (line, column) = self.line_and_column(sources);
        format!("{}:{line}:{column}", self.file)
    }

    /// Line and column of the first byte, both from one, the column in characters.
    pub fn line_and_column(&self, sources: &Sources) -> (usize, usize) {
        let text = sources.0.get(&self.file).map_or("", String::as_str);
        let mut end = self.start.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text.as_bytes()[..end];
        // Many bytes at once: every assessment names the places of its grounds, deep in long files.
        let ends = |chunk: &[u8]| usize::from(chunk.iter().fold(0_u8, |ends, byte| ends + u8::from(*byte == b'\n')));
        let line = before.chunks(255).map(ends).sum::<usize>() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        (line, text[start..end].chars().count() + 1)
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The package cannot be published.
    Error,
    /// Worth a look; publication is possible.
    Warning,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable code, for example `R012`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, one sentence.
    pub message: String,
    /// Words at the caret.
    pub label: String,
    /// How to mend it.
    pub help: String,
    /// Where.
    pub span: Span,
}

impl Diagnostic {
    /// A finding that forbids publication.
    pub fn error(
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), label: label.into(), help: help.into(), span }
    }

    /// A finding worth a look.
    pub fn warning(
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message, label, help) }
    }
}

/// Puts findings in the order of their places, which is the order an author reads in.
pub fn sort(found: &mut [Diagnostic]) {
    found.sort_by(|a, b| {
        (&a.span.file, a.span.start, a.code, &a.message).cmp(&(&b.span.file, b.span.start, b.code, &b.message))
    });
}

/// The findings as a compiler shows them: file, line, column, caret, words at it, how to mend.
pub fn render(found: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_context_lines(1).with_links(false);
    let mut out = String::new();
    for one in found {
        let text = sources.0.get(&one.span.file).cloned().unwrap_or_default();
        let start = one.span.start.min(text.len());
        let end = one.span.end.clamp(start, text.len());
        // A caret over many lines hides the place, so it stays on the first one.
        let end = text.get(start..end).and_then(|shown| shown.find('\n')).map_or(end, |line| start + line);
        let severity = match one.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        };
        let mut report = MietteDiagnostic::new(one.message.clone())
            .with_code(one.code)
            .with_severity(severity)
            .with_help(one.help.clone());
        if sources.0.contains_key(&one.span.file) {
            report = report.with_label(LabeledSpan::at(start..end, one.label.clone()));
        }
        let report = Report::new(report).with_source_code(Named { file: one.span.file.clone(), text });
        if handler.render_report(&mut out, report.as_ref()).is_err() {
            // Writing to a string cannot fail; the plain line is kept for completeness.
            let _ = writeln!(out, "{}: {} {}", one.code, one.message, one.help);
        }
        out.push('\n');
    }
    out
}

/// A file whose columns are counted in characters: bytes would mislead in Russian text.
#[derive(Debug)]
struct Named {
    file: String,
    text: String,
}

impl SourceCode for Named {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inner = self.text.read_span(span, lines_before, lines_after)?;
        let before = self.text.get(..span.offset()).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        // The column is wanted only when no lines of context are.
        let column = if lines_before == 0 { before[start..].chars().count() } else { inner.column() };
        Ok(Box::new(MietteSpanContents::new_named(
            self.file.clone(),
            inner.data(),
            *inner.span(),
            inner.line(),
            column,
            inner.line_count(),
        )))
    }
}
