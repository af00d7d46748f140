//! Reads bytes into a tree. What is not well-formed, declares a document type, refers to an
//! entity of its own or is larger than any message is refused with the line where it stands.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use quick_xml::events::{BytesDecl, BytesPI, BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use thiserror::Error;

use super::XML_NAMESPACE;
use super::characters::{is_allowed, is_name};
use super::document::Document;
use super::element::{Attribute, Element, Name, Node};

/// Largest document: СМЭВ takes at most 5 MB of attachments inside a message (base64 makes
/// them 7), the rest travels beside it.
const MAX_BYTES: usize = 16 << 20;
/// Most elements, texts and attributes of one document.
const MAX_NODES: usize = 400_000;
/// Deepest nesting; a stack of 2 MB holds it with room to spare.
const MAX_DEPTH: usize = 128;
/// Most attributes and declarations of one element.
const MAX_ATTRIBUTES: usize = 256;
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// Why bytes are not a document.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("строка {line}: {problem}")]
pub struct ReadError {
    /// Line of the source, from one.
    pub line: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// More bytes, nodes or levels than a message has.
    #[error("документ слишком велик: {0}")]
    TooLarge(&'static str),
    /// Another encoding than UTF-8.
    #[error("документ записан не в UTF-8; перекодируйте его")]
    Encoding,
    /// A document type declaration.
    #[error("объявление DOCTYPE не принимается: через него подменяют содержание")]
    DocumentType,
    /// An entity that XML itself does not define.
    #[error("ссылка на сущность «{0}», которой в XML нет")]
    Entity(String),
    /// A character that XML does not allow.
    #[error("знак, которого в XML быть не может")]
    Character,
    /// A prefix nobody declared, or one used against its meaning.
    #[error("префикс «{0}» не объявлен или объявлен неверно")]
    Prefix(String),
    /// A name that is none.
    #[error("«{0}» не может быть именем")]
    Name(String),
    /// The same attribute twice.
    #[error("атрибут «{0}» стоит дважды")]
    Repeated(String),
    /// Not well-formed in another way.
    #[error("{0}")]
    Form(&'static str),
}

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let (text, skipped) = decoded(bytes)?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().enable_all_checks(true);
    let mut tree = Tree { skipped, ..Tree::default() };
    loop {
        let start = offset(reader.buffer_position());
        let event = reader.read_event();
        let end = offset(reader.buffer_position());
        let problem = match event {
            Ok(Event::Eof) => match tree.finish() {
                Ok(document) => return Ok(document),
                Err(problem) => problem,
            },
            Ok(event) => match tree.take(event, start, end) {
                Ok(()) => continue,
                Err(problem) => problem,
            },
            Err(_) => Problem::Form("документ построен неверно: теги не закрыты, перепутаны или записаны с ошибкой"),
        };
        return Err(ReadError { line: line(text, start), problem });
    }
}

/// The text without its byte order mark, and how many bytes that was.
fn decoded(bytes: &[u8]) -> Result<(&str, usize), ReadError> {
    let fail = |line, problem| ReadError { line, problem };
    if bytes.len() > MAX_BYTES {
        return Err(fail(1, Problem::TooLarge("больше 16 МБ")));
    }
    let whole = std::str::from_utf8(bytes).map_err(|_| fail(1, Problem::Encoding))?;
    let text = whole.strip_prefix('\u{FEFF}').unwrap_or(whole);
    match text.char_indices().find(|(_, character)| !is_allowed(*character)) {
        Some((at, _)) => Err(fail(line(text, at), Problem::Character)),
        None => Ok((text, whole.len() - text.len())),
    }
}

fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// Prefixes declared at an element.
type Declared = Vec<(String, Arc<str>)>;

/// The tree as far as it was read.
#[derive(Default)]
struct Tree {
    skipped: usize,
    before: Vec<Node>,
    root: Option<Element>,
    after: Vec<Node>,
    open: Vec<Element>,
    /// What each prefix means here, innermost last.
    scope: HashMap<String, Vec<Arc<str>>>,
    /// Namespaces seen, each kept once.
    known: HashSet<Arc<str>>,
    nodes: usize,
}

impl Tree {
    fn take(&mut self, event: Event<'_>, start: usize, end: usize) -> Result<(), Problem> {
        match event {
            Event::Start(tag) => self.begin(&tag, start),
            Event::Empty(tag) => {
                self.begin(&tag, start)?;
                self.end(end)
            }
            Event::End(_) => self.end(end),
            Event::Text(text) if text.contains("]]>") => Err(Problem::Form("знаки «]]>» стоят в тексте")),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(_) if self.open.is_empty() => Err(Problem::Form("раздел CDATA стоит вне корня")),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.reference(&reference),
            Event::Comment(text) => self.add(Node::Comment(text.xml10_content().into_owned())),
            Event::PI(instruction) => self.instruction(&instruction),
            Event::Decl(declaration) => declared(&declaration, start),
            Event::DocType(_) => Err(Problem::DocumentType),
            Event::Eof => Ok(()),
        }
    }

