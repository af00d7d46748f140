//! A plain tree of an XML document: names without prefixes, attributes, texts.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Deepest nesting that is read.
const DEEPEST: usize = 64;

/// An element of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Name without its prefix.
    pub name: String,
    /// Attributes in order, names without their prefixes.
    pub attributes: Vec<(String, String)>,
    /// Elements inside, in order.
    pub children: Vec<Element>,
    /// The text directly inside.
    pub text: String,
}

impl Element {
    /// Reads a document; the mistake is said in the reader's own words.
    pub fn read(xml: &str) -> Result<Self, String> {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(start) => {
                    if open.len() > DEEPEST {
                        return Err(format!("вложенность глубже {DEEPEST} уровней"));
                    }
                    open.push(Self::opened(&start)?);
                }
                Event::Empty(start) => {
                    let child = Self::opened(&start)?;
                    inside(&mut open).children.push(child);
                }
                Event::End(_) => {
                    if let Some(closed) = open.pop() {
                        inside(&mut open).children.push(closed);
                    }
                }
                Event::Text(text) => inside(&mut open).text.push_str(&text.xml10_content()),
                Event::CData(text) => inside(&mut open).text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let sign = reference.resolve_char_ref().map_err(|error| error.to_string())?;
                    let text = match (sign, reference.xml10_content().as_ref()) {
                        (Some(sign), _) => sign.to_string(),
                        (None, "lt") => "<".to_owned(),
                        (None, "gt") => ">".to_owned(),
                        (None, "amp") => "&".to_owned(),
                        (None, "quot") => "\"".to_owned(),
                        (None, "apos") => "'".to_owned(),
                        (None, other) => return Err(format!("неизвестная подстановка `&{other};`")),
                    };
                    inside(&mut open).text.push_str(&text);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let whole = open.pop().unwrap_or_default();
        whole.children.into_iter().next().ok_or_else(|| "в файле нет ни одного элемента".to_owned())
    }

    fn opened(start: &BytesStart<'_>) -> Result<Self, String> {
        let mut element = Self { name: start.local_name().as_ref().to_owned(), ..Self::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
            element.attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
        }
        Ok(element)
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Elements of that name directly inside.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element of that name directly inside.
    pub fn first(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the element `text` inside, as DMN keeps its expressions.
    pub fn expression(&self) -> &str {
        self.first("text").map_or("", |text| text.text.trim())
    }
}

/// The element that is being read; the outermost one holds the document.
fn inside(open: &mut Vec<Element>) -> &mut Element {
    if open.is_empty() {
        open.push(Element::default());
    }
    let last = open.len() - 1;
    &mut open[last]
}
