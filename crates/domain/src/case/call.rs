//! Why the machine calls a person, as a code that pages turn into a sentence: the journal keeps
//! it, so it names facts, sources and procedures, never values.

/// Why a person must look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallReason {
    /// The regulation gives the procedure to an official.
    OfficialsProcedure(String),
    /// No variant of the service fits.
    NoVariant,
    /// Which variant fits depends on facts that nothing outstanding can tell.
    VariantUnknown(Vec<String>),
    /// Intake depends on such facts; none named: only a person can tell.
    IntakeUnknown(Vec<String>),
    /// The decision depends on such facts; none named: only a person can tell.
    DecisionUnknown {
        /// Facts not known.
        facts: Vec<String>,
        /// Sources that did not answer (INTAKE-09).
        silent: Vec<String>,
    },
    /// The start criterion of the procedure does not come true.
    CannotBegin(String),
    /// The end criterion of the procedure does not come true.
    CannotEnd(String),
    /// The course is at its end and nothing is decided.
    NothingLeft,
    /// The authority has appointed nobody in whose name the machine signs.
    NoSigner,
    /// The appointed signer's key or certificate may not be used now (RESULT-02).
    SignatureRefused,
    /// Facts that the result must hold are not known (RESULT-08).
    ResultIncomplete(Vec<String>),
    /// The applicant contests these facts (PROFILE-09).
    Contested(Vec<String>),
    /// Two registers say different things of these facts (PROCEDURE-06).
    Contradiction(Vec<String>),
    /// Experts' totals lie further apart than the regulation lets pass: the procedure.
    ExpertsApart(String),
    /// What was handed in for an assessment cannot be assessed, and no try is left: the procedure.
    NotAssessable(String),
    /// The applicant wants a person; the words are in the case.
    Applicant,
    /// An official calls a colleague in; the words are in the case.
    Official,
}

impl CallReason {
    /// Key of the sentence in the message catalogue.
    pub fn key(&self) -> &'static str {
        match self {
            Self::OfficialsProcedure(_) => "call-officials-procedure",
            Self::NoVariant => "call-no-variant",
            Self::VariantUnknown(_) => "call-variant-unknown",
            Self::IntakeUnknown(_) => "call-intake-unknown",
            Self::DecisionUnknown { .. } => "call-decision-unknown",
            Self::CannotBegin(_) => "call-cannot-begin",
            Self::CannotEnd(_) => "call-cannot-end",
            Self::NothingLeft => "call-nothing-left",
            Self::NoSigner => "call-no-signer",
            Self::SignatureRefused => "call-signature-refused",
            Self::ResultIncomplete(_) => "call-result-incomplete",
            Self::Contested(_) => "call-contested",
            Self::Contradiction(_) => "call-contradiction",
            Self::ExpertsApart(_) => "call-experts-apart",
            Self::NotAssessable(_) => "call-not-assessable",
            Self::Applicant => "call-applicant",
            Self::Official => "call-official",
        }
    }

    /// The reason as it stands in the case: key, names, silent sources, divided by `|`.
    pub fn written(&self) -> String {
        let (names, silent): (Vec<String>, &[String]) = match self {
            Self::OfficialsProcedure(name)
            | Self::CannotBegin(name)
            | Self::CannotEnd(name)
            | Self::ExpertsApart(name)
            | Self::NotAssessable(name) => (vec![name.clone()], &[]),
            Self::VariantUnknown(facts)
            | Self::IntakeUnknown(facts)
            | Self::ResultIncomplete(facts)
            | Self::Contested(facts)
            | Self::Contradiction(facts) => (facts.clone(), &[]),
            Self::DecisionUnknown { facts, silent } => (facts.clone(), silent),
            Self::NoVariant
            | Self::NothingLeft
            | Self::NoSigner
            | Self::SignatureRefused
            | Self::Applicant
            | Self::Official => (Vec::new(), &[]),
        };
        format!("{}|{}|{}", self.key(), names.join(","), silent.join(","))
    }

    /// Reads [`CallReason::written`]; `None` for words of a person.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('|');
        let key = parts.next()?;
        let names: Vec<String> = list(parts.next()?);
        let silent: Vec<String> = list(parts.next()?);
        let one = || names.first().cloned();
        match key {
            "call-officials-procedure" => one().map(Self::OfficialsProcedure),
            "call-no-variant" => Some(Self::NoVariant),
            "call-variant-unknown" => Some(Self::VariantUnknown(names)),
            "call-intake-unknown" => Some(Self::IntakeUnknown(names)),
            "call-decision-unknown" => Some(Self::DecisionUnknown { facts: names, silent }),
            "call-cannot-begin" => one().map(Self::CannotBegin),
            "call-cannot-end" => one().map(Self::CannotEnd),
            "call-nothing-left" => Some(Self::NothingLeft),
            "call-no-signer" => Some(Self::NoSigner),
            "call-signature-refused" => Some(Self::SignatureRefused),
            "call-result-incomplete" => Some(Self::ResultIncomplete(names)),
            "call-contested" => Some(Self::Contested(names)),
            "call-contradiction" => Some(Self::Contradiction(names)),
            "call-experts-apart" => one().map(Self::ExpertsApart),
            "call-not-assessable" => one().map(Self::NotAssessable),
            "call-applicant" => Some(Self::Applicant),
            "call-official" => Some(Self::Official),
            _ => None,
        }
    }
}

fn list(text: &str) -> Vec<String> {
    text.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
