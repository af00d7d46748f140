//! Parts of the case card beside its course: the thread with the applicant, notes, tasks, opinions.

use actions::desk::card::Card;
use actions::desk::messages::{Kind, Words};
use actions::desk::tasks::{Kind as TaskKind, Task};
use jiff::Timestamp;
use regulation::fact::Attachment;

use crate::shell::Page;

/// A message or a note.
pub struct SaidView {
    /// It is for officials only.
    pub note: bool,
    /// The applicant wrote it.
    pub by_applicant: bool,
    /// Who.
    pub who: String,
    /// When.
    pub at: String,
    /// When, for machines.
    pub at_iso: String,
    /// When the other side opened it, in words.
    pub read: Option<String>,
    /// What it says.
    pub text: String,
    /// Its file.
    pub file: Option<FileView>,
}

/// A file beside the course.
pub struct FileView {
    /// Its name in the store.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// Its size.
    pub size: String,
}

/// A task or an opinion.
pub struct TaskView {
    /// Id.
    pub id: String,
    /// It is an opinion of another body.
    pub opinion: bool,
    /// Whom.
    pub whom: String,
    /// What.
    pub what: String,
    /// Who asked and when.
    pub asked: String,
    /// Until when.
    pub due: String,
    /// Its term has passed and it is not done.
    pub late: bool,
    /// When it was done.
    pub done: Option<String>,
    /// What came of it.
    pub answer: Option<String>,
    /// Its file.
    pub file: Option<FileView>,
}

fn file(page: &Page, attachment: &Attachment) -> FileView {
    FileView { sha256: attachment.sha256.clone(), name: attachment.name.clone(), size: page.size(&attachment.size) }
}

/// What was said, oldest first.
pub fn said(page: &Page, card: &Card) -> Vec<SaidView> {
    let view = |said: &Words| SaidView {
        note: said.kind == Kind::Note,
        by_applicant: said.by.is_none(),
        who: match &said.by {
            None => page.t("desk-who-applicant").to_owned(),
            Some(id) => card.names.get(id.as_str()).cloned().unwrap_or_else(|| page.t("desk-who-official").to_owned()),
        },
        at: page.moment(&said.at),
        at_iso: page.machine(&said.at),
        read: (said.kind == Kind::Message && said.by.is_some()).then(|| match said.read_at {
            Some(at) => page.t1("desk-words-read", "moment", page.moment(&at)),
            None => page.t("desk-words-unread").to_owned(),
        }),
        text: said.text.clone(),
        file: said.file.as_ref().map(|attachment| file(page, attachment)),
    };
    card.said.iter().map(view).collect()
}

/// Tasks and opinions, the nearest term first.
pub fn tasks(page: &Page, card: &Card, now: Timestamp) -> Vec<TaskView> {
    let view = |task: &Task| {
        let name = card.names.get(task.body.by.as_str()).map_or("", String::as_str);
        TaskView {
            id: task.id.clone(),
            opinion: task.kind == TaskKind::Opinion,
            whom: task.body.whom.clone(),
            what: task.body.what.clone(),
            asked: page.t2("desk-task-asked", "name", name, "moment", page.moment(&task.body.at)),
            due: page.t1("desk-due-by", "date", page.day(&task.due_at)),
            late: task.done_at.is_none() && task.due_at < now,
            done: task.done_at.map(|at| page.t1("desk-task-done-at", "moment", page.moment(&at))),
            answer: task.body.answer.clone(),
            file: task.body.file.as_ref().map(|attachment| file(page, attachment)),
        }
    };
    card.tasks.iter().map(view).collect()
}
