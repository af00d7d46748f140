//! `okno smev`: what integrators ask of a message, run as they run it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::Command;

const REAL: &str = "smev-signed-2012/GetResponseResponce_InvalidContent.xml";

fn okno(arguments: &[&str]) -> (i32, Vec<u8>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_okno")).args(arguments).output().unwrap();
    (output.status.code().unwrap(), output.stdout, String::from_utf8(output.stderr).unwrap())
}

/// A published message; absent, it is said loudly.
fn published(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/smev3/vectors").join(path);
    if !found.is_file() {
        eprintln!("SKIPPED LOUDLY: the published message {path} is not here, the command was not run over it");
        return None;
    }
    Some(found)
}

/// A file of our own that goes away with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, content: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("okno-smev-{}-{name}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn the_signed_bytes_are_printed_and_nothing_else() {
    let text = "<a xmlns='urn:a'>\n <b Id='x' c='&#10;'> т </b>\n</a>";
    let file = Scratch::new("plain.xml", text.as_bytes());
    let (code, shown, said) = okno(&["smev", "transform", file.path(), "--id", "x"]);
    assert_eq!((code, said.as_str()), (0, ""));
    assert_eq!(String::from_utf8(shown).unwrap(), "<ns1:b xmlns:ns1=\"urn:a\" Id=\"x\" c=\"&#xa;\"> т </ns1:b>");
    let (code, shown, said) = okno(&["smev", "transform", file.path(), "--id", "y"]);
    assert_eq!((code, shown.len()), (2, 0));
    assert!(said.contains("нет элемента с Id «y»"), "{said}");
}

#[test]
fn the_signed_bytes_of_a_published_message_are_the_published_ones() {
    let Some(message) = published(REAL) else { return };
    for id in ["SIGNED_BY_SMEV", "SIGNED_ASYNC_BY_SMEV"] {
        let (code, shown, _) = okno(&["smev", "transform", message.to_str().unwrap(), "--id", id]);
        let expected = published(&format!("transform/GetResponseResponce_InvalidContent.{id}.c14n")).unwrap();
        assert_eq!(code, 0);
        assert_eq!(shown, std::fs::read(expected).unwrap());
    }
}

