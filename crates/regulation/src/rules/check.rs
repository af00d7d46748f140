//! Does a chosen composition fit its rule set? Findings with the clause and the way to mend it
//! (MATRIX-04…08, PASSPORT-03…05).

use serde::Serialize;

use super::judge::judge_chosen;
use super::service::ServiceFacts;
use super::set::RuleSet;
use super::{
    ActKind, Action, ActionVerdict, Cell, Cells, Channel, Chosen, Citation, Composition, Ground, Note, Proof, Verdict,
};
use crate::diagnostic::Severity;
use crate::fact::Value;

/// The ground that is in no list and goes to the expert.
pub const OWN_GROUND: &str = "other";

/// Something wrong with a composition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable code: `SITE_WIDER_THAN_PORTAL`.
    pub code: &'static str,
    /// Errors forbid submission, warnings do not.
    pub severity: Severity,
    /// The action.
    pub action: Option<Action>,
    /// The channel, where one cell is meant.
    pub channel: Option<Channel>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
    /// The clause as cited.
    pub clause: String,
    /// The rule.
    pub rule: String,
}

/// All findings on a composition, in the order of the actions.
pub fn check(set: &RuleSet, service: &ServiceFacts, composition: &Composition) -> Vec<Finding> {
    let judgement = judge_chosen(set, service, Some(composition));
    let mut findings = Vec::new();
    for verdict in &judgement.actions {
        let mut look = Look { set, service, composition, verdict, findings: &mut findings };
        match composition.actions.get(&verdict.action) {
            Some(chosen) => look.all(chosen),
            None => look.error(
                "NOT_ANSWERED",
                format!("О действии {} ничего не сказано.", verdict.action),
                "Заполните все девять действий.",
            ),
        }
    }
    findings
}

/// How a rule set has compositions described.
fn is_passport(set: &RuleSet) -> bool {
    set.matter("composition.instrument") == Some("passport")
}

/// One action under the eye.
struct Look<'l> {
    set: &'l RuleSet,
    service: &'l ServiceFacts,
    composition: &'l Composition,
    verdict: &'l ActionVerdict,
    findings: &'l mut Vec<Finding>,
}

impl<'l> Look<'l> {
    fn say(
        &mut self,
        severity: Severity,
        code: &'static str,
        channel: Option<Channel>,
        message: String,
        mend: impl Into<String>,
    ) {
        let action = Some(self.verdict.action);
        let (clause, rule) = (self.verdict.clause.clone(), self.verdict.rule.clone());
        self.findings.push(Finding { code, severity, action, channel, message, mend: mend.into(), clause, rule });
    }

    fn error(&mut self, code: &'static str, message: String, mend: impl Into<String>) {
        self.say(Severity::Error, code, None, message, mend);
    }

    fn warning(&mut self, code: &'static str, message: String, mend: impl Into<String>) {
        self.say(Severity::Warning, code, None, message, mend);
    }

    fn all(&mut self, chosen: &Chosen) {
        self.cells(chosen);
        self.against_verdict(chosen);
        if is_passport(self.set) && !chosen.cells.on() {
            self.reasons(chosen);
        }
    }

    /// The cells themselves: none blank, the site not wider than the portals, companions there.
    fn cells(&mut self, chosen: &Chosen) {
        let action = self.verdict.action;
        let Cells::PerChannel(channels) = &chosen.cells else {
            if is_passport(self.set) && chosen.cells.cell() == Cell::Absent {
                let message = format!("В паспорте у действия {action} не бывает кода «-».");
                self.error("DASH_IN_PASSPORT", message, "Ответьте «нет» и назовите основание.");
            }
            return;
        };
        for channel in Channel::ALL {
            if is_passport(self.set) && !channels.contains_key(&channel) {
                let message = format!("Не сказано, есть ли действие {action} на канале «{}».", channel.title());
                self.say(Severity::Error, "BLANK_CELL", Some(channel), message, "Ответьте «да» или «нет».");
            }
        }
        let on = |channel: Channel| channels.get(&channel).copied().unwrap_or(false);
        self.site(on(Channel::Site), on(Channel::Federal), on(Channel::Regional));
        let Some((leader, Chosen { cells: Cells::PerChannel(led), .. })) = self.leader() else { return };
        for channel in Channel::ALL {
            if led.get(&channel) == Some(&true) && !on(channel) {
                let place = channel.title();
                let message = format!("На канале «{place}» есть действие {leader}, а действия {action} нет.");
                let mend = format!("Ответьте «да» или уберите {leader} с этого канала.");
                self.say(Severity::Error, missing_companion(action, leader), Some(channel), message, mend);
            }
        }
    }

