//! What patients say of a practitioner is none of the practitioner's words, and much of it speaks of what happened
//! elsewhere: reviews are left out, where markup or names say that they are some. `extension/content/reader.js` has the
//! same lists. An answer to one is the practice's own, and is read.

/// Where a reader stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    /// In the page's own words.
    #[default]
    Page,
    /// In a review: nothing is read.
    Patient,
    /// In the practice's answer to one.
    Answer,
}

impl Voice {
    /// Whose words an element holds that stands in others'.
    pub fn within<'a>(self, tag: &str, attribute: impl Fn(&str) -> Option<&'a str>) -> Self {
        match self {
            Self::Page if is_review(tag, &attribute) => Self::Patient,
            Self::Patient if is_answer(tag, &attribute) => Self::Answer,
            voice => voice,
        }
    }
}

/// Elements that hold reviews. Others are not looked at: a page has many.
const HOLDERS: &[&str] =
    &["article", "aside", "blockquote", "dd", "div", "dl", "figure", "li", "ol", "p", "section", "span", "ul"];

/// Names of classes, without what stands behind `__` or `--`, and of elements (`id`). « avis » alone is a notice as often.
const NAMES: &[&str] = &[
    "avis-client",
    "avis-clients",
    "avis-google",
    "avis-patient",
    "avis-patients",
    "client-review",
    "client-reviews",
    "comment-body",
    "comment-content",
    "comment-list",
    "commentlist",
    "comments-area",
    "customer-review",
    "customer-reviews",
    "google-reviews",
    "patient-review",
    "patient-reviews",
    "review",
    "review-body",
    "review-card",
    "review-content",
    "review-item",
    "review-list",
    "review-text",
    "reviews",
    "reviews-list",
    "temoignage",
    "temoignages",
    "testimonial",
    "testimonials",
    "user-review",
    "user-reviews",
];

/// Last parts of the names of classes that stand for an answer: `owner-answer`.
const ANSWERS: &[&str] = &["answer", "reply", "reponse", "response"];

fn is_answer<'a>(tag: &str, attribute: &impl Fn(&str) -> Option<&'a str>) -> bool {
    let class = attribute("class").unwrap_or_default().to_ascii_lowercase();
    HOLDERS.contains(&tag)
        && class.split(|c: char| c.is_ascii_whitespace()).any(|word| {
            let last = word.rsplit(['-', '_']).next().unwrap_or_default();
            ANSWERS.contains(&last)
        })
}

/// Whether an element holds reviews by its tag and attributes.
fn is_review<'a>(tag: &str, attribute: &impl Fn(&str) -> Option<&'a str>) -> bool {
    let has = |name: &str, is: fn(&str) -> bool| {
        attribute(name).is_some_and(|value| value.split(|c: char| c.is_ascii_whitespace()).any(is))
    };
    HOLDERS.contains(&tag)
        && (has("class", is_name)
            || has("id", is_name)
            || has("itemprop", |word| word == "review" || word == "reviews")
            || has("itemtype", |word| word.ends_with("schema.org/Review")))
}

fn is_name(word: &str) -> bool {
    let stem = word.split("__").next().unwrap_or_default().split("--").next().unwrap_or_default();
    NAMES.iter().any(|name| name.eq_ignore_ascii_case(stem))
}

#[cfg(test)]
mod tests {
    use super::Voice;

    #[test]
    fn reviews_are_known_by_markup_and_names() {
        for (tag, name, value, expected) in [
            ("div", "class", "card Reviews", true),
            ("li", "class", "review__text--long", true),
            ("section", "id", "temoignages", true),
            ("div", "itemprop", "review", true),
            ("article", "itemtype", "https://schema.org/Review", true),
            ("div", "class", "avis", false),
            ("div", "class", "reviewed preview", false),
            ("div", "itemtype", "https://schema.org/AggregateRating", false),
            ("main", "class", "reviews", false),
        ] {
            let voice = Voice::Page.within(tag, |n| (n == name).then_some(value));
            assert_eq!(voice == Voice::Patient, expected, "{tag} {name}={value:?}");
        }
    }

    #[test]
    fn an_answer_is_the_practices_own() {
        for (class, expected) in
            [("bi-owner-answer", Voice::Answer), ("reply", Voice::Answer), ("answered", Voice::Patient)]
        {
            assert_eq!(Voice::Patient.within("div", |n| (n == "class").then_some(class)), expected, "{class}");
            assert_eq!(Voice::Page.within("div", |n| (n == "class").then_some(class)), Voice::Page, "{class}");
        }
        assert_eq!(Voice::Answer.within("div", |n| (n == "class").then_some("review")), Voice::Answer);
    }
}
