//! Papers: archival PDF with text that can be read out, mistakes of templates at their place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write;
use std::process::{Command, Stdio};

use indexmap::IndexMap;
use jiff::civil::Date;
use papers::{
    Application, ApplicationMark, FileLine, Letterhead, Line, PaperError, Refusal, RefusalGround, RefusalStage,
    Section, Signer,
};
use regulation::form::{FieldView, FormView, StepView};
use regulation::package::FactType;
use serde_json::json;

fn authority() -> Letterhead {
    Letterhead {
        name: "Министерство природных ресурсов региона «Приозёрье»".to_owned(),
        address: "г. Озёрск-Приозёрский, ул. Лесная, д. 1".to_owned(),
        phone: "+7 800 000-01-01".to_owned(),
    }
}

fn line(label: &str, shown: &str) -> Line {
    Line { label: label.to_owned(), shown: shown.to_owned(), records: vec![] }
}

fn application(mark: ApplicationMark) -> Application {
    Application {
        title: "Выдача и аннулирование охотничьего билета единого федерального образца".to_owned(),
        authority: authority(),
        applicant: "Образцов Пётр Ильич".to_owned(),
        mark,
        date: Date::constant(2026, 3, 10),
        sections: vec![
            Section {
                title: "О заявителе".to_owned(),
                lines: vec![
                    line("Фамилия", "Образцов"),
                    line("СНИЛС", "112-233-445 95"),
                    line("Отчество", ""),
                    line("Сбор", "1\u{a0}500,50\u{a0}₽"),
                ],
            },
            Section {
                title: "Дети".to_owned(),
                lines: vec![Line {
                    label: "Дети в семье".to_owned(),
                    shown: String::new(),
                    records: vec![
                        vec![line("Имя", "Анна")],
                        vec![line("Имя", "Ёлка № 2 — «кавычки» #let x = 1 $y$ \\ 🎿 漢")],
                    ],
                }],
            },
        ],
        files: vec![FileLine { name: "фото.jpg".to_owned(), size: "1,2 МБ".to_owned(), sha256: "ab".repeat(32) }],
    }
}

fn refusal() -> Refusal {
    Refusal {
        stage: RefusalStage::Provision,
        service: "Выдача охотничьего билета".to_owned(),
        authority: authority(),
        applicant: "Образцов Пётр Ильич".to_owned(),
        number: "МП-2026-000017".to_owned(),
        date: Date::constant(2026, 3, 11),
        decided: "11 марта 2026 года".to_owned(),
        grounds: vec![RefusalGround {
            title: "Заявитель не достиг 18 лет".to_owned(),
            say: "Охотничий билет выдаётся с 18 лет.".to_owned(),
            mend: "Подайте заявление после совершеннолетия.".to_owned(),
            clause: "209-ФЗ, ст. 21".to_owned(),
        }],
        appeal: "Жалобу рассмотрят за 15 рабочих дней (210-ФЗ, ст. 11.2).".to_owned(),
        signer: Signer {
            name: "Примерова А. С.".to_owned(), post: "Начальник отдела".to_owned()
        },
        preview: false,
        check_url: "http://localhost:8080/check/AB12-CD34".to_owned(),
        check_code: "AB12-CD34".to_owned(),
    }
}

/// The text of a PDF as another program reads it; nothing when that program is absent.
fn text_of(pdf: &[u8]) -> Option<String> {
    let program =
        Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut program) = program else {
        eprintln!("SKIPPED: pdftotext is not installed, the text of the PDF is not read back");
        return None;
    };
    program.stdin.take().unwrap().write_all(pdf).unwrap();
    let output = program.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

fn holds(pdf: &[u8], part: &str) -> bool {
    pdf.windows(part.len()).any(|window| window == part.as_bytes())
}

