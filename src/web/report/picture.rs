//! The picture of the page: shown before it is kept, and changed by its user. Areas are blacked out or cut off in its pixels,
//! before the hashes are taken again: nothing of them is left in the file.

use super::{Report, words};
use crate::{
    case::Screenshot,
    message::Message,
    web::page::{Page, fault::Fault, window},
};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, Element, FileReader, HtmlCanvasElement, HtmlElement, HtmlImageElement, HtmlInputElement,
    MouseEvent,
};

/// The fields of an area: left, top, width, height, in per cent of the picture.
const FIELDS: [&str; 4] = ["zone-left", "zone-top", "zone-width", "zone-height"];

/// An area of the picture, in per cent.
type Zone = [f64; 4];

/// Shows the picture, or says why there is none, and the hashes.
pub fn show(report: &Report) -> Result<(), Fault> {
    let page = &report.page;
    let case = report.case.borrow();
    let picture = case.capture.screenshot.as_ref().map(Screenshot::data_url);
    page.show("screenshot", picture.is_some())?;
    page.show("screenshot-none", picture.is_none())?;
    if case.capture.is_pasted() {
        page.write("screenshot-why", page.catalogue.text("screenshot.none.pasted"))?;
    }
    page.show("zone-undo", report.original.borrow().is_some())?;
    page.get::<HtmlImageElement>("screenshot-image")?.set_src(picture.as_deref().unwrap_or("data:,"));
    let hashes: Element = page.get("evidence-hashes")?;
    hashes.set_text_content(None);
    let manifest = &case.capture.manifest;
    let parts = manifest.parts.iter().map(|part| (part.name.as_str(), part.sha256.as_str()));
    for (name, hash) in parts.chain([("manifest", manifest.sha256.as_str())]) {
        for (tag, text) in [("dt", name), ("dd", hash)] {
            let element = page.document.create_element(tag)?;
            element.set_text_content(Some(text));
            hashes.append_child(&element)?;
        }
    }
    Ok(())
}

/// Changes the capture's picture: the hashes are taken again over what is left.
pub fn set(report: &Rc<Report>, picture: Option<Screenshot>) -> Result<(), Fault> {
    {
        let mut case = report.case.borrow_mut();
        let capture = case.capture.clone();
        case.capture = match picture {
            Some(picture) => capture.with_screenshot(picture),
            None => capture.without_screenshot(),
        };
    }
    words::remember_picture(report);
    show(report)?;
    report.changed()
}

/// Listens to the buttons of the picture, and to a rectangle drawn on it.
pub fn listen(report: &Rc<Report>) -> Result<(), Fault> {
    report.on_click("screenshot-remove", |report| {
        report.original.take();
        set(report, None)?;
        report.page.done(&Message::new("screenshot.removed"));
        Ok(report.page.get::<HtmlInputElement>("screenshot-file")?.focus()?)
    })?;
    listen_for_files(report)?;
    report.on_click("retouch", |report| {
        let opening = report.page.get::<Element>("retouching")?.has_attribute("hidden");
        report.page.show("retouching", opening)?;
        let expanded = if opening { "true" } else { "false" };
        report.page.get::<Element>("retouch")?.set_attribute("aria-expanded", expanded)?;
        draw_zone(&report.page)
    })?;
    for field in FIELDS {
        let field: HtmlInputElement = report.page.get(field)?;
        report.on(&field, "input", |report| draw_zone(&report.page))?;
    }
    listen_for_drawing(report)?;
    report.on_click("zone-black", |report| change(report, black_out))?;
    report.on_click("zone-keep", |report| change(report, cut_off))?;
    report.on_click("zone-undo", |report| {
        let original = report.original.take();
        if original.is_some() {
            set(report, original)?;
            report.page.done(&Message::new("retouch.undone"));
        }
        report.page.get::<HtmlElement>("retouch")?.focus().map_err(Fault::from)
    })
}

