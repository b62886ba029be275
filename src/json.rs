//! Values out of JSON. The text is read once, into a tree, and types are read from the tree: serde_json's own reader stands in
//! the program once for each type, twice over (as an object and as an array), and was a seventh of app.wasm.

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    Visitor,
};
use serde_json::{Error, Map, Value};

/// Reads a value from a tree. A structure is an object there, never an array of its fields, and an enumeration is a name.
pub(crate) fn of<T: DeserializeOwned>(tree: Value) -> Result<T, Error> {
    T::deserialize(Tree(tree))
}

/// JSON as a tree.
#[inline(never)]
pub(crate) fn tree(json: &str) -> Result<Value, Error> {
    serde_json::from_str(json)
}

/// The version that an object says it is of.
pub(crate) fn version(tree: &Value) -> Result<u64, Error> {
    of(tree.get("version").cloned().ok_or_else(|| Error::missing_field("version"))?)
}

struct Tree(Value);

impl Tree {
    #[inline(never)]
    fn refused(&self, expected: &str) -> Error {
        let found = match &self.0 {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Number(_) => Unexpected::Other("number"),
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Error::invalid_type(found, &expected)
    }

    #[inline(never)]
    fn text(self) -> Result<String, Error> {
        match self.0 {
            Value::String(text) => Ok(text),
            _ => Err(self.refused("a text")),
        }
    }

    #[inline(never)]
    fn items(self) -> Result<Items, Error> {
        match self.0 {
            Value::Array(items) => Ok(Items(items.into_iter())),
            _ => Err(self.refused("a list")),
        }
    }

    #[inline(never)]
    fn fields(self) -> Result<Fields, Error> {
        match self.0 {
            Value::Object(fields) => Ok(Fields { rest: fields.into_iter(), value: Value::Null }),
            _ => Err(self.refused("an object")),
        }
    }

    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Value::Number(number) = &self.0 else { return Err(self.refused("a number")) };
        if let Some(whole) = number.as_u64() {
            return visitor.visit_u64(whole);
        }
        match number.as_i64() {
            Some(below) => visitor.visit_i64(below),
            None => visitor.visit_f64(number.as_f64().unwrap_or_default()),
        }
    }
}

