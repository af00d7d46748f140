//! The exchange carries messages of ГИС ГМП, with everything that goes wrong on the way.

use connect::exchange::{Answer, Content, Exchange, Memory, Sent, Way};
use connect::gisgmp::{Message, Outage, answer_of, import, payments_asked, question, read};
use connect::smev::body;

use crate::known::{UIN, at, charge, participant};

fn memory(exchange: &Exchange) -> &Memory {
    match exchange {
        Exchange::Memory(memory) => memory,
        other => panic!("{other:?}"),
    }
}

/// Proves: PAY-04.
#[tokio::test]
async fn a_charge_goes_in_and_its_payments_come_out_by_either_way() {
    for way in [Way::ByRequest, Way::ByQueue] {
        let exchange = Exchange::Memory(Memory::new(way, Vec::new()));
        let take = question("1", "marriage", &import("1", &participant(), &[charge()], at(0))).unwrap();
        assert_eq!(exchange.send(&take, at(0)).await, Ok(Sent::Taken));
        assert_eq!(exchange.send(&take, at(0)).await, Ok(Sent::Known), "sent again it is the same message");
        memory(&exchange).treasury.pay(UIN, 35_000, at(5));
        let ask = question("2", "marriage", &payments_asked("2", &participant(), UIN, at(10))).unwrap();
        exchange.send(&ask, at(10)).await.unwrap();
        let answer = match way {
            Way::ByRequest => exchange.look("2", at(11)).await.unwrap(),
            Way::ByQueue => {
                let queue = exchange.queues().remove(0);
                let first = exchange.receive(&queue, at(11)).await.unwrap().unwrap();
                assert_eq!(first.original.as_deref(), Some("1"));
                exchange.acknowledge(&first.message, true).await.unwrap();
                match exchange.receive(&queue, at(11)).await.unwrap().unwrap().content {
                    Content::Said(answer) => answer,
                    other => panic!("{other:?}"),
                }
            }
        };
        let Answer::Answered { answer, .. } = answer else { panic!("{answer:?}") };
        let told = read(&answer_of(&answer).unwrap()).unwrap();
        assert_eq!(told.envelope.answers.as_deref(), Some("G_2"));
        let Message::Payments { payments, .. } = told.message else { panic!("{told:?}") };
        assert_eq!((payments.len(), payments[0].kopecks), (1, 35_000));
    }
}

/// Proves: PAY-04.
#[tokio::test]
async fn an_outage_is_told_apart_from_a_refusal() {
    let exchange = Exchange::Memory(Memory::new(Way::ByRequest, Vec::new()));
    let treasury = &memory(&exchange).treasury;
    let take = question("1", "marriage", &import("1", &participant(), &[charge()], at(0))).unwrap();
    treasury.suffers(Outage::Down);
    assert!(exchange.send(&take, at(0)).await.unwrap_err().is_later());
    treasury.suffers(Outage::LostReceipt);
    assert!(exchange.send(&take, at(0)).await.unwrap_err().is_later());
    assert_eq!(treasury.charges().len(), 1, "it had arrived");
    assert_eq!(exchange.send(&take, at(0)).await, Ok(Sent::Known));
    assert_eq!(treasury.imports(), 1, "and is there once");
    treasury.suffers(Outage::Silent);
    let ask = question("2", "marriage", &payments_asked("2", &participant(), UIN, at(1))).unwrap();
    exchange.send(&ask, at(1)).await.unwrap();
    assert_eq!(exchange.look("2", at(9000)).await, Ok(Answer::Waiting));
}

/// Proves: PAY-04.
#[test]
fn over_smev_the_message_is_the_body_itself() {
    let message = import("1", &participant(), &[charge()], at(0));
    let asked = question("1", "marriage", &message).unwrap();
    let body = body::question(&asked);
    assert_eq!((body.name.local.as_str(), &body.name.uri), ("ImportChargesRequest", &message.name.uri));
    let (_, source, keys) = body::read_question(&body).unwrap();
    assert_eq!(source, "gisgmp");
    assert_eq!(read(&answer_of(&keys).unwrap()).unwrap().message, Message::Import(vec![charge()]));
}
