//! This device's clock and calendar.

use super::{Page, fault::Fault};
use crate::case::Moment;
use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;

/// The moment that this device's clock shows.
pub fn now() -> Result<Moment, Fault> {
    let date = Date::new_0();
    let instant = String::from(date.to_iso_string());
    let offset = -date.get_timezone_offset() as i16;
    Moment::new(&instant, offset, zone().as_deref()).map_err(|why| Fault::said("error.clock").because(why))
}

/// Today, as a letter dates itself: « 22 novembre 2026 ».
pub fn today() -> String {
    String::from(Date::new_0().to_locale_date_string("fr-FR", &long_date()))
}

/// A day such as `2026-11-22` in the words of a language.
pub fn day(page: &Page, iso: &str) -> String {
    // At noon: no zone has another day then.
    let date = Date::new(&JsValue::from_str(&format!("{iso}T12:00:00")));
    String::from(date.to_locale_date_string(page.catalogue.language.locale(), &long_date()))
}

fn long_date() -> Object {
    let options = Object::new();
    let _ = Reflect::set(&options, &"dateStyle".into(), &"long".into());
    options
}

/// The name of this device's time zone, where the browser tells it.
pub fn zone() -> Option<String> {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?.as_string()
}
