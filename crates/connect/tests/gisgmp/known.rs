//! What the tests send.

use connect::gisgmp::{Envelope, ImportedCharge, Participant, Payee, Payer, Payment};
use jiff::Timestamp;

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_772_500_000 + seconds).unwrap()
}

pub fn participant() -> Participant {
    Participant { sender: "3eacb7".to_owned(), role: "1".to_owned(), originator: Some("3eb5fa".to_owned()) }
}

pub fn envelope() -> Envelope {
    Envelope { id: "I_1".to_owned(), answers: Some("G_1".to_owned()), at: at(0) }
}

pub const UIN: &str = "32117072411021588933";

pub fn charge() -> ImportedCharge {
    ImportedCharge {
        id: "I_00000000000000000000000000000007".to_owned(),
        uin: UIN.to_owned(),
        made_at: at(0),
        kopecks: 35_000,
        purpose: "Регистрация брака, заявление ЗГ-2026-000001-11".to_owned(),
        kbk: "00010800000011000113".to_owned(),
        oktmo: "00701000".to_owned(),
        payee: Payee {
            name: "УФК по региону «Приозёрье»".to_owned(),
            inn: "9900000137".to_owned(),
            kpp: "990101001".to_owned(),
            account: "03100643000000010013".to_owned(),
            bank: "ОТДЕЛЕНИЕ ПРИОЗЕРЬЕ//УФК".to_owned(),
            bik: "010000001".to_owned(),
            correspondent: "40102810145370000099".to_owned(),
        },
        payer: Payer {
            id: "1140000000011223344595".to_owned(), name: "Примерова Анна Ивановна".to_owned()
        },
        until: None,
        annulled: None,
    }
}

pub fn payment(id: &str, kopecks: i64) -> Payment {
    Payment { id: id.to_owned(), uin: Some(UIN.to_owned()), kopecks, paid_at: at(5), revoked: false }
}
