//! OpenSSL with the ГОСТ engine as the second opinion: makes keys, authorities, certificates,
//! revocation lists and signatures the way other programs do.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use connect::sign::{Authorities, Certificate, LocalSigner, RevocationList, Who};
use jiff::Timestamp;

/// The curves by the names the engine knows.
pub const CURVES: [(&str, &str); 7] = [
    ("gost2012_256", "A"),
    ("gost2012_256", "B"),
    ("gost2012_256", "C"),
    ("gost2012_256", "TCA"),
    ("gost2012_512", "A"),
    ("gost2012_512", "B"),
    ("gost2012_512", "C"),
];

/// The usual key of a person and of an authority.
pub const USUAL: (&str, &str) = ("gost2012_256", "A");

const PERSON: &str = "/C=RU/CN=Подписантова Мария Егоровна/SN=Подписантова/GN=Мария Егоровна/O=Министерство примеров/title=Начальник отдела/1.2.643.100.1=1039900000018";
const MAY_SIGN: &str = "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";
const MAY_ISSUE: &str =
    "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n";

/// A folder of its own where the engine works; removed at the end.
pub struct Engine {
    pub folder: PathBuf,
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The engine, or a loud word that it is missing: `cargo xtask test` installs it.
pub fn engine() -> Option<Engine> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let answer = Command::new("openssl").args(["engine", "-t", "gost"]).output();
    if !answer.is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains("[ available ]")) {
        eprintln!("SKIPPED LOUDLY: OpenSSL's ГОСТ engine is not installed (libengine-gost-openssl)");
        return None;
    }
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("okno-gost-{}-{count}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    Some(Engine { folder })
}

/// OpenSSL dates what it issues by the clock of the machine.
#[allow(clippy::disallowed_methods)]
pub fn now() -> Timestamp {
    Timestamp::now()
}

pub fn who() -> Who {
    Who { name: "Подписантова Мария Егоровна".into(), ogrn: Some("1039900000018".into()) }
}

impl Engine {
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    /// Runs OpenSSL in the folder; says whether it was content, and what it said.
    pub fn asks(&self, arguments: &[&str]) -> (bool, String) {
        let answer = Command::new("openssl").args(arguments).current_dir(&self.folder).output().unwrap();
        (answer.status.success(), String::from_utf8_lossy(&answer.stderr).into_owned())
    }

    /// Runs OpenSSL, which must be content.
    pub fn does(&self, arguments: &[&str]) {
        let (content, said) = self.asks(arguments);
        assert!(content, "openssl {}: {said}", arguments.join(" "));
    }

    /// A key in `NAME.key`, readable by its owner alone.
    pub fn key(&self, name: &str, (algorithm, set): (&str, &str)) {
        let file = format!("{name}.key");
        let option = match algorithm {
            "rsa" => format!("rsa_keygen_bits:{set}"),
            "ec" => format!("ec_paramgen_curve:{set}"),
            _ => format!("paramset:{set}"),
        };
        self.does(&["genpkey", "-engine", "gost", "-algorithm", algorithm, "-pkeyopt", &option, "-out", &file]);
        restrict(&self.path(&file), 0o600);
    }

    /// An authority in `NAME.key` and `NAME.pem`; the name people read is the same for all.
    pub fn authority(&self, name: &str, kind: (&str, &str)) {
        self.key(name, kind);
        let extensions = self.extensions("root", MAY_ISSUE);
        let (key, pem) = (format!("{name}.key"), format!("{name}.pem"));
        let hash = hash_of(kind);
        self.does(&[
            "req",
            "-engine",
            "gost",
            "-x509",
            "-new",
            "-utf8",
            "-subj",
            "/C=RU/CN=Придуманный УЦ",
            "-days",
            "3650",
            "-key",
            &key,
            "-out",
            &pem,
            hash,
            "-config",
            &extensions,
            "-extensions",
            "ext",
        ]);
    }

    /// An official's certificate in `NAME.key` and `NAME.pem` by an authority.
    pub fn official(&self, name: &str, kind: (&str, &str), authority: &str) {
        self.issue(name, kind, authority, PERSON, MAY_SIGN);
    }

    /// An authority under another.
    pub fn middle(&self, name: &str, kind: (&str, &str), authority: &str) {
        self.issue(name, kind, authority, "/C=RU/CN=Придуманный промежуточный УЦ", MAY_ISSUE);
    }

    pub fn issue(&self, name: &str, kind: (&str, &str), authority: &str, subject: &str, extensions: &str) {
        self.key(name, kind);
        let config = self.extensions(name, extensions);
        let [key, request, pem] = ["key", "csr", "pem"].map(|end| format!("{name}.{end}"));
        let [ca_key, ca] = ["key", "pem"].map(|end| format!("{authority}.{end}"));
        let hash = if self.text(&ca).is_empty() { "-sha256" } else { self.hash_for(authority) };
        self.does(&[
            "req",
            "-engine",
            "gost",
            "-new",
            "-utf8",
            "-subj",
            subject,
            "-key",
            &key,
            "-out",
            &request,
            hash_of(kind),
            "-config",
            &config,
        ]);
        self.does(&[
            "x509",
            "-engine",
            "gost",
            "-req",
            "-in",
            &request,
            "-CA",
            &ca,
            "-CAkey",
            &ca_key,
            "-CAcreateserial",
            "-days",
            "365",
            "-extfile",
            &config,
            "-extensions",
            "ext",
            hash,
            "-out",
            &pem,
        ]);
    }

