//! What went wrong on a page: a sentence for the person, and the detail for whoever mends it.

use crate::message::Message;
use wasm_bindgen::{JsCast, JsValue};

/// A failure that is shown on the page and loses nothing.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What the person reads.
    pub message: Message,
    /// What the browser said, for the console; never the page's text.
    pub detail: Option<String>,
}

impl Fault {
    /// A failure that the catalogue has a sentence for.
    pub fn said(id: &str) -> Self {
        Self { message: Message::new(id), detail: None }
    }

    /// The same failure with the browser's words.
    #[must_use]
    pub fn because(mut self, detail: impl ToString) -> Self {
        self.detail = Some(detail.to_string());
        self
    }
}

impl From<Message> for Fault {
    fn from(message: Message) -> Self {
        Self { message, detail: None }
    }
}

impl From<JsValue> for Fault {
    fn from(value: JsValue) -> Self {
        let detail = match value.dyn_ref::<js_sys::Error>() {
            Some(error) => String::from(error.to_string()),
            None => format!("{value:?}"),
        };
        Self::said("error.browser").because(detail)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::said("error.answer").because(error)
    }
}
