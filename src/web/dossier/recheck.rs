//! The page « Revérifier »: opens the pages of the dossier again, one by one, and writes down what they say. Where it stands is
//! in `storage.local` after every step, so that it goes on there whatever was closed meanwhile.

mod hands;
mod result;
mod view;

pub use hands::Hands;

use crate::{
    VERSION,
    case::{Again, Capture, Case, Outcome, Versions},
    dossier::recheck::{Batch, Found, Obstacle, SPACING, Sight, Step},
    message::Message,
    sites,
    web::page::{Page, chrome, clock, fault::Fault, store, window},
};
use js_sys::Date;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};
use web_sys::Element;

/// Where the batch is kept.
const BATCH: &str = "recheck";

/// Where the dossier page puts the names of the cases that were chosen on it.
const WANTED: &str = "recheck:cases";

/// The longest time to sleep at a stretch, in ms: whoever pauses does not wait for more.
const NAP: u64 = 500;

/// An open page.
pub struct Recheck {
    page: Rc<Page>,
    hands: Hands,
    spacing: u64,
    batch: RefCell<Batch>,
    /// What the person has chosen while an earlier batch was not finished.
    choice: RefCell<Option<Batch>>,
    /// The host of the page that is being read.
    reading: RefCell<Option<String>>,
    /// Whether it is at work.
    busy: Cell<bool>,
}

/// Goes to the page, for the cases that were chosen.
pub async fn go(cases: &[String]) -> Result<(), Fault> {
    chrome::remember(WANTED, &cases).await?;
    Ok(window()?.location().assign("recheck.html?chosen")?)
}

/// Part of « tout effacer ».
pub async fn forget() -> Result<(), Fault> {
    chrome::forget(WANTED).await?;
    chrome::store(BATCH, &()).await
}

/// Fills the page.
pub async fn open(page: Rc<Page>, hands: Hands) -> Result<(), Fault> {
    if hands.is_private() {
        return page.show("private", true);
    }
    if hands.first().await?.is_falsy() {
        page.show("other", true)?;
        hands.turn().await?;
        page.show("other", false)?;
    }
    let kept = chrome::stored::<String>(BATCH).await.and_then(|kept| Batch::from_json(&kept).ok());
    let (unfinished, finished) = match kept {
        Some(kept) if kept.done() < kept.items.len() => (Some(kept), None),
        finished => (None, finished),
    };
    let wanted = match page.parameter("chosen") {
        Some(_) => chrome::remembered::<BTreeSet<String>>(WANTED).await,
        None => None,
    };
    let (mut batch, choice) = match (unfinished, wanted) {
        (Some(kept), Some(wanted)) => (kept, Some(begin(Some(wanted)).await?)),
        (Some(kept), None) => (kept, None),
        (None, wanted) => (begin(wanted).await?, None),
    };
    batch.paused = true;
    let recheck = Rc::new(Recheck {
        spacing: hands.spacing().map_or(SPACING, |spacing| spacing as u64),
        page,
        hands,
        batch: RefCell::new(batch),
        choice: RefCell::new(choice.filter(|choice| !choice.items.is_empty())),
        reading: RefCell::new(None),
        busy: Cell::new(false),
    });
    recheck.listen()?;
    recheck.draw()?;
    let shown = finished.unwrap_or_else(|| recheck.batch.borrow().clone());
    recheck.tell_all(&shown).await
}

/// A batch of these cases, or of all that have a page.
async fn begin(wanted: Option<BTreeSet<String>>) -> Result<Batch, Fault> {
    let (summaries, _) = store::summaries().await?;
    let has_page = summaries.iter().filter(|one| !one.host.is_empty() && !one.pasted && !one.removed);
    let chosen = has_page.filter(|one| wanted.as_ref().is_none_or(|wanted| wanted.contains(&one.id)));
    Ok(Batch::new(chosen.map(|one| (one.id.as_str(), one.page.as_str()))))
}

impl Recheck {
    fn listen(self: &Rc<Self>) -> Result<(), Fault> {
        for id in ["start", "resume", "pause", "pass", "end", "instead"] {
            let recheck = Rc::clone(self);
            self.page.on_click(id, move |_| {
                let recheck = Rc::clone(&recheck);
                async move { recheck.press(id).await }
            })?;
        }
        Ok(())
    }

    async fn press(self: &Rc<Self>, id: &str) -> Result<(), Fault> {
        // What was chosen on the dossier page is in a batch now, or given up.
        chrome::forget(WANTED).await?;
        let choice = self.choice.take();
        let stands = self.batch.borrow().items.iter().position(|item| !item.done);
        {
            let mut batch = self.batch.borrow_mut();
            match id {
                "pause" => batch.paused = true,
                "pass" => batch.pass(),
                "end" => *batch = Batch::new([]),
                "instead" => *batch = choice.unwrap_or_else(|| Batch::new([])),
                _ => batch.paused = false,
            }
        }
        self.keep().await?;
        if id == "end" {
            return Ok(window()?.location().assign("dossier.html")?);
        }
        if matches!(id, "start" | "instead") {
            // What was shown until now is of an earlier batch.
            self.page.get::<Element>("results")?.set_text_content(None);
            self.page.show("seen", false)?;
        }
        self.draw()?;
        if let ("pass", Some(left_out)) = (id, stands) {
            self.tell(left_out).await?;
        }
        let recheck = Rc::clone(self);
        self.page.run(Box::pin(async move { recheck.work().await }));
        Ok(())
    }

