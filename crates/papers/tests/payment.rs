//! Payment codes and payment documents: the strings of two independent implementations, a reader of
//! our own, and what stands on paper.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use jiff::civil::date;
use papers::payment_code::{
    BIC, FIRST_NAME, Key, LAST_NAME, MIDDLE_NAME, PAYEE_INN, PAYER_ADDRESS, PURPOSE, PaymentCode, SUM, payment_code,
};
use papers::{Letterhead, PaperError, PaymentDocument, PaymentOrder, payment_document};
use proptest::prelude::*;

const KITS: [&str; 5] = ["ООО «Три кита»", "40702810138250123017", "ОАО \"БАНК\"", "044525225", "30101810400000000225"];

fn code(mandatory: [&str; 5], more: &[(Key, &str)]) -> PaymentCode {
    payment_code(mandatory, more).unwrap()
}

/// Reads a code as a bank does: any separator, one at the end or none.
fn read(text: &str) -> BTreeMap<String, String> {
    assert!(text.starts_with("ST0001"));
    let separator = text.chars().nth(7).unwrap();
    let pairs = text[7..].trim_matches(separator).split(separator);
    pairs.map(|pair| pair.split_once('=').unwrap()).map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn vectors() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/payment-qr/vectors.md");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("SKIPPED LOUDLY: the strings of other implementations are not here, nothing was compared with them");
        return Vec::new();
    };
    let lines = text.lines().filter(|line| line.starts_with("ST0001"));
    // What stands in brackets after a string is about it.
    lines.map(|line| line.split("   (").next().unwrap().to_owned()).collect()
}

/// Proves: PAY-01, PAY-02.
#[test]
fn the_strings_of_two_other_implementations_come_out_the_same() {
    let vectors = vectors();
    let Ok([full, short, trailing, other]) = <[String; 4]>::try_from(vectors) else { return };
    let more = [
        (PAYEE_INN, "6200098765"),
        (LAST_NAME, "Иванов"),
        (FIRST_NAME, "Иван"),
        (MIDDLE_NAME, "Иванович"),
        (PURPOSE, "Оплата членского взноса"),
        (PAYER_ADDRESS, "г.Рязань ул.Ленина д.10 кв.15"),
        (SUM, "100000"),
    ];
    assert_eq!(code(KITS, &more).text(), full);
    assert_eq!(code(KITS, &[]).text(), short);
    let mut kits = KITS;
    kits[4] = "30101810965770000413";
    assert_eq!(code(kits, &[]).text(), trailing.trim_end_matches('|'), "a separator at the end means nothing");
    kits = KITS;
    kits[2] = "ОАО | \"БАНК\"";
    assert_eq!(code(kits, &[]).text(), other.trim_end_matches('#'), "a value has the usual separator in it");
    for vector in [&full, &short, &trailing, &other] {
        assert_eq!(read(vector)["Name"], KITS[0]);
    }
}

/// Proves: PAY-02.
#[test]
fn a_code_that_would_send_money_elsewhere_is_not_made() {
    let refused = |mandatory: [&str; 5], more: &[(Key, &str)]| match payment_code(mandatory, more) {
        Err(PaperError::Data(words)) => words,
        other => panic!("{other:?}"),
    };
    let mut kits = KITS;
    kits[3] = " ";
    assert!(refused(kits, &[]).contains("«BIC»"));
    assert!(refused(KITS, &[(BIC, "0445252255")]).contains("можно 9"));
    assert!(refused(KITS, &[(PURPOSE, &"я".repeat(211))]).contains("знаков 211, можно 210"));
    assert!(refused(KITS, &[(PURPOSE, "Взнос\nза год")]).contains("Purpose"));
    assert!(refused(KITS, &[(PURPOSE, "| # ~ ^ ; \\")]).contains("разделителя"));
}

