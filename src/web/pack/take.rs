//! Reading a pack in the worker: bytes are asked for one stretch after the other.

use super::{refused, thrown};
use crate::pack::{Item, MOST_WORK, Opened, PackError, PackReader, hashed, opened};
use js_sys::{Array, Function, Uint8Array};
use serde_json::json;
use std::io::{self, BufReader, Read};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

/// How much is asked for at a time, in bytes.
const STRETCH: usize = 1 << 20;

/// A file, of which JavaScript reads stretches: `of(at, length)`.
struct Source {
    at: u64,
    of: Function,
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (at, length) = (JsValue::from(self.at as f64), JsValue::from(into.len() as f64));
        let read = self.of.call2(&JsValue::NULL, &at, &length).map_err(refused)?;
        let read: Uint8Array = read.dyn_into().map_err(refused)?;
        let length = (read.length() as usize).min(into.len());
        read.subarray(0, length as u32).copy_to(&mut into[..length]);
        self.at += length as u64;
        Ok(length)
    }
}

fn source(of: &Function) -> BufReader<Source> {
    BufReader::with_capacity(STRETCH, Source { at: 0, of: of.clone() })
}

/// A pack that is being read, verified as it comes.
#[wasm_bindgen]
pub struct Reading {
    reader: Option<PackReader<Opened<BufReader<Source>>>>,
    of: Function,
    sealed: bool,
}

#[wasm_bindgen]
impl Reading {
    /// Begins; `of(at, length)` gives bytes of the file. Throws a fault as JSON, here and later.
    #[wasm_bindgen(constructor)]
    pub fn new(of: Function, passphrase: Option<String>) -> Result<Self, JsValue> {
        let opened = opened(source(&of), passphrase.as_deref(), MOST_WORK).map_err(thrown)?;
        let sealed = opened.is_unsealed();
        Ok(Self { reader: Some(PackReader::new(opened).map_err(thrown)?), of, sealed })
    }

    /// The next item: `["log", lines]`, or `["case", JSON without blobs, [{sha256, media, data}]]`; undefined at the end.
    pub fn next(&mut self) -> Result<JsValue, JsValue> {
        let Some(reader) = &mut self.reader else { return Ok(JsValue::UNDEFINED) };
        let given = match reader.next().map_err(thrown)? {
            None => return Ok(JsValue::UNDEFINED),
            Some(Item::Log(entries)) => {
                let lines: Vec<&str> = entries.iter().map(|entry| entry.text()).collect();
                Array::of2(&"log".into(), &lines.join("\n").into())
            }
            Some(Item::Case(case)) => {
                let (stored, blobs) = case.split();
                Array::of3(&"case".into(), &stored.into(), &super::pour::handed(&blobs))
            }
        };
        Ok(given.into())
    }

    /// What was found, as JSON, once all was read.
    pub fn finish(&mut self) -> Result<String, JsValue> {
        let Some(reader) = self.reader.take() else { return Err(thrown(PackError::stopped())) };
        let contents = reader.finish().map_err(thrown)?;
        let file = if self.sealed { hashed(source(&self.of)).map_err(thrown)? } else { contents.sha256.clone() };
        let entries: Vec<_> = contents.entries.iter().map(|(name, sha256)| json!([name, sha256])).collect();
        Ok(json!({
            "sha256": contents.sha256, "file": file, "bytes": contents.bytes, "created": contents.created.iso(),
            "program": contents.program, "cases": contents.cases, "devices": contents.devices, "flaws": contents.flaws.len(),
            "pictures": contents.pictures, "anonymous": contents.anonymous, "entries": entries,
        })
        .to_string())
    }
}
