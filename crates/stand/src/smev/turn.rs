//! What each operation of the emulated СМЭВ does.

use connect::exchange::Asked;
use connect::gisgmp;
use connect::smev::build::{self, Content};
use connect::smev::names::{BASIC, RESULTS, TYPES, source_of};
use connect::smev::{body, message_id};
use connect::xml::{Element, Node};
use jiff::{SignedDuration, Timestamp};

use super::bus::{Question, Says, Told, Waiting, rejected};
use super::{Exchange, No, providers, reply};
use crate::faults::{Fault, Mode, Where};
use crate::locked;
use crate::registers::{Said, turn_over};

type Done = Result<Element, No>;

impl Exchange {
    /// A question of the portal: the id is checked, the body routed, the answer queued.
    pub(super) fn send_request(&self, request: &Element) -> Done {
        let now = self.shared.now();
        let (message, data) = message(request, "SenderProvidedRequestData")?;
        let question = data.child(BASIC.uri, "MessagePrimaryContent").and_then(|one| one.elements().next());
        let question = question.and_then(body::read_question);
        let (service, source, keys) =
            question.ok_or(No::Fault("BusinessDataTypeIsNotSupported", "Вид сведений не зарегистрирован."))?;
        let fault = self.shared.faults().take(Where::Smev, &source);
        match fault.as_ref().map(|fault| fault.mode) {
            Some(Mode::Down) => return Err(No::Down),
            Some(Mode::Stale) => return Err(No::Fault("StaleMessageId", "Идентификатор сообщения устарел.")),
            _ => {}
        }
        check_id(&message, now)?;
        let provider = providers::of(&source);
        let mut bus = locked(&self.bus);
        let question = Question { service, source, keys, fault: fault.clone(), sendings: 1, changed: false };
        if !bus.keep(&message, question) {
            return Err(No::Fault("MessageIsAlreadySent", "Сообщение с таким идентификатором уже отправлено."));
        }
        let mode = fault.as_ref().map(|fault| fault.mode);
        // Silence without a count lasts until the fault is taken away: then the answer comes.
        let silent_for_ever = fault.as_ref().is_some_and(|fault| fault.mode == Mode::Silent && fault.count.is_some());
        if !silent_for_ever {
            let delay = fault.as_ref().and_then(Fault::thinks).unwrap_or(self.shared.settings.evidence_delay);
            let ready =
                SignedDuration::try_from(delay).ok().and_then(|delay| now.checked_add(delay).ok()).unwrap_or(now);
            let refused = mode == Some(Mode::Rejected);
            let id = bus.new_id(now);
            bus.answers.push_back(Waiting {
                message: id,
                original: message.clone(),
                says: if refused { Says::Refusal } else { Says::Provider },
                from: ready,
                ready_at: ready,
                given: false,
                loses_ack: mode == Some(Mode::LostAck),
                twice: mode == Some(Mode::Twice),
            });
            if refused {
                bus.statuses.push_back((message.clone(), "requestIsRejectedBySmev"));
            }
        }
        bus.statuses.push_back((message.clone(), "requestIsAcceptedBySmev"));
        drop(bus);
        let route = reply::Route {
            kind: "REQUEST",
            message: &message,
            from: ("OKNO", "Портал (стенд)"),
            to: provider.mnemonic,
            sent_at: now,
            status: "requestIsQueued",
        };
        Ok(reply::receipt(&self.settings.smev, "SendRequest", &route)?)
    }

