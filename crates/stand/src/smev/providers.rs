//! The systems behind the emulated СМЭВ: who answers for which source, and in what words.

/// A provider of information.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Provider {
    /// Mnemonic in СМЭВ.
    pub mnemonic: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// First words of the sources it holds.
    sources: &'static [&'static str],
}

/// Invented mnemonics shaped like real ones.
const PROVIDERS: &[Provider] = &[
    Provider {
        mnemonic: "RRTR99", name: "Росреестр, ФГИС ЕГРН (стенд)", sources: &["rosreestr"]
    },
    Provider {
        mnemonic: "FNSR99", name: "ФНС России, ЕГРЮЛ и ЕГРИП (стенд)", sources: &["fns"]
    },
    Provider { mnemonic: "MVDR99", name: "МВД России (стенд)", sources: &["mvd", "gibdd"] },
    Provider {
        mnemonic: "TRSR99",
        name: "Федеральное казначейство, ГИС ГМП (стенд)",
        sources: &["gisgmp", "treasury"],
    },
    Provider { mnemonic: "ZAGS99", name: "ЕГР ЗАГС (стенд)", sources: &["zags"] },
    Provider { mnemonic: "SFRF99", name: "СФР (стенд)", sources: &["sfr", "pfr", "social", "medical", "msek"] },
];

/// Everything else is held by the region itself.
const REGION: Provider =
    Provider { mnemonic: "REGN99", name: "Ведомства региона (стенд)", sources: &[] };

/// Who answers for a source.
pub(super) fn of(source: &str) -> Provider {
    let first = source.split('.').next().unwrap_or_default();
    PROVIDERS.iter().copied().find(|provider| provider.sources.contains(&first)).unwrap_or(REGION)
}
