//! A mail server that takes every letter and delivers none; enough SMTP for a client of RFC 5321.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::caught::{Channel, Message};
use crate::faults::{Mode, Where};
use crate::{Shared, letter};

/// Longest letter taken.
const MOST: usize = 10 * 1024 * 1024;
/// Longest command line taken.
const LINE: u64 = 4096;

pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    let mut talks = JoinSet::new();
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            Some(_) = talks.join_next() => {}
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                let shared = Arc::clone(&shared);
                talks.spawn(async move {
                    // A client that hangs up in the middle is an ordinary day for a mail server.
                    let _ = talk(stream, &shared).await;
                });
            }
        }
    }
}

#[derive(Default)]
struct Envelope {
    has_sender: bool,
    to: Vec<String>,
}

async fn talk(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::new(reader);
    writer.write_all(b"220 stand ESMTP\r\n").await?;
    let mut envelope = Envelope::default();
    let mut line = String::new();
    loop {
        line.clear();
        if (&mut reader).take(LINE).read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let (verb, rest) = line.trim_end().split_at(line.trim_end().find(' ').unwrap_or(line.trim_end().len()));
        let reply = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => "250-stand\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 10485760".to_owned(),
            "HELO" | "NOOP" => "250 stand".to_owned(),
            "RSET" => {
                envelope = Envelope::default();
                "250 stand".to_owned()
            }
            "MAIL" => {
                envelope = Envelope { has_sender: true, to: Vec::new() };
                "250 2.1.0 sender taken".to_owned()
            }
            "RCPT" => match recipient(shared, &mut envelope, rest).await {
                Some(reply) => reply,
                None => return Ok(()),
            },
            "DATA" if envelope.to.is_empty() => "503 5.5.1 recipients first".to_owned(),
            "DATA" => {
                writer.write_all(b"354 go on\r\n").await?;
                let Some(raw) = data(&mut reader).await? else {
                    writer.write_all(b"552 5.3.4 too long\r\n").await?;
                    return Ok(());
                };
                keep(shared, &envelope, &raw);
                envelope = Envelope::default();
                "250 2.0.0 caught".to_owned()
            }
            "QUIT" => {
                writer.write_all(b"221 2.0.0 bye\r\n").await?;
                return Ok(());
            }
            _ => "502 5.5.1 not known here".to_owned(),
        };
        writer.write_all(reply.as_bytes()).await?;
        writer.write_all(b"\r\n").await?;
    }
}

/// The reply to RCPT, or `None` to hang up. Faults strike here: this is where servers say what
/// they think of an address.
async fn recipient(shared: &Shared, envelope: &mut Envelope, rest: &str) -> Option<String> {
    if !envelope.has_sender {
        return Some("503 5.5.1 sender first".to_owned());
    }
    let fault = shared.faults().take(Where::Mail, "");
    if let Some(fault) = fault {
        fault.wait().await;
        match fault.mode {
            Mode::Bounce | Mode::Absent => return Some("550 5.1.1 no such mailbox".to_owned()),
            Mode::SoftBounce => return Some("452 4.2.2 mailbox full".to_owned()),
            Mode::Failed => return Some("451 4.3.0 local error".to_owned()),
            Mode::Wrong => return Some("чепуха".to_owned()),
            Mode::Down => return None,
            _ => {}
        }
    }
    let address = rest.split(['<', '>']).nth(1).unwrap_or_default();
    if address.is_empty() {
        return Some("501 5.1.3 no address".to_owned());
    }
    envelope.to.push(address.to_owned());
    Some("250 2.1.5 recipient taken".to_owned())
}

/// Lines up to a single dot, with doubled dots halved; `None` when too long.
async fn data(reader: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<Option<Vec<u8>>> {
    let mut raw = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        let room = (MOST - raw.len()) as u64;
        if reader.take(room).read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        match line.as_slice() {
            b".\r\n" | b".\n" => return Ok(Some(raw)),
            [b'.', rest @ ..] => raw.extend_from_slice(rest),
            whole => raw.extend_from_slice(whole),
        }
    }
}

fn keep(shared: &Shared, envelope: &Envelope, raw: &[u8]) {
    let letter = letter::read(raw);
    let at: Timestamp = shared.now();
    for to in &envelope.to {
        shared.caught().keep(Message {
            number: 0,
            channel: Channel::Mail,
            to: to.clone(),
            subject: letter.subject.clone(),
            text: letter.text.clone(),
            id: letter.id.clone(),
            at,
        });
    }
}
