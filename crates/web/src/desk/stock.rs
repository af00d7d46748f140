//! Stocks of limited resources at the desk: how many pieces are free, held, offered and given, who
//! stands in line and why, and the acts: freeze, deal, add, release, close (PROCEDURE-09).

use actions::distribution::deal;
use actions::distribution::look::{self, LinePage, StockView};
use actions::distribution::publish::{self, Addition};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::distribution::{EntryState, Phase};
use domain::id::StockId;
use domain::refusal::Refusal;
use regulation::package::Order;
use serde::Deserialize;

use super::staff::{Me, Staff};
use super::stock_new::problem;
use crate::public::draw_words::{self as words, Why};
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

#[derive(Template)]
#[template(path = "desk/stocks.html")]
struct Stocks {
    page: Page,
    me: Option<Me>,
    rows: Vec<StockRow>,
    kinds: Vec<Kind>,
    next: Option<String>,
}

/// A stock in the list.
pub struct StockRow {
    id: String,
    title: String,
    of: String,
    pieces: i64,
    free: i64,
    held: i64,
    offered: i64,
    given: i64,
    reserve: i64,
    waiting: String,
    phase: String,
}

/// What can be published.
struct Kind {
    address: String,
    service: String,
    title: String,
}

#[derive(Template)]
#[template(path = "desk/stock.html")]
struct StockPage {
    page: Page,
    me: Option<Me>,
    row: StockRow,
    view: StockView,
    order: String,
    shares: Vec<ShareRow>,
    lines: Vec<LineRow>,
    tabs: Vec<Tab>,
    next: Option<String>,
    problem: Option<String>,
    acts: Acts,
}

struct ShareRow {
    title: String,
    kept: i64,
    taken: i64,
}

struct LineRow {
    place: String,
    number: String,
    case: String,
    filed: String,
    ready: bool,
    why: Vec<Why>,
}

struct Tab {
    address: String,
    label: String,
    current: bool,
}

/// What can be done now.
struct Acts {
    freeze: bool,
    deal: bool,
    randomness: bool,
    extend: bool,
    release: bool,
    close: bool,
}

/// Which part of the line.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    state: String,
    after: String,
    before: String,
}

/// What was filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filled {
    randomness: String,
    pieces: String,
    more: String,
    reserve: String,
}

const STATES: [(EntryState, &str); 7] = [
    (EntryState::Waiting, "desk-stock-waiting"),
    (EntryState::Held, "desk-stock-held"),
    (EntryState::Offered, "desk-stock-offered"),
    (EntryState::Given, "desk-stock-given"),
    (EntryState::Aside, "desk-stock-aside"),
    (EntryState::Passed, "desk-stock-passed"),
    (EntryState::Left, "desk-stock-left"),
];

fn id(text: &str) -> Result<StockId, Failure> {
    StockId::parse(text).ok_or(Failure(Stop::Missing))
}

/// `GET /desk/stocks`.
pub async fn list(State(app): State<App>, page: Page, staff: Staff, Query(wanted): Query<Wanted>) -> Answer {
    let now = app.office.now();
    let before = StockId::parse(&wanted.before);
    let stocks = look::stocks(&app.office, &staff.0, before.as_ref(), now).await?;
    let kinds = look::distributing(&app.office, &staff.0, now).into_iter().flat_map(|regulation| {
        regulation.resources.iter().map(|resource| Kind {
            address: format!(
                "/desk/stocks/new?service={}&resource={}",
                page.encoded(&regulation.service),
                page.encoded(&resource.id)
            ),
            service: regulation.short.clone(),
            title: resource.title.clone(),
        })
    });
    let kinds = kinds.collect();
    let next =
        stocks.last().filter(|_| stocks.len() >= 50).map(|last| format!("/desk/stocks?before={}", last.stock.id));
    let rows = stocks.iter().map(|view| row(&page, view)).collect();
    html(&Stocks { me: staff.me(), rows, kinds, next, page })
}

/// `GET /desk/stocks/{id}`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(stock): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    html(&view(&app, page, &staff, &id(&stock)?, &wanted, None).await?)
}