    /// The next answer, of one type or of any.
    pub(super) fn get_response(&self, request: &Element) -> Done {
        let now = self.shared.now();
        let empty = || Element::new(TYPES, "GetResponseResponse");
        let selector = request.child(BASIC.uri, "MessageTypeSelector");
        let wanted = selector.and_then(|one| one.text_of(BASIC.uri, "NamespaceURI"));
        let wanted = wanted.as_deref().and_then(source_of).map(str::to_owned);
        let silent: Vec<Option<String>> = {
            let faults = self.shared.faults();
            let silent = faults.all().iter().filter(|one| one.system == Where::Smev && one.mode == Mode::Silent);
            silent.map(|fault| fault.source.clone()).collect()
        };
        let keeps_silent = |question: &Question| {
            question.fault.as_ref().is_some_and(|fault| fault.mode == Mode::Silent && silent.contains(&fault.source))
        };
        let fits = |question: &Question| {
            wanted.as_ref().is_none_or(|source| *source == question.source) && !keeps_silent(question)
        };
        let taken = locked(&self.bus).take_answer(fits, now);
        let Some((waiting, question)) = taken else { return Ok(empty()) };
        let provider = providers::of(&question.source);
        let to = reply::reply_to(&waiting.original);
        let (message, from) = match waiting.says {
            Says::Refusal => (reply::refusal(&waiting.message, &waiting.original), ("smev", "СМЭВ (стенд)")),
            Says::Provider => {
                let content = self.says(&question, waiting.ready_at);
                (build::send_response(&waiting.message, &to, content, Vec::new()), (provider.mnemonic, provider.name))
            }
        };
        let route = reply::Route {
            kind: "RESPONSE",
            message: &waiting.message,
            from,
            to: "OKNO",
            sent_at: waiting.ready_at,
            status: "messageIsDelivered",
        };
        let route = reply::Route { status: "responseIsAcceptedBySmev", ..route };
        let mut answer =
            reply::answer(&self.settings.smev, &self.settings.provider, message, &waiting.original, &route)?;
        if question.fault.as_ref().is_some_and(|fault| fault.mode == Mode::BrokenSignature) {
            spoil(&mut answer, "MessageMetadata", "DestinationName");
        }
        Ok(answer)
    }

    pub(super) fn ack(&self, request: &Element) -> Done {
        let message = request.text_of(BASIC.uri, "AckTargetMessage").unwrap_or_default();
        if let Some(notice) = locked(&self.bus).notice_taken(&message) {
            self.shared.treasury.notice_taken(&notice);
            return Ok(Element::new(TYPES, "AckResponse"));
        }
        match locked(&self.bus).acknowledge(&message, self.shared.now()) {
            Some(true) => Ok(Element::new(TYPES, "AckResponse")),
            Some(false) => Err(No::Down),
            None => {
                Err(No::Fault("TargetMessageIsNotFound", "Нет неподтверждённого сообщения с таким идентификатором."))
            }
        }
    }

    pub(super) fn get_status(&self) -> Done {
        let about = locked(&self.bus).statuses.pop_front();
        let about = about.as_ref().map(|(message, category)| (message.as_str(), *category));
        Ok(reply::status(&self.settings.smev, about)?)
    }

    /// The next question to the portal's register; who asks for another kind of message gets nothing.
    pub(super) fn get_request(&self, request: &Element) -> Done {
        let now = self.shared.now();
        let selector = request.child(BASIC.uri, "MessageTypeSelector");
        let wanted = |local| selector.and_then(|one| one.text_of(BASIC.uri, local));
        if wanted("NamespaceURI").is_some_and(|uri| uri == gisgmp::NOTICE.0) {
            return self.get_notice(now);
        }
        let ours = wanted("NamespaceURI").is_none_or(|uri| uri == RESULTS.uri)
            && wanted("RootElementLocalName").is_none_or(|root| root == body::RESULTS_REQUEST);
        let taken = ours.then(|| locked(&self.bus).take_asking(now)).flatten();
        let Some(asking) = taken else { return Ok(Element::new(TYPES, "GetRequestResponse")) };
        let asked =
            Asked { service: asking.service.clone(), purpose: asking.purpose.clone(), keys: asking.keys.clone() };
        let question = body::asked(&asked);
        let mut message = reply::asking(&self.settings.smev, &self.settings.provider, &asking, question, now)?;
        if asking.broken {
            spoil(&mut message, "ResultsRequest", "Service");
        }
        Ok(message)
    }

    /// The next notice of ГИС ГМП.
    fn get_notice(&self, now: Timestamp) -> Done {
        let empty = || Element::new(TYPES, "GetRequestResponse");
        let Some((notice, body)) = self.shared.treasury.next_notice() else { return Ok(empty()) };
        let Some(asking) = locked(&self.bus).give_notice(&notice, now) else { return Ok(empty()) };
        Ok(reply::asking(&self.settings.smev, &self.settings.provider, &asking, body, now)?)
    }

