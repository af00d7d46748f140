//! `okno sign` and `okno verify` as a person runs them, with keys and certificates of OpenSSL's ГОСТ engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::process::Command;

const ISSUES: &str = "[req]\ndistinguished_name=dn\nstring_mask=utf8only\n[dn]\n[ext]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n";
const SIGNS: &str = "[req]\ndistinguished_name=dn\nstring_mask=utf8only\n[dn]\n[ext]\nkeyUsage=critical,digitalSignature\nauthorityKeyIdentifier=keyid\n";
const LISTS: &str = "[ca]\ndefault_ca=own\n[own]\ndatabase=index\ncrlnumber=number\ndefault_md=md_gost12_256\n";
const PERSON: &str = "/CN=Подписантова Мария Егоровна/SN=Подписантова/GN=Мария Егоровна/title=Начальник отдела/O=Министерство примеров/1.2.643.100.1=1039900000018";

/// A folder with an authority, an official and a decision.
struct Desk {
    folder: PathBuf,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Nothing when the engine is missing, and says so loudly: `cargo xtask test` installs it.
fn desk(name: &str) -> Option<Desk> {
    let engine = Command::new("openssl").args(["engine", "-t", "gost"]).output();
    if !engine.is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains("[ available ]")) {
        eprintln!("SKIPPED LOUDLY: OpenSSL's ГОСТ engine is not installed (libengine-gost-openssl)");
        return None;
    }
    let folder = std::env::temp_dir().join(format!("okno-sign-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let desk = Desk { folder };
    desk.write("ca.cnf", ISSUES);
    desk.write("official.cnf", SIGNS);
    desk.write("decision.txt", "Решение, придуманное для проверки");
    for key in ["ca", "official"] {
        let file = format!("{key}.key");
        desk.openssl(&[
            "genpkey",
            "-engine",
            "gost",
            "-algorithm",
            "gost2012_256",
            "-pkeyopt",
            "paramset:A",
            "-out",
            &file,
        ]);
        desk.restrict(&file, 0o600);
    }
    desk.openssl(&[
        "req",
        "-engine",
        "gost",
        "-x509",
        "-new",
        "-utf8",
        "-subj",
        "/CN=Придуманный УЦ",
        "-days",
        "3650",
        "-key",
        "ca.key",
        "-out",
        "ca.pem",
        "-md_gost12_256",
        "-config",
        "ca.cnf",
        "-extensions",
        "ext",
    ]);
    desk.openssl(&[
        "req",
        "-engine",
        "gost",
        "-new",
        "-utf8",
        "-subj",
        PERSON,
        "-key",
        "official.key",
        "-out",
        "official.csr",
        "-md_gost12_256",
        "-config",
        "official.cnf",
    ]);
    desk.openssl(&[
        "x509",
        "-engine",
        "gost",
        "-req",
        "-in",
        "official.csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "365",
        "-extfile",
        "official.cnf",
        "-extensions",
        "ext",
        "-md_gost12_256",
        "-out",
        "official.pem",
    ]);
    Some(desk)
}

impl Desk {
    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.join(name), text).unwrap();
    }

    fn restrict(&self, name: &str, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(self.folder.join(name), std::fs::Permissions::from_mode(mode)).unwrap();
    }

    fn openssl(&self, arguments: &[&str]) {
        let answer = Command::new("openssl").args(arguments).current_dir(&self.folder).output().unwrap();
        assert!(answer.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&answer.stderr));
    }

    /// Exit code, what it said, what it complained of.
    fn okno(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_okno"));
        let answer = command.args(arguments).current_dir(&self.folder).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (answer.status.code().unwrap(), text(answer.stdout), text(answer.stderr))
    }

    fn signs(&self) {
        let (code, said, why) =
            self.okno(&["sign", "decision.txt", "--key", "official.key", "--certificate", "official.pem"]);
        assert_eq!(code, 0, "{why}");
        assert!(said.contains("decision.txt.sig") && said.contains("Подписантова Мария Егоровна"), "{said}");
    }
}

const CHECK: [&str; 3] = ["verify", "decision.txt", "decision.txt.sig"];

fn check<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&CHECK[..], more].concat()
}

