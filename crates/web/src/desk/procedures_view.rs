//! Parts of the page of a doing: grounds, facts, disputes, what is owed, what is wrong.

use actions::desk::procedures::{Doing, Form, Problem, Said, SheetLine, Wrong};
use askama::Template;
use domain::case::Obligation;
use domain::notice::{Content, Notice, Progress};
use regulation::assess::shown;
use regulation::fact::Attachment;
use regulation::package::{Fact, Ground};

use super::card_next::named;
use super::learn::stated_view;
use super::words;
use crate::citizen::account::notice_key;
use crate::citizen::condition;
use crate::citizen::files;
use crate::shell::Page;

/// A problem with where it is.
pub struct ProblemView {
    /// Id of the control.
    pub at: String,
    /// What is wrong and how to mend it.
    pub text: String,
}

/// A ground to choose.
pub struct GroundChoice {
    /// Id.
    pub id: String,
    /// In the words of the act.
    pub title: String,
    /// Chosen.
    pub chosen: bool,
    /// What the machine sees.
    pub view: String,
    /// Mark for the style.
    pub mark: &'static str,
    /// The clause, what the applicant reads, what ends it, its limit.
    pub lines: Vec<String>,
}

/// A fact to ask.
pub struct FactChoice {
    /// Name.
    pub name: String,
    /// Label.
    pub label: String,
    /// Ticked.
    pub chosen: bool,
    /// Why it stands there, or that it is known.
    pub note: Option<String>,
}

/// A fact that is not asked, and why.
pub struct HeldView {
    /// Label.
    pub label: String,
    /// Who holds it.
    pub why: String,
}

/// A fact to settle.
pub struct ContestView {
    /// Name.
    pub fact: String,
    /// Label.
    pub label: String,
    /// The value now.
    pub shown: String,
    /// Where it came from.
    pub source: String,
    /// What the applicant says.
    pub said: Option<String>,
    /// Chosen.
    pub chosen: bool,
    /// Type of the field of the new value.
    pub input: &'static str,
    /// Values to choose from.
    pub options: Vec<(String, String)>,
    /// What was typed.
    pub typed: String,
}

/// One of several answers.
pub struct Option2 {
    /// Code.
    pub code: String,
    /// Label.
    pub label: String,
    /// Chosen.
    pub chosen: bool,
}

/// What is to be found out.
pub struct OutputView {
    /// Name.
    pub name: String,
    /// Label.
    pub label: String,
    /// Type of the field.
    pub input: &'static str,
    /// Values to choose from.
    pub options: Vec<(String, String)>,
    /// What was typed.
    pub typed: String,
    /// It is wrong.
    pub wrong: bool,
}

/// A line of a sheet.
pub struct LineView {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// How many points it may get.
    pub hint: String,
    /// Values to choose from where it has no points.
    pub options: Vec<(String, String)>,
    /// What was typed.
    pub typed: String,
    /// It is wrong.
    pub wrong: bool,
}

/// What the applicant handed in to be assessed.
pub struct CaptureView {
    /// When.
    pub at: String,
    /// In words.
    pub words: Option<String>,
    /// Files: hash and name.
    pub files: Vec<(String, String)>,
}

/// What is owed.
pub struct OwedChoice {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Until when, by which clause.
    pub lines: Vec<String>,
    /// Chosen.
    pub chosen: bool,
}

/// The notice as the applicant will read it.
#[derive(Template)]
#[template(path = "citizen/notice_body.html")]
struct NoticeBody<'a> {
    page: &'a Page,
    notice: &'a Notice,
    says: Option<Content>,
}

/// Heading and body of a notice before it is sent.
pub fn notice(page: &Page, notice: &Notice) -> String {
    let body = NoticeBody { page, notice, says: notice.says() }.render().unwrap_or_default();
    let heading = page.t(notice_key(notice));
    format!("<h3>{heading}</h3>{}", body.replace("<h2>", "<h4>").replace("</h2>", "</h4>"))
}

/// A doing that may bring a file.
pub fn has_file(doing: Doing) -> bool {
    matches!(doing, Doing::Settle | Doing::Assess | Doing::Fulfil)
}

/// Everything the parts are made of.
pub struct Views<'a> {
    /// The page.
    pub page: &'a Page,
    /// The form.
    pub form: &'a Form,
    /// The doing.
    pub doing: Doing,
    /// What was typed.
    pub said: &'a Said,
}

