//! Rule sets, verdicts and comparisons as tables for the terminal.

use std::fmt::Write as _;

use regulation::diagnostic::Severity;
use regulation::rules::{
    Action, ActionVerdict, Comparison, Composition, Finding, Parameter, Progress, Recheck, RuleChanges, RuleSet,
    VerdictPair,
};
use serde_json::{Value, json};

use super::Judged;

/// A table with columns as wide as their longest cell; the last one runs free.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let wide = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| wide(column).unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::from("  ");
        for (at, cell) in row.iter().enumerate() {
            let gap = if at + 1 < row.len() { widths[at].saturating_sub(cell.chars().count()) + 2 } else { 0 };
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', gap));
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

fn cells<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn codes(verdict: &ActionVerdict) -> String {
    verdict.grounds.iter().map(|ground| ground.code.as_str()).collect::<Vec<_>>().join(", ")
}

fn code(verdict: &ActionVerdict) -> &'static str {
    verdict.cell.map_or("·", |cell| cell.code())
}

/// One service under one set.
pub fn judged(judged: &Judged<'_>, composition: Option<&Composition>) -> String {
    let judgement = judged.judgement;
    let mut out = format!("{} ({}) — {}\n", judged.title, judgement.service, judgement.set.shown());
    let mut rows = vec![cells(["", "решение", "код", "выбрано", "основания", "правило и пункт"])];
    for verdict in &judgement.actions {
        let chosen = composition.and_then(|composition| composition.cell(verdict.action));
        let rule = match (verdict.rule.as_str(), verdict.missing.as_slice()) {
            ("", []) => String::new(),
            ("", missing) => format!("не известно: {}", missing.join(", ")),
            (rule, _) => format!("{rule} ({})", verdict.clause),
        };
        rows.push(vec![
            verdict.action.code().to_owned(),
            verdict.verdict.words(),
            code(verdict).to_owned(),
            chosen.map_or("", |cell| cell.code()).to_owned(),
            codes(verdict),
            rule,
        ]);
    }
    out.push_str(&table(&rows));
    out.push_str(&findings("Замечания к составу", judged.findings));
    out.push_str(&findings("Регламент, целевое состояние и состав", judged.mismatch));
    out.push('\n');
    out
}

fn findings(title: &str, findings: &[Finding]) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut out = format!("  {title}:\n");
    for finding in findings {
        let mark = if finding.severity == Severity::Error { "×" } else { "!" };
        let clause = if finding.clause.is_empty() { String::new() } else { format!(" ({})", finding.clause) };
        let _ = writeln!(out, "    {mark} {} {}{clause}", finding.code, finding.message);
        let _ = writeln!(out, "      {}", finding.mend);
    }
    out
}

/// How far services are on the way.
pub fn progress(progress: &Progress) -> String {
    format!(
        "services {}, with all chosen actions working {}, majority services {}, of them at their target {}\n",
        progress.services, progress.all_due_live, progress.majority, progress.majority_at_target
    )
}

/// A whole set.
pub fn set(set: &RuleSet) -> String {
    let until = set.until.map_or(String::new(), |until| format!(", до {until}"));
    let rests = set.extends.as_ref().map_or(String::new(), |parent| format!(", опирается на {}", parent.shown()));
    let mut out = format!("{} {} — {}\nс {}{until}{rests}\n", set.id, set.version, set.title, set.from);
    out.push_str("\nПравила\n");
    for (action, rules) in &set.actions {
        let _ = writeln!(out, "  {action} {}", action.title());
        for rule in &rules.rules {
            let when = rule.when.as_ref().map_or("иначе", |when| when.text.as_str());
            let ground = rule.ground.as_ref().map_or(String::new(), |ground| format!(", {ground}"));
            let _ = writeln!(out, "    {}{ground}: {when} → {}", rule.id, rule.verdict.words());
            let _ = writeln!(out, "      {} ({})", rule.say, set.cite(&rule.because));
        }
    }
    out.push_str("\nСроки и пороги\n");
    out.push_str(&table(&set.parameters.values().map(|one| parameter(set, one)).collect::<Vec<_>>()));
    out.push_str("\nПорядок согласования\n");
    for chain in set.approvals.values() {
        let _ = writeln!(out, "  {}", chain.title);
        for step in &chain.steps {
            let document = step.document.as_ref().map_or(String::new(), |document| format!(": {document}"));
            let _ = writeln!(out, "    {} — {}{document} ({})", step.body, step.act.words(), step.clause);
        }
    }
    out.push_str("\nВерсии методики\n");
    for version in &set.methodology {
        let _ = writeln!(out, "  {} от {}, {}", version.version, version.date, version.author);
        for change in &version.changes {
            let clauses: Vec<String> = change.clauses.iter().map(|clause| set.cite(clause)).collect();
            let _ = writeln!(out, "    {} ({})", change.what, clauses.join("; "));
        }
    }
    out
}