#[test]
fn each_signature_of_a_real_message_is_told_with_its_certificate() {
    let Some(message) = published(REAL) else { return };
    let path = message.to_str().unwrap();
    let (code, shown, _) = okno(&["smev", "verify", path]);
    let shown = String::from_utf8(shown).unwrap();
    assert_eq!(code, 0, "{shown}");
    for words in [
        "ВЕРНА: подпись СМЭВ — SMEVSignature.",
        "ВЕРНА: подпись информационной системы отправителя (ЭП-ОВ)",
        "Id SIGNED_BY_SMEV, строка 5",
        "Содержание: не изменено, хеш совпадает.",
        "ОГРН 1047702026701",
        "Серийный номер 03ea8500",
        "срок с 02.09.2020 по 02.09.2021; на дату из сообщения 01.04.2021 действует.",
        "Издатель: не проверялся",
        "Итог: верны все подписи (2).",
    ] {
        assert!(shown.contains(words), "«{words}» is not said:\n{shown}");
    }
    let (code, shown, _) = okno(&["smev", "verify", path, "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&shown).unwrap();
    assert_eq!(code, 0);
    assert_eq!(told["holds"], true);
    assert_eq!(told["signatures"][0]["certificate"]["moment"], "message");
    assert_eq!(told["signatures"][0]["certificate"]["trusted"], serde_json::Value::Null);
    let (code, shown, _) = okno(&["smev", "verify", path, "--at", "2022-01-01T00:00:00Z"]);
    let shown = String::from_utf8(shown).unwrap();
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("Срок действия сертификата на эту дату истёк"), "{shown}");
}

#[test]
fn a_changed_message_is_told_from_a_changed_signature() {
    let Some(message) = published(REAL) else { return };
    let text = std::fs::read_to_string(message).unwrap();
    let changed = Scratch::new("changed.xml", text.replace("requestIsRejectedBySmev", "requestIsProcessed").as_bytes());
    let (code, shown, _) = okno(&["smev", "verify", changed.path()]);
    let shown = String::from_utf8(shown).unwrap();
    assert_eq!(code, 1);
    assert_eq!(shown.matches("Содержание: изменено, хеш не совпадает.").count(), 2, "{shown}");
    assert_eq!(shown.matches("Подпись: сделана ключом этого сертификата").count(), 2, "{shown}");
    assert!(shown.contains("Итог: верно подписей: 0 из 2. Принимать сообщение нельзя."), "{shown}");
    let broken = Scratch::new("broken.xml", text.replace("qZps+yBf", "qZps+yBg").as_bytes());
    let (code, shown, _) = okno(&["smev", "verify", broken.path()]);
    let shown = String::from_utf8(shown).unwrap();
    assert_eq!(code, 1);
    assert!(shown.contains("Подпись: не сделана ключом этого сертификата."), "{shown}");
    assert!(shown.contains("Итог: верно подписей: 1 из 2."), "{shown}");
}

#[test]
fn a_message_without_signatures_or_by_the_old_standard_is_refused_in_words() {
    let types = "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.2";
    let bare = format!("<SendRequestResponse xmlns='{types}'><MessageMetadata Id='S'/></SendRequestResponse>");
    let bare = Scratch::new("bare.xml", bare.as_bytes());
    let (code, shown, _) = okno(&["smev", "verify", bare.path()]);
    let shown = String::from_utf8(shown).unwrap();
    assert_eq!(code, 1);
    assert!(shown.contains("нет подписи: подпись СМЭВ"), "{shown}");
    let foreign = Scratch::new("foreign.xml", b"<a/>");
    let (code, shown, _) = okno(&["smev", "verify", foreign.path()]);
    assert_eq!(code, 1);
    assert!(String::from_utf8(shown).unwrap().contains("это не сообщение СМЭВ"));
    let Some(old) = published("mr33-samples/AckRequest.xml") else { return };
    let (code, shown, _) = okno(&["smev", "verify", old.to_str().unwrap()]);
    let shown = String::from_utf8(shown).unwrap();
    assert_eq!(code, 1);
    assert!(shown.contains("ГОСТ Р 34.10-2001, который больше не применяется"), "{shown}");
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    let file = Scratch::new("entity.xml", b"<a>\n&x;</a>");
    for command in [&["smev", "verify", file.path()][..], &["smev", "transform", file.path(), "--id", "x"]] {
        let (code, shown, said) = okno(command);
        assert_eq!((code, shown.len()), (2, 0));
        assert!(said.contains("строка 2: ссылка на сущность «x»"), "{said}");
    }
    assert_eq!(okno(&["smev", "verify", "/nowhere/message.xml"]).0, 2);
    let types = "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.2";
    let message = Scratch::new("m.xml", format!("<AckRequest xmlns='{types}'/>").as_bytes());
    assert_eq!(okno(&["smev", "verify", message.path(), "--trust", file.path()]).0, 2);
}

/// A key and a certificate, made by OpenSSL's ГОСТ engine; issued by that authority if there is one.
fn holder(name: &str, issuer: Option<&(Scratch, Scratch)>) -> (Scratch, Scratch) {
    let (key, certificate) = (Scratch::new(&format!("{name}.key"), b""), Scratch::new(&format!("{name}.pem"), b""));
    let request = Scratch::new(&format!("{name}.csr"), b"");
    let openssl = |arguments: &[&str]| {
        let output = Command::new("openssl").args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let subject = format!("/CN={}", name.split('-').next().unwrap());
    let new = ["-engine", "gost", "-newkey", "gost2012_256", "-pkeyopt", "paramset:A", "-nodes", "-subj", &subject];
    let Some((issuer_key, issuer)) = issuer else {
        openssl(
            &[&["req", "-x509", "-days", "30", "-keyout", key.path(), "-out", certificate.path()], &new[..]].concat(),
        );
        return (key, certificate);
    };
    openssl(&[&["req", "-new", "-keyout", key.path(), "-out", request.path()], &new[..]].concat());
    openssl(&[
        "x509",
        "-req",
        "-engine",
        "gost",
        "-days",
        "30",
        "-set_serial",
        "77",
        "-in",
        request.path(),
        "-CA",
        issuer.path(),
        "-CAkey",
        issuer_key.path(),
        "-out",
        certificate.path(),
    ]);
    (key, certificate)
}

#[test]
fn a_certificate_must_lead_to_the_authority_that_is_trusted() {
    use connect::sign::LocalSigner;
    use connect::xml::signature::{Role, sign};
    use connect::xml::{Element, Namespace, write_document};
    let authority = holder("authority-a", None);
    // Another authority that calls itself the same.
    let namesake = holder("authority-b", None);
    let (key, certificate) = holder("system", Some(&authority));
    let text = |file: &Scratch| std::fs::read_to_string(&file.0).unwrap();
    let signer = LocalSigner::from_pem(&text(&key), &text(&certificate)).unwrap();
    let of = |uri| Namespace { prefix: "m", uri };
    let types = of("urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.2");
    let basic =
        Namespace { prefix: "b", ..of("urn://x-artefacts-smev-gov-ru/services/message-exchange/types/basic/1.2") };
    let target = Element::new(basic, "AckTargetMessage").with_attribute("Id", "SIGNED_BY_CALLER").with_text("x");
    let container = Element::new(types, Role::Caller.container()).with(sign(&target, &signer).unwrap());
    let message = Element::new(types, "AckRequest").with(target).with(container);
    let message = Scratch::new("trusted.xml", &write_document(&message).unwrap());
    let verify = |trust: &Scratch| {
        let (code, shown, _) = okno(&["smev", "verify", message.path(), "--trust", trust.path()]);
        (code, String::from_utf8(shown).unwrap())
    };
    let (code, shown) = verify(&authority.1);
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("цепочка ведёт к доверенному удостоверяющему центру"), "{shown}");
    assert!(shown.contains("Сертификат: system."), "{shown}");
    assert!(shown.contains("на сегодня (сообщение не говорит, когда оно подписано)"), "{shown}");
    let (code, shown) = verify(&namesake.1);
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("Издатель: цепочка не принята."), "{shown}");
    assert!(shown.contains("Содержание: не изменено, хеш совпадает."), "{shown}");
}
