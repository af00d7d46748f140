//! Elements of the service itself: its card, acts, steps of the form, and the files beside it.

use super::element::{List, Sort};
use super::names;
use super::value::{Aspects, Item, Noun, Value, days};
use crate::package::Clause;

const APPLICANT: Noun = Noun {
    came: "добавлен вид заявителей",
    went: "исключён вид заявителей",
    one: "вид заявителей",
    order: None,
    loose: false,
};
const KEYWORD: Noun = Noun {
    came: "добавлено слово для поиска",
    went: "исключено слово для поиска",
    one: "слово для поиска",
    order: None,
    loose: false,
};
const EVENT: Noun = Noun {
    came: "добавлена жизненная ситуация",
    went: "исключена жизненная ситуация",
    one: "жизненная ситуация",
    order: None,
    loose: false,
};
const LIST: Noun = Noun {
    came: "добавлено включение в перечень",
    went: "исключено включение в перечень",
    one: "включение в перечень",
    order: None,
    loose: false,
};

const CHANNEL: Noun = Noun {
    came: "добавлен способ обращения",
    went: "исключён способ обращения",
    one: "способ обращения",
    order: None,
    loose: false,
};

impl List<'_> {
    pub(super) fn service(&mut self) {
        let regulation = self.regulation;
        let named = |names: &[String]| names.iter().map(|name| Item::named(name, name)).collect();
        let lists = regulation.lists.iter().map(|one| Item {
            body: format!("{} {}", days(Some(one.from), one.until), one.act),
            ..Item::named(&one.list, &one.list)
        });
        let applicants = regulation.applicants.iter().map(|kind| names::applicant(*kind));
        let variants = regulation.variants.iter().map(|one| (one.id.clone(), one.title.clone())).collect();
        let steps = regulation.form.iter().map(|one| (one.id.clone(), one.title.clone())).collect();
        let procedures = regulation.procedures.iter().map(|one| (one.id.clone(), one.title.clone())).collect();
        let mut aspects = Aspects::default()
            .said("title", "полное название", &regulation.title)
            .said("short", "короткое название", &regulation.short)
            .said("summary", "описание", &regulation.summary)
            .plain("kind", "вид", names::service(regulation.kind))
            .plain("status", "состояние", names::status(regulation.status))
            .plain("category", "раздел каталога", &regulation.category)
            .plain("authority", "орган", &regulation.authority)
            .items("applicants", &APPLICANT, applicants.map(|words| Item::named(words, words)).collect())
            .with("assurance", "учётная запись", names::assurance(regulation.assurance))
            .items("channels", &CHANNEL, self.channels())
            .items("lists", &LIST, lists.collect())
            .items("life-events", &EVENT, named(&regulation.life_events))
            .items("keywords", &KEYWORD, named(&regulation.keywords))
            .with("form", "порядок шагов формы", Value::Order(steps))
            .with("variants", "порядок проверки вариантов", Value::Order(variants))
            .with("procedures", "порядок процедур", Value::Order(procedures));
        if let Some(parent) = &regulation.parent {
            aspects = aspects.plain("parent.service", "типовая услуга", &parent.service).plain(
                "parent.version",
                "редакция типового регламента",
                &parent.version,
            );
        }
        self.add(Sort::Service, "service".to_owned(), &regulation.short, &Clause::default(), aspects);
        self.acts();
        self.steps();
    }

    fn channels(&self) -> Vec<Item> {
        let each = self.regulation.channels.iter().map(|one| {
            let purposes: Vec<&str> = one.purposes.iter().map(|purpose| purpose.title()).collect();
            let hours = one.hours.as_ref().map(|hours| format!("; {hours}")).unwrap_or_default();
            let title = one.channel.title();
            Item {
                body: format!("{}{hours}", purposes.join(", ")),
                clause: one.because.as_ref().map(|clause| self.clause(clause)).unwrap_or_default(),
                ..Item::named(title, title)
            }
        });
        each.collect()
    }

    fn acts(&mut self) {
        for (id, act) in &self.regulation.acts {
            let date = act.date.map_or_else(|| "не указана".to_owned(), super::value::day);
            let aspects = Aspects::default()
                .said("title", "название", &act.title)
                .plain("number", "номер", &act.number)
                .plain("date", "дата", date);
            self.add(Sort::Act, format!("acts.{id}"), &act.title, &Clause::default(), aspects);
        }
    }

    fn steps(&mut self) {
        for step in &self.regulation.form {
            let fields = self.labels(&step.fields).into_iter().map(|item| (item.key, item.title)).collect();
            let aspects = Aspects::default()
                .said("title", "название", &step.title)
                .said("lead", "пояснение", step.lead.as_deref().unwrap_or_default())
                .rule("when", "условие показа", step.when.as_ref())
                .with("fields", "порядок вопросов", Value::Order(fields));
            self.add(Sort::Step, format!("form.{}", step.id), &step.title, &Clause::default(), aspects);
        }
    }

    /// Templates and longer words: that they are others is said, not how.
    pub(super) fn files(&mut self) {
        let regulation = self.regulation;
        let templates = regulation.templates.iter().map(|(name, text)| (name.clone(), text));
        let texts = regulation.texts.iter().map(|(name, text)| (format!("texts.{name}"), text));
        for (name, text) in templates.chain(texts) {
            let aspects = Aspects::default().with("text", "текст", Value::Said(Some(text.clone())));
            self.add(Sort::File, format!("files.{name}"), &name, &Clause::default(), aspects);
        }
    }
}