async fn view(
    app: &App,
    page: Page,
    staff: &Staff,
    id: &StockId,
    wanted: &Wanted,
    problem: Option<String>,
) -> Result<StockPage, Failure> {
    let chosen = STATES.iter().find(|(state, _)| state.name() == wanted.state);
    let state = chosen.map_or(EntryState::Waiting, |(state, _)| *state);
    let found = look::line(&app.office, &staff.0, id, state, &wanted.after, app.office.now()).await?;
    let LinePage { view, rows, next } = found;
    let tabs = STATES.iter().map(|(one, key)| Tab {
        address: format!("/desk/stocks/{id}?state={}", one.name()),
        label: page.t(key).to_owned(),
        current: *one == state,
    });
    let resource = view.regulation.resources.iter().find(|one| one.id == view.stock.key.resource);
    let shares = resource.into_iter().flat_map(|one| &one.shares).zip(view.stock.kept.iter().zip(&view.stock.taken));
    let lines = rows.iter().map(|row| LineRow {
        place: row.place.map(|place| place.to_string()).unwrap_or_default(),
        number: row.entry.number.clone(),
        case: row.entry.case.to_string(),
        filed: page.moment(&row.entry.filed_at),
        ready: row.entry.ready,
        why: row.why.iter().map(|reason| words::why(&page, reason)).collect(),
    });
    Ok(StockPage {
        me: staff.me(),
        tabs: tabs.collect(),
        shares: shares
            .map(|(share, (kept, taken))| ShareRow { title: share.title.clone(), kept: *kept, taken: *taken })
            .collect(),
        lines: lines.collect(),
        next: next.map(|after| format!("/desk/stocks/{id}?state={}&after={}", state.name(), page.encoded(&after))),
        row: row(&page, &view),
        order: words::order(&page, view.stock.order),
        acts: acts(&view),
        problem,
        view,
        page,
    })
}

fn acts(view: &StockView) -> Acts {
    let stock = &view.stock;
    let open = stock.phase == Phase::Open;
    let moving = matches!(stock.phase, Phase::Open | Phase::Dealt);
    Acts {
        freeze: open && stock.order != Order::Arrival,
        deal: stock.phase == Phase::Frozen,
        randomness: stock.order == Order::Lottery,
        extend: moving,
        release: open && stock.order == Order::Arrival && stock.kept.iter().sum::<i64>() > stock.taken.iter().sum(),
        close: moving,
    }
}

fn row(page: &Page, view: &StockView) -> StockRow {
    StockRow {
        id: view.stock.id.to_string(),
        title: view.title.clone(),
        of: words::of(view),
        pieces: view.stock.pieces,
        free: view.stock.free(),
        held: view.stock.held,
        offered: view.stock.offered,
        given: view.stock.given,
        reserve: view.stock.reserve,
        waiting: words::counted(page, view.waiting),
        phase: words::phase(page, view.stock.phase),
    }
}

/// `POST /desk/stocks/{id}/{act}`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((stock, act)): Path<(String, String)>,
    Form(filled): Form<Filled>,
) -> Answer {
    let id = id(&stock)?;
    let now = app.office.now();
    let number = |text: &str| text.trim().parse::<i64>().unwrap_or(-1);
    let done = match act.as_str() {
        "freeze" => deal::freeze(&app.office, &staff.0, &id, now).await.map(|()| None),
        "deal" => deal::deal(&app.office, &staff.0, &id, &filled.randomness, now).await.map(|()| None),
        "release" => publish::release(&app.office, &staff.0, &id, now).await.map(|()| None),
        "close" => publish::close(&app.office, &staff.0, &id, now).await.map(|()| None),
        "extend" => {
            let (to, more, reserve) = (number(&filled.pieces), number(&filled.more), number(&filled.reserve));
            publish::extend(&app.office, &staff.0, &id, Addition { to, more, reserve }, now).await
        }
        _ => return Err(Failure(Stop::Missing)),
    };
    let wrong = match done {
        Ok(None) => return Ok(Redirect::to(&format!("/desk/stocks/{id}")).into_response()),
        Ok(Some(wrong)) => problem(&page, wrong),
        Err(Stop::Refused(Refusal::NotDue)) => page.t("desk-stock-not-due").to_owned(),
        Err(Stop::Refused(Refusal::ReasonNeeded)) => page.t("desk-stock-randomness-needed").to_owned(),
        Err(Stop::Refused(Refusal::AlreadyDone) | Stop::Conflict) => page.t("desk-stock-changed").to_owned(),
        Err(stop) => return Err(Failure(stop)),
    };
    let shown = view(&app, page, &staff, &id, &Wanted::default(), Some(wrong)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&shown)?).into_response())
}
