//! Documents out: templates and data become tagged PDF/A; pictures of QR codes.
//!
//! The only crate that knows the typesetter. A template is Typst text; it sees its data as
//! `/data.json`, our shared parts as `/okno.typ`, the pictures it was given, and nothing else:
//! no disk, no network, no clock. See `templates/okno.typ` for what authors can use.
//!
//! Everything here blocks: a page takes tens of milliseconds in an optimised build. Callers
//! in async code use `spawn_blocking`.

mod application;
mod archive;
pub mod catalogue;
mod compile;
pub mod dmn;
pub mod dossier;
mod error;
mod fonts;
pub mod office;
mod payment;
pub mod payment_code;
mod qr;
mod refusal;
pub mod visit;
mod world;

pub use application::{Application, ApplicationMark, FileLine, Letterhead, Line, Section, application};
pub use archive::archive;
pub use compile::{pdf, pdf_of};
pub use error::{PaperError, TemplateFault};
pub use payment::{PaymentDocument, PaymentOrder, payment_document};
pub use qr::{qr_svg, qr_svg_bytes};
pub use refusal::{Refusal, RefusalGround, RefusalStage, Signer, refusal};

/// Template of the copy of an application (FORM-09).
pub const APPLICATION: &str = include_str!("../templates/application.typ");

/// Template of a reasoned refusal (INTAKE-05, RESULT-09).
pub const REFUSAL: &str = include_str!("../templates/refusal.typ");

/// Template of a payment document (PAY-02).
pub const PAYMENT: &str = include_str!("../templates/payment.typ");

/// Template of a service centre's paper that confirms an electronic document (RESULT-03).
pub const CONFIRMATION: &str = include_str!("../templates/confirmation.typ");

/// Shared parts that templates import as `/okno.typ`.
pub const PRELUDE: &str = include_str!("../templates/okno.typ");