/// Proves: RESULT-02, RESULT-10.
#[test]
fn a_signed_file_is_checked_in_plain_words_by_us_and_by_openssl() {
    let Some(desk) = desk("good") else { return };
    desk.signs();
    let (code, said, _) = desk.okno(&check(&["--trust", "ca.pem"]));
    assert_eq!(code, 0, "{said}");
    for word in [
        "Подпись верна",
        "Начальник отдела",
        "Министерство примеров",
        "ОГРН 1039900000018",
        "CAdES-BES",
        "не проверялся",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
    desk.openssl(&[
        "cms",
        "-verify",
        "-cades",
        "-engine",
        "gost",
        "-inform",
        "DER",
        "-binary",
        "-purpose",
        "any",
        "-in",
        "decision.txt.sig",
        "-content",
        "decision.txt",
        "-CAfile",
        "ca.pem",
        "-out",
        "shown",
    ]);
    let (code, said, _) = desk.okno(&check(&["--trust", "ca.pem", "--json"]));
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &report["holds"], &report["scheme"]), (0, &true.into(), &"gost256".into()), "{said}");
    assert_eq!(report["certificate"]["person"], "Подписантова Мария Егоровна");
    // Nothing is written over.
    let (code, _, why) = desk.okno(&["sign", "decision.txt", "--key", "official.key", "--certificate", "official.pem"]);
    assert!(code == 2 && why.contains("--out"), "{why}");
}

/// Proves: RESULT-10.
#[test]
fn each_way_a_signature_may_fail_is_told_in_words() {
    let Some(desk) = desk("bad") else { return };
    desk.signs();
    desk.write("other.txt", "Решение, подменённое для проверки");
    desk.write("nonsense.sig", "не подпись");
    for (arguments, word) in [
        (vec!["verify", "other.txt", "decision.txt.sig", "--trust", "ca.pem"], "изменён после подписания"),
        (vec!["verify", "decision.txt", "nonsense.sig", "--trust", "ca.pem"], "не отсоединённая подпись"),
        (check(&[]), "каким удостоверяющим центрам доверять"),
        (check(&["--trust", "official.pem"]), "не ведёт к доверенному"),
        (check(&["--trust", "ca.pem", "--at", "2126-03-03"]), "истёк"),
        (check(&["--trust", "ca.pem", "--at", "2016-03-03"]), "время подписания"),
    ] {
        let (code, said, why) = desk.okno(&arguments);
        assert_eq!(code, 1, "{arguments:?}: {said}{why}");
        assert!(said.contains("Подпись не принимается") && said.contains(word), "{arguments:?}: {said}");
    }
    for (arguments, word) in [
        (vec!["verify", "nothing.txt", "decision.txt.sig"], "nothing.txt"),
        (check(&["--trust", "decision.txt"]), "decision.txt"),
        (check(&["--trust", "ca.pem", "--at", "вчера"]), "--at"),
        (check(&["--trust", "ca.pem", "--crl", "decision.txt"]), "revocation list"),
    ] {
        let (code, _, why) = desk.okno(&arguments);
        assert!(code == 2 && why.contains(word), "{arguments:?}: {why}");
    }
}

/// Proves: RESULT-10.
#[test]
fn a_revoked_certificate_is_told_from_the_list_of_its_authority() {
    let Some(desk) = desk("revoked") else { return };
    desk.signs();
    desk.write("lists.cnf", LISTS);
    desk.write("index", "");
    desk.write("number", "01\n");
    let ca = ["ca", "-engine", "gost", "-config", "lists.cnf", "-keyfile", "ca.key", "-cert", "ca.pem"];
    desk.openssl(&[&ca[..], &["-gencrl", "-crldays", "30", "-out", "clean.crl"]].concat());
    let (code, said, _) = desk.okno(&check(&["--trust", "ca.pem", "--crl", "clean.crl"]));
    assert!(code == 0 && said.contains("Отзыв сертификата проверен по списку"), "{said}");
    desk.openssl(&[&ca[..], &["-revoke", "official.pem"]].concat());
    desk.openssl(&[&ca[..], &["-gencrl", "-crldays", "30", "-out", "list.crl"]].concat());
    let (code, said, _) = desk.okno(&check(&["--trust", "ca.pem", "--crl", "list.crl"]));
    assert!(code == 1 && said.contains("отозван"), "{said}");
    assert!(said.contains("Сам документ не изменён"), "{said}");
}

/// Proves: RESULT-02.
#[test]
fn a_key_open_to_others_does_not_sign_and_no_answer_shows_it() {
    let Some(desk) = desk("open") else { return };
    desk.restrict("official.key", 0o644);
    let sign = ["sign", "decision.txt", "--key", "official.key", "--certificate", "official.pem"];
    let (code, said, why) = desk.okno(&sign);
    assert!(code == 2 && why.contains("chmod 600"), "{why}");
    let key = std::fs::read_to_string(desk.folder.join("official.key")).unwrap();
    let secret = key.lines().nth(1).unwrap();
    assert!(!said.contains(secret) && !why.contains(secret));
    desk.restrict("official.key", 0o600);
    let (code, _, why) = desk.okno(&["sign", "decision.txt", "--key", "ca.key", "--certificate", "official.pem"]);
    assert!(code == 2 && why.contains("does not belong to the certificate"), "{why}");
}
