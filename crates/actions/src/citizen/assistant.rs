//! The dialogue (PROFILE-02): typed words are mapped to a service by the search of the catalogue and
//! to an answer by the options of the question that stands; what fits several or nothing is asked
//! again, never guessed. The course of the questions is that of the questionnaire, so the same
//! answers lead to the same variant. Nothing is kept here: the talk travels with who talks.

use std::collections::BTreeSet;
use std::sync::Arc;

use regulation::form::{FieldView, Problem};
use regulation::package::{FactType, Regulation};

use super::catalogue::{Catalogue, Filter};
use super::profiling::{Standing, Told, for_visitor};
use super::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// Most services that are named when several fit.
const MOST_NAMED: usize = 6;

/// Words of a language that answer or turn round, as people type them.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// «да»
    pub yes: Vec<String>,
    /// «нет»
    pub no: Vec<String>,
    /// «не», «без»: what turns the meaning round.
    pub not: Vec<String>,
    /// «не знаю»
    pub unsure: Vec<String>,
}

/// What was said up to now.
#[derive(Debug, Clone, Default)]
pub struct Talk {
    /// The service it is about, once that is clear.
    pub service: Option<String>,
    /// Answers to its questions.
    pub told: Told,
}

/// What the assistant says next.
pub enum Turn {
    /// It has to be made clear which service is meant; `heard` is false before the first word.
    Which {
        /// Services that could be meant, the nearest first.
        found: Vec<Arc<Regulation>>,
        /// Something was said that does not name one service.
        heard: bool,
    },
    /// A question stands; when the same one is asked again, why.
    Asks(Box<Standing>, Option<Again>),
    /// No answer changes anything any more.
    Ends(Box<Standing>),
}

/// Why a question is asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Again {
    /// The words fit no answer.
    Unclear,
    /// The words fit several answers: their labels.
    Several(Vec<String>),
    /// The answer cannot be: what is wrong and how to mend it.
    Wrong(Problem),
}

/// What words mean as an answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Heard {
    Answer(String),
    Unsure,
    Again(Again),
}

/// Hears what was said and goes on.
pub async fn hear(
    office: &Office,
    session: Option<&Session>,
    catalogue: &Catalogue,
    talk: &mut Talk,
    said: &str,
    lexicon: &Lexicon,
) -> Result<Turn, Stop> {
    let said = said.trim();
    let Some(service) = talk.service.clone() else {
        if said.is_empty() {
            return Ok(Turn::Which { found: Vec::new(), heard: false });
        }
        let (mut found, sure) = meant(catalogue, said);
        if let ([only], true) = (found.as_slice(), sure) {
            talk.service = Some(only.service.clone());
            return Ok(turn(for_visitor(office, session, &only.service, &talk.told).await?, None));
        }
        found.truncate(MOST_NAMED);
        return Ok(Turn::Which { found, heard: true });
    };
    let standing = match for_visitor(office, session, &service, &talk.told).await {
        Err(Stop::Missing) => {
            talk.service = None;
            return Ok(Turn::Which { found: Vec::new(), heard: true });
        }
        standing => standing?,
    };
    let Some(field) = standing.next.as_ref().map(|next| next.field.clone()).filter(|_| !said.is_empty()) else {
        return Ok(turn(standing, None));
    };
    match understand(&field, said, lexicon) {
        Heard::Again(again) => return Ok(turn(standing, Some(again))),
        Heard::Unsure => _ = talk.told.unsure.insert(field.name.clone()),
        Heard::Answer(raw) => _ = talk.told.answers.insert(field.name.clone(), raw.into()),
    }
    let standing = for_visitor(office, session, &service, &talk.told).await?;
    let wrong = standing.next.as_ref().filter(|next| next.field.name == field.name);
    let wrong = wrong.and_then(|next| next.field.problem.clone());
    if wrong.is_some() {
        talk.told.answers.shift_remove(&field.name);
    }
    Ok(turn(standing, wrong.map(Again::Wrong)))
}

fn turn(standing: Standing, again: Option<Again>) -> Turn {
    if standing.next.is_some() { Turn::Asks(Box::new(standing), again) } else { Turn::Ends(Box::new(standing)) }
}

/// The services that words can mean: the one that is called so, those that have every word, or else
/// those that have some of them; and whether one alone may be taken without asking.
fn meant(catalogue: &Catalogue, said: &str) -> (Vec<Arc<Regulation>>, bool) {
    let called = |one: &&Arc<Regulation>| {
        one.service == said || folded(&one.short) == folded(said) || folded(&one.title) == folded(said)
    };
    if let Some(service) = catalogue.all().iter().find(called) {
        return (vec![Arc::clone(service)], true);
    }
    let found = catalogue.search(said, &Filter::default());
    if !found.is_empty() && found.len() < catalogue.all().len() {
        return (found.into_iter().map(Arc::clone).collect(), true);
    }
    (catalogue.near(said).into_iter().map(Arc::clone).collect(), false)
}

