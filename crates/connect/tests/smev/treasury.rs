//! ГИС ГМП over СМЭВ: its messages are the bodies themselves, signed like any other; notices come as
//! questions, are answered and acknowledged.

use connect::exchange::{Answer, Content, Exchange, Sent, Way};
use connect::gisgmp::{
    ImportedCharge, Message, Participant, Payee, Payer, answer_of, confirmation, import, payments_asked, question, read,
};
use jiff::SignedDuration;
use stand::faults::{Fault, Mode, Where};

use crate::world::{Arm, World, world};

const UIN: &str = "00099013000000000012";

fn participant() -> Participant {
    Participant { sender: "3eb5f9".to_owned(), role: "1".to_owned(), originator: None }
}

fn charge(world: &World) -> ImportedCharge {
    let text = |text: &str| text.to_owned();
    ImportedCharge {
        id: text("I_1"),
        uin: text(UIN),
        made_at: world.now(),
        kopecks: 35_000,
        purpose: text("Регистрация брака, заявление ЗГ-2026-000001-11"),
        kbk: text("00010800000011000113"),
        oktmo: text("00701000"),
        payee: Payee {
            name: text("УФК по региону «Приозёрье»"),
            inn: text("9900000137"),
            kpp: text("990101001"),
            account: text("03100643000000010013"),
            bank: text("ОТДЕЛЕНИЕ ПРИОЗЕРЬЕ//УФК"),
            bik: text("010000001"),
            correspondent: text("40102810145370000099"),
        },
        payer: Payer { id: text("1140000000011223344595"), name: text("Примерова Анна Ивановна") },
        until: None,
        annulled: None,
    }
}

/// Sends a message under a new id and takes its answer, whichever way answers come.
async fn ask(world: &World, exchange: &Exchange, number: u32) -> Message {
    let id = exchange.new_message("0199d1c2a4b57000800000000000004d", number, world.now());
    let message = match number {
        1 => import(&id, &participant(), &[charge(world)], world.now()),
        _ => payments_asked(&id, &participant(), UIN, world.now()),
    };
    let asked = question(&id, "marriage", &message).unwrap();
    assert_eq!(exchange.send(&asked, world.now()).await, Ok(Sent::Taken));
    world.pass(SignedDuration::from_secs(2));
    let answer = match exchange.way() {
        Way::ByRequest => exchange.look(&id, world.now()).await.unwrap(),
        Way::ByQueue => {
            let queue = exchange.queues().remove(0);
            let delivery = exchange.receive(&queue, world.now()).await.unwrap().expect("an answer lies there");
            assert_eq!(delivery.original.as_deref(), Some(id.as_str()));
            exchange.acknowledge(&delivery.message, true).await.unwrap();
            match delivery.content {
                Content::Said(answer) => answer,
                other => panic!("{other:?}"),
            }
        }
    };
    let Answer::Answered { answer, .. } = answer else { panic!("{answer:?}") };
    let told = read(&answer_of(&answer).unwrap()).unwrap();
    assert_eq!(told.envelope.answers, Some(format!("G_{id}")));
    told.message
}

/// Proves: PAY-04, INTEG-01.
#[tokio::test]
async fn charges_and_payments_travel_over_the_exchange_that_is_there() {
    for arm in [Arm::Smev, Arm::Http] {
        let world = world(arm).await;
        let Message::Imported(protocols) = ask(&world, &world.exchange, 1).await else { panic!("{arm:?}") };
        assert!(protocols[0].is_taken(), "{arm:?}: {protocols:?}");
        assert_eq!(world.stand.treasury().charges().len(), 1);
        world.stand.treasury().pay(UIN, 35_000, world.now());
        let Message::Payments { payments, more } = ask(&world, &world.exchange, 2).await else { panic!("{arm:?}") };
        assert_eq!((payments.len(), payments[0].kopecks, more), (1, 35_000, false), "{arm:?}");
        let system = if arm == Arm::Smev { Where::Smev } else { Where::Evidence };
        world.stand.fault(Fault::of(system, Mode::Down).at("gisgmp"));
        let down = question("3", "marriage", &payments_asked("3", &participant(), UIN, world.now())).unwrap();
        assert!(world.exchange.send(&down, world.now()).await.unwrap_err().is_later(), "{arm:?}");
    }
}

/// Proves: PAY-04, PAY-05.
#[tokio::test]
async fn a_notice_comes_again_until_it_was_taken() {
    let world = world(Arm::Smev).await;
    let treasury = world.stand.treasury();
    let payment = treasury.pay(UIN, 35_000, world.now());
    treasury.notify(&payment, false, "3eb5f9", world.now());
    let first = world.exchange.notice(world.now()).await.unwrap().expect("a notice lies there");
    let told = read(first.body.as_ref().unwrap()).unwrap();
    let Message::Notice { route, recipient, payment: found } = told.message else { panic!("{told:?}") };
    assert_eq!((found.id, found.uin.as_deref(), found.kopecks), (payment, Some(UIN), 35_000));
    assert!(world.exchange.notice(world.now()).await.unwrap().is_none(), "it is given out");
    world.pass(SignedDuration::from_mins(16));
    let again = world.exchange.notice(world.now()).await.unwrap().expect("nobody took it");
    assert_eq!(again.message, first.message);
    let id = world.exchange.answering_message(&again.message, world.now());
    let body = confirmation(&id, &told.envelope.id, &route, &recipient, world.now());
    world.exchange.confirm_notice(&id, &again.reply_to, body.clone()).await.unwrap();
    world.exchange.confirm_notice(&id, &again.reply_to, body).await.unwrap();
    world.exchange.notice_taken(&again.message, true).await.unwrap();
    world.pass(SignedDuration::from_mins(16));
    assert!(world.exchange.notice(world.now()).await.unwrap().is_none());
    assert_eq!(treasury.notices_taken().len(), 1);
}