    /// The action that this one accompanies, as it was chosen.
    fn leader(&self) -> Option<(Action, &'l Chosen)> {
        let leader = self.set.actions.get(&self.verdict.action)?.accompanies?;
        Some((leader, self.composition.actions.get(&leader)?))
    }

    /// INTAKE-08: a row of the matrix that composes requests and does not take them in.
    fn left_behind(&mut self, chosen: &Chosen) -> bool {
        let action = self.verdict.action;
        let Some((leader, led)) = self.leader() else { return false };
        let by_channel = matches!((&led.cells, &chosen.cells), (Cells::PerChannel(_), Cells::PerChannel(_)));
        if by_channel || !led.cells.on() || chosen.cells.on() {
            return false;
        }
        let message = format!("Действие {leader} электронное, а {action} нет: вместе с ним оно обязательно.");
        let mend = format!("Поставьте «1» или уберите {leader}.");
        self.error(missing_companion(action, leader), message, mend);
        true
    }

    /// PASSPORT-05, read as AMB-03 proposes.
    fn site(&mut self, site: bool, federal: bool, regional: bool) {
        let each = match self.set.matter("site.subset") {
            Some("each") => true,
            Some("union") => false,
            _ => return,
        };
        if !site || (federal && regional) {
            return;
        }
        let action = self.verdict.action;
        let mend = "Уберите действие с сайта или добавьте его на порталы.";
        let nowhere = !federal && !regional;
        let severity = if nowhere || each { Severity::Error } else { Severity::Warning };
        let message = if nowhere {
            format!("Действие {action} есть на сайте, а на порталах его нет: сайт не может быть шире порталов.")
        } else {
            format!("Действие {action} есть на сайте, а на одном из порталов его нет.")
        };
        self.say(severity, "SITE_WIDER_THAN_PORTAL", Some(Channel::Site), message, mend);
    }

    fn against_verdict(&mut self, chosen: &Chosen) {
        let action = self.verdict.action;
        let on = chosen.cells.on();
        if self.verdict.proof.contains(&Proof::IntakeAssessment) {
            self.assessment();
        }
        if self.left_behind(chosen) {
            return;
        }
        match self.verdict.verdict {
            Verdict::Must if !on => self.must(chosen),
            Verdict::NeedNot if on => {
                let message = format!("Действие {action} можно не делать, но оно выбрано: {}", self.verdict.say);
                self.warning("EXEMPT_BUT_ON", message, "Оставьте, если это нужно заявителям.");
            }
            Verdict::NotSubject | Verdict::Off if on => {
                let message = format!("Действие {action} выбрано, а электронным быть не может. {}", self.verdict.say);
                self.error("CANNOT_BE_ON", message, "Уберите действие или исправьте сведения об услуге.");
            }
            Verdict::Choice if chosen.cells == Cells::Whole(Cell::Absent) => {
                let message = format!("Действие {action} в услуге есть, а стоит «-».");
                self.error("DASH_WRONG", message, "Поставьте 1 или 0: решает орган.");
            }
            Verdict::Follows(leader) => self.follows(leader, chosen),
            Verdict::WorkingGroup if chosen.decision.as_deref().unwrap_or_default().trim().is_empty() => {
                let message = format!("Действие {action}: решает коллегиальный орган, а решение не названо.");
                self.error("DECISION_NEEDED", message, "Назовите протокол и пункт или вынесите вопрос на заседание.");
            }
            Verdict::Absent => self.absent(chosen),
            Verdict::Unknown => {
                let missing = self.verdict.missing.join(", ");
                let message = format!("Действие {action} нельзя проверить: не известно {missing}.");
                self.error("FACTS_MISSING", message, "Впишите эти сведения об услуге.");
            }
            _ => {}
        }
        if self.verdict.proof.contains(&Proof::FederalNote) && !on {
            self.note();
        }
    }

