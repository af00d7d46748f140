//! OpenSSL with its ГОСТ engine: makes keys and gives the second opinion.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use connect::sign::gost::PrivateKey;
use connect::sign::{Algorithms, Certificate, SignFailure, Signer};

/// A key with a certificate of its own, as the engine makes them.
#[derive(Debug)]
pub struct Holder {
    key: PrivateKey,
    certificate: Certificate,
}

impl Signer for Holder {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn chain(&self) -> &[Certificate] {
        &[]
    }

    fn algorithms(&self) -> Algorithms {
        let oid = |text: &str| text.parse().unwrap();
        Algorithms { digest: oid("1.2.643.7.1.1.2.2"), signature: oid("1.2.643.7.1.1.1.1") }
    }

    fn digest(&self, content: &[u8]) -> Vec<u8> {
        self.key.curve().digest(content)
    }

    fn sign_raw(&self, message: &[u8]) -> Result<Vec<u8>, SignFailure> {
        self.key.sign(message).map_err(|error| SignFailure(error.to_string()))
    }
}

/// An invented system.
pub fn system() -> &'static Holder {
    static MADE: OnceLock<Holder> = OnceLock::new();
    MADE.get_or_init(|| holder("gost2012_256", "A", "Система примеров"))
}

/// An invented official with a longer key.
pub fn official() -> &'static Holder {
    static MADE: OnceLock<Holder> = OnceLock::new();
    MADE.get_or_init(|| holder("gost2012_512", "A", "Подписантова Мария Егоровна"))
}

/// Somebody else.
pub fn stranger() -> &'static Holder {
    static MADE: OnceLock<Holder> = OnceLock::new();
    MADE.get_or_init(|| holder("gost2012_256", "A", "Чужая система"))
}

fn holder(algorithm: &str, curve: &str, name: &str) -> Holder {
    let folder = Folder::new();
    let (key, certificate) = (folder.path("key.pem"), folder.path("certificate.pem"));
    let subject = format!("/CN={name}/O=Министерство примеров");
    let made = openssl(&[
        "req",
        "-x509",
        "-engine",
        "gost",
        "-newkey",
        algorithm,
        "-pkeyopt",
        &format!("paramset:{curve}"),
        "-nodes",
        "-utf8",
        "-days",
        "30",
        "-subj",
        &subject,
        "-keyout",
        &key,
        "-out",
        &certificate,
    ]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Holder {
        key: PrivateKey::from_pkcs8_pem(&std::fs::read_to_string(key).unwrap()).unwrap(),
        certificate: Certificate::from_pem(&std::fs::read_to_string(certificate).unwrap()).unwrap(),
    }
}

impl Holder {
    /// The same key under a certificate that is not its own.
    pub fn under(&self, certificate: &Certificate) -> Self {
        Self { key: self.key.clone(), certificate: certificate.clone() }
    }
}

/// A certificate of a key that СМЭВ does not accept.
pub fn foreign_certificate() -> Certificate {
    let folder = Folder::new();
    let (key, certificate) = (folder.path("key.pem"), folder.path("certificate.pem"));
    let curve = "ec_paramgen_curve:P-256";
    let made = openssl(&[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        curve,
        "-nodes",
        "-days",
        "30",
        "-subj",
        "/CN=P-256",
        "-keyout",
        &key,
        "-out",
        &certificate,
    ]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Certificate::from_pem(&std::fs::read_to_string(certificate).unwrap()).unwrap()
}

/// The digest of some bytes by the name the engine gives the algorithm.
pub fn digest(algorithm: &str, content: &[u8]) -> Vec<u8> {
    let folder = Folder::new();
    let made = openssl(&["dgst", "-engine", "gost", algorithm, "-binary", &folder.with("content", content)]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    made.stdout
}

/// Does the engine accept the signature over the message under the certificate?
pub fn accepts(algorithm: &str, certificate: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let folder = Folder::new();
    let der = folder.with("certificate.der", certificate);
    let key = openssl(&["x509", "-engine", "gost", "-inform", "DER", "-in", &der, "-noout", "-pubkey"]);
    assert!(key.status.success(), "{}", String::from_utf8_lossy(&key.stderr));
    let (key, signature) = (folder.with("key.pem", &key.stdout), folder.with("signature", signature));
    let message = folder.with("message", message);
    let arguments = ["dgst", "-engine", "gost", algorithm, "-verify", &key, "-signature", &signature, &message];
    openssl(&arguments).status.success()
}

fn openssl(arguments: &[&str]) -> Output {
    let ran = Command::new("openssl").args(arguments).output();
    ran.expect("openssl with libengine-gost-openssl is installed by cargo xtask test")
}

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("okno-xml-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn with(&self, name: &str, bytes: &[u8]) -> String {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
