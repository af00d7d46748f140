//! A browser reduced to what a journey needs: one kept connection, cookies, redirects.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// One client with its connections and cookies, both by host.
#[derive(Default)]
pub struct Client {
    connections: BTreeMap<String, SendRequest<Full<Bytes>>>,
    cookies: BTreeMap<String, BTreeMap<String, String>>,
}

/// An answer read to its end.
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Where a redirect leads.
    pub location: Option<String>,
    /// Body.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// An address cut in two: `127.0.0.1:8080` and `/path?query`.
pub fn split(url: &str) -> Result<(String, String)> {
    let rest = url.strip_prefix("http://").with_context(|| format!("{url} is not plain http"))?;
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    Ok((host.to_owned(), path.to_owned()))
}

impl Client {
    /// Gets a page without following redirects.
    pub async fn get(&mut self, url: &str) -> Result<Answer> {
        self.send(Method::GET, url, None).await
    }

    /// Posts a form without following redirects.
    pub async fn post(&mut self, url: &str, form: &str) -> Result<Answer> {
        self.send(Method::POST, url, Some(("application/x-www-form-urlencoded", form))).await
    }

    /// Posts fields as a form does that may bring a file, without following redirects.
    pub async fn post_parts(&mut self, url: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        const EDGE: &str = "----okno-bench-edge";
        let part = |(name, value): &(&str, &str)| {
            format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = fields.iter().map(part).collect::<String>() + &format!("--{EDGE}--\r\n");
        self.send(Method::POST, url, Some((&format!("multipart/form-data; boundary={EDGE}"), &body))).await
    }

    /// Follows redirects from an answer until a page comes; gives its address too.
    pub async fn follow(&mut self, from: &str, mut answer: Answer) -> Result<(String, Answer)> {
        let mut url = from.to_owned();
        for _ in 0..12 {
            let Some(location) = answer.location.clone().filter(|_| answer.status.is_redirection()) else {
                return Ok((url, answer));
            };
            url = join(&url, &location)?;
            answer = self.get(&url).await?;
        }
        bail!("{from} redirects without end")
    }

    /// Another client with the same cookies and its own connections.
    pub fn same_person(&self) -> Self {
        Self { connections: BTreeMap::new(), cookies: self.cookies.clone() }
    }

    /// Goes on over the same connections as another person.
    pub fn go_on_as(&mut self, other: &Self) {
        self.cookies.clone_from(&other.cookies);
    }

    async fn send(&mut self, method: Method, url: &str, form: Option<(&str, &str)>) -> Result<Answer> {
        let (host, path) = split(url)?;
        let mut request = Request::builder().method(method).uri(path).header(HOST, &host);
        request = request.header(ORIGIN, format!("http://{host}")).header("sec-fetch-site", "same-origin");
        if let Some(jar) = self.cookies.get(&host).filter(|jar| !jar.is_empty()) {
            let line: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(COOKIE, line.join("; "));
        }
        if let Some((kind, _)) = form {
            request = request.header(CONTENT_TYPE, kind);
        }
        let body = form.map_or("", |(_, body)| body).to_owned();
        let request = request.body(Full::new(Bytes::from(body)))?;
        let response = self.connection(&host).await?.send_request(request).await.with_context(|| url.to_owned())?;
        let (head, body) = response.into_parts();
        for line in head.headers.get_all(SET_COOKIE) {
            let pair = line.to_str()?.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.entry(host.clone()).or_default().insert(name.to_owned(), value.to_owned());
            }
        }
        let location = head.headers.get(LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok(Answer { status: head.status, location, body: body.collect().await?.to_bytes() })
    }

    async fn connection(&mut self, host: &str) -> Result<&mut SendRequest<Full<Bytes>>> {
        let alive = match self.connections.get_mut(host) {
            Some(connection) => connection.ready().await.is_ok(),
            None => false,
        };
        if !alive {
            let stream = TcpStream::connect(host).await.with_context(|| format!("cannot reach {host}"))?;
            stream.set_nodelay(true)?;
            let (sender, connection) = handshake(TokioIo::new(stream)).await?;
            tokio::spawn(connection);
            self.connections.insert(host.to_owned(), sender);
        }
        self.connections.get_mut(host).context("the connection is gone")
    }
}

/// The address a redirect leads to.
fn join(from: &str, location: &str) -> Result<String> {
    if location.starts_with("http://") {
        return Ok(location.to_owned());
    }
    Ok(format!("http://{}{location}", split(from)?.0))
}