    fn finish(&mut self) -> Result<Document, Problem> {
        if !self.open.is_empty() {
            return Err(Problem::Form("документ оборван: не все теги закрыты"));
        }
        let root = self.root.take().ok_or(Problem::Form("в документе нет ни одного элемента"))?;
        Ok(Document { before: std::mem::take(&mut self.before), root, after: std::mem::take(&mut self.after) })
    }

    fn count(&mut self) -> Result<(), Problem> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            Err(Problem::TooLarge("слишком много элементов"))
        } else {
            Ok(())
        }
    }

    fn add(&mut self, node: Node) -> Result<(), Problem> {
        self.count()?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(node),
            None if self.root.is_some() => self.after.push(node),
            None => self.before.push(node),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Problem> {
        let Some(parent) = self.open.last_mut() else {
            let space = text.chars().all(|character| matches!(character, ' ' | '\t' | '\n' | '\r'));
            return if space { Ok(()) } else { Err(Problem::Form("текст стоит вне корня")) };
        };
        if let Some(Node::Text(before)) = parent.children.last_mut() {
            before.push_str(text);
            return Ok(());
        }
        if text.is_empty() { Ok(()) } else { self.add(Node::Text(text.to_owned())) }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), Problem> {
        if self.open.is_empty() {
            return Err(Problem::Form("ссылка стоит вне корня"));
        }
        let own = |_| Problem::Entity(reference.to_string());
        if let Some(character) = reference.resolve_char_ref().map_err(own)? {
            if !is_allowed(character) {
                return Err(Problem::Character);
            }
            return self.text(character.encode_utf8(&mut [0; 4]));
        }
        match quick_xml::escape::resolve_xml_entity(reference) {
            Some(text) => self.text(text),
            None => Err(Problem::Entity(reference.to_string())),
        }
    }

    fn instruction(&mut self, instruction: &BytesPI<'_>) -> Result<(), Problem> {
        let target = instruction.target().to_owned();
        if !is_name(&target) || target.eq_ignore_ascii_case("xml") {
            return Err(Problem::Name(target));
        }
        let data = instruction.content().trim_start().replace("\r\n", "\n").replace('\r', "\n");
        self.add(Node::Instruction { target, data })
    }

    fn begin(&mut self, tag: &BytesStart<'_>, start: usize) -> Result<(), Problem> {
        if self.open.is_empty() && self.root.is_some() {
            return Err(Problem::Form("в документе больше одного корня"));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(Problem::TooLarge("слишком глубокая вложенность"));
        }
        self.count()?;
        let (declared, written) = self.attributes(tag)?;
        for (prefix, uri) in &declared {
            self.scope.entry(prefix.clone()).or_default().push(Arc::clone(uri));
        }
        let name = self.resolved(tag.name().as_ref(), true)?;
        let mut attributes: Vec<Attribute> = Vec::with_capacity(written.len());
        let mut seen = HashSet::new();
        for (name, value) in written {
            let name = self.resolved(&name, false)?;
            if !seen.insert((Arc::clone(&name.uri), name.local.clone())) {
                return Err(Problem::Repeated(name.local));
            }
            attributes.push(Attribute { name, value });
        }
        let from = self.skipped + start;
        self.open.push(Element { name, declared, attributes, children: Vec::new(), span: from..from });
        Ok(())
    }

    fn end(&mut self, end: usize) -> Result<(), Problem> {
        let Some(mut element) = self.open.pop() else {
            return Err(Problem::Form("лишний закрывающий тег"));
        };
        element.span.end = self.skipped + end;
        for (prefix, _) in &element.declared {
            self.scope.get_mut(prefix).map(Vec::pop);
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
        Ok(())
    }

    /// Declarations and attributes of a tag, the latter as they are written.
    fn attributes(&mut self, tag: &BytesStart<'_>) -> Result<(Declared, Vec<(String, String)>), Problem> {
        let (mut declared, mut written) = (Declared::new(), Vec::new());
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| Problem::Form("атрибуты записаны с ошибкой или повторяются"))?;
            if attribute.value.contains('<') {
                return Err(Problem::Form("знак «<» стоит в значении атрибута"));
            }
            if declared.len() + written.len() >= MAX_ATTRIBUTES {
                return Err(Problem::TooLarge("слишком много атрибутов"));
            }
            self.count()?;
            let name: &str = attribute.key.as_ref();
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_| Problem::Entity(attribute.value.to_string()))?
                .into_owned();
            if !value.chars().all(is_allowed) {
                return Err(Problem::Character);
            }
            match name.strip_prefix("xmlns") {
                Some("") => declared.push((String::new(), self.bound("", &value)?)),
                Some(rest) if rest.starts_with(':') => {
                    let prefix = &rest[1..];
                    declared.push((prefix.to_owned(), self.bound(prefix, &value)?));
                }
                _ => written.push((name.to_owned(), value)),
            }
        }
        if !separated(tag.attributes_raw()) {
            return Err(Problem::Form("между атрибутами нет пробела"));
        }
        Ok((declared, written))
    }

    /// The namespace a declaration names, if it may be declared so.
    fn bound(&mut self, prefix: &str, uri: &str) -> Result<Arc<str>, Problem> {
        let reserved = (prefix == "xml") != (uri == XML_NAMESPACE) || prefix == "xmlns" || uri == XMLNS;
        let undeclared = uri.is_empty() && !prefix.is_empty();
        if reserved || undeclared || !(prefix.is_empty() || is_name(prefix)) {
            return Err(Problem::Prefix(prefix.to_owned()));
        }
        Ok(self.interned(uri))
    }

    fn interned(&mut self, uri: &str) -> Arc<str> {
        if let Some(known) = self.known.get(uri) {
            return Arc::clone(known);
        }
        let uri: Arc<str> = uri.into();
        self.known.insert(Arc::clone(&uri));
        uri
    }

    /// A name with the namespace its prefix means here; the default one is for elements only.
    fn resolved(&mut self, written: &str, takes_default: bool) -> Result<Name, Problem> {
        let (prefix, local) = written.split_once(':').unwrap_or(("", written));
        if !is_name(local) || !(prefix.is_empty() || is_name(prefix)) || written.starts_with(':') {
            return Err(Problem::Name(written.to_owned()));
        }
        let uri = match prefix {
            "" if !takes_default => self.interned(""),
            "xml" => self.interned(XML_NAMESPACE),
            _ => match self.scope.get(prefix).and_then(|bound| bound.last()) {
                Some(uri) => Arc::clone(uri),
                None if prefix.is_empty() => self.interned(""),
                None => return Err(Problem::Prefix(prefix.to_owned())),
            },
        };
        Ok(Name { prefix: prefix.to_owned(), local: local.to_owned(), uri })
    }
}

/// Does white space stand between every two attributes?
fn separated(raw: &str) -> bool {
    let mut quote = None;
    let mut after_value = false;
    for character in raw.chars() {
        match quote {
            Some(open) if open == character => (quote, after_value) = (None, true),
            Some(_) => {}
            None if character == '"' || character == '\'' => quote = Some(character),
            None if after_value && !matches!(character, ' ' | '\t' | '\n' | '\r') => return false,
            None => after_value = false,
        }
    }
    true
}

fn declared(declaration: &BytesDecl<'_>, start: usize) -> Result<(), Problem> {
    if start != 0 {
        return Err(Problem::Form("объявление XML стоит не в начале"));
    }
    if !declaration.version().is_ok_and(|version| &*version == "1.0") {
        return Err(Problem::Form("принимается только XML 1.0"));
    }
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(encoding)) if encoding.eq_ignore_ascii_case("utf-8") => Ok(()),
        Some(_) => Err(Problem::Encoding),
    }
}
