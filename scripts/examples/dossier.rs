//! Makes a dossier of invented cases, for tests and measurements: one JSON line a case, with the rows that the store keeps of it
//! (`case`, `summary`, `log`) and its picture as the seed of its bytes (see tests/e2e/dossier.mjs).
//!
//!     cargo run --example dossier -- 5000 1
//!     cargo run --example dossier -- 5000 1 invented.wacz     # the same as a pack
//!
//! The same number and seed give the same dossier. Nobody in it exists.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::{
    error::Error,
    fs::File,
    io::{BufWriter, Write, stdout},
};
use vigie::{
    case::{Capture, Case, Moment},
    dossier::{Act, Device, Dossier, Entry, Log, Outcome, State, Subject, Summary, Verdict},
    finding::{Criterion, Practice},
    pack::{Head, Writer},
};

/// Bytes of a picture: what a window of 1280 pixels has in WebP. A multiple of four.
const PICTURE: usize = 120_000;

const HOSTS: [&str; 6] = [
    "www.doctolib.fr/dentiste/lyon",
    "www.maiia.com/medecin-generaliste/69001-lyon",
    "www.keldoc.com/cabinet-medical/nantes",
    "patient.avecmondoc.com/fiche",
    "cabinet-exemple.fr/equipe",
    "www.ordoclic.fr/pharmacie",
];
const FIRST: [&str; 10] = ["Alix", "Camille", "Dominique", "Élie", "Gwenaël", "Lou", "Maël", "Noa", "Sacha", "Zoé"];
const LAST: [&str; 12] = [
    "Exemple",
    "Invente",
    "Fictif",
    "Imagine",
    "Suppose",
    "Modèle",
    "Spécimen",
    "Témoin",
    "Essai",
    "Pseudonyme",
    "Figure",
    "Échantillon",
];
const JOBS: [&str; 4] = ["Chirurgien-dentiste", "Médecin généraliste", "Sage-femme", "Pédiatre"];
const POSTCODES: [&str; 8] = ["69001", "75011", "13005", "44000", "59000", "97410", "20000", "33000"];
const QUOTES: [&str; 6] = [
    "Les patients bénéficiaires de la CMU ne sont pas acceptés",
    "AME : uniquement le mardi matin",
    "Carte d’identité et attestation de moins de trois mois exigées des patients à la C2S",
    "Pas de tiers payant pour la CMU, avance de frais obligatoire",
    "Les patients à l’AME sont priés de s’adresser à l’hôpital",
    "Trop de rendez-vous non honorés par les patients CMU",
];

/// Numbers that are the same on every machine (xorshift32), and in JavaScript.
struct Numbers(u32);