    fn must(&mut self, chosen: &Chosen) {
        let action = self.verdict.action;
        let own = chosen.reasons.iter().any(|reason| reason.ground == OWN_GROUND && !reason.text.trim().is_empty());
        if own && self.set.own_grounds && !self.is_closed() {
            // It is said once, by the look at the reasons.
            return;
        }
        // An appeal is compulsory by law, whatever a region finds (APPEAL-01).
        let code = if action == Action::A9 { "A9_MANDATORY" } else { "COMPULSORY_BUT_OFF" };
        let message = format!("Действие {action} обязательно, а стоит «нет». {}", self.verdict.say);
        self.error(code, message, "Сделайте действие электронным.");
    }

    /// No ground of one's own stands against rules that nobody below may change.
    fn is_closed(&self) -> bool {
        self.set.actions.get(&self.verdict.action).is_some_and(|rules| rules.closed)
    }

    /// INTAKE-07.
    fn assessment(&mut self) {
        if self.service.known.get("intake.assessed") == Some(&Value::YesNo(true)) {
            return;
        }
        let message = format!(
            "Для услуги предъявляют предмет, а имеет ли смысл электронный приём ({}), не оценено.",
            self.verdict.action
        );
        let mend = "Запишите оценку в `electronic.yaml`: `intake-assessment: { sensible, text, author, date }`.";
        self.error("ASSESSMENT_MISSING", message, mend);
    }

    fn follows(&mut self, leader: Action, chosen: &Chosen) {
        let Some(wanted) = self.composition.cell(leader) else { return };
        if chosen.cells.on() == (wanted == Cell::Yes) && chosen.cells.cell() != Cell::Absent {
            return;
        }
        let (action, code) = (self.verdict.action, wanted.code());
        let message =
            format!("Действие {action} следует за {leader}: там «{code}», а здесь «{}».", chosen.cells.cell().code());
        self.error("DOES_NOT_FOLLOW", message, format!("Поставьте «{code}»."));
    }

    fn absent(&mut self, chosen: &Chosen) {
        let action = self.verdict.action;
        if chosen.cells.on() {
            let message = format!("Действия {action} в услуге нет, а стоит «1».");
            self.error("ABSENT_BUT_ON", message, "Поставьте «-» или исправьте сведения об услуге.");
        } else if chosen.cells == Cells::Whole(Cell::No) && chosen.decision.is_none() {
            // The collegial body may set 0 all the same (AMB-16).
            let message = format!("Действия {action} в услуге нет: нужен код «-», а не «0».");
            self.error("DASH_NEEDED", message, "Поставьте «-» или назовите решение коллегиального органа.");
        }
    }

    /// PASSPORT-04: every «no» has a ground that is allowed, true and explained.
    fn reasons(&mut self, chosen: &Chosen) {
        let action = self.verdict.action;
        if chosen.reasons.is_empty() {
            if self.verdict.verdict != Verdict::Must && !matches!(self.verdict.verdict, Verdict::Silent) {
                let message = format!("Не сказано, почему действие {action} не делается электронно.");
                let mend = format!("Назовите основание и поясните его для этой услуги. {}", self.possible());
                self.error("REASON_MISSING", message, mend);
            }
            return;
        }
        for reason in &chosen.reasons {
            let code = reason.ground.as_str();
            if reason.text.trim().is_empty() {
                let message = format!("Основание {code} действия {action} не пояснено.");
                self.error("EXPLANATION_MISSING", message, "Поясните, почему оно верно для этой услуги.");
            }
            if code == OWN_GROUND {
                self.own_ground();
                continue;
            }
            match self.set.grounds.get(code) {
                None => {
                    let message = format!("Основания {code} в перечне нет.");
                    self.error("GROUND_UNKNOWN", message, self.possible());
                }
                Some(ground) if ground.action != action => {
                    let message = format!("Основание {code} — для действия {}, а не {action}.", ground.action);
                    self.error("GROUND_NOT_FOR_ACTION", message, self.possible());
                }
                Some(ground) if !self.verdict.grounds.contains(ground) => {
                    let message = format!("Основание {code} не подтверждается сведениями об услуге: {}.", ground.title);
                    self.error("GROUND_NOT_TRUE", message, self.possible());
                }
                Some(_) => {}
            }
        }
    }