/// Proves: PAY-02.
#[test]
fn long_names_of_treasuries_are_written_one_byte_a_letter() {
    let name = format!("УФК по региону «Приозёрье» ({})", "Министерство № 1 ".repeat(6));
    let mut kits = KITS;
    kits[0] = &name;
    let made = code(kits, &[(PURPOSE, "Пошлина")]);
    assert!(made.text().starts_with("ST00011|Name=УФК"));
    assert_eq!(made.bytes().len(), made.text().chars().count());
    // «Ё», «№» and quotes by the table of Windows-1251.
    assert!(made.bytes().windows(3).any(|three| three == [0xE7, 0xB8, 0xF0]));
    assert!(made.bytes().contains(&0xB9) && made.bytes().contains(&0xAB));
    assert!(papers::qr_svg_bytes(made.bytes()).unwrap().starts_with("<svg"));
    let foreign = name.replace('У', "漢");
    kits[0] = &foreign;
    assert!(payment_code(kits, &[]).is_err(), "a sign that neither encoding holds within the limit");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Proves: PAY-02.
    #[test]
    fn every_code_is_read_back_whole(
        name in "[А-Яа-яЁё «»|#0-9a-z]{1,60}",
        purpose in "[А-Яа-я0-9 .,№|#~=/-]{0,210}",
        sum in 1..10_000_000_i64,
    ) {
        prop_assume!(!name.trim().is_empty());
        let mut kits = KITS;
        kits[0] = &name;
        let made = code(kits, &[(SUM, &sum.to_string()), (PURPOSE, &purpose)]);
        let read = read(made.text());
        prop_assert_eq!(&read["Name"], &name);
        prop_assert_eq!(read["Sum"].parse::<i64>(), Ok(sum));
        prop_assert_eq!(read.get("Purpose").map_or("", String::as_str), purpose);
        prop_assert_eq!(&read["CorrespAcc"], KITS[4]);
    }
}

fn document() -> PaymentDocument {
    PaymentDocument {
        authority: Letterhead {
            name: "Управление ЗАГС региона «Приозёрье»".to_owned(),
            address: "г. Озёрск-Приозёрский, ул. Венчальная, д. 13".to_owned(),
            phone: "+7 800 000-01-13".to_owned(),
        },
        service: "Регистрация брака".to_owned(),
        number: "ЗГ-2026-000001-11".to_owned(),
        date: date(2026, 3, 2),
        order: PaymentOrder {
            name: "УФК по региону «Приозёрье» (ЗАГС Приозёрья)".to_owned(),
            inn: "9900000137".to_owned(),
            kpp: "990101001".to_owned(),
            account: "03100643000000010013".to_owned(),
            bank: "ОТДЕЛЕНИЕ ПРИОЗЕРЬЕ//УФК «Приозёрье»".to_owned(),
            bik: "010000001".to_owned(),
            correspondent: "40102810145370000099".to_owned(),
            kbk: "00010800000011000113".to_owned(),
            oktmo: "00701000".to_owned(),
            uin: Some("00099013000000000012".to_owned()),
            purpose: "Регистрация брака, заявление ЗГ-2026-000001-11".to_owned(),
            kopecks: Some(35_000),
        },
        payer: Some("Примерова Анна Ивановна".to_owned()),
        amount: Some("350 ₽".to_owned()),
        lines: Vec::new(),
        until: "1 апреля 2026 года".to_owned(),
        standing: String::new(),
        because: "Налоговый кодекс, ст. 333.26".to_owned(),
    }
}

/// The text of a PDF as another program reads it; nothing when that program is absent.
fn text_of(pdf: &[u8]) -> Option<String> {
    let program =
        Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut program) = program else {
        eprintln!("SKIPPED: pdftotext is not installed, the text of the PDF is not read back");
        return None;
    };
    program.stdin.take().unwrap().write_all(pdf).unwrap();
    let output = program.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Proves: PAY-02, PAY-04, PAY-07.
#[test]
fn the_document_can_be_complete_partial_or_paid() {
    let complete = text_of(&payment_document(&document()).unwrap());
    if let Some(text) = complete {
        for part in ["00099013000000000012", "350 ₽", "Примерова Анна Ивановна", "40102810145370000099", "ст. 333.26"]
        {
            assert!(text.contains(part), "no «{part}» in\n{text}");
        }
        assert!(text.contains("Квитанцию приносить не нужно") && text.contains("Оплатите до: 1 апреля"), "{text}");
    }
    let order = PaymentOrder { kopecks: None, uin: None, ..document().order };
    assert!(!order.code().unwrap().text().contains("Sum="), "whoever pays types the sum");
    let partial = PaymentDocument { order, payer: None, amount: None, ..document() };
    if let Some(text) = text_of(&payment_document(&partial).unwrap()) {
        assert!(!text.contains("350 ₽") && !text.contains("Примерова") && text.contains("9900000137"), "{text}");
    }
    let paid = PaymentDocument { standing: "Уплачено 3 марта 2026 года.".to_owned(), ..document() };
    if let Some(text) = text_of(&payment_document(&paid).unwrap()) {
        assert!(text.contains("Уплачено 3 марта") && !text.contains("Оплата по коду"), "{text}");
    }
}