impl Views<'_> {
    /// Grounds with what ends them and their limits.
    pub fn grounds(&self) -> Vec<GroundChoice> {
        let only_one = self.form.grounds.len() == 1;
        let offers = self.form.grounds.iter();
        offers
            .filter_map(|offer| {
                let (ground, mut lines) = self.ground(&offer.id)?;
                let (mark, _) = words::verdict(offer.verdict.as_ref());
                let view = match &offer.verdict {
                    Some(regulation::expression::Verdict::Yes) => "desk-decide-ground-fires",
                    Some(regulation::expression::Verdict::No) => "desk-decide-ground-clear",
                    Some(regulation::expression::Verdict::Unknown(_)) => "desk-decide-ground-unknown",
                    None => "desk-decide-ground-person",
                };
                let clause = self.form.regulation.clause_text(&ground.because);
                lines.push(self.page.t1("desk-decide-ground-clause", "clause", clause));
                lines.push(self.page.t1("desk-decide-ground-say", "say", ground.say.as_str()));
                if !ground.mend.is_empty() {
                    lines.push(self.page.t1("desk-decide-ground-mend", "mend", ground.mend.as_str()));
                }
                Some(GroundChoice {
                    id: ground.id.clone(),
                    title: ground.title.clone(),
                    chosen: self.said.ground == ground.id || only_one,
                    view: self.page.t(view).to_owned(),
                    mark,
                    lines,
                })
            })
            .collect()
    }

    fn ground(&self, id: &str) -> Option<(&Ground, Vec<String>)> {
        let (page, rules) = (self.page, &self.form.regulation);
        let mut lines = Vec::new();
        let ground = match self.doing {
            Doing::Suspend => {
                let rule = rules.suspend.iter().find(|rule| rule.ground.id == id)?;
                if let Some(until) = &rule.until {
                    lines.push(page.t1("desk-act-until", "when", condition::words(page, rules, until)));
                }
                if let Some(limit) = rule.limit {
                    lines.push(page.t1("desk-act-limit", "term", limit.to_string()));
                }
                &rule.ground
            }
            Doing::Prolong => {
                let rule = rules.prolong.iter().find(|rule| rule.ground.id == id)?;
                lines.push(page.t1("desk-act-prolong-to", "term", rule.to.to_string()));
                &rule.ground
            }
            Doing::GiveBack => {
                let rule = rules.give_back.iter().find(|rule| rule.ground.id == id)?;
                lines.push(page.t1("desk-act-within", "term", rule.within.to_string()));
                &rule.ground
            }
            _ => {
                let rule = rules.forward.iter().find(|rule| rule.ground.id == id)?;
                lines.push(page.t1("desk-act-forward-to", "whom", rule.to.as_str()));
                lines.push(page.t1("desk-act-within", "term", rule.within.to_string()));
                &rule.ground
            }
        };
        Some((ground, lines))
    }

    fn label(&self, name: &str) -> String {
        self.form.regulation.facts.get(name).map_or_else(|| name.to_owned(), |fact| fact.label.clone())
    }

    /// Facts that may be asked.
    pub fn facts(&self) -> Vec<FactChoice> {
        let may = self.form.facts.iter().filter(|offer| offer.held.is_none());
        may.map(|offer| FactChoice {
            label: self.label(&offer.name),
            chosen: self.said.facts.contains(&offer.name),
            note: if offer.wanted {
                Some(self.page.t("desk-act-ask-wanted").to_owned())
            } else {
                offer.known.then(|| self.page.t("desk-act-ask-known").to_owned())
            },
            name: offer.name.clone(),
        })
        .collect()
    }

    /// Facts that may not be asked, and who holds them.
    pub fn held(&self) -> Vec<HeldView> {
        let held = self.form.facts.iter().filter_map(|offer| Some((offer, offer.held.as_ref()?)));
        held.map(|(offer, keeper)| HeldView { label: self.label(&offer.name), why: self.keeper(keeper) }).collect()
    }

    fn keeper(&self, keeper: &str) -> String {
        let source = self.form.regulation.sources.get(keeper);
        let title = match keeper {
            "esia" | "identity" => self.page.t("desk-source-identity").to_owned(),
            "official" => self.page.t("desk-source-official").to_owned(),
            "derived" => self.page.t("desk-source-derived").to_owned(),
            other => source.map_or_else(|| other.to_owned(), |source| source.title.clone()),
        };
        self.page.t1("desk-act-ask-held", "keeper", title)
    }

    /// Disputes.
    pub fn contested(&self) -> Vec<ContestView> {
        let only_one = self.form.contested.len() == 1;
        let view = |one: &actions::desk::procedures::Contested| {
            let fact = self.form.regulation.facts.get(&one.fact)?;
            let known = self.form.case.facts.get(&one.fact)?;
            let stated = stated_view(self.page, fact);
            let value = known.value.as_ref();
            let chosen = self.said.fact == one.fact || only_one;
            Some(ContestView {
                fact: one.fact.clone(),
                label: fact.label.clone(),
                shown: value
                    .map_or_else(|| self.page.t("desk-facts-absent").to_owned(), |value| shown(&fact.kind, value)),
                source: words::source(self.page, &known.source, &self.form.regulation, &Default::default()),
                said: one.contest.as_ref().map(|contest| contest.words.clone()),
                chosen,
                input: stated.input,
                options: stated.options,
                typed: if self.said.fact == one.fact { self.said.value.clone() } else { String::new() },
            })
        };
        self.form.contested.iter().filter_map(view).collect()
    }

    /// How a dispute ends, or on what ground a case is opened again.
    pub fn choices(&self) -> Vec<Option2> {
        let codes: &[&str] = match self.doing {
            Doing::Settle => &["keep", "replace"],
            Doing::Reopen => &["complaint", "court", "error"],
            Doing::Judge => &["good", "bad"],
            _ => &[],
        };
        let view = |code: &&str| Option2 {
            code: (*code).to_owned(),
            label: self.page.t(&format!("desk-act-{}-{code}", self.doing.name())).to_owned(),
            chosen: self.said.choice == **code,
        };
        codes.iter().map(view).collect()
    }

    /// What the choice is about.
    pub fn choice_legend(&self) -> String {
        match self.doing {
            Doing::Settle | Doing::Reopen | Doing::Judge => {
                self.page.t(&format!("desk-act-{}-choice", self.doing.name())).to_owned()
            }
            _ => String::new(),
        }
    }

    /// What is to be found out.
    pub fn outputs(&self, problems: &[Problem]) -> Vec<OutputView> {
        let view = |fact: &Fact| {
            let stated = stated_view(self.page, fact);
            OutputView {
                typed: self.said.found.get(&fact.name).cloned().unwrap_or_default(),
                wrong: problems.iter().any(|problem| problem.field == fact.name),
                name: stated.name,
                label: stated.label,
                input: stated.input,
                options: stated.options,
            }
        };
        self.form.outputs.iter().map(view).collect()
    }

    /// Lines of a sheet.
    pub fn lines(&self, problems: &[Problem]) -> Vec<LineView> {
        let view = |line: &SheetLine| {
            let hint = match line.most {
                Some(most) => self.page.t1("desk-act-line-most", "most", most.normalize().to_string()),
                None => String::new(),
            };
            let yes_no =
                || ["yes", "no"].map(|code| (code.to_owned(), self.page.t(&format!("desk-verdict-{code}")).to_owned()));
            let field = format!("score:{}", line.id);
            LineView {
                options: if line.most.is_none() { yes_no().to_vec() } else { Vec::new() },
                typed: self.said.scores.get(&line.id).cloned().unwrap_or_default(),
                wrong: problems.iter().any(|problem| problem.field == field),
                id: line.id.clone(),
                title: line.title.clone(),
                hint,
            }
        };
        self.form.lines.iter().map(view).collect()
    }

    /// What the applicant handed in.
    pub fn capture(&self, files: &[(String, Attachment)]) -> Option<CaptureView> {
        let capture = self.form.capture.as_ref()?;
        let (at, words) = (self.page.moment(&capture.at), capture.words.clone());
        Some(CaptureView { at, words, files: named(files, &capture.evidence) })
    }

    /// Declared originals, ticked when they were shown.
    pub fn originals(&self) -> Vec<FactChoice> {
        let declared = &self.form.case.declared;
        let view = |name: &String| FactChoice {
            name: name.clone(),
            label: self.label(name),
            chosen: self.said.facts.contains(name),
            note: declared.iter().find(|owed| owed.item == *name).and_then(|owed| owed.reason.clone()),
        };
        self.form.originals.iter().map(view).collect()
    }

    /// What is owed.
    pub fn owed(&self) -> Vec<OwedChoice> {
        let only_one = self.form.owed.len() == 1;
        let view = |owed: &Obligation| {
            let rule = self.form.regulation.afterwards.iter().find(|rule| rule.id == owed.id);
            let mut lines = Vec::new();
            if let Some(due) = &owed.due {
                lines.push(self.page.t1("desk-due-by", "date", self.page.last_day(due)));
            }
            lines.extend(rule.map(|rule| rule.say.clone()));
            lines.extend(rule.map(|rule| self.form.regulation.clause_text(&rule.because)));
            OwedChoice {
                id: owed.id.clone(),
                title: rule.map_or_else(|| owed.id.clone(), |rule| rule.title.clone()),
                lines,
                chosen: self.said.obligation == owed.id || only_one,
            }
        };
        self.form.owed.iter().map(view).collect()
    }

    /// To whom a case can go.
    pub fn colleagues(&self) -> Vec<Option2> {
        let view = |one: &domain::official::Official| Option2 {
            code: one.id.to_string(),
            label: format!("{}, {}", one.name, one.post),
            chosen: self.said.to == one.id.as_str(),
        };
        self.form.colleagues.iter().map(view).collect()
    }

    /// What words are wanted; none for what needs none.
    pub fn words_label(&self) -> Option<String> {
        let key = match self.doing {
            Doing::Resume | Doing::Recheck | Doing::End => return None,
            Doing::Assess => "desk-act-words-sheet",
            Doing::Judge => "desk-act-words-judge",
            Doing::Originals => "desk-act-words-originals",
            Doing::Call => "desk-act-words-call",
            Doing::Fulfil => "desk-act-words-fulfil",
            Doing::Reopen | Doing::Correct | Doing::Undo | Doing::Settle => "desk-act-words-reason",
            _ => "desk-decide-words",
        };
        Some(self.page.t(key).to_owned())
    }

    /// Who reads them.
    pub fn words_hint(&self) -> String {
        let key = match self.doing {
            Doing::Call | Doing::Fulfil => "desk-act-words-inside",
            Doing::Assess => "desk-act-words-unnamed",
            Doing::Judge => "desk-act-words-judge-hint",
            Doing::Originals => "desk-act-words-originals-hint",
            Doing::Ask | Doing::Reopen | Doing::Correct | Doing::Undo | Doing::Settle => "desk-act-words-told",
            _ => "desk-decide-words-hint",
        };
        self.page.t(key).to_owned()
    }
}

