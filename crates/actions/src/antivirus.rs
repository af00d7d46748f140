//! What the antivirus says of a file that came from outside, by whatever way: asked before anything
//! of it is stored, and noted for those who watch over the outside systems.

use connect::antivirus::Verdict;

use crate::departmental::health;
use crate::office::Office;
use crate::stop::Stop;

/// Is there nothing harmful in a file? Where the operator has no antivirus, nobody looks and every
/// file passes.
///
/// # Errors
///
/// The antivirus does not answer: the file is to be sent again later.
pub(crate) async fn passes(office: &Office, content: &[u8]) -> Result<bool, Stop> {
    let looked = office.antivirus.look(content).await;
    let problem = looked.as_ref().err().map(ToString::to_string);
    health::note(office, "antivirus", problem.as_deref()).await;
    match looked {
        Ok(Verdict::Infected(found)) => {
            tracing::warn!(found, "a file was refused by the antivirus");
            Ok(false)
        }
        Ok(Verdict::Clean | Verdict::NotChecked) => Ok(true),
        Err(failure) => Err(Stop::Later { system: "антивирус", why: failure.to_string() }),
    }
}
