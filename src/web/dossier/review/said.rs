//! What all reviewers said: how far they agree, what is to be settled, and who decided what. Who reviews sees of a wording only
//! what others said after they have said something themselves.

use super::{Review, label, quote, shelf};
use crate::{
    case::Capture,
    dossier::{
        Judgement, Subject, Verdict,
        review::{Coefficient, Item, Question, Reviewer, Standing, agreement, called, people, reviewers},
    },
    message::Message,
    web::page::{clock, fault::Fault, name::word},
};
use std::{collections::BTreeSet, rc::Rc};
use web_sys::{Element, HtmlElement, HtmlTextAreaElement};

/// How many wordings one list shows: work enough for a meeting, and each is read from the disk.
const SHOWN: usize = 20;

/// Draws everything: all of it is read from the disk before any of it is put on the page.
pub async fn draw(review: &Rc<Review>) -> Result<(), Fault> {
    let page = &review.page;
    let Some(reviewer) = review.reviewer() else { return Ok(()) };
    let is_last = review.drawing();
    let items: Vec<Item> = review.queue.borrow().items().to_vec();
    let (mut divided, mut decided, mut hidden) = (Vec::new(), Vec::new(), 0);
    let everybody = {
        let dossier = review.dossier.borrow();
        for item in &items {
            let question = Question::of(&dossier, &item.subject);
            let open = question.is_open_to(&reviewer, review.settles());
            match question.standing() {
                Standing::Divided if open => divided.push(item),
                Standing::Divided => hidden += 1,
                Standing::Agreed(_) | Standing::Settled(_) if open => decided.push(item),
                _ => {}
            }
        }
        people(&dossier, items.iter().map(|item| &item.subject))
    };
    let mut lists = Vec::new();
    for (list, items) in [("divided", &divided), ("decided", &decided)] {
        let questions = js_sys::Array::new();
        for (index, item) in items.iter().take(SHOWN).enumerate() {
            if let Some(question) = question(review, item, &everybody, &format!("{list}-{index}")).await? {
                questions.push(&question);
            }
        }
        lists.push((list, items.len(), questions));
    }
    if !is_last() {
        return Ok(());
    }
    figures(review, &items, &everybody)?;
    let title = match divided.len() {
        0 => Message::new("review.divided.none"),
        n => Message::new("review.divided").with("n", n),
    };
    page.say("divided-title", &title)?;
    let kept_back = Message::new("review.divided.hidden").with("n", hidden);
    page.write("divided-hidden", &if hidden > 0 { page.catalogue.render(&kept_back) } else { String::new() })?;
    page.say("decided-title", &Message::new("review.decided").with("n", decided.len()))?;
    for (list, many, questions) in lists {
        page.get::<Element>(list)?.replace_children_with_node(&questions);
        let more = Message::new("review.more").with("n", many.saturating_sub(SHOWN));
        let more = if many > SHOWN { page.catalogue.render(&more) } else { String::new() };
        page.write(&format!("{list}-more"), &more)?;
    }
    Ok(())
}

/// The coefficient with its n and what it means, and how much each reviewer did.
fn figures(review: &Review, items: &[Item], everybody: &BTreeSet<Reviewer>) -> Result<(), Fault> {
    let page = &review.page;
    let dossier = review.dossier.borrow();
    let subjects = || items.iter().map(|item| &item.subject);
    let found = agreement(&dossier, subjects());
    let figure = found.value.map(|value| {
        let id = match found.coefficient {
            Coefficient::Kappa => "review.agreement.kappa",
            Coefficient::Alpha => "review.agreement.alpha",
        };
        let options = js_sys::Object::new();
        for (name, digits) in [("minimumFractionDigits", 2), ("maximumFractionDigits", 2)] {
            js_sys::Reflect::set(&options, &name.into(), &digits.into())?;
        }
        let locales = js_sys::Array::of1(&page.catalogue.language.locale().into());
        let written = js_sys::Intl::NumberFormat::new(&locales, &options).format();
        let value = written.call1(&wasm_bindgen::JsValue::UNDEFINED, &value.into())?.as_string().unwrap_or_default();
        Ok::<_, Fault>(page.catalogue.render(&Message::new(id).with("value", value).with("n", found.texts)))
    });
    page.write("agreement-figure", &figure.transpose()?.unwrap_or_default())?;
    page.say("agreement-meaning", &found.meaning())?;
    page.show("agreement-few", found.is_of_few())?;
    let same = Message::new("review.agreement.same").with("n", found.texts).with("same", found.same);
    page.write("agreement-same", &if found.texts > 0 { page.catalogue.render(&same) } else { String::new() })?;
    let rows: Element = page.get("people-rows")?;
    rows.set_text_content(None);
    let many = reviewers(&dossier, subjects());
    for (person, many) in &many {
        let row = page.stamp("person-row")?;
        page.part(&row, "who", &called(person, everybody))?;
        page.part(&row, "many", &many.to_string())?;
        rows.append_child(&row)?;
    }
    page.show("people", !many.is_empty())
}

