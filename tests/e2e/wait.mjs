// Waiting: always for a condition, never for a time.

const STEP = 25; // ms between two looks: well under what a person notices, and cheap

/**
 * The first truthy answer of `look`, asked again and again. After `within` ms it fails with what was waited for and the
 * last answer or error: a test that hangs says on what.
 */
export async function until(what, look, { within = 15_000 } = {}) {
  const end = Date.now() + within;
  let last;
  for (;;) {
    try {
      last = await look();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      const seen = last instanceof Error ? last.message : JSON.stringify(last);
      throw new Error(`waited ${within} ms in vain for ${what}; last seen: ${String(seen).slice(0, 2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
}
