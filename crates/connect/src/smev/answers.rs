//! What came out of a queue in the words of the exchange, believed only with both signatures.

use jiff::Timestamp;

use super::body;
use super::multipart::Parts;
use super::parse::{self, Content as Said, Taken, Unreadable};
use super::seal::Seal;
use crate::exchange::{Answer, Content, Delivery, Incoming};
use crate::failure::Failure;
use crate::gisgmp;
use crate::xml::{Document, Element};

/// The message of an answer to GetResponse; `None` when the queue is empty.
pub(super) fn delivery(
    seal: &Seal,
    document: &Document,
    parts: &Parts,
    now: Timestamp,
) -> Result<Option<Delivery>, Failure> {
    let Some((place, around)) = parse::in_queue(document, "Response") else { return Ok(None) };
    let read = read(seal, document, place.element, around, parts, now)?;
    let (message, original, sender) = (read.message, read.original, read.sender);
    let content = match read.taken {
        Err(why) => Content::Broken { why, raw: parts.root.clone() },
        Ok(taken) => said(&taken, now),
    };
    Ok(Some(Delivery { message, original, sender, content }))
}

/// The question of an answer to GetRequest; `None` when the queue is empty.
pub(super) fn incoming(
    seal: &Seal,
    document: &Document,
    parts: &Parts,
    now: Timestamp,
) -> Result<Option<Incoming>, Failure> {
    let Some((place, around)) = parse::in_queue(document, "Request") else { return Ok(None) };
    let read = read(seal, document, place.element, around, parts, now)?;
    let reply_to = read.taken.as_ref().ok().and_then(|taken| taken.reply_to.clone()).unwrap_or_default();
    let (believed, asked) = match read.taken {
        Err(why) => (false, Err(why)),
        Ok(taken) => match taken.content {
            Said::Body(question) => (true, body::read_asked(&question)),
            _ => (true, Err("В запросе нет содержательной части.".to_owned())),
        },
    };
    let sender = read.sender.unwrap_or_default();
    Ok(Some(Incoming { message: read.message, sender, reply_to, believed, asked }))
}

/// The id of a question and what it is, or why it is not believed.
type Question = (String, Result<Taken, String>);

/// Any question of an answer to GetRequest: its id and what it is, or why it is not believed.
pub(super) fn question(
    seal: &Seal,
    document: &Document,
    parts: &Parts,
    now: Timestamp,
) -> Result<Option<Question>, Failure> {
    let Some((place, around)) = parse::in_queue(document, "Request") else { return Ok(None) };
    let read = read(seal, document, place.element, around, parts, now)?;
    Ok(Some((read.message, read.taken)))
}

/// A message as far as it can be read, and whether it may be believed.
struct Read {
    message: String,
    original: Option<String>,
    sender: Option<String>,
    taken: Result<Taken, String>,
}

fn read(
    seal: &Seal,
    document: &Document,
    signed: &Element,
    around: &Element,
    parts: &Parts,
    now: Timestamp,
) -> Result<Read, Failure> {
    let taken = match parse::taken(signed, around, &parts.attached) {
        Ok(taken) => taken,
        Err((Some(message), why)) => {
            let taken = Err(format!("Сообщение не принято: {why}."));
            return Ok(Read { message, original: None, sender: None, taken });
        }
        Err((None, why)) => return Err(unread(why)),
    };
    let (message, original, sender) = (taken.message.clone(), taken.original.clone(), taken.sender.clone());
    let believed = believed(seal, document, signed, now).and_then(|()| files(seal, &taken, now));
    Ok(Read { message, original, sender, taken: believed.map(|()| taken) })
}

/// Both signatures hold, and they hold over what was read here and nothing beside it.
fn believed(seal: &Seal, document: &Document, signed: &Element, now: Timestamp) -> Result<(), String> {
    let by_smev = seal.smev(document, now).map_err(|bad| format!("Подпись СМЭВ под сообщением не принята: {bad}."))?;
    let by_sender =
        seal.sender(document, now).map_err(|bad| format!("Подпись отправителя под сообщением не принята: {bad}."))?;
    let same = std::ptr::eq(by_smev, signed) && parse::provided(signed).is_some_and(|own| std::ptr::eq(own, by_sender));
    if same { Ok(()) } else { Err("Подписано не то, что стоит в сообщении.".to_owned()) }
}

/// A signed file is the one that was signed.
fn files(seal: &Seal, taken: &Taken, now: Timestamp) -> Result<(), String> {
    let signed = taken.attached.iter().filter_map(|file| Some((file, file.signature.as_ref()?)));
    for (file, signature) in signed {
        seal.file(&file.bytes, signature, now)
            .map_err(|bad| format!("Подпись вложения «{}» не принята: {bad}.", file.id))?;
    }
    Ok(())
}

fn unread(why: Unreadable) -> Failure {
    Failure::rejected("СМЭВ", "ANSWER-SHAPE", format!("Ответ СМЭВ не читается: {why}."))
}

/// What an answer means for the question.
fn said(taken: &Taken, now: Timestamp) -> Content {
    let at = taken.sent_at.unwrap_or(now);
    let failed = |reason: String| Content::Said(Answer::Failed { reason, at });
    match &taken.content {
        Said::Body(answer) if gisgmp::is_body(answer) => match gisgmp::wrapped(answer) {
            Ok(answer) => Content::Said(Answer::Answered { answer, at }),
            Err(why) => failed(why.to_string()),
        },
        Said::Body(answer) => match body::read_answer(answer) {
            Some((at, answer)) => Content::Said(Answer::Answered { answer, at }),
            None => failed("Ответ поставщика сведений не соответствует виду сведений.".to_owned()),
        },
        Said::Rejected { code, .. } if code == "NO_DATA" => Content::Said(Answer::Absent { at }),
        Said::Rejected { code, words } => failed(format!("Поставщик сведений отказал ({code}): {words}")),
        Said::Status(words) => Content::Progress(words.clone()),
        Said::Async { category, words, fault } => {
            let refused = category.contains("Rejected") || category == "cancelled";
            match (refused, fault) {
                (_, Some(fault)) => failed(fault.sentence()),
                (true, None) => failed(format!("СМЭВ отклонила запрос: {words}")),
                (false, None) => Content::Progress(words.clone()),
            }
        }
        Said::Unknown => failed("В ответе поставщика сведений нет содержательной части.".to_owned()),
    }
}
