//! YAML text → nodes that know their exact place in bytes.
//!
//! Built on the parser's events rather than on a ready tree, so that duplicate keys are seen,
//! the author's spelling of every scalar is kept, and depth is bounded. Anchors and aliases are
//! refused: they hide what applies where and make a small file huge.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::codes;
use crate::diagnostic::{Diagnostic, Span};

/// Deepest nesting that is read; real packages stay under ten.
const DEEPEST: usize = 40;

/// A value with its place.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// From the first to the last byte of the value.
    pub span: Span,
    /// What it is.
    pub content: Content,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// Nothing: an empty value, `~` or `null`.
    Nothing,
    /// A scalar as written, without its quotes.
    Scalar {
        /// The text.
        text: String,
        /// Written without quotes, so `true` or `5` may mean more than text.
        plain: bool,
    },
    /// A sequence.
    List(Vec<Node>),
    /// A mapping in the author's order.
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping with its place.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    /// The key.
    pub text: String,
    /// Its place.
    pub span: Span,
}

impl Node {
    /// What the value is, in words for a message.
    pub fn what(&self) -> &'static str {
        match self.content {
            Content::Nothing => "пусто",
            Content::Scalar { .. } => "одно значение",
            Content::List(_) => "список",
            Content::Map(_) => "набор ключей",
        }
    }

    /// The scalar's text, if it is one.
    pub fn scalar(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The value of a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(name, _)| name.text == key).map(|(_, value)| value)
    }

    /// The entries of a mapping; none for anything else.
    pub fn entries(&self) -> &[(Key, Node)] {
        match &self.content {
            Content::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a list; none for anything else.
    pub fn elements(&self) -> &[Node] {
        match &self.content {
            Content::List(elements) => elements,
            _ => &[],
        }
    }

    /// The value with everything that can matter but its place: quoted and plain scalars differ
    /// where they could be taken for different things.
    pub fn exact(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.content {
            Content::Nothing => Value::Null,
            Content::Scalar { text, .. } => Value::String(text.clone()),
            Content::List(elements) => elements.iter().map(Node::exact).collect(),
            Content::Map(entries) => {
                entries.iter().map(|(key, value)| Value::Array(vec![key.text.clone().into(), value.exact()])).collect()
            }
        }
    }

    /// The value as JSON: plain scalars become what they look like, everything else text.
    pub fn json(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.content {
            Content::Nothing => Value::Null,
            Content::Scalar { text, plain: false } => Value::String(text.clone()),
            Content::Scalar { text, plain: true } => match text.as_str() {
                "true" | "yes" | "да" => Value::Bool(true),
                "false" | "no" | "нет" => Value::Bool(false),
                other => other.parse::<i64>().map_or_else(|_| Value::String(other.to_owned()), Value::from),
            },
            Content::List(elements) => elements.iter().map(Node::json).collect(),
            Content::Map(entries) => {
                Value::Object(entries.iter().map(|(key, value)| (key.text.clone(), value.json())).collect())
            }
        }
    }
}

/// Reads one file that holds one document.
pub(crate) fn parse(file: &str, text: &str, found: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut tree = Tree { places: Places::new(file, text), open: Vec::new(), root: None };
    let mut parser = Parser::new_from_str(text);
    let mut documents = 0;
    while let Some(next) = parser.next_event() {
        match next {
            Ok((Event::StreamEnd, _)) => break,
            Ok((Event::DocumentStart(_), span)) => {
                documents += 1;
                if documents > 1 {
                    let span = tree.places.span(span);
                    found.push(broken(span, "В файле больше одного документа YAML.".to_owned()));
                    return None;
                }
            }
            Ok((event, span)) => {
                let span = tree.places.span(span);
                if let Err(problem) = tree.take(event, span, found) {
                    found.push(*problem);
                    return None;
                }
            }
            Err(error) => {
                let at = tree.places.byte(error.marker().index());
                if let Some(dash) = tree.places.bare_dash(at) {
                    found.push(dash);
                    return None;
                }
                let span = tree.places.line_from(at);
                found.push(broken(span, format!("Файл не читается как YAML: {}.", in_russian(error.info()))));
                return None;
            }
        }
    }
    if tree.root.is_none() {
        found.push(broken(tree.places.line_from(0), "Файл пуст.".to_owned()));
    }
    tree.root
}

fn broken(span: Span, message: String) -> Diagnostic {
    Diagnostic::error(
        codes::NOT_YAML,
        span,
        message,
        "здесь чтение остановилось",
        "Проверьте отступы, двоеточия и кавычки в этой строке и строкой выше; текст с «: » или «# » внутри берут в кавычки.",
    )
}

/// What the parser stumbled over, in words of the author's language.
fn in_russian(info: &str) -> &'static str {
    const WORDS: [(&str, &str); 16] = [
        ("expected ',' or '}'", "в записи `{ … }` не хватает `,` или `}`"),
        ("expected ',' or ']'", "в списке `[ … ]` не хватает `,` или `]`"),
        ("expected '-' indicator", "здесь ждут следующую строку списка, с `- `"),
        ("found unexpected end of stream", "кавычка не закрыта до конца файла"),
        ("unexpected document indicator", "внутри кавычек встретилась строка `---` или `...`"),
        ("unknown escape character", "после `\\` в двойных кавычках стоит неизвестный знак"),
        ("trailing content after double-quoted", "после закрывающей кавычки есть лишнее"),
        ("mapping values are not allowed", "двоеточие стоит там, где значения быть не может"),
        ("illegal placement of ':'", "двоеточие стоит там, где значения быть не может"),
        ("block sequence entries are not allowed", "строка списка `- ` стоит там, где списка быть не может"),
        ("tab", "вместо пробелов стоит табуляция"),
        ("indent", "отступ не совпадает с соседними строками"),
        ("expected key", "здесь ждут следующий ключ"),
        ("simple key", "здесь ждут ключ и двоеточие"),
        ("bracket", "скобка не на месте"),
        ("anchor", "якоря и ссылки (`&`, `*`) не допускаются"),
    ];
    WORDS
        .iter()
        .find(|(english, _)| info.contains(english))
        .map_or("строка построена не по правилам", |(_, words)| words)
}