/// What words mean as an answer.
fn understand(field: &FieldView, said: &str, lexicon: &Lexicon) -> Heard {
    let words = folded(said);
    if lexicon.unsure.iter().any(|one| folded(one) == words) {
        return Heard::Unsure;
    }
    match &field.kind {
        FactType::YesNo => yes_or_no(&words, lexicon),
        FactType::Choice(options) => {
            let labelled = options.iter().find(|(code, label)| code.as_str() == said || folded(label) == words);
            if let Some((code, _)) = labelled {
                return Heard::Answer(code.clone());
            }
            // The options are shown with their numbers, unless they speak of numbers themselves.
            let numbered = !options.values().any(|label| label.contains(|letter: char| letter.is_ascii_digit()));
            let number = said.trim_end_matches(['.', ')']).parse::<usize>().ok().filter(|_| numbered);
            if let Some((code, _)) = number.and_then(|number| options.get_index(number.checked_sub(1)?)) {
                return Heard::Answer(code.clone());
            }
            let fitting: Vec<_> = options.iter().filter(|(_, label)| fits(&words, &folded(label), lexicon)).collect();
            match fitting.as_slice() {
                [(code, _)] => Heard::Answer((*code).clone()),
                [] => Heard::Again(Again::Unclear),
                several => Heard::Again(Again::Several(several.iter().map(|(_, label)| (*label).clone()).collect())),
            }
        }
        _ => Heard::Answer(said.to_owned()),
    }
}

/// «Да», «нет, не было»; who says both, or «да» with a denial, is asked again.
fn yes_or_no(words: &[String], lexicon: &Lexicon) -> Heard {
    let one_of = |list: &[String], word: &String| list.iter().any(|one| folded(one).first() == Some(word));
    let yes = words.iter().any(|word| one_of(&lexicon.yes, word));
    let no = words.iter().any(|word| one_of(&lexicon.no, word));
    let denied = words.iter().any(|word| one_of(&lexicon.not, word));
    match words.first() {
        Some(first) if one_of(&lexicon.yes, first) && !no && !denied => Heard::Answer("true".to_owned()),
        Some(first) if one_of(&lexicon.no, first) && !yes => Heard::Answer("false".to_owned()),
        _ => Heard::Again(Again::Unclear),
    }
}

/// Whether words say the same as a label as far as they go, and none of them turns it round.
fn fits(said: &[String], label: &[String], lexicon: &Lexicon) -> bool {
    let turned = |words: &[String]| {
        words.iter().filter(|word| lexicon.not.iter().any(|one| folded(one).first() == Some(word))).count()
    };
    let telling =
        |words: &[String]| -> BTreeSet<String> { super::catalogue::stems_of(&words.join(" ")).into_iter().collect() };
    let (own, of_label) = (telling(said), telling(label));
    !own.is_empty()
        && !of_label.is_empty()
        && turned(said) == turned(label)
        && (own.is_subset(&of_label) || of_label.is_subset(&own))
}

/// Words in lower case without marks.
fn folded(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('ё', "е");
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        let words = |text: &str| text.split(", ").map(str::to_owned).collect();
        Lexicon {
            yes: words("да, конечно"), no: words("нет"), not: words("не, нет, без"), unsure: words("не знаю")
        }
    }

    fn field(kind: FactType) -> FieldView {
        FieldView {
            path: "q".to_owned(),
            name: "q".to_owned(),
            label: "Вопрос".to_owned(),
            hint: None,
            kind,
            required: true,
            raw: serde_json::Value::Null,
            shown: String::new(),
            source: None,
            why: String::new(),
            problem: None,
            records: Vec::new(),
        }
    }

    fn answer(raw: &str) -> Heard {
        Heard::Answer(raw.to_owned())
    }

    /// Proves: PROFILE-02.
    #[test]
    fn an_option_is_taken_only_when_the_words_fit_it_alone() {
        let options = [
            ("issue", "Получить охотничий билет"),
            ("annul", "Аннулировать билет"),
            ("married", "Состою в браке"),
            ("single", "Не состою в браке"),
        ];
        let options = options.map(|(code, label)| (code.to_owned(), label.to_owned())).into_iter().collect();
        let field = field(FactType::Choice(options));
        let heard = |said: &str| understand(&field, said, &lexicon());
        let unclear = Heard::Again(Again::Unclear);
        let several =
            |labels: &[&str]| Heard::Again(Again::Several(labels.iter().map(|label| (*label).to_owned()).collect()));
        for (said, meant) in [
            ("issue", answer("issue")),
            ("2", answer("annul")),
            ("2)", answer("annul")),
            ("5", unclear.clone()),
            ("0", unclear.clone()),
            ("аннулировать", answer("annul")),
            ("хочу аннулировать свой билет", answer("annul")),
            ("билет", several(&["Получить охотничий билет", "Аннулировать билет"])),
            ("не аннулировать билет", unclear.clone()),
            ("состою в браке", answer("married")),
            ("не состою", answer("single")),
            ("Не состою в браке!", answer("single")),
            ("в", unclear.clone()),
            ("котёнок", unclear.clone()),
            ("Не знаю", Heard::Unsure),
        ] {
            assert_eq!(heard(said), meant, "{said}");
        }
    }

    /// Proves: PROFILE-02.
    #[test]
    fn yes_and_no_are_heard_and_a_contradiction_is_asked_again() {
        let field = field(FactType::YesNo);
        for (said, meant) in [
            ("Да", answer("true")),
            ("да, конечно", answer("true")),
            ("нет", answer("false")),
            ("Нет, не судим", answer("false")),
            ("да нет", Heard::Again(Again::Unclear)),
            ("да, не судим", Heard::Again(Again::Unclear)),
            ("нет, да", Heard::Again(Again::Unclear)),
            ("может быть", Heard::Again(Again::Unclear)),
            ("не знаю.", Heard::Unsure),
        ] {
            assert_eq!(understand(&field, said, &lexicon()), meant, "{said}");
        }
    }
}
