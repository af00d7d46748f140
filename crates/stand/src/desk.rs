//! The page of the stand: what was sent, the people, faults with buttons.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router, body::Bytes};
use serde_json::{Map, Value};

use crate::Shared;
use crate::caught::{Channel, Message};
use crate::faults::{Fault, Mode, Where};
use crate::html::{escape, page};

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/phones", get(phones))
        .route("/faults", get(list).post(set))
        .route("/sent", get(sent))
        .route("/sent/{number}", get(message))
        .with_state(shared)
}

async fn home(State(shared): State<Arc<Shared>>) -> Html<String> {
    let messages = shared.caught().all().iter().rev().take(200).map(row).collect::<String>();
    let messages = if messages.is_empty() {
        "<p>Пока ничего не отправлено.</p>".to_owned()
    } else {
        format!(
            "<div class=\"scroll\"><table><thead><tr><th>№</th><th>Кому</th><th>О чём</th><th>Когда</th></tr></thead>\
<tbody>{messages}</tbody></table></div>"
        )
    };
    let faults = shared.faults().all().iter().map(fault_row).collect::<String>();
    let faults = if faults.is_empty() {
        "<p>Все системы работают исправно.</p>".to_owned()
    } else {
        format!("<ul>{faults}</ul>")
    };
    let body = format!(
        "<p><a href=\"/phones\">Телефоны сотрудников: коды второго шага</a></p><p><a href=\"/treasury/payments\">ГИС ГМП: начисления и оплата</a></p><p><a href=\"/events\">События реестров: рождение, инвалидность, пенсионный возраст</a></p><h2 id=\"sent\">Отправленное</h2>{messages}<h2 id=\"faults\">Неисправности</h2>{faults}{}",
        buttons()
    );
    Html(page("Стенд внешних систем", &body))
}

/// What an official would read from their own telephone.
async fn phones(State(shared): State<Arc<Shared>>) -> Html<String> {
    let now = shared.now();
    let rows: String = (shared.settings.phones)(now)
        .iter()
        .map(|phone| {
            format!(
                "<tr><td>{}</td><td><code>{}</code></td><td><code>{}</code></td><td><strong>{}</strong></td></tr>",
                escape(&phone.name),
                escape(&phone.login),
                escape(&phone.password),
                escape(&phone.code)
            )
        })
        .collect();
    let body = format!(
        "<p>Код живёт полминуты и годится один раз. <a href=\"/phones\">Показать новые коды</a></p>\
<div class=\"scroll\"><table><thead><tr><th>Сотрудник</th><th>Имя для входа</th><th>Пароль</th><th>Код</th></tr></thead>\
<tbody>{rows}</tbody></table></div><p><a href=\"/\">К отправленному</a></p>"
    );
    Html(page("Телефоны сотрудников", &body))
}

fn row(message: &Message) -> String {
    let about = match message.channel {
        Channel::Mail if message.subject.is_empty() => "Письмо без темы",
        Channel::Mail => &message.subject,
        Channel::Sms => &message.text,
    };
    format!(
        "<tr><td>{0}</td><td>{1}</td><td><a href=\"/sent/{0}\">{2}</a></td><td>{3}</td></tr>",
        message.number,
        escape(&message.to),
        escape(about),
        message.at.strftime("%d.%m.%Y %H:%M:%S UTC")
    )
}

fn fault_row(fault: &Fault) -> String {
    let part = fault.source.as_deref().map(|part| format!(", {part}")).unwrap_or_default();
    let count = fault.count.map(|count| format!(", осталось раз: {count}")).unwrap_or_default();
    format!("<li>{}{}: {}{}</li>", system_name(fault.system), escape(&part), mode_name(fault.mode), count)
}

fn buttons() -> String {
    let systems = [
        (Where::Esia, "esia", vec![Mode::None, Mode::Slow, Mode::Down, Mode::Wrong]),
        (
            Where::Evidence,
            "evidence",
            vec![Mode::None, Mode::Slow, Mode::Down, Mode::Wrong, Mode::Absent, Mode::Failed],
        ),
        (
            Where::Smev,
            "smev",
            vec![
                Mode::None,
                Mode::Slow,
                Mode::Down,
                Mode::Silent,
                Mode::Absent,
                Mode::Failed,
                Mode::Contradicting,
                Mode::LostAck,
                Mode::Twice,
                Mode::Stale,
                Mode::BrokenSignature,
                Mode::Rejected,
            ],
        ),
        (Where::Mail, "mail", vec![Mode::None, Mode::Slow, Mode::Down, Mode::SoftBounce, Mode::Bounce]),
        (Where::Sms, "sms", vec![Mode::None, Mode::Slow, Mode::Down, Mode::SoftBounce, Mode::Bounce]),
        (Where::Inbox, "inbox", vec![Mode::None, Mode::Slow, Mode::Down, Mode::Wrong, Mode::Bounce]),
        (Where::Card, "card", vec![Mode::None, Mode::Down]),
        (Where::Events, "events", vec![Mode::None, Mode::Down]),
        (
            Where::Departmental,
            "departmental",
            vec![Mode::None, Mode::Slow, Mode::Down, Mode::Wrong, Mode::Rejected, Mode::LostAck],
        ),
    ];
    let mut html = String::new();
    for (system, id, modes) in systems {
        let name = system_name(system);
        html.push_str(&format!("<h3>{name}</h3><div role=\"group\" aria-label=\"{name}\">"));
        for mode in modes {
            let code = serde_json::to_value(mode).unwrap_or_default();
            html.push_str(&format!(
                "<form class=\"row\" method=\"post\" action=\"/faults\"><input type=\"hidden\" name=\"system\" value=\"{id}\">\
<button name=\"mode\" value=\"{}\">{}</button></form>",
                code.as_str().unwrap_or_default(),
                mode_name(mode)
            ));
        }
        html.push_str("</div>");
    }
    html
}