/// Character offsets of the parser → byte offsets of the file.
struct Places<'t> {
    file: &'t str,
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Places<'t> {
    fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, starts: text.char_indices().map(|(at, _)| at).collect() }
    }

    fn byte(&self, character: usize) -> usize {
        self.starts.get(character).copied().unwrap_or(self.text.len())
    }

    fn span(&self, span: saphyr_parser::Span) -> Span {
        let start = self.byte(span.start.index());
        let end = self.byte(span.end.index()).max(start);
        Span { file: self.file.to_owned(), start, end }
    }

    /// A dash without quotes in a list `[ … ]`, on the line of this byte or just above it: YAML
    /// takes it for the beginning of a line of a list.
    fn bare_dash(&self, at: usize) -> Option<Diagnostic> {
        let head = &self.text[..at.min(self.text.len())];
        let line = head.rfind('\n').unwrap_or(0);
        let above = head[..line].rfind('\n').unwrap_or(0);
        let end = at + self.text[at..].find('\n').unwrap_or(self.text.len() - at);
        let start = self.text[above..end].match_indices('-').map(|(dash, _)| above + dash).find(|dash| {
            let (before, after) = (self.text[..*dash].trim_end(), self.text[dash + 1..].trim_start());
            before.ends_with(['[', ',']) && after.starts_with([',', ']'])
        })?;
        let span = Span { file: self.file.to_owned(), start, end: start + 1 };
        Some(Diagnostic::error(
            codes::NOT_YAML,
            span,
            "Прочерк в списке `[ … ]` стоит без кавычек: YAML так его не читает.",
            "нужны кавычки",
            "Напишите `\"-\"`; то же самое значат слова `any` и `любое`.",
        ))
    }

    /// From a byte to the end of its line.
    fn line_from(&self, start: usize) -> Span {
        let rest = self.text.get(start..).unwrap_or("");
        let end = start + rest.find('\n').unwrap_or(rest.len());
        Span { file: self.file.to_owned(), start, end }
    }
}

/// A collection that is not closed yet.
enum Open {
    List(Span, Vec<Node>),
    Map(Span, Vec<(Key, Node)>, Option<Key>),
}

