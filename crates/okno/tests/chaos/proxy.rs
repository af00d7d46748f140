//! A way to PostgreSQL on which things go wrong: it reads just enough of the protocol (version 3)
//! to know a `begin` and a `commit` when one goes by. A transaction is told 40001 by the server
//! itself, before or at its commit; a connection ends before its commit arrives, right after it was
//! sent, or when it was done and only the answer is missing.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use crate::nodes::Random;

/// What the server is asked to say instead of `begin` and `commit`.
const CLASH: &str =
    "do $$ begin raise exception 'could not serialize access (injected)' using errcode = '40001'; end $$";

/// How often each thing went wrong.
#[derive(Debug, Default)]
pub struct Count {
    pub begin_clashes: AtomicU32,
    pub commit_clashes: AtomicU32,
    pub lost_before: AtomicU32,
    pub lost_at: AtomicU32,
    pub lost_after: AtomicU32,
}

/// The proxy; it goes with the runtime of the test.
pub struct Proxy {
    pub address: SocketAddr,
    pub count: Arc<Count>,
    /// Things go wrong only while this says so.
    pub wild: Arc<AtomicBool>,
}

/// What to do with a message of the client.
enum Turn {
    Pass,
    Say(&'static str),
    LoseBefore,
    LoseAt,
    LoseAfter,
}

struct Shared {
    random: Mutex<Random>,
    count: Arc<Count>,
    wild: Arc<AtomicBool>,
}

impl Proxy {
    pub async fn start(server: String, random: Random) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (count, wild) = (Arc::<Count>::default(), Arc::new(AtomicBool::new(false)));
        let shared =
            Arc::new(Shared { random: Mutex::new(random), count: Arc::clone(&count), wild: Arc::clone(&wild) });
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, shared) = (server.clone(), Arc::clone(&shared));
                tokio::spawn(async move {
                    let Ok(server) = TcpStream::connect(server).await else { return };
                    let _ = talk(client, server, &shared).await;
                });
            }
        });
        Self { address, count, wild }
    }
}

/// Carries both directions until one side is gone, or the connection is to be lost.
async fn talk(client: TcpStream, server: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let (mut from_client, to_client) = client.into_split();
    let (from_server, mut to_server) = server.into_split();
    // The first message has no kind: it names the user and the database.
    let start = body(&mut from_client).await?;
    to_server.write_all(&start).await?;
    let silent = Arc::new(AtomicBool::new(false));
    let back = tokio::spawn(answers(from_server, to_client, Arc::clone(&silent)));
    let lost = questions(&mut from_client, &mut to_server, shared, &silent).await;
    if matches!(lost, Ok(Turn::LoseAfter)) {
        // The server did what it was asked; nobody will hear of it.
        let _ = back.await;
    } else {
        back.abort();
    }
    Ok(())
}

async fn questions(
    from: &mut OwnedReadHalf,
    to: &mut OwnedWriteHalf,
    shared: &Shared,
    silent: &AtomicBool,
) -> std::io::Result<Turn> {
    loop {
        let kind = from.read_u8().await?;
        let message = body(from).await?;
        match shared.turn(kind, &message) {
            Turn::Pass => {
                to.write_all(&[kind]).await?;
                to.write_all(&message).await?;
            }
            Turn::Say(words) => to.write_all(&query(words)).await?,
            Turn::LoseBefore => return Ok(Turn::LoseBefore),
            Turn::LoseAt => {
                to.write_all(&[kind]).await?;
                to.write_all(&message).await?;
                return Ok(Turn::LoseAt);
            }
            lost => {
                silent.store(true, Ordering::SeqCst);
                to.write_all(&[kind]).await?;
                to.write_all(&message).await?;
                // X: the client says good-bye, so the server ends when it has answered.
                to.write_all(&[b'X', 0, 0, 0, 4]).await?;
                return Ok(lost);
            }
        }
    }
}

/// What the server says, until it ends; swallowed once nobody is to hear it.
async fn answers(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, silent: Arc<AtomicBool>) {
    let mut piece = vec![0; 16 * 1024];
    while let Ok(length) = from.read(&mut piece).await {
        if length == 0 {
            return;
        }
        if !silent.load(Ordering::SeqCst) && to.write_all(&piece[..length]).await.is_err() {
            return;
        }
    }
}

/// Length and content of a message.
async fn body(from: &mut OwnedReadHalf) -> std::io::Result<Vec<u8>> {
    let length = from.read_u32().await?;
    let mut message = length.to_be_bytes().to_vec();
    message.resize(length as usize, 0);
    from.read_exact(&mut message[4..]).await?;
    Ok(message)
}

fn query(words: &str) -> Vec<u8> {
    let length = words.len() as u32 + 5;
    [b"Q", &length.to_be_bytes()[..], words.as_bytes(), &[0]].concat()
}

impl Shared {
    /// One in thirty transactions clashes where it begins, one in thirty at its commit, one in
    /// fifteen loses its connection around the commit.
    fn turn(&self, kind: u8, message: &[u8]) -> Turn {
        let words = message.get(4..message.len().saturating_sub(1)).unwrap_or_default();
        if kind != b'Q' || !self.wild.load(Ordering::Relaxed) {
            return Turn::Pass;
        }
        let chance = self.random.lock().unwrap().below(90);
        let counted = |counter: &AtomicU32, turn| {
            counter.fetch_add(1, Ordering::Relaxed);
            turn
        };
        match (words, chance) {
            (b"begin", 0..3) => counted(&self.count.begin_clashes, Turn::Say(CLASH)),
            (b"commit", 0..3) => counted(&self.count.commit_clashes, Turn::Say(CLASH)),
            (b"commit", 3..5) => counted(&self.count.lost_before, Turn::LoseBefore),
            (b"commit", 5..7) => counted(&self.count.lost_at, Turn::LoseAt),
            (b"commit", 7..9) => counted(&self.count.lost_after, Turn::LoseAfter),
            _ => Turn::Pass,
        }
    }
}
