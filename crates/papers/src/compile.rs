//! From a template and data to the bytes of a PDF.

use indexmap::IndexMap;
use jiff::civil::Date;
use serde_json::Value;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst::syntax::DiagSpan;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::error::{PaperError, TemplateFault};
use crate::fonts::clean;
use crate::world::Sealed;

/// How many papers ago a cached piece of layout may have been used to be kept. The cache
/// holds people's data, so it is emptied soon.
const CACHE_AGE: usize = 4;

/// A PDF/A-2a of a template named `template.typ`. See [`pdf_of`].
pub fn pdf(template: &str, data: &Value, files: &IndexMap<String, String>) -> Result<Vec<u8>, PaperError> {
    pdf_of("template.typ", template, data, files)
}

/// A tagged PDF/A-2a that is also PDF/UA-1 (readable aloud), with all fonts inside.
///
/// `name` is said in mistakes. `data` stands at `/data.json`; its key `date`, as `2026-03-10`,
/// becomes the document's own date: the same input gives the same bytes. `files` stand at the
/// root by their names.
pub fn pdf_of(
    name: &str,
    template: &str,
    data: &Value,
    files: &IndexMap<String, String>,
) -> Result<Vec<u8>, PaperError> {
    let world = Sealed::new(name, template, clean(data).to_string(), files)?;
    let options = options(data)?;
    let made = match typst::compile(&world).output {
        Ok(document) => typst_pdf::pdf(&document, &options),
        Err(faults) => Err(faults),
    };
    comemo::evict(CACHE_AGE);
    made.map_err(|faults| PaperError::Template(faults.iter().map(|fault| told(&world, name, fault)).collect()))
}

fn options(data: &Value) -> Result<PdfOptions, PaperError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| PaperError::Data(error.message().to_string()))?;
    Ok(PdfOptions {
        creator: Smart::Custom(Some("okno".to_owned())),
        timestamp: date(data)?,
        standards,
        ..PdfOptions::default()
    })
}

/// The document's date by its data.
fn date(data: &Value) -> Result<Option<Timestamp>, PaperError> {
    let Some(text) = data.get("date").and_then(Value::as_str).filter(|text| !text.is_empty()) else { return Ok(None) };
    let wrong = || PaperError::Data(format!("«date: {text}» не дата вида 2026-03-10"));
    let date: Date = text.parse().map_err(|_| wrong())?;
    let day = Datetime::from_ymd(i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs());
    day.map(|day| Some(Timestamp::new_utc(day))).ok_or_else(wrong)
}

/// A mistake at its place in the template: a mistake inside the shared parts is told at the
/// line of the template that called them.
fn told(world: &Sealed, name: &str, fault: &SourceDiagnostic) -> TemplateFault {
    let calls = fault.trace.iter().map(|call| DiagSpan::from(call.span));
    let places: Vec<(String, usize, usize)> =
        std::iter::once(fault.span).chain(calls).filter_map(|span| place(world, span)).collect();
    let own = places.iter().find(|(file, ..)| file == name).or(places.first()).cloned();
    let (file, line, column) = own.unwrap_or_else(|| (name.to_owned(), 0, 0));
    let (message, mend) = words(fault);
    TemplateFault { file, line, column, message, mend }
}

fn place(world: &Sealed, span: DiagSpan) -> Option<(String, usize, usize)> {
    let id = span.id()?;
    let source = world.text(id)?;
    let (line, column) = source.lines().byte_to_line_column(world.range(span)?.start)?;
    Some((id.vpath().get_without_slash().to_owned(), line + 1, column + 1))
}

/// The typesetter speaks English; the mistakes an author makes most are told in Russian.
fn words(fault: &SourceDiagnostic) -> (String, String) {
    let message = fault.message.as_str();
    let quoted = message.split('"').nth(1).unwrap_or(message);
    if message.starts_with("dictionary does not contain key") {
        let mend = "Исправьте имя в шаблоне или добавьте сведение в «holds» результата.";
        return (format!("В данных документа нет поля «{quoted}»"), mend.to_owned());
    }
    if message.starts_with("unknown variable") {
        let name = message.rsplit(' ').next().unwrap_or(message);
        return (
            format!("Неизвестное имя «{name}»"),
            "Проверьте имя; общие части подключает строка #import \"/okno.typ\": *.".to_owned(),
        );
    }
    if message.starts_with("file not found") {
        return (
            format!("Шаблон просит файл, которого нет: {message}"),
            "Шаблону видны только его данные, okno.typ и переданные картинки.".to_owned(),
        );
    }
    let hints: Vec<&str> = fault.hints.iter().map(|hint| hint.v.as_str()).collect();
    let mend = if hints.is_empty() {
        "Исправьте шаблон в этом месте.".to_owned()
    } else {
        format!("Подсказка: {}.", hints.join("; "))
    };
    (format!("Шаблон не собирается: {message}"), mend)
}