fn listen_for_files(report: &Rc<Report>) -> Result<(), Fault> {
    let input: HtmlInputElement = report.page.get("screenshot-file")?;
    let (report, chosen) = (Rc::clone(report), input.clone());
    let page = Rc::clone(&report.page);
    page.on(&input, "change", move |page, _| {
        let (report, chosen) = (Rc::clone(&report), chosen.clone());
        async move {
            let Some(file) = chosen.files().and_then(|files| files.get(0)) else { return Ok(()) };
            let picture = read(&page, &file).await;
            // The same file can be chosen again after it was taken out.
            chosen.set_value("");
            report.original.take();
            set(&report, Some(picture?))?;
            page.done(&Message::new("screenshot.added"));
            Ok(())
        }
    })
}

async fn read(page: &Page, file: &web_sys::File) -> Result<Screenshot, Fault> {
    let unfit = |why: String| Fault::said("screenshot.unfit").because(why);
    let reader = FileReader::new()?;
    let read = js_sys::Promise::new(&mut |resolve, reject| {
        reader.set_onload(Some(&resolve));
        reader.set_onerror(Some(&reject));
    });
    reader.read_as_data_url(file)?;
    JsFuture::from(read).await.map_err(|_| unfit(file.name()))?;
    let data = reader.result()?.as_string().ok_or_else(|| unfit(file.type_()))?;
    let image: HtmlImageElement = page.document.create_element("img")?.unchecked_into();
    image.set_src(&data);
    JsFuture::from(image.decode()).await.map_err(|_| unfit(file.type_()))?;
    Screenshot::from_data_url(&data, image.natural_width(), image.natural_height()).map_err(unfit)
}

/// A rectangle is drawn from where the pointer goes down to where it goes up; outside the picture it ends at its edge.
fn listen_for_drawing(report: &Rc<Report>) -> Result<(), Fault> {
    let picture: Element = report.page.get("picture")?;
    let from: Rc<Cell<Option<(f64, f64)>>> = Rc::default();
    let start = Rc::clone(&from);
    report.page.on(&picture, "pointerdown", move |page, event| {
        let place = event.dyn_ref::<MouseEvent>().and_then(|event| place(&page, event));
        let shown = page.get::<Element>("retouching").is_ok_and(|fields| !fields.has_attribute("hidden"));
        start.set(place.filter(|_| shown));
        std::future::ready(Ok(()))
    })?;
    let moving = Rc::clone(&from);
    let window = window()?;
    report.page.on(&window, "pointermove", move |page, event| {
        let drawn = moving.get().zip(event.dyn_ref::<MouseEvent>().and_then(|event| place(&page, event)));
        std::future::ready(drawn.map_or(Ok(()), |((x, y), (to_x, to_y))| {
            let zone = [x.min(to_x), y.min(to_y), (to_x - x).abs(), (to_y - y).abs()];
            for (field, value) in FIELDS.into_iter().zip(zone) {
                page.get::<HtmlInputElement>(field)?.set_value(&(value.round() as i32).to_string());
            }
            draw_zone(&page)
        }))
    })?;
    report.page.on(&window, "pointerup", move |_, _| {
        from.set(None);
        std::future::ready(Ok(()))
    })
}

/// Where on the picture, in per cent.
fn place(page: &Page, event: &MouseEvent) -> Option<(f64, f64)> {
    let shape = page.get::<Element>("screenshot-image").ok()?.get_bounding_client_rect();
    if shape.width() <= 0.0 || shape.height() <= 0.0 {
        return None;
    }
    let x = (f64::from(event.client_x()) - shape.left()) / shape.width() * 100.0;
    let y = (f64::from(event.client_y()) - shape.top()) / shape.height() * 100.0;
    Some((x.clamp(0.0, 100.0), y.clamp(0.0, 100.0)))
}

