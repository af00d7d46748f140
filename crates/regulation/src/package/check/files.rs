//! Files of the package and references that hold it together.

use super::Check;
use crate::fact::Facts;
use crate::form;
use crate::package::codes;

impl Check<'_> {
    /// Templates, cases, sample.
    pub(super) fn files(&mut self) {
        for result in &self.regulation.results {
            if result.template.is_empty() || self.regulation.templates.contains_key(&result.template) {
                continue;
            }
            self.reader.error(
                codes::NO_TEMPLATE,
                &self.at(&format!("results.{}.template", result.id)),
                format!("В папке нет файла шаблона `{}`.", result.template),
                "нет файла",
                "Положите шаблон рядом с `regulation.yaml` или исправьте его имя.",
            );
        }
        if !self.regulation.files.0.keys().any(|name| name.starts_with("cases/") && name.ends_with(".yaml")) {
            self.reader.error(
                codes::NO_CASES,
                &self.at("service"),
                "У регламента нет ни одного собственного тестового случая.",
                "нет папки `cases`",
                "Опишите хотя бы один случай в `cases/*.yaml`: что дано и что должно получиться.",
            );
        }
        if !self.notes.has_sample {
            self.reader.error(
                codes::BAD_SAMPLE,
                &self.at("service"),
                "У регламента нет образца заполнения.",
                "нет `sample`",
                "Добавьте `sample` с вымышленными ответами: по ним печатают образец заявления.",
            );
        }
    }

    /// The published sample must pass the form that it shows (FORM-02).
    pub(super) fn sample_passes(&mut self) {
        if !self.notes.has_sample {
            return;
        }
        let problems = form::check(self.regulation, &self.regulation.sample, &Facts::default(), self.regulation.from);
        for problem in problems {
            let mut path = format!("sample.{}", problem.field);
            if !self.reader.knows(&path) {
                path = "sample".to_owned();
            }
            self.reader.error(
                codes::BAD_SAMPLE,
                &self.at(&path),
                format!("Образец не проходит проверку формы, поле `{}`: {}", problem.field, problem.message),
                "так подать нельзя",
                problem.mend,
            );
        }
    }

    /// Marks of the unverified point at something; acts are cited.
    pub(super) fn references(&mut self) {
        for (at, mark) in self.regulation.unverified.iter().enumerate() {
            if mark.what.is_empty() || self.reader.knows(&mark.what) {
                continue;
            }
            let near = {
                let paths = self.reader.paths();
                crate::package::similar::similar(&mark.what, paths).map(str::to_owned)
            };
            self.reader.error(
                codes::UNKNOWN_PATH,
                &self.at(&format!("unverified.{at}.what")),
                format!("В регламенте нет `{}`.", mark.what),
                near.map_or("нет такого места".to_owned(), |near| format!("похоже на `{near}`")),
                "Напишите путь по ключам и именам: `procedures.provision.within`.",
            );
        }
        for id in self.regulation.acts.keys() {
            if self.notes.cited.contains(id) || self.notes.meant.contains(id) {
                continue;
            }
            self.reader.warning(
                codes::UNUSED_ACT,
                &self.at(&format!("acts.{id}")),
                format!("На акт `{id}` никто не ссылается."),
                "не нужен",
                "Уберите его или сошлитесь на него в `because`.",
            );
        }
    }
}