    fn own_ground(&mut self) {
        let action = self.verdict.action;
        let message = format!("Действие {action} не делается по основанию вне перечня.");
        if self.is_closed() {
            let message = format!("Действие {action} обязательно всегда: основания его не делать не бывает.");
            self.error("GROUND_UNKNOWN", message, "Сделайте действие электронным.");
        } else if self.set.own_grounds {
            self.warning("OWN_GROUND", message, "Его рассмотрит эксперт.");
        } else {
            self.error("GROUND_UNKNOWN", message, self.possible());
        }
    }

    fn possible(&self) -> String {
        if self.verdict.grounds.is_empty() {
            return "Для этой услуги ни одно основание перечня не подходит.".to_owned();
        }
        let holds: Vec<String> = self.verdict.grounds.iter().map(Ground::shown).collect();
        format!("Подходят: {}.", holds.join("; "))
    }

    /// MATRIX-05.
    fn note(&mut self) {
        let Some(note) = &self.composition.note else {
            let message = "Нет пояснительной записки к нулю у действия, которое много спрашивают.".to_owned();
            let mend = "Приложите записку с нормами федеральных актов до подпункта.";
            return self.error("NOTE_MISSING", message, mend);
        };
        let (code, message) = match fault(note) {
            None => return,
            Some(Fault::NotFederal) => ("NOTE_NOT_FEDERAL", "В записке нет ни одной ссылки на федеральный акт."),
            Some(Fault::Incomplete) => {
                ("NOTE_INCOMPLETE", "Ссылка в записке не доведена до нормы: пропущен её уровень.")
            }
        };
        let mend =
            "Назовите вид, дату, номер акта, статью, часть, пункт, подпункт — все, что есть, — и приведите норму.";
        self.error(code, message.to_owned(), mend);
    }
}

/// The pair that the requirements name has a code of its own (INTAKE-08).
fn missing_companion(action: Action, leader: Action) -> &'static str {
    if (action, leader) == (Action::A4, Action::A3) { "A4_REQUIRED_BY_A3" } else { "COMPANION_MISSING" }
}

enum Fault {
    NotFederal,
    Incomplete,
}

/// At least one citation of a federal act, with every level that exists.
fn fault(note: &Note) -> Option<Fault> {
    let federal = |citation: &&Citation| !matches!(citation.kind, ActKind::RegionalAct | ActKind::MunicipalAct);
    let mut citations = note.citations.iter().filter(federal).peekable();
    if citations.peek().is_none() {
        return Some(Fault::NotFederal);
    }
    (!citations.any(is_whole)).then_some(Fault::Incomplete)
}

/// The parts hang together: no sub-item without its item, no part without its article.
fn is_whole(citation: &Citation) -> bool {
    let placed = citation.article.is_some() || citation.item.is_some();
    let unbroken = (citation.sub_item.is_none() || citation.item.is_some())
        && (citation.part.is_none() || citation.article.is_some());
    let said = [&citation.issuer, &citation.number, &citation.title, &citation.quote];
    placed && unbroken && said.iter().all(|text| !text.trim().is_empty())
}

impl Ground {
    /// `G3.1 — низкая востребованность`.
    pub fn shown(&self) -> String {
        format!("{} — {}", self.code, self.title)
    }
}

impl Channel {
    /// What the passport calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Federal => "ЕПГУ",
            Self::Regional => "региональный портал",
            Self::Site => "иные ресурсы",
        }
    }
}