/// Proves: FORM-09.
#[test]
fn the_copy_of_an_application_shows_the_screen_and_its_draft_or_number_mark() {
    let draft = papers::application(&application(ApplicationMark::Draft {
        saved: "10 марта 2026 года, 12:05".to_owned(),
    }))
    .unwrap();
    assert!(draft.starts_with(b"%PDF-1.7"));
    if let Some(text) = text_of(&draft) {
        for part in [
            "ЧЕРНОВИК",
            "Черновик, не подан.",
            "Сохранён 10 марта 2026 года, 12:05",
            "Образцов",
            "112-233-445 95",
            "1 500,50 ₽",
            "не указано",
        ] {
            assert!(text.replace('\u{a0}', " ").contains(part), "no «{part}» in\n{text}");
        }
        // Values are text and never commands of the typesetter; what no font has is marked.
        assert!(text.contains("Ёлка № 2 — «кавычки» #let x = 1 $y$ \\ ? ?"), "{text}");
        assert!(text.contains("Запись 2 из 2") && text.contains(&"ab".repeat(32)), "{text}");
    }
    let filed = ApplicationMark::Filed {
        number: "МП-2026-000017".to_owned(),
        filed: "10 марта 2026 года, 12:07".to_owned(),
    };
    let filed = papers::application(&application(filed)).unwrap();
    if let Some(text) = text_of(&filed) {
        assert!(text.contains("Заявление № МП-2026-000017. Подано 10 марта 2026 года, 12:07"), "{text}");
        assert!(!text.contains("ЧЕРНОВИК"));
        assert!(text.contains("№ МП-2026-000017 "), "the number stands at the foot of the page too");
    }
}

/// Proves: FORM-09.
#[test]
fn the_copy_takes_its_lines_from_the_form_as_the_screen_shows_it() {
    let field = |label: &str, shown: &str, records: Vec<Vec<FieldView>>| FieldView {
        path: "applicant.note".to_owned(),
        name: "applicant.note".to_owned(),
        label: label.to_owned(),
        hint: None,
        kind: FactType::YesNo,
        required: true,
        raw: serde_json::Value::Null,
        shown: shown.to_owned(),
        source: None,
        why: String::new(),
        problem: None,
        records,
    };
    let fields = vec![
        field("Замечание", "Первая строка\nвторая строка\tс отступом\r\n\u{0}", vec![]),
        field("Дети", "", vec![vec![field("Имя", "Анна", vec![])]]),
    ];
    let step =
        StepView { id: "one".to_owned(), title: "Шаг".to_owned(), lead: None, fields, complete: true, problems: 0 };
    let sections = Section::of_form(&FormView { steps: vec![step] });
    assert_eq!(sections[0].lines[1].records[0][0], line("Имя", "Анна"));
    let filed = ApplicationMark::Filed {
        number: "МП-2026-000018".to_owned(), filed: "10 марта 2026 года".to_owned()
    };
    let pdf = papers::application(&Application { sections, ..application(filed) }).unwrap();
    if let Some(text) = text_of(&pdf) {
        let second = text.lines().find(|line| line.contains("вторая строка с отступом")).unwrap();
        assert!(!second.contains("Первая") && !text.contains('?'), "{text}");
        assert!(text.contains("Анна"), "{text}");
    }
}

/// Proves: RESULT-09.
#[test]
fn a_refusal_names_ground_text_and_clause_and_is_not_made_without_a_ground() {
    let pdf = papers::refusal(&refusal()).unwrap();
    if let Some(text) = text_of(&pdf) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            "отказе в предоставлении услуги",
            "Охотничий билет выдаётся с 18 лет.",
            "Заявитель не достиг 18 лет (209-ФЗ, ст. 21)",
            "Подайте заявление после совершеннолетия.",
            "15 рабочих дней",
            "AB12-CD34",
            "Документ подписан электронной подписью",
        ] {
            assert!(text.contains(part), "no «{part}» in\n{text}");
        }
    }
    let preview = papers::refusal(&Refusal { preview: true, stage: RefusalStage::Intake, ..refusal() }).unwrap();
    if let Some(text) = text_of(&preview) {
        assert!(text.contains("ПРОЕКТ") && text.contains("отказе в приёме") && !text.contains("подписан"), "{text}");
    }
    let error = papers::refusal(&Refusal { grounds: vec![], ..refusal() }).unwrap_err();
    assert!(matches!(error, PaperError::Data(_)), "{error}");
}

/// Proves: RESULT-08.
#[test]
fn a_paper_is_archival_tagged_and_the_same_bytes_for_the_same_data() {
    let pdf = papers::refusal(&refusal()).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    for part in
        ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>"]
    {
        assert!(holds(&pdf, part), "no {part}");
    }
    assert!(holds(&pdf, "<dc:language>") && holds(&pdf, "StructTreeRoot"));
    assert!(holds(&pdf, "2026-03-11"), "the date of the document is of its data");
    assert_eq!(papers::refusal(&refusal()).unwrap(), pdf);
}

fn fault(template: &str, data: &serde_json::Value) -> papers::TemplateFault {
    match papers::pdf_of("result.typ", template, data, &IndexMap::new()) {
        Err(PaperError::Template(faults)) => faults.into_iter().next().unwrap(),
        other => panic!("{other:?}"),
    }
}

