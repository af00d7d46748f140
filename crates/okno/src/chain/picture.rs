//! The graph of services as a picture: givers to the left of takers, each service one box.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use regulation::prove::Edge;

/// Size of a box and room between boxes, in units of the picture.
const WIDTH: usize = 260;
const HEIGHT: usize = 44;
const ROOM: (usize, usize) = (110, 20);
const PAD: usize = 16;
/// Letters that fit into a box.
const LETTERS: usize = 34;

/// What a pair of services exchanges, in words.
type Pairs<'g> = BTreeMap<(&'g str, &'g str), Vec<String>>;

fn pairs(edges: &[Edge]) -> Pairs<'_> {
    let mut pairs = Pairs::new();
    for edge in edges.iter().filter(|edge| edge.from != edge.to) {
        let what = format!("{}.{} → {}", edge.result, edge.field, edge.fact);
        pairs.entry((&edge.from, &edge.to)).or_default().push(what);
    }
    pairs
}

/// The graph in the language of Graphviz; the same graph gives the same text.
pub fn dot(services: &BTreeMap<String, String>, edges: &[Edge]) -> String {
    let mut out = String::from("digraph okno {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    for (id, short) in services {
        let _ = writeln!(out, "  {} [label={}];", quoted(id), quoted(short));
    }
    for ((from, to), what) in pairs(edges) {
        let _ = writeln!(out, "  {} -> {} [tooltip={}];", quoted(from), quoted(to), quoted(&what.join("; ")));
    }
    out.push_str("}\n");
    out
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The linked services as a picture. A service stands one column to the right of its last giver.
pub fn svg(services: &BTreeMap<String, String>, edges: &[Edge]) -> String {
    let pairs = pairs(edges);
    let columns = columns(&pairs);
    let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
    let mut places: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (id, column) in &columns {
        let row = rows.entry(*column).or_default();
        places.insert(id, (PAD + column * (WIDTH + ROOM.0), PAD + *row * (HEIGHT + ROOM.1)));
        *row += 1;
    }
    let across = rows.keys().max().map_or(0, |last| (last + 1) * (WIDTH + ROOM.0) - ROOM.0) + 2 * PAD;
    let down = rows.values().max().map_or(0, |most| most * (HEIGHT + ROOM.1) - ROOM.1) + 2 * PAD;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {across} {down}\" width=\"{across}\" height=\"{down}\" \
         role=\"img\" aria-labelledby=\"title about\" font-family=\"sans-serif\" font-size=\"13\">"
    );
    out.push_str("<title id=\"title\">Цепочки услуг</title>\n");
    let about = format!("Связей: {}. Результат услуги слева — входное сведение услуги справа.", pairs.len());
    let _ = writeln!(out, "<desc id=\"about\">{about}</desc>");
    out.push_str("<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"#4d5a6b\"/></marker></defs>\n");
    let _ = writeln!(out, "<rect width=\"{across}\" height=\"{down}\" fill=\"#ffffff\"/>");
    for ((from, to), what) in &pairs {
        let ((x, y), (end, at)) = (places[from], places[to]);
        let (x, y, at) = (x + WIDTH, y + HEIGHT / 2, at + HEIGHT / 2);
        let bend = x + ROOM.0 / 2;
        let _ = writeln!(
            out,
            "<path d=\"M{x} {y} C{bend} {y} {bend} {at} {end} {at}\" fill=\"none\" stroke=\"#4d5a6b\" \
             marker-end=\"url(#tip)\"><title>{}</title></path>",
            escaped(&what.join("; "))
        );
    }
    for (id, (x, y)) in &places {
        let short = services.get(*id).map_or(*id, String::as_str);
        let _ = writeln!(
            out,
            "<g><title>{0}</title><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"4\" fill=\"#f2f5fa\" \
             stroke=\"#1d4f91\"/><text x=\"{1}\" y=\"{2}\" text-anchor=\"middle\" fill=\"#1b1b1b\">{3}</text></g>",
            escaped(short),
            x + WIDTH / 2,
            y + HEIGHT / 2 + 5,
            escaped(&fitted(short))
        );
    }
    out.push_str("</svg>\n");
    out
}

/// The column of every linked service. In a circle nobody moves further than there are services.
fn columns<'g>(pairs: &Pairs<'g>) -> BTreeMap<&'g str, usize> {
    let ids: BTreeSet<&str> = pairs.keys().flat_map(|(from, to)| [*from, *to]).collect();
    let mut columns: BTreeMap<&str, usize> = ids.iter().map(|id| (*id, 0)).collect();
    for _ in 0..ids.len() {
        for (from, to) in pairs.keys() {
            let next = (columns[from] + 1).min(ids.len() - 1);
            columns.entry(*to).and_modify(|column| *column = (*column).max(next));
        }
    }
    columns
}

/// A name that stays inside its box; the whole name is in the title.
fn fitted(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let mut fitted: String = name.chars().take(LETTERS - 1).collect();
    fitted.push('…');
    fitted
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
