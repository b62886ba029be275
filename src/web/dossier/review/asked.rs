//! One wording at a time: its words in their context without names, and the four answers.

use super::{Review, label, quote};
use crate::{
    case::Case,
    dossier::{
        Subject, Verdict,
        review::{Question, last_of},
    },
    message::Message,
    web::{
        dossier::review::shelf,
        page::{fault::Fault, name::word},
    },
};
use std::rc::Rc;
use url::Url;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement};

/// The buttons of the answers.
pub const ANSWERS: [(&str, Verdict); 4] = [
    ("confirm", Verdict::Confirm),
    ("reject", Verdict::Reject),
    ("discuss", Verdict::Discuss),
    ("pass", Verdict::Skip),
];

/// Listens to the buttons beside the wording.
pub fn listen(review: &Rc<Review>) -> Result<(), Fault> {
    for (id, verdict) in ANSWERS {
        review.on_click(id, move |review| give(review, verdict))?;
    }
    review.on_click("back", back)?;
    review.on_click("next", next)?;
    review.on_click("undo", undo)?;
    review.on_click("finished-undo", undo)?;
    review.on_click("reveal", |review| async move { reveal(&review, None) })?;
    review.on_click("propose", |review| async move {
        let Some(case) = review.shown.borrow().clone() else { return Ok(()) };
        let own = review.reviewer().and_then(|reviewer| {
            let queue = review.queue.borrow();
            let dossier = review.dossier.borrow();
            Question::of(&dossier, &queue.current()?.subject).own(&reviewer).map(|own| own.verdict)
        });
        review.correction.propose(&case.capture, own.unwrap_or(Verdict::Reject))
    })?;
    review.on_click("missed", |review| async move {
        let shown = review.shown.borrow();
        shown.as_ref().map_or(Ok(()), |case| review.correction.missed_in(&case.capture))
    })
}

/// Draws the wording that is asked about, or that none is left.
pub async fn draw(review: &Rc<Review>) -> Result<(), Fault> {
    let page = &review.page;
    let Some(reviewer) = review.reviewer() else { return Ok(()) };
    let is_last = review.drawing();
    let (item, place, many, progress) = {
        let queue = review.queue.borrow();
        let progress = queue.progress(&review.dossier.borrow(), &reviewer);
        (queue.current().cloned(), queue.place(), queue.items().len(), progress)
    };
    let id = if progress.passed > 0 { "review.progress.passed" } else { "review.progress" };
    let told = Message::new(id).with("done", progress.done).with("all", progress.all());
    page.say("progress-text", &if progress.passed > 0 { told.with("n", progress.passed) } else { told })?;
    let bar: Element = page.get("progress")?;
    bar.set_attribute("max", &progress.all().max(1).to_string())?;
    bar.set_attribute("value", &progress.done.to_string())?;
    let case: Element = page.get("case")?;
    let mut found = None;
    for id in item.iter().flat_map(|item| &item.cases) {
        found = shelf::case(id).await?;
        if found.is_some() {
            break;
        }
    }
    // What is asked about and what is shown must be one.
    if !is_last() {
        return Ok(());
    }
    page.show("case", found.is_some())?;
    page.show("finished", found.is_none())?;
    *review.shown.borrow_mut() = found.clone();
    if let (Some(item), Some(found)) = (item, found) {
        let own = {
            let dossier = review.dossier.borrow();
            Question::of(&dossier, &item.subject).own(&reviewer).map(|own| (own.verdict, own.why.clone()))
        };
        page.say("case-title", &Message::new("review.case").with("at", place).with("all", many))?;
        draw_case(review, &case, &found, item.cases.len())?;
        let said = own.as_ref().map(|(verdict, _)| Message::new("review.own").with("verdict", label(page, *verdict)));
        page.write("case-own", &said.map(|said| page.catalogue.render(&said)).unwrap_or_default())?;
        for (id, verdict) in ANSWERS {
            let given = own.as_ref().is_some_and(|(own, _)| *own == verdict);
            page.get::<Element>(id)?.set_attribute("aria-pressed", if given { "true" } else { "false" })?;
        }
        page.get::<HtmlTextAreaElement>("why")?.set_value(&own.and_then(|(_, why)| why).unwrap_or_default());
    } else if many > 0 && review.queue.borrow().current().is_some() {
        return Err(Fault::said("review.gone"));
    }
    // For whoever drives the page: how many verdicts are on the disk.
    page.get::<Element>("queue")?.set_attribute("data-given", &(progress.done + progress.passed).to_string())?;
    Ok(())
}

