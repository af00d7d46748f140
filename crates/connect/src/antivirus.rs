//! Asks an antivirus about an upload: clamd's INSTREAM over TCP, or nobody.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::failure::Failure;

const SYSTEM: &str = "antivirus";
const PIECE: usize = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(60);

/// Who looks at uploads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Antivirus {
    /// Nobody; the operator chose so.
    Off,
    /// A clamd daemon.
    Clamd(SocketAddr),
}

/// What the antivirus said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing found.
    Clean,
    /// Something found; its name.
    Infected(String),
    /// Nobody looked.
    NotChecked,
}

impl Antivirus {
    /// Looks at the bytes of an upload.
    pub async fn look(&self, content: &[u8]) -> Result<Verdict, Failure> {
        match self {
            Self::Off => Ok(Verdict::NotChecked),
            Self::Clamd(address) => timeout(PATIENCE, ask_clamd(*address, content))
                .await
                .map_err(|_| Failure::later(SYSTEM, "no answer in time"))?,
        }
    }
}

async fn ask_clamd(address: SocketAddr, content: &[u8]) -> Result<Verdict, Failure> {
    let broken = |_| Failure::later(SYSTEM, "broken connection");
    let mut stream = TcpStream::connect(address).await.map_err(|_| Failure::later(SYSTEM, "no connection"))?;
    stream.write_all(b"zINSTREAM\0").await.map_err(broken)?;
    for piece in content.chunks(PIECE) {
        let length = u32::try_from(piece.len()).unwrap_or(0).to_be_bytes();
        stream.write_all(&length).await.map_err(broken)?;
        stream.write_all(piece).await.map_err(broken)?;
    }
    stream.write_all(&[0; 4]).await.map_err(broken)?;
    let mut reply = Vec::new();
    stream.take(4096).read_to_end(&mut reply).await.map_err(broken)?;
    understand(String::from_utf8_lossy(&reply).trim_end_matches('\0').trim())
}

fn understand(reply: &str) -> Result<Verdict, Failure> {
    if reply.ends_with(" OK") {
        return Ok(Verdict::Clean);
    }
    if let Some(found) = reply.strip_suffix(" FOUND") {
        let name = found.split_once(": ").map_or(found, |(_, name)| name);
        return Ok(Verdict::Infected(name.to_owned()));
    }
    Err(Failure::later(SYSTEM, "the answer is not understood"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tokio::net::TcpListener;

    #[tokio::test]
    async fn an_upload_is_streamed_to_clamd_and_its_verdict_understood() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let antivirus = Antivirus::Clamd(listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = [0; 10];
            stream.read_exact(&mut head).await.unwrap();
            assert_eq!(&head, b"zINSTREAM\0");
            let mut content = Vec::new();
            loop {
                let length = stream.read_u32().await.unwrap() as usize;
                if length == 0 {
                    break;
                }
                let mut piece = vec![0; length];
                stream.read_exact(&mut piece).await.unwrap();
                content.extend(piece);
            }
            stream.write_all(b"stream: Test.Signature FOUND\0").await.unwrap();
            content
        });
        let content = vec![7; PIECE + 1];
        assert_eq!(antivirus.look(&content).await.unwrap(), Verdict::Infected("Test.Signature".into()));
        assert_eq!(server.await.unwrap(), content);
    }

    #[tokio::test]
    async fn without_an_antivirus_nobody_pretends_to_have_looked() {
        assert_eq!(Antivirus::Off.look(b"x").await.unwrap(), Verdict::NotChecked);
    }

    #[test]
    fn other_answers_are_not_taken_for_clean() {
        assert_eq!(understand("stream: OK"), Ok(Verdict::Clean));
        assert!(understand("INSTREAM size limit exceeded. ERROR").is_err());
        assert!(understand("").is_err());
    }
}
