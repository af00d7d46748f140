//! A browser reduced to what a test needs: cookies by host, redirects when asked for, and the
//! headers a real one sends with a form of our own pages.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Body, Method};
use serde_json::Value;
use url::Url;

/// One browser.
#[derive(Clone)]
pub struct Browser {
    /// The portal, no slash at the end.
    pub portal: String,
    http: reqwest::Client,
    cookies: BTreeMap<String, BTreeMap<String, String>>,
}

/// An answer read to its end.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: u16,
    pub url: Url,
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
}

/// A request before it goes out.
pub struct Sending {
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Sending {
    pub fn new(method: &str, path: &str) -> Self {
        Self { method: method.parse().unwrap(), path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub fn post(path: &str) -> Self {
        Self::new("POST", path)
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A form as a browser sends it.
    pub fn form(mut self, fields: &[(&str, &str)]) -> Self {
        self.body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes();
        self.header("content-type", "application/x-www-form-urlencoded")
    }

    /// A form with a file field, as a browser sends it: field, name of the file, content. A browser
    /// sends the field where no file was chosen, too; a form without one has `None`.
    pub fn parts(mut self, fields: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> Self {
        let edge = "----okno-test-edge";
        let mut body = Vec::new();
        for (field, value) in fields {
            let part = format!("--{edge}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        if let Some((field, name, content)) = file {
            let head = format!(
                "--{edge}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 content-type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{edge}--\r\n").as_bytes());
        self.body = body;
        self.header("content-type", &format!("multipart/form-data; boundary={edge}"))
    }

    pub fn body(mut self, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self
    }
}

impl Page {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{}: {error}: {}", self.url, self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where a redirect leads.
    pub fn leads_to(&self) -> Option<&str> {
        self.headers.get(LOCATION).map(|value| value.to_str().unwrap())
    }

    /// The words of the page without its tags, for messages of tests and for reading.
    pub fn words(&self) -> String {
        let mut words = String::new();
        let mut inside = false;
        for sign in self.text().chars() {
            match sign {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    words.push(' ');
                }
                _ if !inside => words.push(sign),
                _ => {}
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Browser {
    pub fn new(portal: &str, http: reqwest::Client) -> Self {
        Self { portal: portal.to_owned(), http, cookies: BTreeMap::new() }
    }

    /// Sends as a person's browser would from our own page; an error when the server is gone.
    pub async fn try_send(&mut self, sending: Sending) -> reqwest::Result<Page> {
        let absolute = sending.path.starts_with("http");
        let url = if absolute { sending.path.clone() } else { format!("{}{}", self.portal, sending.path) };
        let url = Url::parse(&url).unwrap();
        let host = format!("{}:{}", url.host_str().unwrap(), url.port_or_known_default().unwrap());
        let mut request = self.http.request(sending.method.clone(), url.clone());
        let given = |name: &str| sending.headers.iter().any(|(known, _)| known == name);
        if sending.method != Method::GET && !given("origin") {
            request = request.header(ORIGIN, format!("http://{host}")).header("sec-fetch-site", "same-origin");
        }
        for (name, value) in &sending.headers {
            request = request.header(name, value);
        }
        if let Some(jar) = self.cookies.get(&host).filter(|jar| !jar.is_empty()) {
            let line: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(COOKIE, line.join("; "));
        }
        let answer = request.body(Body::from(sending.body)).send().await?;
        for line in answer.headers().get_all(SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap();
            let jar = self.cookies.entry(host.clone()).or_default();
            if value.is_empty() {
                jar.remove(name)
            } else {
                jar.insert(name.to_owned(), value.to_owned())
            };
        }
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Ok(Page { status, url, headers, body: answer.bytes().await?.to_vec() })
    }

    pub async fn send(&mut self, sending: Sending) -> Page {
        let path = sending.path.clone();
        self.try_send(sending).await.unwrap_or_else(|error| panic!("{path}: {error:?}"))
    }

    /// A page without following redirects.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Sending::get(path)).await
    }

    /// A form without following redirects.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(Sending::post(path).form(fields)).await
    }

    /// A page, through every redirect.
    pub async fn open(&mut self, path: &str) -> Page {
        let page = self.get(path).await;
        self.follow(page).await
    }

    /// Follows redirects to a page.
    pub async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..12 {
            let Some(next) = page.leads_to() else { return page };
            let next = page.url.join(next).unwrap();
            page = self.get(next.as_str()).await;
        }
        panic!("redirects without end at {}", page.url)
    }

    /// The portal's cookie.
    pub fn cookie(&self, name: &str) -> Option<&String> {
        self.cookies.get(self.portal.trim_start_matches("http://"))?.get(name)
    }

    /// Puts a cookie of the portal there by hand, as a thief would.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        let host = self.portal.trim_start_matches("http://").to_owned();
        self.cookies.entry(host).or_default().insert(name.to_owned(), value.to_owned());
    }
}
