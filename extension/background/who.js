// Whom the card names in a page on which a finding stands. app.wasm judges it, as it does for the popup; the engine, which every
// page waits for, knows nothing of practitioners. It is started when a card is asked for, and not before.

import init, { named_on as namedOn, __wbg_reset_state as renew } from "../wasm/app.js";
import { instance } from "./instance.js";

const app = instance("app", init, renew);

/** The name, or null where the card speaks of whom the page is about, or nobody knows: a card without a name is still a card. */
export async function nameOn({ url, facts, finding: { card, quote } }) {
  try {
    return (await app.ask(() => namedOn(JSON.stringify({ url, facts, card, quote })))) ?? null;
  } catch (error) {
    console.warn(error);
    return null;
  }
}
