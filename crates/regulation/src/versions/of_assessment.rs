//! Elements of an assessment: its sheet, its experts, its rule.

use rust_decimal::Decimal;

use super::element::{List, Sort};
use super::names;
use super::value::{Aspects, Item, Noun};

const METHOD: Noun =
    Noun {
        came: "добавлен способ", went: "исключён способ", one: "способ", order: None, loose: false
    };
const LINE: Noun = Noun {
    came: "добавлена строка листа",
    went: "исключена строка листа",
    one: "строка листа",
    order: Some("порядок строк листа"),
    loose: false,
};

impl List<'_> {
    pub(super) fn assessments(&mut self) {
        let regulation = self.regulation;
        for one in &regulation.assessments {
            let methods = one.methods.iter().map(|method| Item::named(method.name(), names::method(*method)));
            let lines = one.sheet.iter().map(|item| {
                let most = item.most.map_or_else(|| "да или нет".to_owned(), |most| format!("до {most} баллов"));
                Item { body: most, clause: self.clause(&item.because), ..Item::named(&*item.id, &*item.title) }
            });
            let aspects = Aspects::default()
                .said("title", "название", &one.title)
                .said("procedure", "процедура", &one.procedure)
                .plain("of", "предмет", names::assessed(one.of))
                .items("methods", &METHOD, methods.collect())
                .number("experts", "число экспертов", Some(Decimal::from(one.experts)), "")
                .items("sheet", &LINE, lines.collect())
                .plain("rule", "правило сведения", names::averaging(one.rule))
                .number("round", "знаки после запятой", Some(Decimal::from(one.round)), "")
                .said("gives", "сведение", &one.gives)
                .rule("passes", "условие достаточности", one.passes.as_ref())
                .number("apart", "допустимое расхождение", one.apart, "баллов")
                .number("retry", "число бесплатных повторов", Some(Decimal::from(one.retry)), "")
                .said("guidance", "совет", one.guidance.as_deref().unwrap_or_default())
                .said("consent", "согласие", one.consent.as_deref().unwrap_or_default())
                .term("keeps", "срок хранения записи", one.keeps);
            self.add(Sort::Assessment, format!("assessments.{}", one.id), &one.title, &one.because, aspects);
        }
    }
}