impl Numbers {
    fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }

    fn below(&mut self, most: usize) -> usize {
        self.next() as usize % most
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

fn picture(seed: u32) -> Vec<u8> {
    let mut numbers = Numbers(seed);
    let mut bytes: Vec<u8> = (0..PICTURE / 4).flat_map(|_| numbers.next().to_le_bytes()).collect();
    bytes[..8].copy_from_slice(b"\x89PNG\r\n\x1a\n");
    bytes
}

fn draft(numbers: &mut Numbers, place: usize, picture: &[u8], seen: &str) -> Value {
    let name = format!("Dr {} {}", numbers.one_of(&FIRST), numbers.one_of(&LAST));
    let (quote, postcode) = (numbers.one_of(&QUOTES), numbers.one_of(&POSTCODES));
    let text = format!(
        "Présentation\nLe cabinet reçoit sur rendez-vous, du lundi au vendredi.\n{quote}. Merci de votre compréhension.\nAccès n° {}",
        place % 900
    );
    let start = text.find(quote).map_or(0, |at| text[..at].encode_utf16().count());
    let address = format!("https://{}/{place}", numbers.one_of(&HOSTS));
    let card = json!({
        "@context": "https://schema.org", "@type": "Physician", "name": name, "medicalSpecialty": numbers.one_of(&JOBS),
        "address": {"@type": "PostalAddress", "streetAddress": "1 rue de l’Exemple", "postalCode": postcode, "addressLocality": "Ville"}
    });
    let criterion = Criterion::ALL[place % Criterion::ALL.len()].name();
    let practice = Practice::ALL[place / 12 % Practice::ALL.len()].name();
    json!({
        "version": 1,
        "finding": {
            "key": format!("k{place}"), "criterion": criterion, "practice": practice,
            "grade": if place.is_multiple_of(5) { "check" } else { "flag" }, "rule": "coverage.refusal.1",
            "reason": {"id": "reason.slot", "args": [["group", "CMU"]]},
            "quote": quote, "at": {"start": start, "end": start + quote.encode_utf16().count()}, "scopeAt": [],
            "trace": {"rule": "coverage.refusal.1", "clause": quote, "cues": [], "scope": [], "ended_by": null, "qualifiers": [], "version": "0.1.0"}
        },
        "text": text,
        "page": {"url": address, "title": format!("{name}, {postcode}"), "lang": "fr", "seenAt": seen, "offset": 60, "zone": "Europe/Paris"},
        "facts": {"jsonld": [card.to_string()], "microdata": [], "h1": [name], "og": {}, "title": "", "site": null, "adapter": null},
        "way": "popup",
        "screenshot": {"data": format!("data:image/png;base64,{}", STANDARD.encode(picture)), "width": 1280, "height": 900},
        "agent": "Mozilla/5.0", "extension": "0.1.0", "private": false
    })
}

/// One invented case, what its device wrote of it, and the seed of its picture.
struct Invented {
    case: Case,
    entries: Vec<Entry>,
    picture: u32,
}

impl Invented {
    /// The rows that the store keeps of it.
    fn rows(&self) -> Value {
        let Self { case, entries, picture } = self;
        let mut dossier = Dossier::default();
        entries.iter().for_each(|entry| dossier.apply(entry));
        let summary = Summary::of(case, &dossier);
        let (stored, blobs) = case.split();
        let hashes: Vec<&str> = blobs.iter().map(|blob| blob.sha256.as_str()).collect();
        let row = |entry: &Entry| {
            json!({
                "device": entry.device().as_str(), "seq": entry.seq(), "hash": entry.hash().as_str(),
                "about": entry.act().about(), "entry": entry.text(),
            })
        };
        json!({
            "case": {"id": case.id, "revision": 1, "updated": case.updated.iso(), "blobs": hashes, "case": stored},
            "summary": {"id": case.id, "text": summary.text.as_str(), "summary": summary.to_json()},
            "log": entries.iter().map(row).collect::<Vec<_>>(),
            "picture": {"sha256": hashes.first(), "media": "image/png", "seed": picture, "bytes": PICTURE},
        })
    }
}

/// Makes cases one by one.
struct Maker {
    numbers: Numbers,
    device: Device,
    last: Option<Entry>,
}

impl Maker {
    fn case(&mut self, place: usize) -> Result<Invented, Box<dyn Error>> {
        let numbers = &mut self.numbers;
        let of_picture = numbers.next().max(1);
        let (day, month) = (1 + place % 28, 1 + place / 28 % 12);
        let seen = format!("202{}-{month:02}-{day:02}T{:02}:00:00Z", 5 + place / 336 % 2, 8 + place % 9);
        let now = Moment::new(&seen, 60, Some("Europe/Paris"))?;
        let capture = Capture::from_draft(&draft(numbers, place, &picture(of_picture), &seen).to_string())?;
        let case = Case::new(&format!("invented-{place}"), capture, now.clone())?;
        let (id, subject) = (case.id.clone(), Subject::of(&case.capture));
        let state = if place.is_multiple_of(10) { State::ToValidate } else { State::Kept };
        let mut acts = vec![Act::Keep { case: id.clone(), capture: case.capture.manifest.sha256.clone(), state }];
        if place.is_multiple_of(3) {
            let tag = numbers.one_of(&["à relire", "Lyon", "série 1"]);
            acts.push(Act::Amend { case: id.clone(), field: "tags".to_owned(), value: json!([tag]) });
        }
        if place.is_multiple_of(4) {
            let outcome = numbers.one_of(&[Outcome::There, Outcome::Changed, Outcome::Gone, Outcome::PageGone]);
            acts.push(Act::Recheck { case: id.clone(), outcome, capture: None, text: None });
        }
        if place.is_multiple_of(2) {
            let verdict = numbers.one_of(&[Verdict::Confirm, Verdict::Confirm, Verdict::Reject, Verdict::Discuss]);
            let reviewer = numbers.one_of(&["Relecture A", "Relecture B"]).to_owned();
            let lexicon = "0.1.0".to_owned();
            acts.push(Act::Verdict { subject, verdict, reviewer, lexicon, why: None, settles: false });
        }
        let mut entries = Vec::new();
        for act in &acts {
            let after = self.last.as_ref().map(|last| (last.seq(), last.hash()));
            let entry = Entry::write(&self.device, after, &now, act)?;
            self.last = Some(entry.clone());
            entries.push(entry);
        }
        Ok(Invented { case, entries, picture: of_picture })
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, usual: u32| given.get(place).map_or(Ok(usual), |number| number.parse::<u32>());
    let (count, seed) = (number(0, 100)? as usize, number(1, 1)?);
    let mut maker = Maker { numbers: Numbers(seed.max(1)), device: Device::new("invented")?, last: None };
    let Some(file) = given.get(2) else {
        let mut out = BufWriter::new(stdout().lock());
        for place in 0..count {
            writeln!(out, "{}", maker.case(place)?.rows())?;
        }
        return Ok(out.flush()?);
    };
    let (mut cases, mut log) = (Vec::new(), Log::default());
    for place in 0..count {
        let Invented { case, entries, .. } = maker.case(place)?;
        for entry in entries {
            log.insert(entry);
        }
        cases.push(case);
    }
    let now = Moment::new("2026-11-22T10:00:00Z", 60, Some("Europe/Paris"))?;
    let head = Head { now, pictures: true, anonymous: false };
    let mut writer = Writer::new(BufWriter::new(File::create(file)?), head, &log)?;
    cases.iter().try_for_each(|case| writer.case(case))?;
    writer.finish()?;
    Ok(())
}
