//! What a service requires, in the words of CCCEV: criteria, grounds that stand in the way,
//! documents and answers of registers as evidence, and the clause that each of them rests on.

use regulation::package::{Clause, Fact, FactType, Ground, Regulation};

use super::graph::Graph;
use super::names::{Names, RUSSIAN};
use super::region::concept;

/// A service whose requirements are being told.
pub(super) struct Telling<'a> {
    pub graph: &'a mut Graph,
    pub names: &'a Names,
    pub regulation: &'a Regulation,
}

impl Telling<'_> {
    fn service(&self) -> String {
        self.names.service(&self.regulation.service)
    }

    fn address(&self, what: &str, id: &str) -> String {
        self.names.of(&self.regulation.service, what, id)
    }

    /// Criteria, grounds, evidence.
    pub fn all(&mut self) {
        let regulation = self.regulation;
        for criterion in regulation.criteria.values() {
            self.requirement("criterion", &criterion.id, "m8g:Criterion", &criterion.say_yes, &criterion.because);
        }
        for ground in &regulation.refuse_intake {
            self.ground("refuse-intake", ground);
        }
        for ground in &regulation.refuse_provision {
            self.ground("refuse-provision", ground);
        }
        for fact in regulation.facts.values() {
            self.documents(fact, "");
        }
        for source in regulation.sources.values() {
            let required = self.requirement(
                "information",
                &source.id,
                "m8g:InformationRequirement",
                &source.title,
                &source.because,
            );
            self.evidence(
                "answer",
                &source.id,
                &source.title,
                "",
                &required,
                ("register", "Ответ на межведомственный запрос"),
            );
        }
    }

    /// A requirement that the service holds; its address is returned.
    fn requirement(&mut self, what: &str, id: &str, class: &'static str, title: &str, because: &Clause) -> String {
        let (address, service) = (self.address(what, id), self.service());
        let rule = self.clause(because);
        let resource = self.graph.of(&address);
        resource.is("m8g:Requirement").is(class).plain("dct:identifier", id).say("dct:title", title);
        if let Some(rule) = rule {
            resource.link("m8g:fulfils", &rule);
        }
        self.graph.of(&service).link("m8g:holdsRequirement", &address);
        address
    }

    fn ground(&mut self, what: &str, ground: &Ground) {
        let address = self.requirement(what, &ground.id, "m8g:Constraint", &ground.title, &ground.because);
        let (id, title) = match what {
            "refuse-intake" => ("refuse-intake", "Основание отказать в приёме документов"),
            _ => ("refuse-provision", "Основание отказать в предоставлении услуги"),
        };
        let kind = concept(self.graph, self.names, "requirement", id, title);
        self.graph
            .of(&address)
            .link("dct:type", &kind)
            .say("dct:description", &ground.say)
            .say("skos:note", &ground.mend);
    }

    /// Documents among facts and among the fields of their records.
    fn documents(&mut self, fact: &Fact, within: &str) {
        let id = if within.is_empty() { fact.name.clone() } else { format!("{within}.{}", fact.name) };
        match &fact.kind {
            FactType::Document(_) => {
                let required =
                    self.requirement("information", &id, "m8g:InformationRequirement", &fact.label, &fact.because);
                let by_itself = fact.document.as_ref().is_some_and(|terms| terms.held != "applicant");
                let kind = if by_itself {
                    ("may-bring", "Документ, который заявитель может приложить сам")
                } else {
                    ("document", "Документ, который прикладывает заявитель")
                };
                let hint = fact.hint.clone().unwrap_or_default();
                self.evidence("document", &id, &fact.label, &hint, &required, kind);
            }
            FactType::List { item, .. } => {
                for field in item.values() {
                    self.documents(field, &id);
                }
            }
            _ => {}
        }
    }

    /// Evidence that supports a requirement, with its type.
    fn evidence(&mut self, what: &str, id: &str, title: &str, hint: &str, required: &str, kind: (&str, &str)) {
        let (address, of_type, service) = (self.address(what, id), self.address("evidence-type", id), self.service());
        let classified = concept(self.graph, self.names, "evidence", kind.0, kind.1);
        self.graph
            .of(&of_type)
            .is("m8g:EvidenceType")
            .plain("dct:identifier", id)
            .say("dct:title", title)
            .link("m8g:evidenceTypeClassification", &classified);
        self.graph
            .of(&address)
            .is("m8g:Evidence")
            .plain("dct:identifier", id)
            .say("dct:title", title)
            .say("dct:description", hint)
            .link("dct:type", &classified)
            .link("dct:language", RUSSIAN)
            .link("dct:conformsTo", &of_type)
            .link("m8g:supportsRequirement", required);
        self.graph.of(required).link("m8g:hasSupportingEvidence", &address);
        self.graph.of(&service).link("cpsv:hasInput", &address).link("m8g:hasInputType", &of_type);
    }

    /// The clause as a rule that the service follows; nothing for an empty one.
    pub fn clause(&mut self, clause: &Clause) -> Option<String> {
        let act = self.regulation.acts.get(&clause.act)?;
        let (address, service) = (self.names.clause(self.regulation, clause), self.service());
        let resource = self.address("act", &clause.act);
        self.graph
            .of(&address)
            .is("cpsv:Rule")
            .plain("dct:identifier", &format!("{}.{}", clause.act, clause.clause))
            .say("dct:title", &self.regulation.clause_text(clause))
            .say("dct:description", &act.title)
            .link("dct:language", RUSSIAN)
            .link("cpsv:implements", &resource);
        self.graph.of(&service).link("cpsv:follows", &address);
        Some(address)
    }

    /// The acts that the service rests on.
    pub fn acts(&mut self) {
        let service = self.service();
        for (id, act) in &self.regulation.acts {
            let address = self.address("act", id);
            let resource = self.graph.of(&address);
            resource.is("eli:LegalResource").plain("dct:identifier", &act.number).say("dct:title", &act.title);
            if let Some(date) = act.date {
                resource.typed("dct:date", date, "xsd:date");
            }
            self.graph.of(&service).link("m8g:hasLegalResource", &address);
        }
    }
}
