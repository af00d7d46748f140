//! Where keys live: a restricted file, another program, a service.

use std::sync::Arc;
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::error::Error as _;

use connect::http;
use connect::sign::{
    CmsSigner, CommandSigner, KeyFileError, LocalSigner, ServiceSigner, SignFailure, Signer, SigningRefused, gost,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

use crate::engine::{Engine, USUAL, engine, now, restrict, who};

const CONTENT: &[u8] = b"an invented decision";

fn prepared() -> Option<Engine> {
    let engine = engine()?;
    engine.authority("ca", USUAL);
    engine.official("official", USUAL, "ca");
    Some(engine)
}

/// Proves: RESULT-02.
#[test]
fn a_key_that_others_may_read_is_refused_with_the_way_to_mend_it() {
    let Some(engine) = prepared() else { return };
    let (key, certificate) = (engine.path("official.key"), engine.path("official.pem"));
    assert!(LocalSigner::from_files(&key, &certificate).is_ok());
    for mode in [0o640, 0o604, 0o644, 0o660] {
        restrict(&key, mode);
        let refused = LocalSigner::from_files(&key, &certificate).unwrap_err();
        assert!(matches!(refused, KeyFileError::Open { .. }), "{mode:o}: {refused}");
        assert!(refused.to_string().contains("chmod 600"), "{refused}");
    }
    restrict(&key, 0o400);
    assert!(LocalSigner::from_files(&key, &certificate).is_ok());
    assert!(matches!(LocalSigner::from_files(&engine.path("none.key"), &certificate), Err(KeyFileError::Read { .. })));
    engine.official("other", USUAL, "ca");
    let mismatch = LocalSigner::from_files(&key, &engine.path("other.pem")).unwrap_err();
    assert!(mismatch.source().unwrap().to_string().contains("does not belong"), "{mismatch}");
}

/// Proves: RESULT-02.
#[test]
fn no_signer_shows_its_key() {
    let Some(engine) = prepared() else { return };
    let signer = engine.signer("official");
    let key = engine.text("official.key");
    let secret = key.lines().nth(1).unwrap();
    for shown in [
        format!("{signer:?}"),
        format!("{:?}", CmsSigner::new(Arc::new(signer.clone()), engine.trust(&["ca"]))),
        format!("{:?}", gost::PrivateKey::from_pkcs8_pem(&key).unwrap()),
    ] {
        assert!(!shown.contains(secret) && !shown.contains("number"), "{shown}");
    }
    restrict(&engine.write("token", b"a-secret-token"), 0o600);
    let url = Url::parse("http://127.0.0.1:1/").unwrap();
    let service =
        ServiceSigner::new(&engine.path("official.pem"), url, Some(&engine.path("token")), http::Settings::default());
    assert!(!format!("{:?}", service.unwrap()).contains("a-secret-token"));
}

/// Proves: RESULT-02.
#[test]
fn openssl_with_its_engine_signs_for_us_by_command() {
    let Some(engine) = prepared() else { return };
    let key = engine.path("official.key").display().to_string();
    let arguments = ["pkeyutl", "-sign", "-engine", "gost", "-inkey", &key].map(str::to_owned);
    let command = CommandSigner::new(&engine.path("official.pem"), "openssl", &arguments).unwrap();
    let signer = CmsSigner::new(Arc::new(command), engine.trust(&["ca"]));
    let cms = signer.sign(CONTENT, &who(), now()).unwrap();
    assert!(engine.accepts("ca", CONTENT, &cms));
}

/// Proves: RESULT-02.
#[test]
fn a_command_that_fails_or_signs_with_another_key_is_refused() {
    let Some(engine) = prepared() else { return };
    engine.key("other", USUAL);
    let other = engine.path("other.key").display().to_string();
    let certificate = engine.path("official.pem");
    for (program, arguments) in [
        ("openssl", vec!["pkeyutl", "-sign", "-engine", "gost", "-inkey", &other]),
        ("openssl", vec!["pkeyutl", "-nonsense"]),
        ("cat", vec![]),
        ("no-such-program", vec![]),
    ] {
        let arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
        let command = CommandSigner::new(&certificate, program, &arguments).unwrap();
        let signer = CmsSigner::new(Arc::new(command), engine.trust(&["ca"]));
        let refused = signer.sign(CONTENT, &who(), now()).unwrap_err();
        assert!(matches!(refused, SigningRefused::Failed(_)), "{program}: {refused}");
    }
}

/// What the little service of the tests answers with.
#[derive(Clone, Copy)]
enum Mood {
    Signs,
    SignsOtherwise,
    Refuses,
}

/// A signing service of one key on loopback; says what it was asked.
async fn service(key: gost::PrivateKey, mood: Mood) -> (Url, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/sign", listener.local_addr().unwrap())).unwrap();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let question = question(&mut stream).await;
            let (_, body) = question.split_once("\r\n\r\n").unwrap();
            let wanted: serde_json::Value = serde_json::from_str(body).unwrap();
            let mut digest = STANDARD.decode(wanted["digest"].as_str().unwrap()).unwrap();
            heard.lock().unwrap().push(question.clone());
            if matches!(mood, Mood::SignsOtherwise) {
                digest[0] ^= 1;
            }
            let (status, answer) = match mood {
                Mood::Refuses => ("403 Forbidden", r#"{"error":"no"}"#.to_owned()),
                Mood::Signs | Mood::SignsOtherwise => {
                    let signature = STANDARD.encode(key.sign_digest(&digest).unwrap());
                    ("200 OK", serde_json::json!({ "signature": signature }).to_string())
                }
            };
            let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", answer.len());
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (url, asked)
}

async fn question(stream: &mut tokio::net::TcpStream) -> String {
    let mut read = Vec::new();
    loop {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await.unwrap();
        read.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&read).into_owned();
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            length.is_some_and(|length: usize| body.len() >= length)
        });
        if whole || count == 0 {
            return text;
        }
    }
}

