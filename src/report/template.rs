//! The templates of the letters, `src/report/letters/`, compiled with the program. Each letter is a set of blocks; a role's
//! template replaces those blocks of `base.jinja` that its letter words otherwise.
//!
//! The rules of the templates. A block's first line, `# Title`, is its title. `self.given(field, value, words)` is what the
//! user said, or else a visible gap, « [à compléter : words] ». A tag on a line of its own begins with `{%-`, which takes
//! the break before it along: what comes after brings its own. Punctuation that French sets off stands after a no-break
//! space (U+00A0); `tests/letters.rs` finds those that do not.

use super::{Role, matter::Matter};
use crate::case::lines;
use askama::Template;
use std::ops::Deref;

/// What stands between two blocks: a control character, which no text from outside has any more.
const END: char = '\u{1e}';

/// A template a role; each knows the fields of the matter by their names.
macro_rules! letters {
    ($($role:ident $file:tt)*) => {
        $(
            #[derive(Template)]
            #[template(path = $file, escape = "none", config = "src/report/askama.toml")]
            struct $role<'a>(&'a Matter<'a>);

            impl<'a> Deref for $role<'a> {
                type Target = Matter<'a>;

                fn deref(&self) -> &Matter<'a> {
                    self.0
                }
            }
        )*

        fn whole(role: Role, matter: &Matter<'_>) -> askama::Result<String> {
            match role {
                $(Role::$role => $role(matter).render(),)*
            }
        }
    };
}

letters! {
    Person "person.jinja"
    Representative "representative.jinja"
    MandatedAssociation "mandated-association.jinja"
    Association "association.jinja"
    Witness "witness.jinja"
    Journalist "journalist.jinja"
}

/// The blocks of a role's letter, in the order of `base.jinja`; empty where the letter has nothing to say there.
pub(super) fn blocks(role: Role, matter: &Matter<'_>) -> askama::Result<Vec<String>> {
    Ok(whole(role, matter)?.split(END).map(|block| lines(block, usize::MAX).text).collect())
}