/// Proves: RESULT-08.
#[test]
fn a_field_of_a_template_that_has_no_data_is_told_at_its_place() {
    let data = json!({ "title": "Билет", "date": "2026-03-10", "authority": { "name": "Министерство" }, "facts": { "applicant.last_name": "Образцов" } });
    let head = "#import \"/okno.typ\": *\n#let data = json(\"/data.json\")\n#show: paper.with(data)\n";
    let fine = papers::pdf(&format!("{head}Выдан: #fact(data, \"applicant.last_name\")"), &data, &IndexMap::new());
    assert!(fine.is_ok(), "{fine:?}");

    let found = fault(&format!("{head}Выдан:\n  #data.number"), &data);
    assert_eq!((found.file.as_str(), found.line), ("result.typ", 5), "{found}");
    assert_eq!(found.message, "В данных документа нет поля «number»");

    // Inside a shared part: told at the line of the template that called it.
    let found = fault(&format!("{head}\n#fact(data, \"applicant.snils\")"), &data);
    assert_eq!((found.file.as_str(), found.line), ("result.typ", 5), "{found}");
    assert_eq!(found.message, "В данных документа нет поля «applicant.snils»");

    for (template, line, part) in [
        ("#let x =", 1, "не собирается"),
        ("\n#nothing", 2, "Неизвестное имя «nothing»"),
        ("#read(\"/etc/passwd\")", 1, "файл, которого нет"),
        ("#image(\"https://example.org/a.png\")", 1, ""),
        ("#datetime.today()", 1, "не собирается"),
        ("#import \"@preview/cetz:0.3.0\": *", 1, ""),
    ] {
        let found = fault(template, &data);
        assert_eq!((found.file.as_str(), found.line), ("result.typ", line), "{found}");
        assert!(found.message.contains(part) && !found.mend.is_empty(), "{found}");
    }
    let error = papers::pdf("", &json!({ "date": "вчера" }), &IndexMap::new()).unwrap_err();
    assert!(error.to_string().contains("вчера"), "{error}");
}

/// Proves: RESULT-08.
#[test]
fn a_template_of_a_package_draws_its_document_and_its_draft_from_the_data_of_the_case() {
    let template = r##"
#import "/okno.typ": *
#let data = json("/data.json")
#show: paper.with(data)
Запись № #data.number внесена #data.issued на имя: #fact(data, "applicant.last_name").
#lines-table(data.lines)
#if data.kind != "draft" [
  #signature(data, when: data.issued)
  #check(data)
]
"##;
    let lines = json!([
        { "name": "applicant.last_name", "label": "Фамилия", "shown": "Образцов" },
        { "name": "children", "label": "Дети", "shown": "", "records": [[{ "name": "name", "label": "Имя", "shown": "Анна" }]] },
    ]);
    let mut data = json!({
        "kind": "document", "title": "Выписка из реестра", "date": "2026-03-11", "number": "ОБ-2026-000001", "issued": "11 марта 2026 года",
        "authority": { "name": "Министерство", "short": "", "address": "", "phone": "" },
        "signer": { "name": "Примерова А. С.", "post": "Начальник отдела" },
        "facts": { "applicant.last_name": "Образцов" }, "lines": lines,
        "check_code": "AB12-CD34", "check_url": "http://localhost/check/AB12-CD34", "qr": "qr.svg",
    });
    let files = IndexMap::from([("qr.svg".to_owned(), papers::qr_svg("http://localhost/check/AB12-CD34").unwrap())]);
    let document = papers::pdf(template, &data, &files).unwrap();
    if let Some(text) = text_of(&document) {
        for part in ["ОБ-2026-000001", "Анна", "Код проверки: AB12-CD34", "Документ подписан"]
        {
            assert!(text.contains(part), "no «{part}» in\n{text}");
        }
    }
    data["kind"] = "draft".into();
    data["check_code"] = "".into();
    data["qr"] = serde_json::Value::Null;
    let draft = papers::pdf(template, &data, &IndexMap::new()).unwrap();
    if let Some(text) = text_of(&draft) {
        assert!(text.contains("ПРОЕКТ") && !text.contains("подписан"), "{text}");
    }
}

#[test]
fn a_qr_code_is_one_small_picture_or_a_clear_refusal() {
    let svg = papers::qr_svg("http://localhost:8080/check/AB12-CD34").unwrap();
    assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>"));
    assert!(svg.contains("viewBox=\"0 0 37 37\""), "{svg}");
    assert_eq!(papers::qr_svg(&"я".repeat(3000)), Err(PaperError::Qr(6000)));
}