fn zone(page: &Page) -> Result<Zone, Fault> {
    let mut zone = [0.0; 4];
    for (field, value) in FIELDS.into_iter().zip(&mut zone) {
        let typed: i32 = page.get::<HtmlInputElement>(field)?.value().parse().unwrap_or_default();
        *value = f64::from(typed.clamp(0, 100));
    }
    let [left, top, width, height] = zone;
    Ok([left, top, width.min(100.0 - left), height.min(100.0 - top)])
}

fn draw_zone(page: &Page) -> Result<(), Fault> {
    let [left, top, width, height] = zone(page)?;
    let open = !page.get::<Element>("retouching")?.has_attribute("hidden");
    page.show("zone", open && width > 0.0 && height > 0.0)?;
    let style = page.get::<HtmlElement>("zone")?.style();
    for (name, value) in [("left", left), ("top", top), ("width", width), ("height", height)] {
        style.set_property(name, &format!("{}%", value as i32))?;
    }
    Ok(())
}

/// Changes the picture's pixels in the area that was drawn.
fn change(
    report: &Rc<Report>,
    draw: fn(&HtmlCanvasElement, &CanvasRenderingContext2d, &HtmlImageElement, Zone) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let page = &report.page;
    let zone = zone(page)?;
    if zone[2] <= 0.0 || zone[3] <= 0.0 {
        page.tell(&Fault::said("retouch.none"));
        return Ok(page.get::<HtmlElement>("zone-width")?.focus()?);
    }
    let image: HtmlImageElement = page.get("screenshot-image")?;
    let canvas: HtmlCanvasElement = page.document.create_element("canvas")?.unchecked_into();
    canvas.set_width(image.natural_width());
    canvas.set_height(image.natural_height());
    let context = canvas.get_context("2d")?.ok_or_else(|| Fault::said("error.browser"))?;
    draw(&canvas, context.unchecked_ref(), &image, zone)?;
    let encoded = |kind: &str| -> Result<Screenshot, Fault> {
        let data = canvas.to_data_url_with_type(kind)?;
        Screenshot::from_data_url(&data, canvas.width(), canvas.height())
            .map_err(|why| Fault::said("screenshot.unfit").because(why))
    };
    // A photograph takes many times more room as PNG than it took before, and may not fit.
    let changed = encoded("image/png").or_else(|_| encoded("image/jpeg"))?;
    let before = report.case.borrow().capture.screenshot.clone();
    if report.original.borrow().is_none() {
        *report.original.borrow_mut() = before;
    }
    set(report, Some(changed))?;
    for field in FIELDS {
        page.get::<HtmlInputElement>(field)?.set_value("0");
    }
    draw_zone(page)?;
    page.done(&Message::new("retouch.done"));
    Ok(())
}

/// The area in whole pixels, no pixel too few.
fn pixels(image: &HtmlImageElement, [left, top, width, height]: Zone) -> Zone {
    let (wide, high) = (f64::from(image.natural_width()) / 100.0, f64::from(image.natural_height()) / 100.0);
    let (x, y) = ((left * wide).floor(), (top * high).floor());
    [x, y, ((left + width) * wide).ceil() - x, ((top + height) * high).ceil() - y]
}

fn black_out(
    _: &HtmlCanvasElement,
    context: &CanvasRenderingContext2d,
    image: &HtmlImageElement,
    zone: Zone,
) -> Result<(), Fault> {
    let [x, y, width, height] = pixels(image, zone);
    context.draw_image_with_html_image_element(image, 0.0, 0.0)?;
    context.set_fill_style_str("#000");
    context.fill_rect(x, y, width, height);
    Ok(())
}

fn cut_off(
    canvas: &HtmlCanvasElement,
    context: &CanvasRenderingContext2d,
    image: &HtmlImageElement,
    zone: Zone,
) -> Result<(), Fault> {
    let [x, y, width, height] = pixels(image, zone);
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    Ok(context.draw_image_with_html_image_element(image, -x, -y)?)
}