/// What is wrong, at its control.
pub fn problem(page: &Page, problem: &Problem, form: &Form) -> ProblemView {
    let output = form.outputs.iter().position(|fact| fact.name == problem.field);
    let line = problem.field.strip_prefix("score:");
    let line = line.and_then(|id| form.lines.iter().position(|line| line.id == id));
    let text = match &problem.what {
        Wrong::NotChosen => page.t(&format!("desk-act-lacks-{}", problem.field)).to_owned(),
        Wrong::NotWritten if problem.field == "value" => page.t("desk-act-lacks-value").to_owned(),
        Wrong::NotWritten => page.t("desk-act-lacks-words").to_owned(),
        Wrong::TooLong => {
            let most = i64::try_from(actions::desk::decide::LONGEST_WORDS).unwrap_or(i64::MAX);
            page.t1("desk-problem-words-long", "most", most)
        }
        Wrong::Value(why) => page.t1("desk-act-wrong-value", "problem", why.as_str()),
        Wrong::File(flaw, limits) => {
            let flaw = files::problem(page, "file", *flaw, limits);
            format!("{} {}", flaw.message, flaw.mend)
        }
        // The line is named, so that nobody looks for it in a long sheet.
        Wrong::Rule(refusal) if line.is_some() => {
            let mend = page.t(&format!("{}-mend", refusal.key())).to_owned();
            page.t2("desk-act-wrong-line", "line", refusal.detail().unwrap_or_default(), "mend", mend)
        }
        Wrong::Rule(refusal) => page.refusal(refusal),
    };
    let at = match output.map(|place| ("found", place)).or(line.map(|place| ("score", place))) {
        Some((kind, place)) => format!("{kind}-{}", place + 1),
        None if problem.field.is_empty() => "act".to_owned(),
        None => problem.field.clone(),
    };
    ProblemView { at, text }
}
