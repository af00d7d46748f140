//! Elements of the way of a case: sources, procedures, results, people, queues, what comes after.

use rust_decimal::Decimal;

use super::element::{List, Sort};
use super::names;
use super::value::{Aspects, Item, Noun, code};
use crate::package::{ConsentRule, Limit, Resource};

const KEY: Noun =
    Noun {
        came: "добавлено сведение", went: "исключено сведение", one: "сведение", order: None, loose: false
    };
const ASKED: Noun = Noun {
    came: "добавлен запрос", went: "исключён запрос", one: "запрос", order: None, loose: false
};
const INPUT: Noun =
    Noun {
        came: "на входе добавлено", went: "на входе исключено", one: "вход", order: None, loose: false
    };
const OUTPUT: Noun =
    Noun {
        came: "на выходе добавлено", went: "на выходе исключено", one: "выход", order: None, loose: false
    };
const PRIVATE: Noun =
    Noun {
        came: "скрыто от других", went: "открыто другим", one: "скрытое сведение", order: None, loose: false
    };
const RANK: Noun = Noun {
    came: "добавлен критерий очереди",
    went: "исключён критерий очереди",
    one: "критерий очереди",
    order: Some("порядок критериев очереди"),
    loose: false,
};
const SHARE: Noun = Noun {
    came: "добавлена доля", went: "исключена доля", one: "доля", order: None, loose: false
};
const REFUSAL: Noun = Noun {
    came: "добавлено объяснение ограничения",
    went: "исключено объяснение ограничения",
    one: "объяснение ограничения",
    order: None,
    loose: false,
};
const LIMIT: Noun = Noun {
    came: "добавлено ограничение",
    went: "исключено ограничение",
    one: "ограничение",
    order: None,
    loose: false,
};