fn system_name(system: Where) -> &'static str {
    match system {
        Where::Esia => "ЕСИА",
        Where::Evidence => "Межведомственный обмен",
        Where::Smev => "СМЭВ",
        Where::Mail => "Почта",
        Where::Sms => "Шлюз СМС",
        Where::Inbox => "Приём документов другими органами",
        Where::Departmental => "Ведомственная система",
        Where::Appeals => "Федеральная система обжалования",
        Where::Quality => "Мониторинг качества услуг",
        Where::Events => "События реестров",
        Where::Card => "Оплата картой",
    }
}

fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::None => "работает исправно",
        Mode::Slow => "отвечает медленно",
        Mode::Down => "не отвечает",
        Mode::Wrong => "отвечает неверно",
        Mode::Absent => "отвечает, что сведений нет",
        Mode::Failed => "не может ответить",
        Mode::Silent => "молчит",
        Mode::Contradicting => "отвечает противоположное",
        Mode::LostAck => "теряет подтверждение получения",
        Mode::Twice => "присылает ответ дважды",
        Mode::Stale => "считает сообщение устаревшим",
        Mode::BrokenSignature => "присылает ответ с испорченной подписью",
        Mode::Rejected => "отклоняет запрос после приёма",
        Mode::Bounce => "адреса не существует",
        Mode::SoftBounce => "адрес сейчас недоступен",
    }
}

async fn message(State(shared): State<Arc<Shared>>, Path(number): Path<u64>) -> Response {
    let Some(message) = shared.caught().get(number).cloned() else {
        let body = "<p>Такого сообщения нет: стенд помнит только последние.</p><p><a href=\"/\">Ко всем</a></p>";
        return (StatusCode::NOT_FOUND, Html(page("Сообщения нет", body))).into_response();
    };
    let title = if message.subject.is_empty() { "Сообщение" } else { &message.subject };
    let body = format!(
        "<dl><dt>Кому</dt><dd>{}</dd><dt>Когда</dt><dd>{}</dd></dl><pre>{}</pre><p><a href=\"/\">Ко всем сообщениям</a></p>",
        escape(&message.to),
        message.at.strftime("%d.%m.%Y %H:%M:%S UTC"),
        links(&escape(&message.text))
    );
    Html(page(title, &body)).into_response()
}

/// Addresses in a letter become links, as mail programs do. The text is already escaped.
fn links(text: &str) -> String {
    let linked = |word: &str| {
        let (address, tail) = word.split_at(word.trim_end_matches(['.', ',', ')']).len());
        format!("<a href=\"{address}\">{address}</a>{tail}")
    };
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let bare = word.trim_end();
            if bare.starts_with("http://") || bare.starts_with("https://") {
                format!("{}{}", linked(bare), &word[bare.len()..])
            } else {
                word.to_owned()
            }
        })
        .collect()
}

async fn sent(State(shared): State<Arc<Shared>>) -> Json<Vec<Message>> {
    Json(shared.caught().all().to_vec())
}

async fn list(State(shared): State<Arc<Shared>>) -> Json<Vec<Fault>> {
    Json(shared.faults().all().to_vec())
}

/// Takes JSON from tests and a form from the page.
async fn set(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_form = kind.starts_with("application/x-www-form-urlencoded");
    let read: Result<Fault, _> =
        if is_form { serde_json::from_value(Value::Object(form(&body))) } else { serde_json::from_slice(&body) };
    match read {
        Ok(fault) => {
            shared.faults().set(fault);
            if is_form {
                Redirect::to("/#faults").into_response()
            } else {
                Json(shared.faults().all().to_vec()).into_response()
            }
        }
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, format!("Неисправность не понята: {error}")).into_response(),
    }
}

fn form(body: &[u8]) -> Map<String, Value> {
    url::form_urlencoded::parse(body)
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            let number = matches!(name.as_ref(), "ms" | "count").then(|| value.parse::<u64>().ok()).flatten();
            (name.into_owned(), number.map_or_else(|| Value::from(value.as_ref()), Value::from))
        })
        .collect()
}