struct Tree<'t> {
    places: Places<'t>,
    open: Vec<Open>,
    root: Option<Node>,
}

impl Tree<'_> {
    fn take(&mut self, event: Event<'_>, span: Span, found: &mut Vec<Diagnostic>) -> Result<(), Box<Diagnostic>> {
        match event {
            Event::Alias(_) => return Err(Box::new(alias(span))),
            Event::Scalar(_, _, anchor, _) | Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _)
                if anchor != 0 =>
            {
                return Err(Box::new(alias(span)));
            }
            Event::Scalar(text, style, _, _) => {
                let plain = style == ScalarStyle::Plain;
                let span = self.unquoted(span, &text, plain);
                let content = match text.as_ref() {
                    "" | "~" | "null" if plain => Content::Nothing,
                    _ => Content::Scalar { text: text.into_owned(), plain },
                };
                self.put(Node { span, content }, found)?;
            }
            Event::SequenceStart(..) => self.push(Open::List(span, Vec::new()))?,
            Event::MappingStart(..) => self.push(Open::Map(span, Vec::new(), None))?,
            Event::SequenceEnd | Event::MappingEnd => {
                let node = match self.open.pop() {
                    Some(Open::List(start, elements)) => {
                        Node { span: join(start, &span), content: Content::List(elements) }
                    }
                    Some(Open::Map(start, entries, _)) => {
                        Node { span: join(start, &span), content: Content::Map(entries) }
                    }
                    None => return Ok(()),
                };
                self.put(node, found)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The place of the text itself: quotes and the newline after a block are left out.
    fn unquoted(&self, span: Span, text: &str, plain: bool) -> Span {
        let source = self.places.text.get(span.start..span.end).unwrap_or("");
        if !plain && source.len() == text.len() + 2 && source.get(1..source.len() - 1) == Some(text) {
            return Span { start: span.start + 1, end: span.end - 1, ..span };
        }
        let end = span.start + source.trim_end().len();
        Span { end, ..span }
    }

    fn push(&mut self, open: Open) -> Result<(), Box<Diagnostic>> {
        if self.open.len() >= DEEPEST {
            let span = match open {
                Open::List(span, _) | Open::Map(span, ..) => span,
            };
            return Err(Box::new(Diagnostic::error(
                codes::ALIAS_OR_DEPTH,
                span,
                format!("Вложенность глубже {DEEPEST} уровней не читается."),
                "слишком глубоко",
                "Разложите описание на более плоские части.",
            )));
        }
        self.open.push(open);
        Ok(())
    }

    fn put(&mut self, node: Node, found: &mut Vec<Diagnostic>) -> Result<(), Box<Diagnostic>> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, elements)) => elements.push(node),
            Some(Open::Map(_, entries, waiting)) => match waiting.take() {
                Some(key) => {
                    if entries.iter().any(|(known, _)| known.text == key.text) {
                        found.push(duplicate(&key));
                    } else {
                        entries.push((key, node));
                    }
                }
                None => *waiting = Some(as_key(node)?),
            },
        }
        Ok(())
    }
}

fn as_key(node: Node) -> Result<Key, Box<Diagnostic>> {
    match node.content {
        Content::Scalar { text, .. } => Ok(Key { text, span: node.span }),
        _ => Err(Box::new(broken(node.span, "Ключ должен быть словом.".to_owned()))),
    }
}

fn join(start: Span, end: &Span) -> Span {
    Span { end: end.end.max(start.start), ..start }
}

fn duplicate(key: &Key) -> Diagnostic {
    Diagnostic::error(
        codes::DUPLICATE_KEY,
        key.span.clone(),
        format!("Ключ `{}` написан дважды.", key.text),
        "второй раз",
        "Оставьте одну из записей: какая из двух верна, система не угадывает.",
    )
}

fn alias(span: Span) -> Diagnostic {
    Diagnostic::error(
        codes::ALIAS_OR_DEPTH,
        span,
        "Якоря и ссылки YAML (`&`, `*`) в регламенте не допускаются.",
        "якорь или ссылка",
        "Напишите значение полностью; текст, который начинается с `&` или `*`, возьмите в кавычки.",
    )
}
