//! Paths as a picture: a tree from left to right, one row for each end, in SVG with text.
//!
//! Every row has its own height and every column its own width, so nothing lies over anything.

use std::fmt::Write as _;

use super::paths::{Branch, End, Paths};

/// Letters in one line of a box.
const LINE: usize = 34;
/// Width of a letter, height of a line, in units of the picture.
const LETTER: usize = 7;
const HEIGHT: usize = 16;
/// Room around text in a box, and between rows.
const PAD: usize = 8;
const ROW_GAP: usize = 10;
/// Room in which lines bend from a question to its answers.
const BEND: usize = 28;

/// Draws the tree of all paths. The same paths give the same picture.
pub fn draw(paths: &Paths, title: &str) -> String {
    let mut laid = Laid::default();
    let root = lay(&paths.root, &[], 0, &mut laid);
    let lefts = laid.lefts();
    let width = lefts.last().copied().unwrap_or(0) + PAD;
    let height = laid.bottom + PAD + if paths.unexplored.is_empty() { 0 } else { HEIGHT * 2 };
    let mut out = String::new();
    let ends = paths.list().len();
    let about = format!("Дерево решений: путей {ends}. Каждый путь идёт слева направо от вопроса к исходу.");
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"title about\" font-family=\"sans-serif\" font-size=\"12\">"
    );
    let _ = writeln!(out, "<title id=\"title\">{}</title>", escaped(title));
    let _ = writeln!(out, "<desc id=\"about\">{}</desc>", escaped(&about));
    let _ = writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>");
    paint(&root, &lefts, &mut out);
    if let Some(first) = paths.unexplored.first() {
        let text = format!("Не исследовано: {}. {}", first.what, first.why);
        let _ = writeln!(out, "<text x=\"{PAD}\" y=\"{}\" fill=\"#4d4d4d\">{}</text>", height - PAD, escaped(&text));
    }
    out.push_str("</svg>\n");
    out
}

/// A laid-out point of the tree.
struct Spot {
    depth: usize,
    /// Middle of its row or rows.
    middle: usize,
    answer: Vec<String>,
    lines: Vec<String>,
    look: Look,
    then: Vec<Spot>,
}

#[derive(Clone, Copy)]
enum Look {
    Question,
    Granted,
    Ended,
    Cut,
}

/// Widest answer and widest box of every column, and how far down the picture goes.
#[derive(Default)]
struct Laid {
    columns: Vec<(usize, usize)>,
    bottom: usize,
}

impl Laid {
    /// Left edges of the boxes of each column, and the right edge of the last.
    fn lefts(&self) -> Vec<usize> {
        let mut lefts = Vec::new();
        let mut x = PAD;
        for (at, (answer, text)) in self.columns.iter().enumerate() {
            if at > 0 {
                x += BEND + answer + PAD;
            }
            lefts.push(x);
            x += text + 2 * PAD;
        }
        lefts.push(x);
        lefts
    }
}

fn lay(branch: &Branch, answer: &[String], depth: usize, laid: &mut Laid) -> Spot {
    let answer = wrapped(&answer.join(", "));
    let (lines, look) = match branch {
        Branch::Question { label, .. } => (wrapped(label), Look::Question),
        Branch::End(end) => {
            (said(end), if end.ground.is_none() && end.variant.is_some() { Look::Granted } else { Look::Ended })
        }
        Branch::Cut => (vec!["дальше не исследовано".to_owned()], Look::Cut),
    };
    if laid.columns.len() <= depth {
        laid.columns.resize(depth + 1, (0, 0));
    }
    let column = &mut laid.columns[depth];
    column.0 = column.0.max(widest(&answer));
    column.1 = column.1.max(widest(&lines));
    let own = lines.len().max(answer.len()) * HEIGHT + 2 * PAD;
    let top = laid.bottom + ROW_GAP;
    let mut then = Vec::new();
    if let Branch::Question { ways, .. } = branch {
        then.extend(ways.iter().map(|way| lay(&way.then, &way.shown, depth + 1, laid)));
    }
    // A box higher than everything behind it pushes the next row down, and stays in its own band.
    laid.bottom = laid.bottom.max(top + own);
    let middle = match (then.first(), then.last()) {
        (Some(first), Some(last)) => ((first.middle + last.middle) / 2).max(top + own / 2),
        _ => top + own / 2,
    };
    let middle = middle.min(laid.bottom.saturating_sub(own / 2));
    Spot { depth, middle, answer, lines, look, then }
}

