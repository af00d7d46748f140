//! Handing results out that are things: the list of the day, making, sending, the check of identity,
//! the receipt (SM-23, DELIVERY-02).

use actions::delivery::desk::{self, Doing, Held, Line, Shown};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::case::Case;
use domain::delivery::{Check, Method, Receiver, Stage};
use domain::official::Role;
use serde::Deserialize;

use super::staff::{Me, Staff, case_id};
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Failure, Page, html};

/// Kinds of document by which a person is known at a window.
const DOCUMENTS: [&str; 4] = ["passport", "passport-foreign", "temporary-id", "military-id"];

struct Row {
    address: String,
    title: String,
    number: String,
    name: String,
    stage: &'static str,
    method: &'static str,
    until: String,
}

#[derive(Template)]
#[template(path = "desk/handout.html")]
struct List {
    me: Option<Me>,
    rows: Vec<Row>,
    keeps_blanks: bool,
    page: Page,
}

#[derive(Template)]
#[template(path = "desk/handout_item.html")]
struct Item {
    me: Option<Me>,
    held: Held,
    address: String,
    blank: String,
    until: String,
    receipt: Option<Receipt>,
    typed: Pressed,
    problem: Option<String>,
    page: Page,
}

/// That the thing was handed over, as the receipt says it.
struct Receipt {
    at: String,
    document: String,
    against: &'static str,
    receiver: String,
}

/// Words for a stage.
pub fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Chosen => "delivery-stage-chosen",
        Stage::Prepared => "delivery-stage-prepared",
        Stage::HandedToCarrier => "delivery-stage-handed-to-carrier",
        Stage::InTransit => "delivery-stage-in-transit",
        Stage::AtPoint => "delivery-stage-at-point",
        Stage::Returned => "delivery-stage-returned",
        Stage::Lost => "delivery-stage-lost",
        Stage::HandedOver => "delivery-stage-handed-over",
    }
}

/// Words for a way.
pub fn method_key(method: Method) -> &'static str {
    match method {
        Method::Authority => "delivery-method-authority",
        Method::Centre => "delivery-method-centre",
        Method::Post => "delivery-method-post",
        Method::Locker => "delivery-method-locker",
        Method::Courier => "delivery-method-courier",
    }
}

/// `GET /desk/handout`.
pub async fn list(State(app): State<App>, page: Page, staff: Staff) -> Answer {
    let lines = desk::list(&app.office, &staff.0).await?;
    let rows = lines.iter().map(|line| row(&page, line)).collect();
    let keeps_blanks = staff.0.roles.contains(&Role::Caseworker);
    html(&List { me: staff.me(), rows, keeps_blanks, page })
}

fn row(page: &Page, line: &Line) -> Row {
    let at = &line.handout.at;
    Row {
        address: format!("/desk/handout/{}/{}", line.handout.case, at.output),
        title: line.title.clone(),
        number: line.handout.number.clone(),
        name: line.handout.name.clone(),
        stage: stage_key(at.stage),
        method: method_key(at.method),
        until: at.until.as_ref().map(|due| page.last_day(due)).unwrap_or_default(),
    }
}

/// `GET /desk/handout/{case}/{output}`; after the hand-over the receipt.
pub async fn show(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((case, output)): Path<(String, String)>,
) -> Answer {
    item(&app, page, &staff, &case, &output, Pressed::default(), None).await
}

async fn item(
    app: &App,
    page: Page,
    staff: &Staff,
    case: &str,
    output: &str,
    typed: Pressed,
    problem: Option<String>,
) -> Answer {
    let id = case_id(case)?;
    let ground = |case: &Case| page.t1("desk-read-ground-handout", "number", case.number.as_str());
    let held = desk::open(&app.office, &staff.0, &id, output, ground).await?;
    let at = &held.item.at;
    let view = Item {
        me: staff.me(),
        address: format!("/desk/handout/{id}/{output}"),
        blank: at.blank.as_ref().map(|blank| blank.serial.clone()).unwrap_or_default(),
        until: at.until.as_ref().map(|due| page.last_day(due)).unwrap_or_default(),
        receipt: held.item.check.as_ref().map(|check| receipt(&page, &held, check)),
        held,
        typed,
        problem,
        page,
    };
    html(&view)
}

