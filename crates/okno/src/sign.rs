//! `okno sign` and `okno verify`: detached signatures of files, made and checked without a server.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use actions::office::TimeSource;
use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use connect::sign::{
    Authorities, Certificate, Form, Invalid, LocalSigner, LocalVerifier, RevocationList, Scheme, Signed, Signer,
    Subject, Verifier, sign_document, signer_of, unarmoured,
};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::Serialize;

/// Largest file that is signed or checked.
const MAX_FILE: u64 = 1024 * 1024 * 1024;

/// Arguments of `okno sign`.
#[derive(Args)]
pub struct SignArguments {
    /// The file to sign
    file: PathBuf,
    /// The key: PKCS#8 PEM (ГОСТ Р 34.10-2012, P-256 or RSA), readable by its owner alone
    #[arg(long)]
    key: PathBuf,
    /// The certificate of the key in PEM, with those above it after it
    #[arg(long)]
    certificate: PathBuf,
    /// Where to put the signature; FILE.sig without it
    #[arg(long)]
    out: Option<PathBuf>,
    /// Say it as JSON
    #[arg(long)]
    json: bool,
}

/// Arguments of `okno verify`.
#[derive(Args)]
pub struct VerifyArguments {
    /// The signed file
    file: PathBuf,
    /// Its detached signature: DER, PEM or Base64
    signature: PathBuf,
    /// Certificates of the authorities you trust, PEM or DER
    #[arg(long)]
    trust: Vec<PathBuf>,
    /// Revocation lists of the authorities, PEM or DER
    #[arg(long)]
    crl: Vec<PathBuf>,
    /// The day (noon in Moscow) or the moment as of which the signature is judged; now without it
    #[arg(long)]
    at: Option<String>,
    /// Say it as JSON
    #[arg(long)]
    json: bool,
}

