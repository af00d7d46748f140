//! Writing XML into memory: the few verbs that office parts need.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// XML being written. Writing into memory cannot fail, so nothing here does.
pub(super) struct Markup(Writer<Vec<u8>>);

impl Markup {
    /// An XML part with its declaration.
    pub fn part() -> Self {
        let mut markup = Self(Writer::new(Vec::new()));
        markup.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        markup
    }

    fn write(&mut self, event: Event<'_>) {
        let _ = self.0.write_event(event);
    }

    /// An element with what `inside` writes into it.
    pub fn inside(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.write(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())));
        inside(self);
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element with nothing inside.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    /// An element with text inside.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        let clean: String = text.chars().filter(|character| allowed(*character)).collect();
        self.inside(name, attributes, |markup| markup.write(Event::Text(BytesText::new(&clean))));
    }

    /// What was written.
    pub fn bytes(self) -> Vec<u8> {
        self.0.into_inner()
    }
}

/// Characters XML 1.0 has no way to write are left out.
fn allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}
