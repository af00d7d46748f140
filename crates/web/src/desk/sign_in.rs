//! Signing in to the desk: name and password, then a code.

use actions::desk::sign_in::{self, Step};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::staff::{COOKIE, Me};
use crate::shell::error::Answer;
use crate::shell::{App, Page, cookies, html};

#[derive(Template)]
#[template(path = "desk/sign_in.html")]
struct SignIn {
    page: Page,
    me: Option<Me>,
    problem: Option<String>,
    login: String,
    return_to: String,
}

#[derive(Template)]
#[template(path = "desk/second_factor.html")]
struct SecondFactor {
    page: Page,
    me: Option<Me>,
    problem: Option<String>,
    return_to: String,
}

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    return_to: String,
}

/// Name and password.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Typed {
    login: String,
    password: String,
    return_to: String,
}

/// The code.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct TypedCode {
    code: String,
    return_to: String,
}

/// `GET /desk/sign-in`.
pub async fn show(page: Page, Query(back): Query<Back>) -> Answer {
    html(&SignIn { page, me: None, problem: None, login: String::new(), return_to: back_to(&back.return_to) })
}

/// `POST /desk/sign-in`.
pub async fn save(State(app): State<App>, page: Page, Form(typed): Form<Typed>) -> Answer {
    let return_to = back_to(&typed.return_to);
    let problem = match sign_in::first_step(&app.office, &typed.login, &typed.password, app.office.now()).await? {
        Step::Passed { token } => {
            let address = format!("/desk/second-factor?return_to={}", page.encoded(&return_to));
            return Ok(with_token(&app, &token, &address));
        }
        Step::Locked { minutes } => page.t1("desk-sign-in-locked", "minutes", minutes),
        Step::Wrong | Step::Used => page.t("desk-sign-in-wrong").to_owned(),
    };
    let view =
        SignIn { page, me: None, problem: Some(problem), login: typed.login.chars().take(100).collect(), return_to };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&view)?).into_response())
}

/// `GET /desk/second-factor`.
pub async fn show_code(page: Page, Query(back): Query<Back>) -> Answer {
    html(&SecondFactor { page, me: None, problem: None, return_to: back_to(&back.return_to) })
}

/// `POST /desk/second-factor`.
pub async fn save_code(State(app): State<App>, page: Page, headers: HeaderMap, Form(typed): Form<TypedCode>) -> Answer {
    let return_to = back_to(&typed.return_to);
    let token = cookies::get(&headers, COOKIE).ok_or(Stop::SignInNeeded)?;
    let problem = match sign_in::second_step(&app.office, &token, &typed.code, app.office.now()).await? {
        Step::Passed { token } => return Ok(with_token(&app, &token, &return_to)),
        Step::Locked { minutes } => page.t1("desk-sign-in-locked", "minutes", minutes),
        Step::Used => page.t("desk-code-used").to_owned(),
        Step::Wrong => page.t("desk-code-wrong").to_owned(),
    };
    let view = SecondFactor { page, me: None, problem: Some(problem), return_to };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&view)?).into_response())
}

/// `POST /desk/sign-out`.
pub async fn leave(State(app): State<App>, headers: HeaderMap) -> Answer {
    if let Some(token) = cookies::get(&headers, COOKIE) {
        sign_in::sign_out(&app.office, &token, app.office.now()).await?;
    }
    let mut response = Redirect::to("/desk/sign-in").into_response();
    cookies::clear(response.headers_mut(), &app, COOKIE);
    cookies::clear(response.headers_mut(), &app, cookies::VISIT);
    Ok(response)
}

fn with_token(app: &App, token: &str, address: &str) -> Response {
    let mut response = Redirect::to(address).into_response();
    cookies::set(response.headers_mut(), app, COOKIE, token, None);
    response
}

/// Only pages of the desk are returned to.
fn back_to(address: &str) -> String {
    let address = cookies::safe_return(Some(address));
    let of_desk = address == "/desk" || address.starts_with("/desk/") || address.starts_with("/desk?");
    if of_desk && !address.starts_with("/desk/s") { address } else { "/desk".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::back_to;

    #[test]
    fn after_sign_in_an_official_comes_back_to_the_desk_and_nowhere_else() {
        for good in ["/desk", "/desk?view=late", "/desk/cases/0123456789abcdef0123456789abcdef"] {
            assert_eq!(back_to(good), good);
        }
        for bad in
            ["/", "/account", "//example.com", "/desk/sign-in", "/desk/second-factor", "/deskx", "javascript:1", ""]
        {
            assert_eq!(back_to(bad), "/desk", "{bad}");
        }
    }
}
