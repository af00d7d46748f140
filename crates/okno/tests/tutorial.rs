//! docs/design-a-service.md, followed word by word: its files are written, its commands run, and
//! what it shows is compared with what comes out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One thing that the page asks its reader to do.
enum Step {
    /// Write a new file.
    Create(String, String),
    /// Write this below what the file has.
    Add(String, String),
    /// Put the lines with a plus in the place of those with a minus.
    Change(String, String),
    /// Run a command; it shows this.
    Run(String, String),
}

fn page_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/design-a-service.md")
}

fn document() -> String {
    std::fs::read_to_string(page_file()).unwrap()
}

/// The steps of the page: every fenced block under a line that says what it is for.
fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut said = "";
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            said = if line.trim().is_empty() { said } else { line };
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if language == "console" {
            steps.extend(commands(&block));
            continue;
        }
        let text = block.join("\n") + "\n";
        let file = said.split('`').nth(1).unwrap_or_else(|| panic!("no file is named above:\n{text}")).to_owned();
        steps.push(match said.split('`').next().unwrap() {
            "Create " => Step::Create(file, text),
            "Add to " => Step::Add(file, text),
            "Change in " => Step::Change(file, text),
            other => panic!("«{other}» does not say what to do with {file}"),
        });
    }
    steps
}

/// `$ command` and, up to the next one, what it shows.
fn commands(block: &[&str]) -> Vec<Step> {
    let mut runs: Vec<(String, Vec<&str>)> = Vec::new();
    for line in block {
        match line.strip_prefix("$ ") {
            Some(command) => runs.push((command.to_owned(), Vec::new())),
            None => runs.last_mut().expect("output before a command").1.push(line),
        }
    }
    runs.into_iter().map(|(command, shown)| Step::Run(command, shown.join("\n"))).collect()
}