    /// The hash an authority signs with, by its own certificate.
    fn hash_for(&self, authority: &str) -> &'static str {
        let certificate = self.certificate(authority);
        match connect::sign::PublicKey::of(&certificate).map(|key| key.scheme().hash()) {
            Some(connect::sign::Hash::Streebog256) => "-md_gost12_256",
            Some(connect::sign::Hash::Streebog512) => "-md_gost12_512",
            _ => "-sha256",
        }
    }

    fn extensions(&self, name: &str, extensions: &str) -> String {
        let file = format!("{name}.cnf");
        self.write(
            &file,
            format!("[req]\ndistinguished_name=dn\nstring_mask=utf8only\n[dn]\n[ext]\n{extensions}").as_bytes(),
        );
        file
    }

    /// A revocation list in `LIST.crl` by an authority, over these certificates from these moments.
    pub fn list(&self, list: &str, authority: &str, revoked: &[(&str, Timestamp)], days: &[&str]) {
        let folder = format!("{list}.db");
        std::fs::create_dir_all(self.path(&folder)).unwrap();
        let config = format!(
            "[ca]\ndefault_ca=own\n[own]\ndatabase={folder}/index\ncrlnumber={folder}/number\ndefault_md={}\n",
            self.hash_for(authority).trim_start_matches('-')
        );
        let file = format!("{list}.ca.cnf");
        self.write(&file, config.as_bytes());
        // The index by hand: `openssl ca -revoke` knows no other moment than its own second.
        let written = |at: Timestamp| at.strftime("%y%m%d%H%M%SZ").to_string();
        let index: String = revoked
            .iter()
            .map(|(name, at)| {
                let certificate = self.certificate(name);
                let (until, serial) = (written(certificate.valid_until()), certificate.serial().to_uppercase());
                format!("R\t{until}\t{}\t{serial}\tunknown\t/CN={name}\n", written(*at))
            })
            .collect();
        self.write(&format!("{folder}/index"), index.as_bytes());
        self.write(&format!("{folder}/number"), b"01\n");
        let [key, pem] = ["key", "pem"].map(|end| format!("{authority}.{end}"));
        let common = ["ca", "-engine", "gost", "-config", &file, "-keyfile", &key, "-cert", &pem];
        let out = format!("{list}.crl");
        self.does(&[&common[..], &["-gencrl", "-out", &out], days].concat());
    }

    pub fn certificate(&self, name: &str) -> Certificate {
        Certificate::from_pem(&self.text(&format!("{name}.pem"))).unwrap()
    }

    pub fn revocations(&self, list: &str) -> RevocationList {
        RevocationList::read(&self.read(&format!("{list}.crl"))).unwrap()
    }

    pub fn trust(&self, roots: &[&str]) -> Authorities {
        Authorities { roots: roots.iter().map(|root| self.certificate(root)).collect(), ..Authorities::default() }
    }

    pub fn signer(&self, name: &str) -> LocalSigner {
        LocalSigner::from_files(&self.path(&format!("{name}.key")), &self.path(&format!("{name}.pem"))).unwrap()
    }

    /// A detached signature by OpenSSL.
    pub fn sign(&self, name: &str, kind: (&str, &str), content: &[u8], options: &[&str]) -> Vec<u8> {
        self.write("content", content);
        let [key, pem] = ["key", "pem"].map(|end| format!("{name}.{end}"));
        let common = [
            "cms",
            "-sign",
            "-engine",
            "gost",
            "-binary",
            "-outform",
            "DER",
            "-in",
            "content",
            "-out",
            "made.p7s",
            "-signer",
            &pem,
            "-inkey",
            &key,
            hash_of_cms(kind),
        ];
        self.does(&[&common[..], options].concat());
        self.read("made.p7s")
    }

    /// Does OpenSSL accept a detached CAdES signature?
    pub fn accepts(&self, root: &str, content: &[u8], cms: &[u8]) -> bool {
        self.write("asked", content);
        self.write("asked.p7s", cms);
        let root = format!("{root}.pem");
        self.asks(&[
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
            "asked.p7s",
            "-content",
            "asked",
            "-CAfile",
            &root,
            "-out",
            "shown",
        ])
        .0
    }
}

pub fn restrict(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn hash_of((algorithm, _): (&str, &str)) -> &'static str {
    match algorithm {
        "gost2012_256" => "-md_gost12_256",
        "gost2012_512" => "-md_gost12_512",
        _ => "-sha256",
    }
}

fn hash_of_cms(kind: (&str, &str)) -> &'static str {
    match hash_of(kind) {
        "-md_gost12_256" => "-md=md_gost12_256",
        "-md_gost12_512" => "-md=md_gost12_512",
        _ => "-md=sha256",
    }
}
