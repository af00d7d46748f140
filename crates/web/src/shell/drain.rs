//! Reading on what nobody wants: when an answer is ready before the request has been read to its
//! end (a file too large, a form from another site), closing at once would make the browser show
//! «connection reset» in place of our page that says what to do.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{Stream, StreamExt};

/// Most that is read on, in bytes; who sends more is cut off.
const MOST: usize = 128 * 1024 * 1024;

/// Longest time it is read on.
const LONGEST: Duration = Duration::from_secs(60);

/// Lets an answer be received though its request was not wanted whole.
pub async fn drain(request: Request, next: Next) -> Response {
    // Who asks before sending is simply not told to send.
    if request.body().is_end_stream() || request.headers().contains_key(header::EXPECT) {
        return next.run(request).await;
    }
    next.run(request.map(|body| Body::from_stream(Unread(Some(body.into_data_stream()))))).await
}

/// A body whose rest is read by somebody else once it is let go.
struct Unread(Option<BodyDataStream>);

impl Stream for Unread {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.0 else { return Poll::Ready(None) };
        let polled = body.poll_next_unpin(context);
        if matches!(polled, Poll::Ready(None | Some(Err(_)))) {
            self.0 = None;
        }
        polled
    }
}

impl Drop for Unread {
    fn drop(&mut self) {
        let Some(body) = self.0.take().filter(|body| !body.is_end_stream()) else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(tokio::time::timeout(LONGEST, read_on(body)));
        }
    }
}

async fn read_on(mut body: BodyDataStream) {
    let mut read = 0;
    while let Some(Ok(piece)) = body.next().await {
        read += piece.len();
        if read > MOST {
            return;
        }
    }
}