/// 0: signed; 2: could not, and why.
pub fn sign(arguments: &SignArguments) -> Result<ExitCode> {
    let content = read(&arguments.file)?;
    let signer = LocalSigner::from_files(&arguments.key, &arguments.certificate)?;
    let now = TimeSource::Wall.now();
    let signature = sign_document(&signer, &content, now).map_err(|refused| anyhow!(refused.words()))?;
    let out = arguments.out.clone().unwrap_or_else(|| with_ending(&arguments.file));
    let mut file = OpenOptions::new().write(true).create_new(true).open(&out).with_context(|| {
        format!("cannot write the signature to {}: is it there already? name another with --out", out.display())
    })?;
    file.write_all(&signature)?;
    let mut said = std::io::stdout().lock();
    let holder = Holder::of(signer.certificate());
    if arguments.json {
        let made = serde_json::json!({ "signature": out, "signed_at": now, "certificate": holder });
        writeln!(said, "{made}")?;
    } else {
        writeln!(said, "Файл подписан: {}", out.display())?;
        writeln!(said, "{}", holder.words())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `otvet.pdf` gets `otvet.pdf.sig`.
fn with_ending(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".sig");
    PathBuf::from(name)
}

/// 0: the signature holds; 1: it does not, and why; 2: could not look.
pub fn verify(arguments: &VerifyArguments) -> Result<ExitCode> {
    let content = read(&arguments.file)?;
    let file = read(&arguments.signature)?;
    let signature = unarmoured(&file);
    let at = match &arguments.at {
        Some(text) => moment(text)?,
        None => TimeSource::Wall.now(),
    };
    let authorities = authorities(arguments)?;
    let verdict = LocalVerifier::of_any_form(authorities).verify(&content, &signature, at);
    let holder = signer_of(&signature).ok().map(|certificate| Holder::of(&certificate));
    let report = Report::new(verdict, holder, at, !arguments.trust.is_empty());
    let mut said = std::io::stdout().lock();
    if arguments.json {
        writeln!(said, "{}", serde_json::to_string(&report)?)?;
    } else {
        said.write_all(report.words().as_bytes())?;
    }
    Ok(if report.holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn authorities(arguments: &VerifyArguments) -> Result<Authorities> {
    let mut authorities = Authorities::default();
    for path in &arguments.trust {
        let found = Certificate::all_from_file(&read(path)?).with_context(|| format!("--trust {}", path.display()))?;
        authorities.roots.extend(found);
    }
    for path in &arguments.crl {
        let found = RevocationList::read(&read(path)?)
            .with_context(|| format!("--crl {}: this is not a revocation list", path.display()))?;
        authorities.lists.push(found);
    }
    Ok(authorities)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let length = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?.len();
    if length > MAX_FILE {
        bail!("{} is longer than a gibibyte", path.display());
    }
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn moscow() -> Result<TimeZone> {
    TimeZone::get("Europe/Moscow").context("the time zone of Moscow is not known")
}

fn moment(text: &str) -> Result<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let day: Date = text
        .parse()
        .map_err(|_| anyhow!("--at {text}: write a day like 2026-03-03 or a moment like 2026-03-03T12:00:00+03:00"))?;
    Ok(moscow()?.to_zoned(day.to_datetime(Time::constant(12, 0, 0, 0)))?.timestamp())
}

/// Whose a certificate is, as it says itself.
#[derive(Debug, Serialize)]
struct Holder {
    #[serde(flatten)]
    subject: Subject,
    serial: String,
    valid_from: Timestamp,
    valid_until: Timestamp,
}

impl Holder {
    fn of(certificate: &Certificate) -> Self {
        Self {
            subject: certificate.subject(),
            serial: certificate.serial(),
            valid_from: certificate.valid_from(),
            valid_until: certificate.valid_until(),
        }
    }

    fn words(&self) -> String {
        let subject = &self.subject;
        let mut whose = vec![subject.person.clone().unwrap_or_else(|| subject.common_name.clone())];
        whose.extend(subject.post.clone());
        whose.extend(subject.organisation.clone().filter(|organisation| !whose.contains(organisation)));
        let ids = [("ОГРН", &subject.ogrn), ("ИНН", &subject.inn)];
        let ids = ids.into_iter().filter_map(|(name, id)| Some(format!("{name} {}", id.as_deref()?)));
        whose.extend(ids);
        format!(
            "Владелец сертификата: {}\nСертификат № {}, действует с {} по {}",
            whose.join(", "),
            self.serial,
            shown(self.valid_from),
            shown(self.valid_until),
        )
    }
}

fn shown(at: Timestamp) -> String {
    match moscow() {
        Ok(zone) => format!("{} МСК", Zoned::new(at, zone).strftime("%d.%m.%Y %H:%M:%S")),
        Err(_) => at.to_string(),
    }
}

/// What was found.
#[derive(Debug, Serialize)]
struct Report {
    holds: bool,
    /// The document is the one that was signed, by the key of the certificate.
    intact: bool,
    judged_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Invalid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<Form>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheme: Option<Scheme>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revocation_known_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<Holder>,
}

impl Report {
    fn new(verdict: Result<Signed, Invalid>, certificate: Option<Holder>, judged_at: Timestamp, trusts: bool) -> Self {
        let mut report = Self {
            holds: verdict.is_ok(),
            intact: true,
            judged_at,
            reason: None,
            words: None,
            signed_at: None,
            form: None,
            scheme: None,
            revocation_known_at: None,
            certificate,
        };
        match verdict {
            Ok(signed) => {
                report.signed_at = signed.signed_at;
                report.form = Some(signed.form);
                report.scheme = Some(signed.scheme);
                report.revocation_known_at = signed.revocation_known_at;
            }
            Err(invalid) => {
                let words = match invalid {
                    Invalid::UnknownAuthority if !trusts => {
                        "Не сказано, каким удостоверяющим центрам доверять: укажите их сертификаты в --trust."
                    }
                    other => other.words(),
                };
                let broken = [Invalid::Unreadable, Invalid::Algorithm, Invalid::Content, Invalid::Signature];
                report.intact = !broken.contains(&invalid);
                report.reason = Some(invalid);
                report.words = Some(words.to_owned());
            }
        }
        report
    }

    fn words(&self) -> String {
        let mut lines = Vec::new();
        match &self.words {
            None => {
                lines.push("Подпись верна: документ не изменён после подписания, сертификат действителен.".to_owned())
            }
            Some(why) => {
                lines.push(format!("Подпись не принимается. {why}"));
                if self.intact {
                    lines.push("Сам документ не изменён, и подпись сходится с сертификатом в ней.".to_owned());
                }
            }
        }
        if let Some(certificate) = &self.certificate {
            lines.push(certificate.words());
        }
        if self.holds {
            lines.push(match self.signed_at {
                Some(at) => format!("Время подписания по часам подписавшего: {}", shown(at)),
                None => "Время подписания в подписи не указано".to_owned(),
            });
            lines.push(match self.revocation_known_at {
                Some(at) => format!("Отзыв сертификата проверен по списку от {}", shown(at)),
                None => "Отзыв сертификата не проверялся: список отозванных сертификатов не указан (--crl)".to_owned(),
            });
            lines.extend(self.form.map(|form| format!("Вид подписи: {}", form.name())));
            lines.extend(self.scheme.map(|scheme| format!("Алгоритм: {}", scheme.name())));
        }
        lines.push(format!("Проверено на {}", shown(self.judged_at)));
        lines.join("\n") + "\n"
    }
}