fn paint(spot: &Spot, lefts: &[usize], out: &mut String) {
    let left = lefts.get(spot.depth).copied().unwrap_or_default();
    let width = widest(&spot.lines) + 2 * PAD;
    let height = spot.lines.len() * HEIGHT + PAD;
    let top = spot.middle.saturating_sub(height / 2);
    let (fill, line) = match spot.look {
        Look::Question => ("#f2f5fa", "#1d4f91"),
        Look::Granted => ("#eaf5ec", "#1e6b34"),
        Look::Ended => ("#fbeeee", "#9c2b2b"),
        Look::Cut => ("#f4f4f4", "#4d4d4d"),
    };
    for next in &spot.then {
        let (from, bend, to) =
            (left + width, left + width + BEND / 2, lefts.get(next.depth).copied().unwrap_or_default());
        let _ = writeln!(
            out,
            "<path d=\"M{from} {} H{bend} V{} H{to}\" fill=\"none\" stroke=\"#8a94a6\"/>",
            spot.middle, next.middle
        );
        let start = to.saturating_sub(widest(&next.answer) + PAD);
        // Answers stand on white above their line, so that the line does not run through them.
        let first = next.middle + 4 - (next.answer.len().saturating_sub(1)) * HEIGHT / 2;
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>",
            start.saturating_sub(4),
            first.saturating_sub(12),
            widest(&next.answer) + 8,
            next.answer.len() * HEIGHT
        );
        text(&next.answer, (to - PAD, first), "end", out);
    }
    let _ = writeln!(
        out,
        "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"{fill}\" stroke=\"{line}\"/>"
    );
    text(&spot.lines, (left + PAD, top + HEIGHT), "start", out);
    for next in &spot.then {
        paint(next, lefts, out);
    }
}

fn text(lines: &[String], (x, y): (usize, usize), anchor: &str, out: &mut String) {
    let _ = write!(out, "<text fill=\"#1b1b1b\" text-anchor=\"{anchor}\">");
    for (at, line) in lines.iter().enumerate() {
        let _ = write!(out, "<tspan x=\"{x}\" y=\"{}\">{}</tspan>", y + at * HEIGHT, escaped(line));
    }
    out.push_str("</text>\n");
}

fn said(end: &End) -> Vec<String> {
    let variant = end
        .variant
        .as_ref()
        .map_or("ни один вариант не подходит".to_owned(), |id| format!("вариант {id}"));
    let mut lines = wrapped(&variant);
    match &end.ground {
        Some((list, id)) => lines.extend(wrapped(&format!("{}: {id}", ending(list)))),
        None if end.variant.is_some() => {
            let term = end.term.map(|term| format!("результат, срок {term}")).unwrap_or_default();
            lines.extend(wrapped(&term));
            lines.extend(wrapped(&super::fee_in_words(&end.fee)));
        }
        None => {}
    }
    if !end.discretion.is_empty() {
        lines.extend(wrapped(&format!("человек смотрит: {}", end.discretion.join(", "))));
    }
    lines
}

/// What a list of grounds does to a case.
pub fn ending(list: &str) -> &'static str {
    match list {
        "refuse-intake" => "отказ в приёме",
        "return" => "возврат",
        "forward" => "передача другому органу",
        _ => "отказ",
    }
}

fn widest(lines: &[String]) -> usize {
    lines.iter().map(|line| line.chars().count()).max().unwrap_or(0) * LETTER
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + word.chars().count() < LINE) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
