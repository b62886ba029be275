//! « En chiffres »: what is on the list, counted. Each count is a table whose numbers have bars, and leaves as PNG, SVG or CSV.

use super::{Desk, words};
use crate::{
    dossier::chart::{By, Chart, Shown, picture},
    message::Message,
    web::page::{download, fault::Fault},
};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement, HtmlImageElement};

/// How many points of the PNG stand for one of the SVG: sharp in print.
const SCALE: u32 = 2;

/// The kinds of files.
const KINDS: [&str; 3] = ["png", "svg", "csv"];

/// Listens for the charts to be opened: they are made when they can be seen.
pub fn listen(desk: &Rc<Desk>) -> Result<(), Fault> {
    desk.at("figures", "toggle", draw)
}

/// Draws the charts of what is on the list.
pub fn draw(desk: &Rc<Desk>) -> Result<(), Fault> {
    let page = &desk.page;
    if !page.get::<Element>("figures")?.has_attribute("open") {
        return Ok(());
    }
    let charts: Element = page.get("charts")?;
    for by in By::ALL {
        let chart = count(desk, by);
        let id = format!("chart-{}", by.name());
        let figure = match page.document.get_element_by_id(&id) {
            Some(figure) => figure,
            None => {
                let figure = make(desk, by, &id)?;
                charts.append_child(&figure)?;
                figure
            }
        };
        let bars: Element = page.part_of(&figure, "bars")?;
        bars.set_text_content(None);
        let most = chart.most().max(1) as f64;
        for bar in &chart.bars {
            let row = page.stamp("bar")?;
            page.part(&row, "label", &words::bar(page, &desk.days, by, &bar.key))?;
            page.part(&row, "number", &bar.count.to_string())?;
            let line: HtmlElement = page.part_of(&row, "bar")?;
            line.style().set_property("--share", &format!("{:.4}", bar.count as f64 / most))?;
            line.toggle_attribute_with_force("data-empty", bar.count == 0)?;
            bars.append_child(&row)?;
        }
    }
    Ok(())
}

fn count(desk: &Desk, by: By) -> Chart {
    Chart::of(by, desk.shelf.borrow().summaries(), &desk.groups.borrow())
}

fn title(desk: &Desk, by: By) -> String {
    desk.page.catalogue.text(&format!("chart.by.{}", by.name())).to_owned()
}

/// What the first column holds.
fn of(desk: &Desk, by: By) -> String {
    let id = if by == By::Month { "chart.of.month".to_owned() } else { format!("facet.{}", by.name()) };
    desk.page.catalogue.text(&id).to_owned()
}

fn make(desk: &Rc<Desk>, by: By, id: &str) -> Result<Element, Fault> {
    let page = &desk.page;
    let figure = page.stamp("chart")?;
    figure.set_id(id);
    page.part(&figure, "title", &title(desk, by))?;
    page.part(&figure, "of", &of(desk, by))?;
    for kind in KINDS {
        let button: Element = page.part_of(&figure, kind)?;
        let words = button.text_content().unwrap_or_default();
        let label = Message::new("chart.load").with("kind", words).with("title", title(desk, by));
        button.set_attribute("aria-label", &page.catalogue.render(&label))?;
        desk.on(&button, "click", move |desk| async move { load(&desk, by, kind).await })?;
    }
    Ok(figure)
}

/// Gives a chart as a file.
async fn load(desk: &Rc<Desk>, by: By, kind: &str) -> Result<(), Fault> {
    let page = &desk.page;
    let name = format!("vigie-{}.{kind}", by.name());
    let chart = count(desk, by);
    let label = |key: &str| words::bar(page, &desk.days, by, key);
    if kind == "csv" {
        let table = chart.table([&of(desk, by), page.catalogue.text("chart.count")], label);
        return download::give(page, &name, "text/csv;charset=utf-8", &table.csv());
    }
    let rows: Vec<(String, usize)> = chart.bars.iter().map(|bar| (label(&bar.key), bar.count)).collect();
    let (svg, width, height) = picture(Shown {
        title: &title(desk, by),
        note: &note(desk),
        rows: &rows,
        rtl: page.catalogue.language.dir() == "rtl",
    });
    if kind == "svg" {
        return download::give(page, &name, "image/svg+xml", svg.as_bytes());
    }
    let blob = paint(desk, &svg, width as u32, height as u32)
        .await
        .map_err(|fault| Fault::said("chart.failed").because(fault.detail.unwrap_or_default()))?;
    download::give_blob(page, &name, &blob)
}

/// What is counted, and from when to when it was seen.
fn note(desk: &Desk) -> String {
    let (shelf, found) = (desk.shelf.borrow(), desk.found.borrow());
    let days = || found.places.iter().filter_map(|place| shelf.get(*place)).map(|one| one.day.as_str());
    let day = |day: Option<&str>| day.map(|day| desk.days.day(day)).unwrap_or_default();
    let message = Message::new("chart.note")
        .with("count", desk.groups.borrow().len())
        .with("from", day(days().min()))
        .with("to", day(days().max()));
    desk.page.catalogue.render(&message)
}

/// The picture in pixels.
async fn paint(desk: &Desk, svg: &str, width: u32, height: u32) -> Result<Blob, Fault> {
    let document = &desk.page.document;
    let image: HtmlImageElement = document.create_element("img")?.unchecked_into();
    let written = js_sys::encode_uri_component(svg);
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{}", String::from(written)));
    JsFuture::from(image.decode()).await?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(width * SCALE);
    canvas.set_height(height * SCALE);
    let context = canvas.get_context("2d")?.ok_or_else(|| Fault::said("error.browser"))?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (wide, high) = (f64::from(width * SCALE), f64::from(height * SCALE));
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, wide, high)?;
    let blob = Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |blob: JsValue| resolve.call1(&JsValue::UNDEFINED, &blob));
        if let Err(error) = canvas.to_blob(done.unchecked_ref()) {
            let _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    JsFuture::from(blob).await?.dyn_into().map_err(|_| Fault::said("chart.failed"))
}