    /// Takes up the pages of sites that the person allows now.
    async fn take_up(self: &Rc<Self>) -> Result<(), Fault> {
        {
            let mut batch = self.batch.borrow_mut();
            batch.take_up();
            batch.paused |= !self.busy.get();
        }
        self.keep().await?;
        self.draw()
    }

    /// Opens one page after the other until the batch is paused or done.
    async fn work(self: &Rc<Self>) -> Result<(), Fault> {
        if self.busy.replace(true) {
            return Ok(());
        }
        let worked = self.steps().await;
        self.busy.set(false);
        if worked.is_err() {
            // Nothing is lost: the page at which it stands is opened again.
            self.batch.borrow_mut().paused = true;
        }
        self.draw()?;
        worked
    }

    async fn steps(self: &Rc<Self>) -> Result<(), Fault> {
        loop {
            let step = self.batch.borrow().step(Date::now() as u64, self.spacing);
            match step {
                Step::Done | Step::Paused => return Ok(()),
                Step::Wait(ms) => self.hands.sleep(ms.min(NAP)).await?,
                Step::Open(place) => {
                    let compared = self.one(place).await;
                    self.reading.replace(None);
                    compared?;
                    self.keep().await?;
                    self.draw()?;
                    self.tell(place).await?;
                }
            }
        }
    }

    /// Opens a page, compares it with what was seen there, and writes down what it says.
    async fn one(&self, place: usize) -> Result<(), Fault> {
        let cases = self.cases(place).await;
        let Some(address) = cases.first().map(|case| case.capture.page.address.clone()) else {
            self.batch.borrow_mut().close(place, Vec::new(), None);
            return Ok(());
        };
        let sight = match self.hands.admit(&address).await? {
            Some(obstacle) => Err(obstacle),
            None => self.visit(&address, &cases).await?,
        };
        let mut told = Vec::new();
        let mut obstacle = sight.as_ref().err().copied();
        for case in cases {
            let found = sight.as_ref().map(|sight| (sight, sight.find(&case.capture)));
            let outcome = found.as_ref().map_or(Outcome::Stopped, |(_, found)| found.outcome);
            let why = found.as_ref().map_or_else(|why| Some(**why), |(_, found)| found.obstacle);
            obstacle = obstacle.or(why);
            let there = match (&found, why) {
                (_, Some(why)) if !why.is_of_page() => true,
                (Ok((sight, found)), None) => {
                    let again = again(&case, sight, found)?;
                    store::recheck(&case.id, outcome, Some(again)).await.map_err(|fault| self.unsaved(fault))?
                }
                _ => store::recheck(&case.id, outcome, None).await.map_err(|fault| self.unsaved(fault))?,
            };
            // One that was removed meanwhile stays so.
            if there {
                told.push((case.id, outcome));
            }
        }
        self.batch.borrow_mut().close(place, told, obstacle);
        Ok(())
    }

    /// Opens the page of these cases in the tab, at once: that it is time was asked before.
    async fn visit(&self, address: &str, cases: &[Case]) -> Result<Result<Sight, Obstacle>, Fault> {
        // Written down before the page is opened: a browser that is closed meanwhile opens no other too soon.
        self.batch.borrow_mut().open(Date::now() as u64);
        self.reading.replace(Some(host(address)));
        self.keep().await?;
        self.draw()?;
        let captures: Vec<Capture> = cases.iter().map(|case| case.capture.clone()).collect();
        let enough = move |report: &str| {
            Sight::read(report).is_ok_and(|sight| {
                let gone = matches!(sight.status, 404 | 410);
                captures.iter().all(|capture| gone || sight.find(capture).outcome == Outcome::There)
            })
        };
        let report = self.hands.visit(address, enough).await?;
        Ok(report.and_then(|report| Sight::read(&report).map_err(|_| Obstacle::Unreachable)))
    }

    /// The cases of a page that are still there and can be read.
    async fn cases(&self, place: usize) -> Vec<Case> {
        let ids = self.batch.borrow().items.get(place).map(|item| item.cases.clone()).unwrap_or_default();
        let mut cases = Vec::new();
        for id in &ids {
            if let Ok(Some(opened)) = store::get(id).await {
                cases.push(opened.case);
            }
        }
        cases
    }

    fn unsaved(&self, fault: Fault) -> Fault {
        let why = self.page.catalogue.render(&fault.message);
        Fault { message: Message::new("recheck.unsaved").with("detail", why), ..fault }
    }

    async fn keep(&self) -> Result<(), Fault> {
        let written = self.batch.borrow().to_json();
        chrome::store(BATCH, &written).await
    }
}

/// What a page said, fixed.
fn again(case: &Case, sight: &Sight, found: &Found) -> Result<Again, Fault> {
    let versions = Versions {
        program: VERSION.to_owned(),
        // Nothing is judged anew.
        lexicon: String::new(),
        extension: VERSION.to_owned(),
        browser: window()?.navigator().user_agent().unwrap_or_default(),
    };
    Ok(sight.again(&case.capture, found, clock::now()?, versions))
}

/// The host of an address; empty where it is none of the web.
fn host(address: &str) -> String {
    sites::host_and_path(address).map(|(host, _)| host).unwrap_or_default()
}
