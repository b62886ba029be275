//! The data that Maiia's pages carry for their own script: an object that has a `publicInformation`, and what stands beside it
//! and in it. Where the page says it otherwise too, both are kept, as with every other source.

use super::{Address, one_line};
use serde_json::{Map, Value};

/// Bytes of one script that are read.
const LONGEST: usize = 512 * 1024;
/// Objects and lists that are looked into: the data of a page has some thousands.
const MOST: usize = 20_000;

/// What the data says of the practitioner or the centre.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The name.
    pub name: String,
    /// The speciality.
    pub profession: String,
    /// The address.
    pub address: Option<Address>,
    /// The telephone number, as it is written.
    pub phone: String,
    /// The convention, as it is written.
    pub convention: String,
    /// RPPS or FINESS, each with its register's name before it.
    pub registers: Vec<String>,
}

/// The first object of the page's data that has public information; `None` where there is none.
pub fn said(scripts: &[String]) -> Option<Said> {
    scripts.iter().filter(|script| script.len() <= LONGEST).find_map(|script| {
        let value: Value = serde_json::from_str(script).ok()?;
        let mut left = vec![&value];
        let mut looked = 0;
        while let Some(value) = left.pop() {
            looked += 1;
            match value {
                Value::Object(object) => {
                    if let Some(public) = object.get("publicInformation").and_then(Value::as_object) {
                        return Some(of(object, public));
                    }
                    left.extend(object.values().filter(|v| v.is_object() || v.is_array()));
                }
                Value::Array(values) => left.extend(values.iter().filter(|v| v.is_object() || v.is_array())),
                _ => {}
            }
            if looked > MOST {
                return None;
            }
        }
        None
    })
}

fn of(object: &Map<String, Value>, public: &Map<String, Value>) -> Said {
    let in_either = |key: &str| text(object.get(key)).or_else(|| text(public.get(key))).unwrap_or_default();
    let name = match in_either("name") {
        name if name.is_empty() => {
            let parts = [in_either("title"), in_either("firstName"), in_either("lastName")];
            one_line(&parts.join(" "))
        }
        name => name,
    };
    let office = public.get("officeInformation").and_then(Value::as_object);
    let in_office = |key: &str| office.and_then(|office| text(office.get(key))).unwrap_or_default();
    let first = |options: [String; 2]| options.into_iter().find(|said| !said.is_empty()).unwrap_or_default();
    let register = |key: &str| {
        Some(in_either(key)).filter(|said| !said.is_empty()).map(|said| format!("{} {said}", key.to_uppercase()))
    };
    Said {
        name,
        profession: first([in_either("speciality"), in_either("specialty")]),
        address: public.get("address").or_else(|| object.get("address")).and_then(address),
        phone: first([in_office("phoneNumber"), in_either("phoneNumber")]),
        convention: first([in_either("convention"), in_either("sector")]),
        registers: ["rpps", "finess"].into_iter().filter_map(register).collect(),
    }
}

/// A text, or the name of an object.
fn text(value: Option<&Value>) -> Option<String> {
    let said = match value? {
        Value::String(text) => text.as_str(),
        Value::Object(object) => object.get("name").and_then(Value::as_str)?,
        Value::Number(number) => return Some(number.to_string()),
        _ => return None,
    };
    Some(one_line(said)).filter(|said| !said.is_empty())
}

fn address(value: &Value) -> Option<Address> {
    let object = value.as_object()?;
    let said = |key: &str| text(object.get(key)).unwrap_or_default();
    let street = one_line(&[said("number"), said("street")].join(" "));
    let address = Address { street, postcode: said("zipCode"), town: said("city") };
    if address == Address::default() || address.street.is_empty() {
        let line = said("fullAddress");
        return (!line.is_empty())
            .then(|| Address::parse(&line))
            .or((address != Address::default()).then_some(address));
    }
    Some(address)
}