impl List<'_> {
    pub(super) fn course(&mut self) {
        let regulation = self.regulation;
        for one in regulation.sources.values() {
            let aspects = Aspects::default()
                .said("title", "название", &one.title)
                .term("within", "срок ответа", Some(one.within))
                .term("fresh", "сколько годен полученный ответ", one.fresh)
                .items("keys", &KEY, self.labels(&one.keys));
            self.add(Sort::Source, format!("sources.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in &regulation.procedures {
            let aspects = Aspects::default()
                .said("title", "название", &one.title)
                .plain("kind", "вид", names::procedure(one.kind))
                .term("within", "норма времени", Some(one.within))
                .plain("by", "исполнитель", names::performer(one.by))
                .rule("start", "начало", one.start.as_ref())
                .rule("end", "окончание", one.end.as_ref())
                .plain("variants", "варианты услуги", self.variants(&one.variants))
                .items("input", &INPUT, self.labels(&one.input))
                .items("output", &OUTPUT, self.labels(&one.output))
                .items("asks", &ASKED, self.sources(&one.asks))
                .said("tacit-consent", "молчаливое согласие", one.tacit_consent.as_ref().map_or("", |one| &one.say));
            self.add(Sort::Procedure, format!("procedures.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in &regulation.results {
            let aspects = Aspects::default()
                .said("title", "название", &one.title)
                .plain("kind", "вид", names::output(&one.kind))
                .term("valid", "срок действия", one.valid)
                .term("keep", "срок хранения в кабинете", one.keep)
                .plain("variants", "варианты услуги", self.variants(&one.variants))
                .rule("when", "условие выдачи", one.when.as_ref())
                .items("holds", &KEY, self.labels(&one.holds))
                .said("template", "шаблон", &one.template)
                .said("prefix", "начало номера", &one.prefix);
            self.add(Sort::Result, format!("results.{}", one.id), &one.title, &one.because, aspects);
        }
    }

    pub(super) fn around(&mut self) {
        self.people();
        for one in &self.regulation.resources {
            self.resource(one);
        }
        for one in &self.regulation.bookings {
            let aspects = Aspects::default()
                .said("title", "название", &one.title)
                .said("resource", "предмет записи", &one.resource)
                .rule("when", "условие", one.when.as_ref())
                .said("place", "место", one.place.as_deref().unwrap_or_default())
                .said("date", "день", one.date.as_deref().unwrap_or_default())
                .number("minutes", "длительность", Some(Decimal::from(one.minutes)), "мин")
                .term("earliest", "самое раннее время", one.earliest)
                .term("latest", "самое позднее время", one.latest)
                .term("hold", "срок удержания", one.hold);
            self.add(Sort::Booking, format!("bookings.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in &self.regulation.proactive {
            let consent = if one.consent == ConsentRule::ByLaw { "не нужно" } else { "нужно" };
            let aspects = Aspects::default()
                .said("on", "событие", &one.on)
                .said("need", "условие", &one.need)
                .plain("consent", "согласие", consent)
                .term("within", "срок предложения", Some(one.within))
                .said("say", "объяснение", &one.say);
            self.add(Sort::Trigger, format!("proactive.{}", one.id), &one.id, &one.because, aspects);
        }
        for one in &self.regulation.afterwards {
            let aspects = Aspects::default()
                .said("title", "название", &one.title)
                .plain("kind", "вид", names::afterwards(one.kind))
                .rule("when", "условие", one.when.as_ref())
                .plain("variants", "варианты услуги", self.variants(&one.variants))
                .term("within", "срок", one.within)
                .term("every", "период повторения", one.every)
                .items("asks", &ASKED, self.sources(&one.asks))
                .term("blocks", "запрет на новое обращение", one.blocks)
                .said("say", "объяснение", &one.say)
                .said("mend", "совет заявителю", &one.mend);
            self.add(Sort::Afterwards, format!("afterwards.{}", one.id), &one.title, &one.because, aspects);
        }
    }

    fn people(&mut self) {
        for one in &self.regulation.parties {
            let invite = one.invite.as_ref().map(|name| self.labels(std::slice::from_ref(name)));
            let invite = invite.into_iter().flatten().map(|item| item.title).collect::<String>();
            let aspects = Aspects::default()
                .said("title", "название", &one.title)
                .plain("role", "роль", names::role(one.role))
                .rule("when", "условие участия", one.when.as_ref())
                .said("each", "список участников", one.each.as_deref().unwrap_or_default())
                .said("invite", "приглашение по сведению", &invite)
                .term("within", "срок для действий", one.within)
                .said("consent", "согласие", one.consent.as_deref().unwrap_or_default())
                .with("signs", "подпись", names::signature(one.signs))
                .items("facts", &KEY, self.labels(&one.facts))
                .items("private", &PRIVATE, self.labels(&one.private));
            self.add(Sort::Party, format!("parties.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in &self.regulation.beneficiaries {
            let aspects =
                Aspects::default().said("title", "название", &one.title).items("facts", &KEY, self.labels(&one.facts));
            self.add(Sort::Beneficiary, format!("beneficiaries.{}", one.id), &one.title, &one.because, aspects);
        }
    }

    fn resource(&mut self, one: &Resource) {
        let rank = one.rank.iter().map(|rank| {
            let first = if rank.descending { "сначала большее" } else { "сначала меньшее" };
            Item {
                body: format!("{}, {first}", code(&rank.by.text)),
                clause: self.clause(&rank.because),
                ..Item::named(&rank.title, &rank.title)
            }
        });
        let shares = one.shares.iter().map(|share| Item {
            body: format!("{} %, когда {}", share.percent, code(&share.when.text)),
            clause: self.clause(&share.because),
            ..Item::named(&share.title, &share.title)
        });
        let limits = one.limits.iter().map(|limit| self.limit(limit));
        let refusals = one.limits.iter().map(|limit| Item {
            body: format!("«{}» «{}»", limit.say, limit.mend),
            ..Item::named(limit.per.join(", "), self.per(limit))
        });
        let aspects = Aspects::default()
            .said("title", "название", &one.title)
            .said("unit", "единица", &one.unit)
            .rule("when", "условие", one.when.as_ref())
            .plain("order", "порядок распределения", names::order(one.order))
            .rule("opens", "начало приёма", one.opens.as_ref())
            .rule("closes", "окончание приёма", one.closes.as_ref())
            .term("hold", "срок удержания", one.hold)
            .term("offer", "срок ответа на предложение", one.offer)
            .items("key", &KEY, self.labels(&one.key))
            .items("rank", &RANK, rank.collect())
            .items("shares", &SHARE, shares.collect())
            .items("limits", &LIMIT, limits.collect())
            .items("refusals", &REFUSAL, refusals.collect());
        self.add(Sort::Resource, format!("resources.{}", one.id), &one.title, &one.because, aspects);
    }

    fn limit(&self, limit: &Limit) -> Item {
        let within = limit.within.map_or_else(|| "одновременно".to_owned(), |term| format!("за {term}"));
        Item {
            body: format!("не больше {} {within}", limit.most),
            clause: self.clause(&limit.because),
            ..Item::named(limit.per.join(", "), self.per(limit))
        }
    }

    fn per(&self, limit: &Limit) -> String {
        let per: Vec<String> = self.labels(&limit.per).into_iter().map(|item| item.title).collect();
        format!("по сведениям: {}", per.join(", "))
    }
}