/// Each kind of value is asked for by its own name, and a visitor is offered nothing else.
macro_rules! kinds {
    ($($method:ident($($name:ident: $kind:ty),*) $this:ident, $visitor:ident => $read:expr;)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, $($name: $kind,)* $visitor: V) -> Result<V::Value, Error> {
                let $this = self;
                $read
            }
        )*
    };
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Error;

    kinds! {
        deserialize_any() tree, visitor => match tree.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(_) => tree.number(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(_) => visitor.visit_seq(tree.items()?),
            Value::Object(_) => visitor.visit_map(tree.fields()?),
        };
        deserialize_bool() tree, visitor => match tree.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            _ => Err(tree.refused("true or false")),
        };
        deserialize_i8() tree, visitor => tree.number(visitor);
        deserialize_i16() tree, visitor => tree.number(visitor);
        deserialize_i32() tree, visitor => tree.number(visitor);
        deserialize_i64() tree, visitor => tree.number(visitor);
        deserialize_u8() tree, visitor => tree.number(visitor);
        deserialize_u16() tree, visitor => tree.number(visitor);
        deserialize_u32() tree, visitor => tree.number(visitor);
        deserialize_u64() tree, visitor => tree.number(visitor);
        deserialize_f32() tree, visitor => tree.number(visitor);
        deserialize_f64() tree, visitor => tree.number(visitor);
        deserialize_char() tree, visitor => visitor.visit_string(tree.text()?);
        deserialize_str() tree, visitor => visitor.visit_string(tree.text()?);
        deserialize_string() tree, visitor => visitor.visit_string(tree.text()?);
        deserialize_bytes() tree, visitor => visitor.visit_seq(tree.items()?);
        deserialize_byte_buf() tree, visitor => visitor.visit_seq(tree.items()?);
        deserialize_option() tree, visitor => match tree.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(tree),
        };
        deserialize_unit() tree, visitor => match tree.0 {
            Value::Null => visitor.visit_unit(),
            _ => Err(tree.refused("null")),
        };
        deserialize_unit_struct(_name: &'static str) tree, visitor => tree.deserialize_unit(visitor);
        deserialize_newtype_struct(_name: &'static str) tree, visitor => visitor.visit_newtype_struct(tree);
        deserialize_seq() tree, visitor => visitor.visit_seq(tree.items()?);
        deserialize_tuple(_length: usize) tree, visitor => visitor.visit_seq(tree.items()?);
        deserialize_tuple_struct(_name: &'static str, _length: usize) tree, visitor => visitor.visit_seq(tree.items()?);
        deserialize_map() tree, visitor => visitor.visit_map(tree.fields()?);
        deserialize_struct(_name: &'static str, _fields: &'static [&'static str]) tree, visitor => visitor.visit_map(tree.fields()?);
        deserialize_enum(_name: &'static str, _variants: &'static [&'static str]) tree, visitor => {
            visitor.visit_enum(tree.text()?.into_deserializer())
        };
        deserialize_identifier() tree, visitor => visitor.visit_string(tree.text()?);
        deserialize_ignored_any() _tree, visitor => visitor.visit_unit();
    }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|item| seed.deserialize(Tree(item))).transpose()
    }
}

struct Fields {
    rest: <Map<String, Value> as IntoIterator>::IntoIter,
    value: Value,
}

impl Fields {
    #[inline(never)]
    fn next(&mut self) -> Option<Tree> {
        let (name, value) = self.rest.next()?;
        self.value = value;
        Some(Tree(Value::String(name)))
    }

    #[inline(never)]
    fn value(&mut self) -> Tree {
        Tree(self.value.take())
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.next().map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.value())
    }
}

#[cfg(test)]
mod tests {
    use super::{of, tree, version};
    use serde::Deserialize;
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, rename_all = "camelCase")]
    struct Sheet {
        title: String,
        lines: Vec<(String, u32)>,
        note: Option<String>,
        state: State,
        below: i64,
        share: f64,
        by_name: BTreeMap<String, bool>,
        rest: Value,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum State {
        #[default]
        New,
        PutAway,
    }

    #[test]
    fn a_value_is_what_serde_json_reads() {
        for text in [
            r#"{"title":"é\u0000","lines":[["a",1],["b",4294967295]],"note":"n","state":"putAway","below":-7,"share":0.5,
                "byName":{"x":true},"rest":{"a":[1,null]},"unknown":[{}]}"#,
            r#"{"note":null,"share":2}"#,
            "{}",
        ] {
            assert_eq!(of::<Sheet>(tree(text).unwrap()).unwrap(), serde_json::from_str(text).unwrap(), "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_and_named() {
        for (value, said) in [
            (json!({ "title": 3 }), "expected a text"),
            (json!({ "lines": "l" }), "expected a list"),
            (json!({ "lines": [["a", 4_294_967_296_u64]] }), "4294967296"),
            (json!({ "lines": [["a", -1]] }), "-1"),
            (json!({ "lines": [["a"]] }), "invalid length 1"),
            (json!({ "state": "gone" }), "unknown variant `gone`"),
            (json!({ "state": { "new": 1 } }), "expected a text"),
            (json!({ "byName": { "x": "true" } }), "expected true or false"),
            (json!({ "below": null }), "expected a number"),
            (json!(["t"]), "expected an object"),
        ] {
            let error = of::<Sheet>(value.clone()).unwrap_err().to_string();
            assert!(error.contains(said), "{value}: {error:?} does not say {said:?}");
        }
        assert!(tree("{").is_err());
    }

    #[test]
    fn a_version_is_a_number() {
        assert_eq!(version(&json!({ "version": 3 })).ok(), Some(3));
        for other in [json!({}), json!([]), json!({ "version": "3" }), json!({ "version": -1 })] {
            assert!(version(&other).is_err(), "{other}");
        }
    }
}