    /// An answer of the portal's register.
    pub(super) fn send_response(&self, request: &Element) -> Done {
        let now = self.shared.now();
        let (message, data) = message(request, "SenderProvidedResponseData")?;
        check_id(&message, now)?;
        let to = data.text_of(TYPES.uri, "To").unwrap_or_default();
        let question = reply::addressed(&to).ok_or(No::Fault("RecipientIsNotFound", "Получатель ответа не найден."))?;
        let content = data.child(BASIC.uri, "MessagePrimaryContent").and_then(|one| one.elements().next());
        let rejected = data.child(TYPES.uri, "RequestRejected");
        let told = match (content, rejected) {
            (Some(content), _) if &*content.name.uri == RESULTS.uri => body::read_entries(content).map(Told::Entries),
            // That a notice was taken: there is nothing to keep of it.
            (Some(content), _) if gisgmp::is_body(content) => Some(Told::Entries(Vec::new())),
            (_, Some(no)) => Some(Told::Rejected(
                no.text_of(TYPES.uri, "RejectionReasonCode").unwrap_or_default(),
                no.text_of(TYPES.uri, "RejectionReasonDescription").unwrap_or_default(),
            )),
            _ => None,
        };
        let told = told.ok_or(No::Fault("InvalidContent", "Ответ не соответствует виду сведений."))?;
        let mut bus = locked(&self.bus);
        if bus.responses.insert(message.clone(), question.to_owned()).is_some() {
            return Err(No::Fault("MessageIsAlreadySent", "Сообщение с таким идентификатором уже отправлено."));
        }
        bus.told.insert(question.to_owned(), told);
        drop(bus);
        let route = reply::Route {
            kind: "RESPONSE",
            message: &message,
            from: ("OKNO", "Портал (стенд)"),
            to: "MINT99",
            sent_at: now,
            status: "responseIsAcceptedBySmev",
        };
        Ok(reply::receipt(&self.settings.smev, "SendResponse", &route)?)
    }

    /// What the provider answers, wrong as its fault wants.
    fn says(&self, question: &Question, at: Timestamp) -> Content {
        match question.fault.as_ref().map(|fault| fault.mode) {
            Some(Mode::Absent) => return rejected("NO_DATA", "Сведения отсутствуют."),
            Some(Mode::Failed) => return rejected("ACCESS_DENIED", "Ведомство не смогло обработать запрос."),
            Some(Mode::Wrong) => return Content::Body(Element::new(RESULTS, "Чепуха")),
            _ => {}
        }
        let contradicts = question.fault.as_ref().is_some_and(|fault| fault.mode == Mode::Contradicting);
        match self.registers.say(&self.shared, &question.service, &question.source, &question.keys) {
            Said::Known(mut answer) => {
                if contradicts {
                    turn_over(&mut answer);
                }
                match gisgmp::answer_of(&answer).ok().filter(|_| question.source == gisgmp::SOURCE) {
                    Some(message) => Content::Body(message),
                    None => Content::Body(body::answer(&question.source, at, &answer)),
                }
            }
            Said::Absent => rejected("NO_DATA", "Сведения отсутствуют."),
            Said::Wrong(why) => rejected("UNKNOWN_REQUEST_DESCRIPTION", why),
        }
    }
}

/// The message id of what the sender signs.
fn message<'a>(request: &'a Element, data: &str) -> Result<(String, &'a Element), No> {
    let data = request.child(TYPES.uri, data);
    let id = data.and_then(|data| data.text_of(TYPES.uri, "MessageID"));
    id.zip(data).ok_or_else(|| No::Broken("в сообщении нет MessageID".to_owned()))
}

/// A UUID of version 1 not older than 24 hours.
fn check_id(message: &str, now: Timestamp) -> Result<(), No> {
    match message_id::made_at(message) {
        None => Err(No::Fault("InvalidMessageIdFormat", "MessageID должен быть UUID версии 1.")),
        Some(made) if now.duration_since(made) > message_id::LIFE => {
            Err(No::Fault("StaleMessageId", "Идентификатор сообщения устарел."))
        }
        Some(_) => Ok(()),
    }
}

/// Changes a signed text after it was signed.
fn spoil(element: &mut Element, inside: &str, local: &str) {
    spoil_below(element, inside, local, false);
}

fn spoil_below(element: &mut Element, inside: &str, local: &str, is_inside: bool) {
    let is_inside = is_inside || element.name.local == inside;
    if is_inside && element.name.local == local {
        element.children.push(Node::Text("-подменено".to_owned()));
        return;
    }
    for node in &mut element.children {
        if let Node::Element(child) = node {
            spoil_below(child, inside, local, is_inside);
        }
    }
}
