//! A paper as DOCX: the parts of an OOXML package, written small and whole (ISO/IEC 29500).
//!
//! Styles and settings are the XML files beside this one; only the text is written here.

mod table;

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::markup::Markup;
use super::model::{Block, Paper, Run, Section, Style};
use crate::error::PaperError;

const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A4 in twentieths of a point, and the margins of ГОСТ Р 7.0.97.
const SHORT: u32 = 11906;
const LONG: u32 = 16838;
const LEFT: u32 = 1418;
const RIGHT: u32 = 851;

pub(super) fn docx(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let parts: [(&str, Vec<u8>); 9] = [
        ("[Content_Types].xml", include_bytes!("content_types.xml").to_vec()),
        ("_rels/.rels", include_bytes!("rels.xml").to_vec()),
        ("docProps/app.xml", include_bytes!("app.xml").to_vec()),
        ("docProps/core.xml", core(paper)),
        ("word/_rels/document.xml.rels", include_bytes!("document_rels.xml").to_vec()),
        ("word/settings.xml", include_bytes!("settings.xml").to_vec()),
        ("word/styles.xml", include_bytes!("styles.xml").to_vec()),
        ("word/footer1.xml", footer(paper)),
        ("word/document.xml", document(paper)),
    ];
    pack(&parts).map_err(|error| PaperError::Data(error.to_string()))
}

/// The parts in one archive. Its times are those of the format's own beginning: the same
/// paper gives the same bytes.
fn pack(parts: &[(&str, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default())?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn core(paper: &Paper) -> Vec<u8> {
    let mut xml = Markup::part();
    let spaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.inside("cp:coreProperties", &spaces, |xml| {
        xml.text("dc:title", &[], &paper.title);
        xml.text("dc:creator", &[], "okno");
        xml.text("dc:language", &[], "ru-RU");
        let made = format!("{}T00:00:00Z", paper.date);
        xml.text("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &made);
    });
    xml.bytes()
}

fn footer(paper: &Paper) -> Vec<u8> {
    let mut xml = Markup::part();
    xml.inside("w:ftr", &[("xmlns:w", WORDS)], |xml| {
        xml.inside("w:p", &[], |xml| {
            xml.inside("w:pPr", &[], |xml| xml.empty("w:pStyle", &[("w:val", "Footer")]));
            let before = if paper.draft { "Проект. Страница " } else { "Страница " };
            word(xml, before, Style::Plain);
            field(xml, " PAGE ");
            word(xml, " из ", Style::Plain);
            field(xml, " NUMPAGES ");
        });
    });
    xml.bytes()
}

fn field(xml: &mut Markup, code: &str) {
    xml.inside("w:fldSimple", &[("w:instr", code)], |xml| word(xml, "1", Style::Plain));
}

fn document(paper: &Paper) -> Vec<u8> {
    let mut xml = Markup::part();
    xml.inside("w:document", &[("xmlns:w", WORDS), ("xmlns:r", RELATIONS)], |xml| {
        xml.inside("w:body", &[], |xml| {
            if paper.draft {
                paragraph(xml, "Note", &[super::strong("ПРОЕКТ: заполнены не все ячейки.")]);
            }
            paragraph(xml, "Title", &[super::run(&paper.title)]);
            let last = paper.sections.len().saturating_sub(1);
            for (at, section) in paper.sections.iter().enumerate() {
                for block in &section.blocks {
                    write(xml, section, block);
                }
                if at < last {
                    turn(xml, section);
                }
            }
            page(xml, paper.sections.last().is_some_and(|section| section.landscape));
        });
    });
    xml.bytes()
}

fn write(xml: &mut Markup, section: &Section, block: &Block) {
    match block {
        Block::Heading { level, text } => {
            let style = format!("Heading{}", (*level).clamp(1, 3));
            paragraph(xml, &style, &[super::run(text)]);
        }
        Block::Text { runs } => paragraph(xml, "Normal", runs),
        Block::Item { depth, mark, runs } => item(xml, *depth, mark, runs),
        Block::Table(table) => {
            let width = (if section.landscape { LONG } else { SHORT }) - LEFT - RIGHT;
            table::table(xml, table, width);
            for note in &table.notes {
                paragraph(xml, "Note", &[super::run(note)]);
            }
            if table.notes.is_empty() {
                // Two tables without a paragraph between them would grow into one.
                paragraph(xml, "Note", &[]);
            }
        }
    }
}

fn paragraph(xml: &mut Markup, style: &str, runs: &[Run]) {
    xml.inside("w:p", &[], |xml| {
        xml.inside("w:pPr", &[], |xml| xml.empty("w:pStyle", &[("w:val", style)]));
        for run in runs {
            word(xml, &run.text, run.style);
        }
    });
}

/// A line of a list: its mark hangs to the left of the text.
fn item(xml: &mut Markup, depth: u8, mark: &str, runs: &[Run]) {
    let indent = (425 * (u32::from(depth) + 1)).to_string();
    xml.inside("w:p", &[], |xml| {
        xml.inside("w:pPr", &[], |xml| {
            xml.empty("w:pStyle", &[("w:val", "Item")]);
            xml.inside("w:tabs", &[], |xml| xml.empty("w:tab", &[("w:val", "left"), ("w:pos", &indent)]));
            xml.empty("w:ind", &[("w:left", &indent), ("w:hanging", "425")]);
        });
        word(xml, &format!("{mark}\t"), Style::Plain);
        for run in runs {
            word(xml, &run.text, run.style);
        }
    });
}

/// Words in one style; lines and tabs in them become breaks and tabs of the page.
fn word(xml: &mut Markup, text: &str, style: Style) {
    xml.inside("w:r", &[], |xml| {
        match style {
            Style::Plain => {}
            Style::Strong => xml.inside("w:rPr", &[], |xml| xml.empty("w:b", &[])),
            Style::Code => xml.inside("w:rPr", &[], |xml| xml.empty("w:rStyle", &[("w:val", "Code")])),
        }
        for (line, text) in text.split('\n').enumerate() {
            if line > 0 {
                xml.empty("w:br", &[]);
            }
            for (stop, text) in text.split('\t').enumerate() {
                if stop > 0 {
                    xml.empty("w:tab", &[]);
                }
                xml.text("w:t", &[("xml:space", "preserve")], text);
            }
        }
    });
}

/// The end of a section that is not the last one, in a paragraph too low to be seen.
fn turn(xml: &mut Markup, section: &Section) {
    xml.inside("w:p", &[], |xml| {
        xml.inside("w:pPr", &[], |xml| {
            let thin = [("w:before", "0"), ("w:after", "0"), ("w:line", "20"), ("w:lineRule", "exact")];
            xml.empty("w:spacing", &thin);
            page(xml, section.landscape);
        });
    });
}

fn page(xml: &mut Markup, landscape: bool) {
    let (short, long) = (SHORT.to_string(), LONG.to_string());
    let (left, right) = (LEFT.to_string(), RIGHT.to_string());
    xml.inside("w:sectPr", &[], |xml| {
        xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rId3")]);
        if landscape {
            xml.empty("w:pgSz", &[("w:w", &long), ("w:h", &short), ("w:orient", "landscape")]);
        } else {
            xml.empty("w:pgSz", &[("w:w", &short), ("w:h", &long)]);
        }
        let margins = [
            ("w:top", "1134"),
            ("w:right", right.as_str()),
            ("w:bottom", "1134"),
            ("w:left", left.as_str()),
            ("w:header", "567"),
            ("w:footer", "567"),
            ("w:gutter", "0"),
        ];
        xml.empty("w:pgMar", &margins);
    });
}
