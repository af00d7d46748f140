//! An expert's sheet as it is typed line by line, and the verdict upon what the applicant handed in
//! (P9 of C24, REMOTE-02). Who gives a sheet need not hold the case: the decision is another's.

use domain::case::assessed::{Expected, expected};
use domain::case::{AssessStep, Score, Wish};
use domain::refusal::Refusal;
use regulation::package::AssessmentRule;
use rust_decimal::Decimal;

use super::carry::{Problem, Said, Wrong};
use super::{Probe, SAMPLE};

/// A line of a sheet to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// Its id in the regulation.
    pub id: String,
    /// Title.
    pub title: String,
    /// The most points; `None`: yes or no.
    pub most: Option<Decimal>,
}

impl Probe<'_> {
    fn expected(&self) -> Option<Expected<'_>> {
        expected(self.case, self.regulation)
    }

    /// Lines of the assessment that runs; none where a sheet is findings in words.
    pub(super) fn lines(&self) -> Vec<SheetLine> {
        let expected = self.expected();
        let criteria = expected.iter().flat_map(|expected| expected.criteria());
        criteria.map(|(id, title, most)| SheetLine { id: id.to_owned(), title: title.to_owned(), most }).collect()
    }

    /// Would the rule take a sheet of this official, and what was found out in it?
    pub(super) fn assesses(&self) -> bool {
        let sample = self.expected().map(|expected| expected.sample(self.official.id.as_str(), SAMPLE));
        let learns = self.outputs().is_empty() || self.grants(&Wish::Learn { facts: Default::default() });
        learns && sample.is_some_and(|sheet| self.grants(&Wish::Assessed { sheet }))
    }

    /// The assessment for which something was handed in that nobody has looked at.
    pub(super) fn judged(&self) -> Option<&AssessmentRule> {
        self.regulation.assessments.iter().find(|rule| self.grants(&verdict(rule, true, String::new())))
    }
}

/// What is said of what the applicant handed in.
pub(super) fn verdict(rule: &AssessmentRule, good: bool, words: String) -> Wish {
    let words = Some(words).filter(|words| !words.is_empty());
    Wish::Assessing { step: AssessStep::Judge { assessment: rule.id.clone(), good, words } }
}

/// The scores that were typed; each line left empty or filled wrong is named.
pub(super) fn scores(lines: &[SheetLine], said: &Said) -> Result<Vec<Score>, Vec<Problem>> {
    let (mut scores, mut problems) = (Vec::new(), Vec::new());
    for line in lines {
        match score(line, said.scores.get(&line.id).map_or("", |typed| typed.trim())) {
            Ok(score) => scores.push(Score { criterion: line.id.clone(), score }),
            Err(what) => problems.push(Problem { field: format!("score:{}", line.id), what }),
        }
    }
    if problems.is_empty() { Ok(scores) } else { Err(problems) }
}

fn score(line: &SheetLine, typed: &str) -> Result<Decimal, Wrong> {
    if typed.is_empty() {
        return Err(Wrong::Rule(Refusal::SheetIncomplete(line.title.clone())));
    }
    let score = match (line.most, typed) {
        (None, "yes") => Some(Decimal::ONE),
        (None, "no") => Some(Decimal::ZERO),
        (None, _) => None,
        // Points are typed with a point or a comma.
        (Some(most), typed) => {
            typed.replace(',', ".").parse().ok().filter(|score| (Decimal::ZERO..=most).contains(score))
        }
    };
    score.ok_or_else(|| Wrong::Rule(Refusal::ScoreOutOfBounds(line.title.clone())))
}
