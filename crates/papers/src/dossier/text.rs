//! The human-readable regulation: the text that `okno text` prints, as a document.

use regulation::package;

use super::material::Material;
use crate::office::{Block, Paper, Run, Section, Style};

pub(super) fn paper(service: &Material<'_>) -> Paper {
    let mut paper = Paper::new(&service.regulation.title, service.today);
    // The first heading is the title, which the paper prints itself.
    let blocks = blocks(&package::text(service.regulation)).into_iter();
    let blocks = blocks.filter(|block| !matches!(block, Block::Heading { level: 0, .. })).collect();
    paper.sections.push(Section::portrait("Регламент", blocks));
    paper
}

/// The Markdown that the regulation is written in: headings, lists, paragraphs; within a line
/// `**` and back quotes.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = String::new();
    for line in text.lines() {
        let own = heading(line).or_else(|| item(line));
        if (own.is_some() || line.trim().is_empty()) && !open.is_empty() {
            blocks.push(Block::Text { runs: runs(&std::mem::take(&mut open)) });
        }
        match own {
            Some(block) => blocks.push(block),
            None if line.trim().is_empty() => {}
            None => {
                if !open.is_empty() {
                    open.push(' ');
                }
                open.push_str(line.trim());
            }
        }
    }
    if !open.is_empty() {
        blocks.push(Block::Text { runs: runs(&open) });
    }
    blocks
}

fn heading(line: &str) -> Option<Block> {
    let marks = line.bytes().take_while(|byte| *byte == b'#').count();
    let text = line.get(marks..)?.strip_prefix(' ')?;
    let level = u8::try_from(marks).ok()?.checked_sub(1)?;
    Some(Block::Heading { level, text: text.trim().to_owned() })
}

fn item(line: &str) -> Option<Block> {
    let text = line.trim_start();
    let depth = u8::try_from((line.len() - text.len()) / 2).unwrap_or(u8::MAX).min(4);
    if let Some(rest) = text.strip_prefix("- ") {
        return Some(Block::Item { depth, mark: "—".to_owned(), runs: runs(rest) });
    }
    let (number, rest) = text.split_once(". ")?;
    let numbered = !number.is_empty() && number.len() <= 3 && number.bytes().all(|digit| digit.is_ascii_digit());
    numbered.then(|| Block::Item { depth, mark: format!("{number}."), runs: runs(rest) })
}

/// Words of a line by style. A mark without its pair is a sign of the text.
fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some((at, mark, style)) = next_mark(rest) {
        let inside = &rest[at + mark.len()..];
        let Some(end) = inside.find(mark) else { break };
        push(&mut runs, &rest[..at], Style::Plain);
        push(&mut runs, &inside[..end], style);
        rest = &inside[end + mark.len()..];
    }
    push(&mut runs, rest, Style::Plain);
    runs
}

fn next_mark(text: &str) -> Option<(usize, &'static str, Style)> {
    let marks = [("**", Style::Strong), ("`", Style::Code)];
    marks.into_iter().filter_map(|(mark, style)| Some((text.find(mark)?, mark, style))).min_by_key(|(at, ..)| *at)
}

fn push(runs: &mut Vec<Run>, text: &str, style: Style) {
    if !text.is_empty() {
        runs.push(Run { text: text.to_owned(), style });
    }
}
