//! A graph as JSON-LD 1.1 with its context inside: nothing is fetched to read it.

use serde_json::{Map, Value, json};

use super::graph::{Graph, LANGUAGE, Object, PREFIXES, TYPE};

/// The graph as JSON-LD: one object for each resource.
pub fn jsonld(graph: &Graph) -> Value {
    let context: Map<String, Value> =
        PREFIXES.into_iter().map(|(name, address)| (name.to_owned(), address.into())).collect();
    let resources: Vec<Value> = graph
        .0
        .iter()
        .map(|(address, resource)| {
            let mut node = Map::from_iter([("@id".to_owned(), Value::from(address.as_str()))]);
            for (predicate, objects) in &resource.0 {
                let (key, values): (&str, Vec<Value>) = if *predicate == TYPE {
                    ("@type", objects.iter().map(class).collect())
                } else {
                    (predicate, objects.iter().map(object).collect())
                };
                node.insert(key.to_owned(), values.into());
            }
            node.into()
        })
        .collect();
    json!({ "@context": context, "@graph": resources })
}

fn class(object: &Object) -> Value {
    match object {
        Object::Term(term) => (*term).into(),
        Object::Resource(text) | Object::Words(text) | Object::Plain(text) | Object::Typed(text, _) => {
            text.as_str().into()
        }
    }
}

fn object(object: &Object) -> Value {
    match object {
        Object::Term(term) => json!({ "@id": term }),
        Object::Resource(address) => json!({ "@id": address }),
        Object::Words(words) => json!({ "@value": words, "@language": LANGUAGE }),
        Object::Plain(text) => json!({ "@value": text }),
        Object::Typed(text, datatype) => json!({ "@value": text, "@type": datatype }),
    }
}