fn draw_case(review: &Rc<Review>, case: &Element, found: &Case, times: usize) -> Result<(), Fault> {
    let page = &review.page;
    let shown = quote(page, case, &found.capture)?;
    let finding = &shown.finding;
    page.write("case-reason", &page.catalogue.render(&finding.reason))?;
    page.write("case-practice", page.catalogue.text(&format!("practice.{}", word(finding.practice))))?;
    page.write("case-criterion", page.catalogue.text(&format!("criterion.{}", word(finding.criterion))))?;
    let times = (times > 1).then(|| page.catalogue.render(&Message::new("review.times").with("n", times)));
    page.write("case-times", &times.unwrap_or_default())?;
    let unknown = || page.catalogue.text("review.unknown").to_owned();
    let name = found.capture.practitioner.name.as_ref().map(|name| name.value.clone());
    let site = Url::parse(&found.capture.page.address).ok().and_then(|url| url.host_str().map(str::to_owned));
    page.write("whose-name", &name.unwrap_or_else(unknown))?;
    page.write("whose-site", &site.unwrap_or_else(unknown))?;
    reveal(review, Some(false))
}

/// Shows or hides whose page it was.
fn reveal(review: &Review, shown: Option<bool>) -> Result<(), Fault> {
    let page = &review.page;
    let shown = match shown {
        Some(shown) => shown,
        None => page.get::<Element>("whose")?.has_attribute("hidden"),
    };
    page.show("whose", shown)?;
    page.write("reveal", page.catalogue.text(if shown { "review.hide" } else { "review.reveal" }))?;
    Ok(page.get::<Element>("reveal")?.set_attribute("aria-expanded", if shown { "true" } else { "false" })?)
}

/// Leads to the wording that is now asked about.
fn lead(review: &Review) -> Result<(), Fault> {
    let title = if review.shown.borrow().is_some() { "case-title" } else { "finished-title" };
    Ok(review.page.get::<HtmlElement>(title)?.focus()?)
}

/// Gives a verdict on the wording that is shown, and goes on to the next.
pub async fn give(review: Rc<Review>, verdict: Verdict) -> Result<(), Fault> {
    let subject = review.queue.borrow().current().map(|item| item.subject.clone());
    let lexicon = review.shown.borrow().as_ref().map(|case| case.capture.versions.lexicon.clone());
    let (Some(subject), Some(lexicon), Some(reviewer)) = (subject, lexicon, review.reviewer()) else { return Ok(()) };
    let why = review.page.get::<HtmlTextAreaElement>("why")?.value();
    let work = async {
        review.write(subject, verdict, false, &why, &lexicon).await?;
        review.queue.borrow_mut().advance(&review.dossier.borrow(), &reviewer);
        draw(&review).await?;
        review.page.done(&Message::new("review.given").with("verdict", label(&review.page, verdict)));
        lead(&review)
    };
    review.alone(work).await
}

/// Takes the last verdict back, and shows its wording again.
pub async fn undo(review: Rc<Review>) -> Result<(), Fault> {
    let Some(reviewer) = review.reviewer() else { return Ok(()) };
    let last = {
        let dossier = review.dossier.borrow();
        let here = |subject: &Subject| review.queue.borrow().items().iter().any(|item| item.subject == *subject);
        last_of(&dossier, &reviewer)
            .filter(|(subject, _)| here(subject))
            .map(|(subject, given)| (subject.clone(), given.lexicon.clone()))
    };
    let Some((subject, lexicon)) = last else { return Err(Fault::said("review.undo.none")) };
    let work = async {
        review.write(subject.clone(), Verdict::Withdraw, false, "", &lexicon).await?;
        review.queue.borrow_mut().go(&subject);
        draw(&review).await?;
        review.page.done(&Message::new("review.undone"));
        lead(&review)
    };
    review.alone(work).await
}

/// Shows the wording before, with what was said of it.
pub async fn back(review: Rc<Review>) -> Result<(), Fault> {
    let work = async {
        if review.queue.borrow_mut().back() {
            draw(&review).await?;
        }
        lead(&review)
    };
    review.alone(work).await
}

/// Shows the next wording that waits; nothing is said of this one.
pub async fn next(review: Rc<Review>) -> Result<(), Fault> {
    let Some(reviewer) = review.reviewer() else { return Ok(()) };
    let work = async {
        review.queue.borrow_mut().advance(&review.dossier.borrow(), &reviewer);
        draw(&review).await?;
        lead(&review)
    };
    review.alone(work).await
}