/// One wording with what was said of it, and the way to settle it or to open it again.
async fn question(
    review: &Rc<Review>,
    item: &Item,
    everybody: &BTreeSet<Reviewer>,
    id: &str,
) -> Result<Option<Element>, Fault> {
    let page = &review.page;
    let mut found = None;
    for id in &item.cases {
        found = shelf::case(id).await?;
        if found.is_some() {
            break;
        }
    }
    let Some(case) = found else { return Ok(None) };
    let place = page.stamp("question")?;
    let shown = quote(page, &place, &case.capture)?;
    page.part(&place, "practice", page.catalogue.text(&format!("practice.{}", word(shown.finding.practice))))?;
    page.part(&place, "criterion", page.catalogue.text(&format!("criterion.{}", word(shown.finding.criterion))))?;
    let settled = {
        let dossier = review.dossier.borrow();
        let question = Question::of(&dossier, &item.subject);
        let list: Element = page.part_of(&place, "opinions")?;
        for given in question.opinions() {
            let row = opinion(review, given, everybody)?;
            list.append_child(&row)?;
        }
        let settled = question.settlement().cloned();
        let words = settled.as_ref().map(|given| {
            let said = Message::new("review.settled")
                .with("name", name(given, everybody))
                .with("date", date(review, given))
                .with("verdict", label(page, given.verdict));
            let why = given.why.as_ref().map(|why| format!(" {why}")).unwrap_or_default();
            format!("{}{why}", page.catalogue.render(&said))
        });
        page.part(&place, "settled", &words.unwrap_or_default())?;
        settled
    };
    let field: HtmlTextAreaElement = page.part_of(&place, "why")?;
    field.set_id(&format!("{id}-why"));
    page.part_of::<Element>(&place, "why-label")?.set_attribute("for", &format!("{id}-why"))?;
    page.part_of::<Element>(&place, "settle")?.toggle_attribute_with_force("hidden", settled.is_some())?;
    page.part_of::<Element>(&place, "reopen-box")?.toggle_attribute_with_force("hidden", settled.is_none())?;
    for (part, verdict) in [("confirm", Verdict::Confirm), ("reject", Verdict::Reject), ("reopen", Verdict::Discuss)] {
        let button: Element = page.part_of(&place, part)?;
        let (subject, lexicon, field) = (item.subject.clone(), case.capture.versions.lexicon.clone(), field.clone());
        review.on(&button, "click", move |review, _| {
            settle(review, subject.clone(), verdict, field.value(), lexicon.clone())
        })?;
    }
    let capture: Rc<Capture> = Rc::new(case.capture.without_screenshot());
    let verdict = settled.map_or(Verdict::Reject, |given| given.verdict);
    review.on(&page.part_of::<Element>(&place, "propose")?, "click", move |review, _| {
        let capture = Rc::clone(&capture);
        async move { review.correction.propose(&capture, verdict) }
    })?;
    Ok(Some(place))
}

fn opinion(review: &Review, given: &Judgement, everybody: &BTreeSet<Reviewer>) -> Result<Element, Fault> {
    let page = &review.page;
    let row = page.stamp("opinion")?;
    page.part(&row, "who", &name(given, everybody))?;
    page.part(&row, "verdict", &label(page, given.verdict))?;
    let when = Message::new("review.opinion.when").with("date", date(review, given));
    page.part(&row, "when", &page.catalogue.render(&when))?;
    page.part(&row, "said", given.why.as_deref().unwrap_or_default())?;
    Ok(row)
}

fn name(given: &Judgement, everybody: &BTreeSet<Reviewer>) -> String {
    let who = Reviewer { name: given.reviewer.clone(), device: given.stamp.device.clone() };
    called(&who, everybody)
}

fn date(review: &Review, given: &Judgement) -> String {
    clock::day(&review.page, &given.stamp.at.local().date().to_string())
}

async fn settle(
    review: Rc<Review>,
    subject: Subject,
    verdict: Verdict,
    why: String,
    lexicon: String,
) -> Result<(), Fault> {
    let work = async {
        review.write(subject, verdict, true, &why, &lexicon).await?;
        draw(&review).await?;
        let said = if verdict == Verdict::Discuss { "review.settle.reopened" } else { "review.settle.done" };
        review.page.done(&Message::new(said));
        Ok(review.page.get::<HtmlElement>("divided-title")?.focus()?)
    };
    review.alone(work).await
}