fn parameter(set: &RuleSet, one: &Parameter) -> Vec<String> {
    let unit = one.unit.as_deref().unwrap_or_default();
    let value = format!("{} {} {unit}", one.bound.words(), one.value);
    let floor = set.floors.iter().find(|floor| floor.parameter == one.name);
    let floor = floor.map_or(String::new(), |floor| format!("; предел: {}", floor.clause));
    let clause = format!("{}{floor}", set.cite(&one.because));
    vec![one.row.clone(), one.title.clone(), value.trim_end().to_owned(), one.on_breach.words().to_owned(), clause]
}

/// The same as data.
pub fn set_as_data(set: &RuleSet) -> Value {
    let rules: Vec<Value> = set
        .actions
        .iter()
        .flat_map(|(action, rules)| rules.rules.iter().map(move |rule| (action, rule)))
        .map(|(action, rule)| {
            json!({
                "action": action, "id": rule.id, "when": rule.when.as_ref().map(|when| &when.text),
                "verdict": rule.verdict, "strength": rule.verdict.strength(), "ground": rule.ground,
                "proof": rule.proof, "because": set.cite(&rule.because), "say": rule.say,
            })
        })
        .collect();
    json!({
        "id": set.id, "version": set.version, "title": set.title, "level": set.level, "from": set.from,
        "until": set.until, "extends": set.extends, "acts": set.acts, "grounds": set.grounds, "rules": rules,
        "parameters": set.parameters, "floors": set.floors, "matters": set.matters,
        "approvals": set.approvals, "methodology": set.methodology,
    })
}

/// Two sets side by side.
pub fn comparison(comparison: &Comparison) -> String {
    let (a, b) = (comparison.a.shown(), comparison.b.shown());
    let mut out = "Различия\n".to_owned();
    let mut rows = vec![cells(["", "", &a, &b])];
    let say = |position: &Option<regulation::rules::Position>| {
        position.as_ref().map_or("-".to_owned(), |position| position.say.clone())
    };
    for matter in comparison.matters.iter().filter(|matter| matter.differs) {
        rows.push(vec![matter.number.to_string(), matter.title.clone(), say(&matter.a), say(&matter.b)]);
    }
    out.push_str(&table(&rows));
    out.push_str("\nРешения по услугам\n");
    let mut rows = vec![cells(["услуга", "", &a, &b])];
    rows.extend(comparison.services.iter().map(verdicts));
    out.push_str(&table(&rows));
    out.push_str("\nСроки и пороги\n");
    let mut rows = vec![cells(["", "", &a, &b])];
    for pair in &comparison.parameters {
        let value = |amount: Option<regulation::rules::Amount>| amount.map_or("-".to_owned(), |one| one.to_string());
        rows.push(vec![pair.row.clone(), pair.name.clone(), value(pair.a), value(pair.b)]);
    }
    out.push_str(&table(&rows));
    out
}

fn verdicts(pair: &VerdictPair) -> Vec<String> {
    let shown = |verdict: &ActionVerdict| format!("{} {}", code(verdict), verdict.verdict.words());
    vec![pair.service.clone(), pair.action.code().to_owned(), shown(&pair.a), shown(&pair.b)]
}

/// What changed between two versions of a set.
pub fn changes(changes: &RuleChanges) -> String {
    let mut out = "\nПравила между версиями\n".to_owned();
    let lists = [("добавлены", &changes.added), ("убраны", &changes.removed), ("изменены", &changes.changed)];
    for (title, ids) in lists.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        let _ = writeln!(out, "  {title}: {}", ids.join(", "));
    }
    for touched in &changes.touched {
        let rules = if touched.rules.is_empty() {
            "правил не касается".to_owned()
        } else {
            touched.rules.join(", ")
        };
        let _ = writeln!(out, "  версия {}, {}: {rules}", touched.version, touched.what);
    }
    out
}

/// What the new version would mean for what was decided; nothing is changed by itself.
pub fn recheck(report: &[Recheck]) -> String {
    let mut out = "\nПовторная проверка\n".to_owned();
    for one in report {
        let broken = if one.broken { ": состав перестанет соответствовать" } else { "" };
        let actions: Vec<&str> = one.verdicts.iter().map(|pair| Action::code(pair.action)).collect();
        let _ = writeln!(out, "  {}{broken}; иначе решаются: {}", one.service, actions.join(", "));
        out.push_str(&findings("Новые замечания", &one.added));
        out.push_str(&findings("Снятые замечания", &one.removed));
    }
    if report.is_empty() {
        out.push_str("  Ни для одной услуги ничего не меняется.\n");
    }
    out
}
