//! A perfect hash: every word has a slot of its own, found with one look-up of how far its bucket is shifted. The tables are
//! placed at build time and read by the same arithmetic (`build.rs` takes in this file too).

/// Words in a bucket, on average: fewer make the table of shifts longer, more make the search for them slow.
#[allow(dead_code, reason = "only the build places words")]
const BUCKET: usize = 4;

/// A word's fingerprint. The letters themselves are not shipped: that another word of the same length falls into a word's slot
/// with the same fingerprint has a chance of one in 2^32 times the number of slots.
#[inline]
pub fn print(letters: &[u8]) -> u32 {
    letters.iter().fold(0x9747_b28c, |print: u32, &letter| {
        let mixed = (print ^ u32::from(letter)).wrapping_mul(0x5bd1_e995);
        mixed ^ mixed >> 15
    })
}

/// The bucket of a hash.
#[inline]
pub fn bucket(hash: u32, buckets: usize) -> usize {
    (hash ^ hash >> 16) as usize % buckets
}

/// The slot of a hash whose bucket is shifted so far.
#[inline]
pub fn slot(hash: u32, shift: u16, slots: usize) -> usize {
    let mixed = (hash ^ u32::from(shift).wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b);
    (mixed ^ mixed >> 15) as usize % slots
}

/// Finds the shifts: gives them, and for each slot which of the hashes is there. Hashes that are equal would never be parted:
/// then the shifts are empty.
#[allow(dead_code, reason = "only the build places words")]
pub fn place(hashes: Vec<u32>) -> (Vec<u16>, Vec<Option<usize>>) {
    // A few slots stay free: with none, the last words would take long to place.
    let slots = hashes.len() + hashes.len() / 32 + 1;
    let count = hashes.len() / BUCKET + 1;
    let mut buckets: Vec<(usize, Vec<usize>)> = (0..count).map(|b| (b, Vec::new())).collect();
    for (index, &hash) in hashes.iter().enumerate() {
        buckets[bucket(hash, count)].1.push(index);
    }
    buckets.sort_by_key(|(number, words)| (std::cmp::Reverse(words.len()), *number));
    let mut shifts = vec![0; count];
    let mut taken: Vec<Option<usize>> = vec![None; slots];
    for (number, words) in buckets {
        let fit = (0..u16::MAX).find_map(|shift| {
            let places: Vec<usize> = words.iter().map(|&w| slot(hashes[w], shift, slots)).collect();
            let free = places.iter().enumerate().all(|(n, p)| taken[*p].is_none() && !places[..n].contains(p));
            free.then_some((shift, places))
        });
        let Some((shift, places)) = fit else { return (Vec::new(), Vec::new()) };
        shifts[number] = shift;
        for (word, place) in words.into_iter().zip(places) {
            taken[place] = Some(word);
        }
    }
    (shifts, taken)
}
