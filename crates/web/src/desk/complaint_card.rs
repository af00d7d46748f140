//! The card of a complaint: what the citizen says, what the journal of the case shows, which steps are
//! open to this official.

use actions::complaint::{self, Card};
use askama::Template;
use domain::complaint::{Complaint, Entry, Event, Pack, Remedy, State as Stage, To};
use domain::id::ComplaintId;
use domain::procedure::ProcedureStage;

use super::complaints::{Pressed, refused};
use super::history::HistoryView;
use super::staff::{Me, Staff};
use super::words;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "desk/complaint.html")]
struct CardPage<'a> {
    page: Page,
    me: Option<Me>,
    one: &'a Complaint,
    body: String,
    ground: String,
    clause: String,
    terms: Vec<Term>,
    pack: Option<PackView>,
    history: Vec<HistoryView>,
    told: Vec<HistoryView>,
    handlers: Vec<(String, String)>,
    outcomes: Vec<(String, String)>,
    bodies: Vec<(String, String)>,
    can: Can,
    kept_from: Option<String>,
    waits: bool,
    pressed: Pressed,
    problem: Option<String>,
    done: bool,
}

struct Term {
    title: String,
    day: String,
    story: String,
    late: bool,
}

struct PackView {
    number: String,
    note: String,
    head: String,
    decision: Option<(String, Vec<String>, Option<String>)>,
    procedures: Vec<ProcedureRow>,
}

struct ProcedureRow {
    title: String,
    due: String,
    ended: String,
    how: String,
}

/// Which steps are open.
#[derive(Default)]
struct Can {
    register: bool,
    assign: bool,
    consider: bool,
    decide: bool,
    remedied: bool,
    redirect: bool,
}

/// Draws the card; reading it is journalled.
pub(super) async fn card(
    app: &App,
    page: Page,
    staff: &Staff,
    id: &ComplaintId,
    pressed: Pressed,
    problem: Option<String>,
    done: bool,
) -> Answer {
    let ground = |one: &Complaint| page.t1("desk-complaint-read-ground", "number", one.number.as_str());
    let card = complaint::card(&app.office, &staff.0, id, ground).await?;
    let (one, region) = (&card.complaint, &app.office.region);
    let rules = region.complaints.as_ref();
    let ground = rules.and_then(|rules| rules.grounds.get(&one.ground));
    let name = |id: &str| region.authority(id).map_or_else(|| id.to_owned(), |body| body.name.clone());
    let others = region.authorities.values().filter(|body| body.id != one.authority);
    let view = CardPage {
        me: staff.me(),
        body: name(&one.authority),
        ground: ground.map_or_else(|| one.ground.clone(), |ground| ground.title.clone()),
        clause: ground.map(|ground| ground.because.clone()).unwrap_or_default(),
        terms: terms(app, &page, one),
        pack: card.pack.as_ref().map(|pack| pack_view(&page, &card, pack)),
        history: history(&page, &card),
        told: card.journal.iter().map(|entry| told(&page, &card, entry, &name)).collect(),
        handlers: card.handlers.iter().map(|one| (one.id.to_string(), format!("{}, {}", one.name, one.post))).collect(),
        outcomes: outcomes(app, &page, card.own_case),
        bodies: others.map(|body| (body.id.clone(), body.name.clone())).collect(),
        can: can(staff, &card),
        kept_from: card.kept_from.as_ref().map(|refusal| refused(&page, refusal)),
        waits: app.office.appeals.is_some() && one.federal.number.is_none() && one.federal.defect.is_none(),
        pressed,
        problem,
        done,
        one,
        page,
    };
    html(&view)
}

fn can(staff: &Staff, card: &Card) -> Can {
    if !card.can_handle {
        return Can::default();
    }
    let (state, handler) = (card.complaint.state, &card.complaint.handler);
    let mine = handler.as_ref() == Some(&staff.0.id);
    let early = matches!(state, Stage::Filed | Stage::Redirected);
    Can {
        register: early,
        assign: matches!(state, Stage::Registered | Stage::Assigned | Stage::Considering),
        consider: state == Stage::Assigned && mine,
        decide: state == Stage::Considering && mine,
        remedied: state == Stage::RemedyInProgress && mine,
        redirect: state.undecided() && (mine || handler.is_none()),
    }
}

fn terms(app: &App, page: &Page, one: &Complaint) -> Vec<Term> {
    let now = app.office.now();
    // While nobody decided, it may still turn out to be another body's.
    let redirect = one.registered_at.filter(|_| one.state.undecided()).and_then(|at| {
        let within = app.office.region.complaints.as_ref()?.redirect_within.value;
        app.office.clock.due(at, within, &[]).ok()
    });
    let running = one.running().map(|(what, _)| what);
    let all = [
        ("register", Some(&one.register_due)),
        ("redirect", redirect.as_ref()),
        ("decide", one.due.as_ref()),
        ("remedy", one.remedy_due.as_ref()),
    ];
    let shown = all.into_iter().filter_map(|(what, due)| Some((what, due?)));
    let term = |(what, due): (&str, &regulation::clock::Due)| Term {
        title: page.t(&format!("desk-complaint-term-{what}")).to_owned(),
        day: page.last_day(due),
        story: due.explain(),
        late: one.breached.iter().any(|one| one == what) || (running == Some(what) && now > due.at),
    };
    shown.map(term).collect()
}