/// Proves: RESULT-02.
#[tokio::test]
async fn a_signing_service_signs_digests_and_is_checked() {
    let Some(engine) = prepared() else { return };
    let key = gost::PrivateKey::from_pkcs8_pem(&engine.text("official.key")).unwrap();
    restrict(&engine.write("token", b"a-secret-token\n"), 0o600);
    let remote = |url: Url| {
        let token = engine.path("token");
        ServiceSigner::new(&engine.path("official.pem"), url, Some(&token), http::Settings::default()).unwrap()
    };
    let (url, asked) = service(key.clone(), Mood::Signs).await;
    let signer = CmsSigner::new(Arc::new(remote(url)), engine.trust(&["ca"]));
    let cms = tokio::task::spawn_blocking(move || signer.sign(CONTENT, &who(), now())).await.unwrap().unwrap();
    assert!(engine.accepts("ca", CONTENT, &cms));
    let asked = asked.lock().unwrap().join("");
    assert!(asked.contains("authorization: Bearer a-secret-token\r\n"), "{asked}");
    assert!(asked.contains(&engine.certificate("official").sha256()) && asked.contains("\"gost256\""), "{asked}");
    assert!(!asked.contains("invented decision"), "the document itself stays here");
    for mood in [Mood::SignsOtherwise, Mood::Refuses] {
        let (url, _) = service(key.clone(), mood).await;
        let signer = remote(url);
        let refused = tokio::task::spawn_blocking(move || signer.sign_raw(CONTENT)).await.unwrap();
        assert!(matches!(refused, Err(SignFailure(_))));
    }
    let nobody = remote(Url::parse("http://127.0.0.1:1/").unwrap());
    assert!(tokio::task::spawn_blocking(move || nobody.sign_raw(CONTENT)).await.unwrap().is_err());
}

#[test]
fn a_signing_service_over_plain_http_elsewhere_is_refused() {
    let Some(engine) = prepared() else { return };
    let url = Url::parse("http://sign.example.ru/").unwrap();
    assert!(ServiceSigner::new(&engine.path("official.pem"), url, None, http::Settings::default()).is_err());
}
