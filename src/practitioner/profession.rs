//! Professions: from the words of pages to those of the law's data.

/// Words of pages, without accents, and the profession that they name; the longest of a kind first.
const PROFESSIONS: &[(&str, &str)] = &[
    ("dentist", "chirurgien-dentiste"),
    ("dentaire", "chirurgien-dentiste"),
    ("orthodont", "chirurgien-dentiste"),
    ("parodont", "chirurgien-dentiste"),
    ("endodont", "chirurgien-dentiste"),
    ("implantolog", "chirurgien-dentiste"),
    ("sage-femme", "sage-femme"),
    ("sage femme", "sage-femme"),
    ("maieuticien", "sage-femme"),
    ("midwi", "sage-femme"),
    ("infirmi", "infirmier"),
    ("nursing", "infirmier"),
    ("kinesitherap", "kinésithérapeute"),
    ("physiotherap", "kinésithérapeute"),
    ("kine", "kinésithérapeute"),
    ("podolog", "pédicure-podologue"),
    ("pedicure", "pédicure-podologue"),
    ("podiatric", "pédicure-podologue"),
    ("pharmaci", "pharmacien"),
    ("pharmacy", "pharmacien"),
    ("orthophon", "orthophoniste"),
    ("opticien", "opticien"),
    ("optician", "opticien"),
    ("audioprothes", "audioprothésiste"),
    ("orthoptist", "orthoptiste"),
    ("psycholog", "psychologue"),
];

/// Beginnings of the words for doctors' specialities; how the profession goes on is the page's own word.
const SPECIALITIES: &[&str] = &[
    "generaliste",
    "addictolog",
    "allergolog",
    "anesthesi",
    "angiolog",
    "cancerolog",
    "cardiolog",
    "chirurgien",
    "dermatolog",
    "diabetolog",
    "endocrinolog",
    "gastro-enterolog",
    "gastroenterolog",
    "geriatr",
    "gynecolog",
    "hematolog",
    "hepatolog",
    "infectiolog",
    "interniste",
    "nephrolog",
    "neurochirurg",
    "neurolog",
    "nutritionniste",
    "obstetricien",
    "oncolog",
    "ophtalmo",
    "orl",
    "oto-rhino",
    "pediatre",
    "phlebolog",
    "pneumolog",
    "psychiatre",
    "radiolog",
    "rhumatolog",
    "sexolog",
    "stomatolog",
    "urgentiste",
    "urolog",
];

/// schema.org's names for specialities that pages use as they are.
const SCHEMA: &[(&str, &str)] = &[
    ("cardiovascular", "médecin cardiologue"),
    ("dermatology", "médecin dermatologue"),
    ("generalpractice", "médecin généraliste"),
    ("gynecologic", "médecin gynécologue"),
    ("pediatric", "médecin pédiatre"),
    ("physician", "médecin"),
    ("primarycare", "médecin généraliste"),
    ("psychiatric", "médecin psychiatre"),
];

/// Lower case without accents.
pub fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        '’' => '\'',
        c => c,
    };
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty())
}

/// The profession in the words of the law's data, with a doctor's speciality after it; what is none of them stays as it
/// is.
pub fn normalised(said: &str) -> String {
    let said = super::one_line(said.rsplit('/').next().unwrap_or(said));
    let folded = fold(&said);
    if let Some((_, name)) = SCHEMA.iter().find(|(word, _)| folded == *word) {
        return (*name).to_owned();
    }
    let dental = words(&folded).any(|w| w.contains("dent"));
    if !dental && folded.starts_with("medecin") {
        return format!("médecin{}", said.chars().skip("medecin".len()).collect::<String>().to_lowercase());
    }
    let first = PROFESSIONS.iter().filter_map(|(word, name)| Some((starts(&folded, word)?, *name))).min();
    let speciality = SPECIALITIES.iter().filter_map(|word| starts(&folded, word)).min();
    match (first, speciality) {
        (Some((at, name)), other) if dental || other.is_none_or(|other| at <= other) => name.to_owned(),
        (_, Some(0)) => format!("médecin {}", said.to_lowercase()),
        (Some((_, name)), _) => name.to_owned(),
        _ => said,
    }
}

/// Whether a profession is one of the law's data, a doctor's speciality after it or not.
pub fn is_known(normalised: &str) -> bool {
    normalised.starts_with("médecin") || PROFESSIONS.iter().any(|(_, name)| *name == normalised)
}

/// Where a word that begins so begins.
fn starts(folded: &str, beginning: &str) -> Option<usize> {
    folded
        .match_indices(beginning)
        .map(|(at, _)| at)
        .find(|at| folded[..*at].chars().next_back().is_none_or(|before| !before.is_alphanumeric()))
}

/// The profession that stands right after a heading in a page's words: « Dr A Dermatologue et vénérologue 8 boulevard… ».
pub(super) fn after<'a>(words: &'a str, heading: &str) -> Option<&'a str> {
    /// Words of a profession with its speciality.
    const LONGEST: usize = 6;
    let heading = Some(heading.trim()).filter(|heading| !heading.is_empty())?;
    let at = words.find(heading)? + heading.len();
    let rest = words[at..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut end = 0;
    for (n, word) in rest.split_inclusive(' ').take(LONGEST).enumerate() {
        let known =
            within(word.trim()).is_some() || fold(word).starts_with("medecin") || fold(word).starts_with("masseur");
        if n == 0 && !known || n > 0 && !word.starts_with(char::is_lowercase) {
            break;
        }
        end += word.len();
        if word.trim().ends_with([',', '.', ';', ':']) {
            break;
        }
    }
    Some(rest[..end].trim().trim_end_matches([',', '.', ';', ':'])).filter(|said| !said.is_empty())
}

/// The part of a title that names a profession: « Dr A, dentiste à B » gives « dentiste ».
pub(super) fn within(title: &str) -> Option<&str> {
    let known = |word: &str| {
        let folded = fold(word);
        PROFESSIONS.iter().any(|(p, _)| folded.starts_with(p)) || SPECIALITIES.iter().any(|s| folded.starts_with(s))
    };
    title
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | ':' | '(' | ')'))
        .find(|word| !word.is_empty() && known(word))
}

#[cfg(test)]
mod tests {
    use super::normalised;

    #[test]
    fn professions_are_those_of_the_law() {
        for (said, name) in [
            ("Chirurgien-dentiste", "chirurgien-dentiste"),
            ("Dentiste", "chirurgien-dentiste"),
            ("Médecin généraliste", "médecin généraliste"),
            ("Médecin-dentiste", "chirurgien-dentiste"),
            ("Dermatologue et vénérologue", "médecin dermatologue et vénérologue"),
            ("Chirurgien orthopédiste", "médecin chirurgien orthopédiste"),
            ("Masseur-kinésithérapeute", "kinésithérapeute"),
            ("Infirmière", "infirmier"),
            ("Pédicure - Podologue", "pédicure-podologue"),
            ("https://schema.org/Dermatology", "médecin dermatologue"),
            ("Pharmacy", "pharmacien"),
            ("Sophrologue", "Sophrologue"),
            ("", ""),
        ] {
            assert_eq!(normalised(said), name, "{said}");
        }
    }
}