/// The folder a newcomer works in.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("okno-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn change(&self, file: &str, text: &str) {
        let marked = |mark: char| {
            let lines: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix(mark)).collect();
            lines.join("\n")
        };
        let (old, new) = (marked('-'), marked('+'));
        let path = self.0.join(file);
        let whole = std::fs::read_to_string(&path).unwrap();
        assert_eq!(whole.matches(&old).count(), 1, "{file} must hold this once:\n{old}");
        std::fs::write(path, whole.replace(&old, &new)).unwrap();
    }

    /// A command as the newcomer types it, with `okno` being the program under test.
    fn command(&self, line: &str) -> Command {
        let own = Path::new(env!("CARGO_BIN_EXE_okno")).parent().unwrap().display().to_string();
        let path = format!("{own}:{}", std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("exec {line}")).env("PATH", path).current_dir(&self.0);
        command
    }

    fn run(&self, line: &str) -> String {
        let output = self.command(line).output().unwrap();
        let mut shown = String::from_utf8(output.stdout).unwrap();
        shown.push_str(&String::from_utf8(output.stderr).unwrap());
        shown
    }

    /// A command that runs until it is stopped: its output up to the line that holds a word, and
    /// what a look at it meanwhile gives.
    fn run_until<T>(&self, line: &str, word: &str, look: impl FnOnce(&str) -> T) -> (String, T) {
        let mut running = self.command(line).stdout(Stdio::piped()).spawn().unwrap();
        let mut shown = String::new();
        for line in BufReader::new(running.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            writeln!(shown, "{line}").unwrap();
            if line.contains(word) {
                break;
            }
        }
        let looked = look(&shown);
        running.kill().unwrap();
        running.wait().unwrap();
        (shown, looked)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Milliseconds differ from run to run.
fn timeless(text: &str) -> String {
    let words = text.split_inclusive(' ').collect::<Vec<_>>();
    let mut same = String::new();
    for (at, word) in words.iter().enumerate() {
        let before_unit = words.get(at + 1).is_some_and(|next| next.starts_with("мс)"));
        same.push_str(if before_unit { "(… " } else { word });
    }
    same
}

/// What stands at an address of the demo.
fn page(address: &str, path: &str) -> String {
    let mut connection = TcpStream::connect(address).unwrap();
    write!(connection, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// Runs the demo on free ports; the addresses are shown as they stand in the page.
fn demo(desk: &Desk, line: &str) -> String {
    let line = format!("{line} --port 0 --data demo-data");
    let address = |shown: &str, label: &str| {
        let line = shown.lines().find(|line| line.contains(label)).unwrap().to_owned();
        line.split("http://").nth(1).unwrap().trim_end_matches('/').to_owned()
    };
    let (shown, (portal, stand, service)) = desk.run_until(&line, "Ctrl+C", |shown| {
        let portal = address(shown, "Портал для людей");
        let service = page(&portal, "/services/fair-stall");
        (portal, address(shown, "Стенд внешних систем"), service)
    });
    assert!(service.starts_with("HTTP/1.1 200"), "the service has no page: {service}");
    assert!(service.contains("Предоставление места на ярмарке мастеров"), "{service}");
    shown.replace(&portal, "127.0.0.1:8080").replace(&stand, "127.0.0.1:8081")
}

/// Does the output look as the page shows it? A line `…` of the page stands for any lines.
fn looks_like(got: &str, shown: &str) -> bool {
    let mut rest = got;
    let parts: Vec<&str> = shown.split("\n…\n").collect();
    for (at, part) in parts.iter().enumerate() {
        let Some(found) = rest.find(part) else { return false };
        if at == 0 && found != 0 {
            return false;
        }
        rest = &rest[found + part.len()..];
    }
    rest.is_empty()
}

/// Proves: CAR-03.
///
/// When the words of the program change, `UPDATE_TUTORIAL=write` puts the new ones into the page.
#[test]
fn a_newcomer_who_follows_the_page_word_by_word_sees_what_it_shows() {
    let desk = Desk::new("tutorial");
    let write = std::env::var("UPDATE_TUTORIAL").is_ok_and(|wish| wish == "write");
    let mut document = document();
    let steps = steps(&document);
    let mut commands = 0;
    for step in &steps {
        match step {
            Step::Create(file, text) => std::fs::write(desk.0.join(file), text).unwrap(),
            Step::Add(file, text) => {
                let path = desk.0.join(file);
                std::fs::write(&path, std::fs::read_to_string(&path).unwrap() + text).unwrap();
            }
            Step::Change(file, text) => desk.change(file, text),
            Step::Run(line, shown) => {
                commands += 1;
                let got = match line.split(' ').nth(1).unwrap_or_default() {
                    "demo" => demo(&desk, line),
                    "watch" => desk.run_until(line, "мс)", |_| ()).0,
                    _ => desk.run(line),
                };
                let got = got.trim_end();
                if looks_like(&timeless(got), &timeless(shown.trim_end())) {
                    continue;
                }
                assert!(write, "\n$ {line}\nshows:\n{got}\nthe page says:\n{shown}\n");
                document = document.replacen(&format!("$ {line}\n{shown}"), &format!("$ {line}\n{got}"), 1);
            }
        }
    }
    assert!(commands >= 20, "only {commands} commands were found in the page");
    if write {
        std::fs::write(page_file(), document).unwrap();
    }
}

#[test]
fn every_command_of_an_author_stands_in_the_page() {
    let page = document();
    for command in [
        "new", "check", "test", "explain", "explore", "mutate", "fmt", "watch", "diff", "demo", "schema", "text",
        "paper",
    ] {
        assert!(page.contains(&format!("okno {command}")), "okno {command} is not told of");
    }
}

#[test]
fn a_new_package_of_each_kind_is_whole_at_once_and_a_full_folder_is_left_alone() {
    let desk = Desk::new("new");
    let at = desk.0.join("fresh");
    std::fs::create_dir_all(&at).unwrap();
    for kind in ["regional", "municipal", "delegated"] {
        let shown = desk.run(&format!("okno new fresh/{kind}-one --kind {kind}"));
        assert!(shown.contains("okno check"), "{shown}");
        let text = std::fs::read_to_string(at.join(format!("{kind}-one/regulation.yaml"))).unwrap();
        assert!(text.contains(&format!("service: {kind}-one")) && text.contains(&format!("kind: {kind} ")), "{text}");
        assert!(!text.contains("{{"), "{text}");
    }
    assert_eq!(desk.run("okno check fresh"), "checked 3: errors 0, warnings 0\n");
    assert_eq!(desk.run("okno test fresh"), "cases passed 15, failed 0\n");
    assert_eq!(desk.run("okno fmt fresh --check"), "");
    assert!(desk.run("okno mutate fresh/municipal-one").ends_with("caught 19 of 19\n"));
    let refused = desk.run("okno new fresh/regional-one");
    assert!(refused.contains("is not empty"), "{refused}");
    let refused = desk.run("okno new 'fresh/Новая услуга'");
    assert!(refused.contains("small Latin letters"), "{refused}");
}
