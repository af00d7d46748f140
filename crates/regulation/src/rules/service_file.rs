//! Reading `electronic.yaml`, the file of a package that rule sets are asked about.

use std::collections::BTreeMap;

use super::read::codes;
use super::service::{Assessment, Count, Demand, Electronic, Original, Target};
use super::{ActKind, Action, Cell, Cells, Channel, Chosen, Citation, Composition, Note, Reason};
use crate::diagnostic::{self, Diagnostic, Severity, Sources, Span};
use crate::package::fields::{Fields, Reader};
use crate::package::yaml::{self, Content, Node};

/// The file's name in a package.
pub const FILE: &str = "electronic.yaml";

const ACT_KINDS: [(&str, ActKind); 6] = [
    ("federal-law", ActKind::FederalLaw),
    ("presidential-decree", ActKind::PresidentialDecree),
    ("government-act", ActKind::GovernmentAct),
    ("federal-agency-order", ActKind::FederalAgencyOrder),
    ("regional-act", ActKind::RegionalAct),
    ("municipal-act", ActKind::MunicipalAct),
];
const CHANNELS: [(&str, Channel); 3] =
    [("federal", Channel::Federal), ("regional", Channel::Regional), ("site", Channel::Site)];

/// Reads the file of a package. Nothing without the file or when it has mistakes.
pub fn read_electronic(sources: &Sources) -> (Option<Electronic>, Vec<Diagnostic>) {
    let Some(text) = sources.0.get(FILE) else { return (None, Vec::new()) };
    let mut reader = Reader::default();
    let node = yaml::parse(FILE, text, &mut reader.found);
    let head = Span { file: FILE.to_owned(), start: 0, end: text.find('\n').unwrap_or(text.len()) };
    let electronic = node.and_then(|node| electronic(&node, &head, &mut reader));
    diagnostic::sort(&mut reader.found);
    let broken = reader.found.iter().any(|one| one.severity == Severity::Error);
    (electronic.filter(|_| !broken), reader.found)
}

fn electronic(node: &Node, head: &Span, reader: &mut Reader) -> Option<Electronic> {
    let mut fields = Fields::open(node, head, "", reader)?;
    let language = fields.need("electronic", "версия языка файла: `electronic: 1`", reader);
    if let Some(node) = language.filter(|node| node.scalar() != Some("1")) {
        reader.error(codes::SERVICE, &node.span, "Такой версии языка файла нет.", "не 1", "Напишите `electronic: 1`.");
    }
    let mut electronic = Electronic::default();
    if let Some(node) = fields.need("demand", "сколько раз в год обращаются за услугой и получают её", reader)
    {
        electronic.demand = demand(node, head, reader);
    }
    if let Some(node) = fields.maybe("reception") {
        reception(node, head, &mut electronic, reader);
    }
    if let Some(node) = fields.maybe("paper-only") {
        paper_only(node, head, &mut electronic, reader);
    }
    electronic.originals = fields.maybe("originals").map(|node| originals(node, reader)).unwrap_or_default();
    electronic.assessment = fields.maybe("intake-assessment").and_then(|node| assessment(node, head, reader));
    electronic.feasible = fields.maybe("feasible").and_then(|node| reader.yes_no(node));
    electronic.evaluation = fields.maybe("evaluation").and_then(|node| evaluation(node, reader));
    electronic.channels = words(fields.maybe("channels"), &CHANNELS, reader).into_iter().collect();
    electronic.live = words(fields.maybe("live"), &actions(), reader).into_iter().collect();
    electronic.target = fields.maybe("target").and_then(|node| target(node, head, reader));
    let note = fields.maybe("note").and_then(|node| note(node, head, reader));
    let composition = fields.maybe("composition").map(|node| composition(node, reader));
    electronic.composition = composition.map(|actions| Composition { actions, note });
    fields.finish(reader);
    Some(electronic)
}

