//! Words of the copies of notices: from the region's data, filled with what may go out.

use domain::channels::{Letter, LetterKind};

use crate::office::Office;

/// Subject and text of a copy.
pub fn words(office: &Office, letter: &Letter) -> (String, String) {
    let letters = &office.region.letters;
    let words = match letter.kind {
        LetterKind::Intake => &letters.intake,
        LetterKind::Decision => &letters.decision,
        LetterKind::Progress => &letters.progress,
        LetterKind::Appointment => office.region.reception.as_ref().map_or(&letters.progress, |one| &one.letter),
    };
    let link = format!("{}{}", office.settings.public_url, letter.path);
    let fill = |text: &str| {
        text.replace("{portal}", &office.region.portal)
            .replace("{number}", &letter.number)
            .replace("{service}", &letter.service_title)
            .replace("{link}", &link)
    };
    (fill(&words.subject), fill(&words.text))
}
