//! Writing a pack in the worker: cases come one by one, bytes go out.

use super::{refused, thrown};
use crate::{
    case::{Blob, Case, Moment, Sha256Hex},
    dossier::{Entry, Log},
    pack::{Hashing, Head, PackError, Sealed, Writer, anonymous, sealed},
};
use js_sys::{Array, Function, Reflect, Uint8Array};
use serde_json::json;
use std::io::{self, Write};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

/// How much is handed out at a time, in bytes.
const STRETCH: usize = 1 << 20;

/// What takes the bytes.
struct Sink {
    put: Function,
    held: Vec<u8>,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= STRETCH {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.held.is_empty() {
            self.put.call1(&JsValue::NULL, &Uint8Array::from(self.held.as_slice())).map_err(refused)?;
            self.held.clear();
        }
        Ok(())
    }
}

/// The file, encrypted or not.
enum Out {
    Plain(Hashing<Sink>),
    Sealed(Box<Sealed<Hashing<Sink>>>),
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(sink) => sink.write(bytes),
            Self::Sealed(sink) => sink.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(sink) => sink.flush(),
            Self::Sealed(sink) => sink.flush(),
        }
    }
}

/// A pack that is being written.
#[wasm_bindgen]
pub struct Pack {
    writer: Option<Writer<Out>>,
    head: Head,
}

#[wasm_bindgen]
impl Pack {
    /// Begins one. `now` is a moment as JSON; `log` the entries of every device, one a line; `put(bytes)` takes the file.
    #[wasm_bindgen(constructor)]
    pub fn new(
        now: &str,
        pictures: bool,
        without_names: bool,
        log: &str,
        passphrase: Option<String>,
        put: Function,
    ) -> Result<Self, JsValue> {
        let now: Moment = serde_json::from_str(now).map_err(|fault| JsValue::from(fault.to_string()))?;
        let head = Head { now, pictures, anonymous: without_names };
        let sink = Hashing::new(Sink { put, held: Vec::with_capacity(2 * STRETCH) });
        let out = match passphrase.filter(|passphrase| !passphrase.is_empty()) {
            Some(passphrase) => Out::Sealed(Box::new(sealed(sink, &passphrase).map_err(thrown)?)),
            None => Out::Plain(sink),
        };
        // What cannot be read of a log is told on the dossier's page; a pack has what can.
        let log: Log = log.lines().filter_map(|line| Entry::read(line).ok()).collect();
        let log = if without_names { Log::default() } else { log };
        let writer = Writer::new(out, head.clone(), &log).map_err(thrown)?;
        Ok(Self { writer: Some(writer), head })
    }

    /// Adds a case out of the store: its JSON, and `[{sha256, media, data}]`. Says whether it could be read; one that cannot is left out.
    pub fn add(&mut self, stored: &str, blobs: &Array) -> Result<bool, JsValue> {
        let Some(writer) = &mut self.writer else { return Ok(false) };
        let blobs: Vec<Blob> = blobs.iter().filter_map(|blob| taken(&blob)).collect();
        let Ok(mut case) = Case::join(stored, &blobs) else { return Ok(false) };
        if !self.head.pictures {
            case.capture = case.capture.without_screenshot();
        }
        if self.head.anonymous {
            case = anonymous(&case).map_err(thrown)?;
        }
        writer.case(&case).map_err(thrown)?;
        Ok(true)
    }

    /// Writes the end; gives the hash of the pack, of the file, and their lengths, as JSON.
    pub fn finish(&mut self) -> Result<String, JsValue> {
        let Some(writer) = self.writer.take() else { return Err(thrown(PackError::stopped())) };
        let (receipt, out) = writer.finish().map_err(thrown)?;
        let mut sink = match out {
            Out::Plain(sink) => sink,
            Out::Sealed(sealed) => sealed.finish().map_err(thrown)?,
        };
        sink.flush().map_err(|error| thrown(error.into()))?;
        let (file, bytes, _) = sink.finish();
        Ok(json!({"sha256": receipt.sha256, "cases": receipt.cases, "file": file, "bytes": bytes}).to_string())
    }
}

/// The hashes of the blobs that a stored case needs.
#[wasm_bindgen]
pub fn needs(stored: &str) -> Vec<String> {
    Case::blobs(stored).into_iter().map(String::from).collect()
}

/// A blob out of its record.
fn taken(record: &JsValue) -> Option<Blob> {
    let field = |name: &str| Reflect::get(record, &name.into()).ok();
    let sha256 = Sha256Hex::try_from(field("sha256")?.as_string()?).ok()?;
    let bytes = field("data")?.dyn_into::<Uint8Array>().ok()?.to_vec();
    Some(Blob { sha256, media: field("media")?.as_string()?, bytes })
}
