//! Words of the model's fixed lists, as lawyers say them.

use super::value::Value;
use crate::package::{
    AfterwardsKind, ApplicantKind, Assessed, Assurance, Averaging, FeeDue, FeeKind, HitPolicy, Kind, Method, Order,
    OutputKind, PartyRole, Performer, ProcedureKind, Purpose, RelationKind, Signature, Status,
};

pub(super) fn applicant(kind: ApplicantKind) -> &'static str {
    match kind {
        ApplicantKind::Person => "физические лица",
        ApplicantKind::SoleTrader => "индивидуальные предприниматели",
        ApplicantKind::Organisation => "организации",
    }
}

pub(super) fn assurance(level: Assurance) -> Value {
    match level {
        Assurance::Simplified => Value::Ranked(0, "упрощённая"),
        Assurance::Standard => Value::Ranked(1, "стандартная"),
        Assurance::Confirmed => Value::Ranked(2, "подтверждённая"),
    }
}

pub(super) fn signature(signs: Signature) -> Value {
    match signs {
        Signature::None => Value::Ranked(0, "без подписи"),
        Signature::Simple => Value::Ranked(1, "простая электронная"),
        Signature::Qualified => Value::Ranked(2, "усиленная квалифицированная электронная"),
    }
}

/// Earlier payment asks more.
pub(super) fn due(due: FeeDue) -> Value {
    match due {
        FeeDue::Result => Value::Ranked(0, "до выдачи результата"),
        FeeDue::Decision => Value::Ranked(1, "до решения"),
        FeeDue::Filing => Value::Ranked(2, "до регистрации заявления"),
    }
}

pub(super) fn fee(kind: FeeKind) -> &'static str {
    match kind {
        FeeKind::Duty => "государственная пошлина",
        FeeKind::Payment => "рассчитанный платёж",
        FeeKind::CoPayment => "часть цены по договору",
    }
}

pub(super) fn service(kind: Kind) -> &'static str {
    match kind {
        Kind::Regional => "государственная услуга региона",
        Kind::Municipal => "муниципальная услуга",
        Kind::Delegated => "услуга по переданному полномочию",
    }
}

pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "готовится",
        Status::Published => "опубликована",
        Status::Withdrawn => "выведена из обращения",
    }
}

pub(super) fn hit(hit: HitPolicy) -> &'static str {
    match hit {
        HitPolicy::Unique => "подходит ровно одна строка",
        HitPolicy::First => "действует первая подходящая строка",
        HitPolicy::Collect => "складываются все подходящие строки",
    }
}

pub(super) fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Identification => "установить личность",
        Purpose::Decision => "принять решение",
        Purpose::Contact => "связаться с заявителем",
        Purpose::Result => "указать в результате",
        Purpose::Request => "сделать межведомственный запрос",
    }
}

pub(super) fn procedure(kind: ProcedureKind) -> &'static str {
    match kind {
        ProcedureKind::Profiling => "определение варианта",
        ProcedureKind::Intake => "приём заявления",
        ProcedureKind::Exchange => "межведомственное взаимодействие",
        ProcedureKind::Suspension => "приостановление",
        ProcedureKind::Decision => "принятие решения",
        ProcedureKind::Provision => "предоставление результата",
        ProcedureKind::ExtraData => "получение дополнительных сведений",
        ProcedureKind::Distribution => "распределение ограниченного ресурса",
        ProcedureKind::Assessment => "оценка сведений или объектов",
        ProcedureKind::Proactive => "упреждающее предоставление",
    }
}

pub(super) fn performer(by: Performer) -> &'static str {
    match by {
        Performer::Machine => "система",
        Performer::MachineElseOfficial => "система, при неясности — должностное лицо",
        Performer::Official => "должностное лицо",
    }
}

pub(super) fn output(kind: &OutputKind) -> String {
    match kind {
        OutputKind::Document => "электронный документ".to_owned(),
        OutputKind::Register(register) => format!("запись реестра «{register}»"),
        OutputKind::Information => "сведения".to_owned(),
        OutputKind::Object(object) => format!("предмет «{object}»"),
    }
}

pub(super) fn role(role: PartyRole) -> &'static str {
    match role {
        PartyRole::Applicant => "подаёт заявление",
        PartyRole::Joint => "обращается вместе с заявителем",
        PartyRole::Consent => "даёт согласие",
        PartyRole::Representative => "действует за заявителя",
    }
}

pub(super) fn order(order: Order) -> &'static str {
    match order {
        Order::Arrival => "по времени подачи",
        Order::Ranking => "по критериям ранжирования",
        Order::Lottery => "по жребию",
    }
}

pub(super) fn afterwards(kind: AfterwardsKind) -> &'static str {
    match kind {
        AfterwardsKind::Report => "отчёт заявителя",
        AfterwardsKind::Recheck => "повторная проверка оснований",
        AfterwardsKind::SuspendEntry => "приостановление записи",
        AfterwardsKind::EndEntry => "прекращение записи",
        AfterwardsKind::Renewal => "предложение продлить",
        AfterwardsKind::Closing => "закрытие работ актом",
    }
}

/// Its code and its words.
pub(super) fn relation(kind: RelationKind) -> (&'static str, &'static str) {
    match kind {
        RelationKind::Before => ("before", "нужна раньше этой"),
        RelationKind::After => ("after", "может следовать за этой"),
        RelationKind::Instead => ("instead", "заменяет эту"),
        RelationKind::Beside => ("beside", "часто нужна вместе с этой"),
    }
}

pub(super) fn assessed(of: Assessed) -> &'static str {
    match of {
        Assessed::Applicant => "заявитель",
        Assessed::Object => "объект",
    }
}

pub(super) fn averaging(rule: Averaging) -> &'static str {
    match rule {
        Averaging::Mean => "среднее арифметическое",
        Averaging::Median => "медиана",
        Averaging::Sum => "сумма",
        Averaging::All => "все эксперты ответили «да»",
    }
}

pub(super) fn method(method: Method) -> &'static str {
    match method {
        Method::Appointment => "приём в назначенное время",
        Method::Video => "видеовстреча",
        Method::Recording => "запись или снимки",
        Method::SelfDeclaration => "заявление о соответствии требованиям",
        Method::Sensors => "показания приборов",
    }
}
