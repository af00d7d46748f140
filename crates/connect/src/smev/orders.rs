//! Applications of Концентратор услуг and statuses for the cabinet of ЕПГУ over СМЭВ; notices of
//! ГИС ГМП, which come the same way.

use jiff::Timestamp;

use super::fault::Kind;
use super::names::Operation;
use super::{Client, answers, build, parse};
use crate::concentrator::{Application, OrderStatus, status};
use crate::exchange::Sent;
use crate::failure::Failure;
use crate::xml::Element;

impl Client {
    /// The next application of one kind: namespace and root of its body.
    pub async fn get_application(
        &self,
        selector: (&str, &str),
        now: Timestamp,
    ) -> Result<Option<Application>, Failure> {
        let taken = build::take(Operation::GetRequest, Some(selector), self.settings.node.as_deref(), now);
        let answered = self.call(taken).await?;
        let read = answers::question(&self.seal, &answered.document, &answered.parts, now)?;
        let Some((message, taken)) = read else { return Ok(None) };
        let reply_to = taken.as_ref().ok().and_then(|taken| taken.reply_to.clone()).unwrap_or_default();
        let (body, files) = match taken {
            Err(why) => (Err(why), Vec::new()),
            Ok(taken) => {
                let files = taken.attached.into_iter().map(|file| (file.id, file.bytes)).collect();
                let body = match taken.content {
                    parse::Content::Body(body) => Ok(body),
                    _ => Err("В заявлении нет содержательной части.".to_owned()),
                };
                (body, files)
            }
        };
        Ok(Some(Application { message, reply_to, body, files }))
    }

    /// Answers a notice. Sent again under the same id it is the same message.
    pub async fn confirm_notice(&self, message: &str, to: &str, body: Element) -> Result<Sent, Failure> {
        match self.call(build::send_response(message, to, build::Content::Body(body), Vec::new())).await {
            Ok(_) => Ok(Sent::Taken),
            Err(failure) if failure.code() == Some(Kind::MessageIsAlreadySent.name()) => Ok(Sent::Known),
            Err(failure) => Err(failure),
        }
    }

    /// Tells the cabinet how an order fares. Sent again under the same id it is the same message.
    pub async fn tell_order(&self, message: &str, told: &OrderStatus) -> Result<Sent, Failure> {
        let request = build::send_request(message, message, status(told), self.settings.test, Vec::new());
        match self.call(request).await {
            Ok(_) => Ok(Sent::Taken),
            Err(failure) if failure.code() == Some(Kind::MessageIsAlreadySent.name()) => Ok(Sent::Known),
            Err(failure) => Err(failure),
        }
    }
}