fn actions() -> [(&'static str, Action); 9] {
    Action::ALL.map(|action| (action.code(), action))
}

fn words<T: Copy>(node: Option<&Node>, words: &[(&'static str, T)], reader: &mut Reader) -> Vec<T> {
    let elements = node.map(|node| reader.list(node).to_vec()).unwrap_or_default();
    elements.iter().filter_map(|element| reader.word(element, words)).collect()
}

fn demand(node: &Node, head: &Span, reader: &mut Reader) -> Demand {
    let mut demand = Demand::default();
    let Some(mut fields) = Fields::open(node, head, "demand", reader) else { return demand };
    if let Some(years) = fields.maybe("years") {
        for (key, value) in years.entries() {
            let path = format!("demand.years.{}", key.text);
            let (Ok(year), Some(count)) = (key.text.parse(), count(value, &key.span, &path, reader)) else {
                let help = "Напишите год цифрами: `2024: { requests: …, provisions: …, source: … }`.";
                reader.error(codes::SERVICE, &key.span, format!("`{}` — не год.", key.text), "не год", help);
                continue;
            };
            demand.years.insert(year, count);
        }
    }
    let last = fields.maybe("last-12-months");
    demand.last_year = last.and_then(|node| count(node, &node.span, "demand.last-12-months", reader));
    fields.finish(reader);
    demand
}

fn count(node: &Node, head: &Span, path: &str, reader: &mut Reader) -> Option<Count> {
    let mut fields = Fields::open(node, head, path, reader)?;
    let mut number = |key, meaning, reader: &mut Reader| {
        let node = fields.need(key, meaning, reader)?;
        u32::try_from(reader.whole(node, 0, u64::from(u32::MAX))?).ok()
    };
    let requests = number("requests", "сколько обращений за год", reader);
    let provisions = number("provisions", "сколько раз услуга предоставлена за год", reader);
    let source = fields.text("source", "откуда числа", reader);
    fields.finish(reader);
    Some(Count { requests: requests.unwrap_or_default(), provisions: provisions.unwrap_or_default(), source })
}

fn reception(node: &Node, head: &Span, electronic: &mut Electronic, reader: &mut Reader) {
    let Some(mut fields) = Fields::open(node, head, "reception", reader) else { return };
    electronic.own_reception = fields.maybe("own").and_then(|node| reader.yes_no(node));
    electronic.centre_reception = fields.maybe("service-centre").and_then(|node| reader.yes_no(node));
    electronic.no_reception = fields.maybe("none-by-law").and_then(|node| citation(node, head, reader));
    electronic.inexpedient_reception = fields.maybe_text("inexpedient", reader);
    fields.finish(reader);
}

fn paper_only(node: &Node, head: &Span, electronic: &mut Electronic, reader: &mut Reader) {
    let Some(mut fields) = Fields::open(node, head, "paper-only", reader) else { return };
    electronic.paper_request = fields.maybe("request").and_then(|node| citation(node, head, reader));
    electronic.paper_result = fields.maybe("result").and_then(|node| citation(node, head, reader));
    fields.finish(reader);
}

fn originals(node: &Node, reader: &mut Reader) -> Vec<Original> {
    let mut originals = Vec::new();
    for (at, element) in reader.list(node).iter().enumerate() {
        let Some(mut fields) = Fields::element(element, "originals", at, reader) else { continue };
        let what = fields.text("what", "какой подлинник предъявляют", reader);
        let shown = fields.need("shown", "когда: `filing` или `result`", reader);
        let shown = shown.and_then(|node| reader.word(node, &[("filing", false), ("result", true)]));
        let object = fields.maybe("object").and_then(|node| reader.yes_no(node)).unwrap_or(false);
        let head = fields.head.clone();
        let cited = fields.need("citation", "федеральный акт, который этого требует", reader);
        let cited = cited.and_then(|node| citation(node, &head, reader));
        fields.finish(reader);
        if let (Some(on_result), Some(citation)) = (shown, cited) {
            originals.push(Original { what, on_result, object, citation });
        }
    }
    originals
}

fn assessment(node: &Node, head: &Span, reader: &mut Reader) -> Option<Assessment> {
    let mut fields = Fields::open(node, head, "intake-assessment", reader)?;
    let sensible = fields.need("sensible", "имеет ли смысл электронный приём: `yes` или `no`", reader);
    let sensible = sensible.and_then(|node| reader.yes_no(node));
    let text = fields.text("text", "почему", reader);
    let author = fields.text("author", "кто оценил", reader);
    let date = fields.need("date", "дата оценки", reader).and_then(|node| reader.date(node));
    fields.finish(reader);
    Some(Assessment { sensible: sensible?, text, author, date: date? })
}

/// `none`, or the act that demands evaluation.
fn evaluation(node: &Node, reader: &mut Reader) -> Option<Option<String>> {
    let text = reader.text(node)?;
    Some((text != "none").then_some(text))
}

fn citation(node: &Node, head: &Span, reader: &mut Reader) -> Option<Citation> {
    let mut fields = Fields::open(node, head, "citation", reader)?;
    let kind = fields.need("kind", "вид акта, например `federal-law`", reader);
    let kind = kind.and_then(|node| reader.word(node, &ACT_KINDS));
    let issuer = fields.text("issuer", "кто издал", reader);
    let date = fields.need("date", "дата акта", reader).and_then(|node| reader.date(node));
    let number = fields.text("number", "номер акта", reader);
    let title = fields.text("title", "название акта", reader);
    let article = fields.maybe_text("article", reader);
    let part = fields.maybe_text("part", reader);
    let item = fields.maybe_text("item", reader);
    let sub_item = fields.maybe_text("sub-item", reader);
    let quote = fields.text("quote", "норма словами акта", reader);
    fields.finish(reader);
    Some(Citation { kind: kind?, issuer, date: date?, number, title, article, part, item, sub_item, quote })
}

fn target(node: &Node, head: &Span, reader: &mut Reader) -> Option<Target> {
    let mut fields = Fields::open(node, head, "target", reader)?;
    let title = fields.text("title", "название описания целевого состояния", reader);
    let approved_by = fields.text("approved-by", "кто утвердил", reader);
    let document = fields.text("document", "каким документом", reader);
    let date = fields.need("date", "дата утверждения", reader).and_then(|node| reader.date(node));
    let actions =
        words(fields.need("actions", "действия, электронные в целевом состоянии", reader), &actions(), reader);
    fields.finish(reader);
    Some(Target { title, approved_by, document, date: date?, actions: actions.into_iter().collect() })
}

fn note(node: &Node, head: &Span, reader: &mut Reader) -> Option<Note> {
    let mut fields = Fields::open(node, head, "note", reader)?;
    let statement = fields.text("statement", "почему подлинники предъявляют лично", reader);
    let author = fields.text("author", "кто составил", reader);
    let date = fields.maybe("date").and_then(|node| reader.date(node));
    let cited = fields.need("citations", "федеральные акты", reader);
    let elements = cited.map(|node| reader.list(node).to_vec()).unwrap_or_default();
    let citations = elements.iter().filter_map(|element| citation(element, &element.span, reader)).collect();
    fields.finish(reader);
    Some(Note { statement, citations, author, date })
}

fn composition(node: &Node, reader: &mut Reader) -> BTreeMap<Action, Chosen> {
    let mut composition = BTreeMap::new();
    for (key, value) in node.entries() {
        let Some(action) = Action::parse(&key.text) else {
            reader.unknown_word(&key.span, &key.text, &Action::ALL.map(Action::code));
            continue;
        };
        if let Some(chosen) = chosen(value, &key.span, &key.text, reader) {
            composition.insert(action, chosen);
        }
    }
    composition
}

/// `1`, or cells per channel with the reasons for what is not done.
fn chosen(node: &Node, head: &Span, code: &str, reader: &mut Reader) -> Option<Chosen> {
    if matches!(node.content, Content::Scalar { .. }) {
        return cell(node, reader).map(Chosen::whole);
    }
    let mut fields = Fields::open(node, head, &format!("composition.{code}"), reader)?;
    let whole = fields.maybe("cell").and_then(|node| cell(node, reader));
    let mut channels = BTreeMap::new();
    for channel in Channel::ALL {
        if let Some(on) = fields.maybe(channel.code()).and_then(|node| reader.yes_no(node)) {
            channels.insert(channel, on);
        }
    }
    let mut reasons = Vec::new();
    let listed = fields.maybe("reasons").map(|node| reader.list(node).to_vec()).unwrap_or_default();
    for (at, element) in listed.iter().enumerate() {
        let Some(mut fields) = Fields::element(element, "composition.reasons", at, reader) else { continue };
        let ground = fields.text("ground", "код основания, например `G3.1`, или `other`", reader);
        let text = fields.maybe_text("text", reader).unwrap_or_default();
        fields.finish(reader);
        reasons.push(Reason { ground, text });
    }
    let decision = fields.maybe_text("decision", reader);
    fields.finish(reader);
    let cells = whole.map_or(Cells::PerChannel(channels), Cells::Whole);
    Some(Chosen { cells, reasons, decision })
}

fn cell(node: &Node, reader: &mut Reader) -> Option<Cell> {
    let cell = node.scalar().and_then(Cell::parse);
    if cell.is_none() {
        let help = "Напишите `1`, `0` или `\"-\"`.";
        reader.error(codes::SERVICE, &node.span, "В матрице бывают только коды 0, 1 и «-».", "не код", help);
    }
    cell
}