fn receipt(page: &Page, held: &Held, check: &Check) -> Receipt {
    let by_carrier = check.document == "carrier";
    Receipt {
        at: page.moment(&check.at),
        document: if by_carrier {
            String::new()
        } else {
            page.t(&format!("handout-document-{}", check.document)).to_owned()
        },
        against: match check.against.as_str() {
            "esia" => "handout-against-esia",
            "carrier" => "handout-against-carrier",
            _ => "handout-against-document",
        },
        receiver: match &check.receiver {
            Receiver::Applicant => held.opened.case.applicant_name.clone(),
            Receiver::Representative { name, power } => {
                page.t2("handout-representative-of", "name", name.as_str(), "power", power.as_str())
            }
        },
    }
}

impl Item {
    fn stage(&self) -> &'static str {
        stage_key(self.held.item.at.stage)
    }

    fn method(&self) -> &'static str {
        method_key(self.held.item.at.method)
    }

    fn is(&self, stage: Stage) -> bool {
        self.held.item.at.stage == stage
    }

    fn at_authority(&self) -> bool {
        self.held.item.at.method == Method::Authority
    }

    /// The centre waits for it, and it has not come.
    fn comes(&self) -> bool {
        self.held.centre && self.held.item.at.stage.on_its_way()
    }

    /// It left the authority, which may know more of it than whoever carries it.
    fn away(&self) -> bool {
        !self.held.centre && self.held.item.at.stage.on_its_way()
    }

    /// It went to a carrier: who sent it says that it is lost.
    fn carried(&self) -> bool {
        self.held.item.at.method.by_carrier()
    }

    /// It lies at this window, or came back to the authority.
    fn can_hand_over(&self) -> bool {
        let (at, centre) = (&self.held.item.at, self.held.centre);
        match at.stage {
            Stage::AtPoint => !at.method.by_carrier() && centre == (at.method == Method::Centre),
            Stage::Returned => !centre,
            _ => false,
        }
    }

    fn documents(&self) -> [(&'static str, String); 4] {
        DOCUMENTS.map(|kind| (kind, self.page.t(&format!("handout-document-{kind}")).to_owned()))
    }
}

/// What was pressed and typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    act: String,
    reason: String,
    paper: String,
    document: String,
    digits: String,
    face: String,
    representative: String,
    power: String,
    /// Declared originals that were shown, each by its name.
    original0: String,
    original1: String,
    original2: String,
    original3: String,
    original4: String,
    original5: String,
}

/// `POST /desk/handout/{case}/{output}`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((case, output)): Path<(String, String)>,
    Form(pressed): Form<Pressed>,
) -> Answer {
    let id = case_id(&case)?;
    let doing = match pressed.act.as_str() {
        "prepare" => Doing::Prepare,
        "give" => Doing::Give,
        "arrive" => Doing::Arrive,
        "miss" => Doing::Miss,
        "back" => Doing::ComeBack,
        "reissue" => Doing::Reissue { reason: pressed.reason.clone(), act: pressed.paper.clone() },
        "hand-over" => Doing::HandOver(shown(&pressed)),
        _ => return Err(Failure(Stop::Missing)),
    };
    if let Err(stop) = desk::act(&app.office, &staff.0, &id, &output, &doing).await {
        let problem = page.refusal(&on_form(stop)?);
        let shown = item(&app, page, &staff, &case, &output, pressed, Some(problem)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
    }
    Ok(Redirect::to(&format!("/desk/handout/{id}/{output}")).into_response())
}

impl Pressed {
    fn originals(&self) -> [&str; 6] {
        [&self.original0, &self.original1, &self.original2, &self.original3, &self.original4, &self.original5]
    }

    /// Was that original ticked?
    fn ticked(&self, item: &str) -> bool {
        self.originals().contains(&item)
    }
}

fn shown(pressed: &Pressed) -> Shown {
    let known = DOCUMENTS.contains(&pressed.document.as_str());
    let originals = pressed.originals().into_iter().filter(|name| !name.is_empty());
    Shown {
        document: if known { pressed.document.clone() } else { String::new() },
        digits: pressed.digits.clone(),
        face: pressed.face == "yes",
        representative: pressed.representative.clone(),
        power: pressed.power.clone(),
        originals: originals.map(str::to_owned).collect(),
    }
}