/// Every decision that can be made, with the reasons the region lists.
fn outcomes(app: &App, page: &Page, own_case: bool) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let remedies = [
        (Remedy::Reopen, "desk-complaint-satisfy-reopen"),
        (Remedy::Replace, "desk-complaint-satisfy-replace"),
        (Remedy::Order, "desk-complaint-satisfy-order"),
    ];
    for (remedy, key) in remedies {
        if own_case || remedy == Remedy::Order {
            found.push((format!("satisfy:{}", remedy.name()), page.t(key).to_owned()));
        }
    }
    if let Some(rules) = &app.office.region.complaints {
        for (id, reason) in &rules.dismissals {
            let text = page.t1("desk-complaint-dismiss", "title", reason.title.as_str());
            found.push((format!("dismiss:{id}"), text));
        }
        for (id, reason) in &rules.unanswered {
            let text = page.t1("desk-complaint-unanswered", "title", reason.title.as_str());
            found.push((format!("unanswered:{id}"), text));
        }
    }
    found
}

fn pack_view(page: &Page, card: &Card, pack: &Pack) -> PackView {
    let rules = card.regulation.as_ref();
    let title = |id: &str| {
        let known = rules.and_then(|rules| rules.procedures.iter().find(|one| one.id == id));
        known.map_or_else(|| id.to_owned(), |one| one.title.clone())
    };
    let row = |one: &domain::procedure::ProcedureState| ProcedureRow {
        title: title(&one.id),
        due: one.due.as_ref().map(|due| page.last_day(due)).unwrap_or_default(),
        ended: one.ended_at.as_ref().map(|at| page.moment(at)).unwrap_or_default(),
        how: page
            .t(match one.stage {
                ProcedureStage::Ended | ProcedureStage::Skipped => "desk-complaint-pack-in-time",
                ProcedureStage::EndedLate | ProcedureStage::Overdue => "desk-complaint-pack-late",
                ProcedureStage::Started | ProcedureStage::Paused => "desk-complaint-pack-running",
                ProcedureStage::Pending => "desk-complaint-pack-pending",
            })
            .to_owned(),
    };
    let decision = pack.decision.as_ref().map(|decision| {
        let who = words::actor(page, &decision.by, &card.names);
        let all = rules.into_iter().flat_map(|rules| rules.refuse_intake.iter().chain(&rules.refuse_provision));
        let named = all.filter(|ground| decision.grounds.contains(&ground.id));
        let grounds = named.map(|ground| ground.title.clone()).collect();
        (page.t1("desk-complaint-pack-by", "who", who), grounds, decision.words.clone())
    });
    PackView {
        number: pack.number.clone(),
        note: page.t1("desk-complaint-pack-note", "moment", page.moment(&pack.made_at)),
        head: page.t1("desk-complaint-pack-head", "hash", pack.head.as_str()),
        decision,
        procedures: pack.procedures.iter().filter(|one| one.stage != ProcedureStage::Skipped).map(row).collect(),
    }
}

/// The journal of the case in the words of its card.
fn history(page: &Page, card: &Card) -> Vec<HistoryView> {
    let (Some(pack), Some(regulation)) = (&card.pack, &card.regulation) else { return Vec::new() };
    let view = |entry: &domain::journal::Entry| HistoryView {
        at: page.moment(&entry.at),
        at_iso: page.machine(&entry.at),
        who: words::actor(page, &entry.by, &card.names),
        what: words::event(page, entry, regulation, &card.names),
        text: None,
    };
    pack.entries.iter().map(view).collect()
}

/// The journal of the complaint itself.
fn told(page: &Page, card: &Card, entry: &Entry, name: &dyn Fn(&str) -> String) -> HistoryView {
    let detail = match &entry.event {
        Event::Forwarded { number } => number.clone(),
        Event::Registered { due } => page.last_day(due),
        Event::Assigned { to } => card.names.get(to.as_str()).cloned().unwrap_or_default(),
        Event::Redirected { to: To::Within(body), .. } => name(body),
        Event::Redirected { to: To::Outside(body), .. } => body.clone(),
        Event::Dismissed { ground, .. } | Event::LeftUnanswered { ground } => ground.clone(),
        Event::TermPassed { what } => page.t(&format!("desk-complaint-term-{what}")).to_owned(),
        Event::Read { ground } => ground.clone(),
        _ => String::new(),
    };
    HistoryView {
        at: page.moment(&entry.at),
        at_iso: page.machine(&entry.at),
        who: words::actor(page, &entry.by, &card.names),
        what: page.t1(&format!("desk-complaint-event-{}", entry.event.name()), "detail", detail),
        text: None,
    }
}
