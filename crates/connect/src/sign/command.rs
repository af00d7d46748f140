//! A key that another program holds: it gets the digest on its standard input and gives the raw
//! signature on its standard output. So OpenSSL with the ГОСТ engine signs
//! (`openssl pkeyutl -sign -engine gost -inkey KEY`), and so can the tool of a certified СКЗИ or
//! of a token. The program is started directly, without a shell and without our environment.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::identity::{Identity, KeyFileError};
use super::{Algorithms, Certificate, SignFailure, Signer};

/// How long a program may take.
const LIMIT: Duration = Duration::from_secs(20);
/// How often it is asked whether it has ended.
const PACE: Duration = Duration::from_millis(5);
/// Largest signature read.
const MAX_SIGNATURE: u64 = 4096;

/// Signs by a program of the machine.
#[derive(Debug, Clone)]
pub struct CommandSigner {
    identity: Identity,
    program: String,
    arguments: Vec<String>,
}

impl CommandSigner {
    /// The certificate with its chain, and the program with its arguments.
    pub fn new(certificates: &Path, program: &str, arguments: &[String]) -> Result<Self, KeyFileError> {
        let identity = Identity::from_file(certificates)?;
        Ok(Self { identity, program: program.to_owned(), arguments: arguments.to_vec() })
    }

    fn run(&self, digest: &[u8]) -> std::io::Result<(bool, Vec<u8>)> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).env_clear();
        for kept in ["PATH", "HOME", "LD_LIBRARY_PATH", "OPENSSL_CONF"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        if let Some(mut input) = child.stdin.take() {
            // A program that does not read is found by its signature, not here.
            let _ = input.write_all(digest);
        }
        let ended = ended(&mut child)?;
        let mut signature = Vec::new();
        if let Some(output) = child.stdout.take().filter(|_| ended) {
            output.take(MAX_SIGNATURE).read_to_end(&mut signature)?;
        }
        Ok((ended, signature))
    }
}

/// Waits for a good end; a program that takes too long is ended.
#[allow(clippy::disallowed_methods, reason = "a limit of waiting, not the time of a case")]
fn ended(child: &mut Child) -> std::io::Result<bool> {
    let until = Instant::now() + LIMIT;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if Instant::now() >= until {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        std::thread::sleep(PACE);
    }
}

impl Signer for CommandSigner {
    fn certificate(&self) -> &Certificate {
        &self.identity.certificate
    }

    fn chain(&self) -> &[Certificate] {
        &self.identity.chain
    }

    fn algorithms(&self) -> Algorithms {
        self.identity.algorithms()
    }

    fn digest(&self, content: &[u8]) -> Vec<u8> {
        self.identity.digest(content)
    }

    fn sign_raw(&self, message: &[u8]) -> Result<Vec<u8>, SignFailure> {
        let program = &self.program;
        match self.run(&self.identity.digest(message)) {
            Ok((true, signature)) => self.identity.accept(message, &signature),
            Ok((false, _)) => Err(SignFailure(format!("the program {program} did not sign"))),
            Err(error) => Err(SignFailure(format!("the program {program} cannot be run: {error}"))),
        }
    }

    fn sign_for_cms(&self, message: &[u8]) -> Result<Vec<u8>, SignFailure> {
        self.identity.for_cms(&self.sign_raw(message)?)
    }
}
