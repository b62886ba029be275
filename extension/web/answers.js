// What the background answers to pages, answered in the page: the same table, the same engine.

import { FROM_DESK } from "./background/desk.js";
import { EngineFault } from "./background/engine.js";
import { is } from "./background/shapes.js";

/** The answer to a message of extension/PROTOCOL.md. */
export async function answer(message) {
  const known = typeof message?.type === "string" && Object.hasOwn(FROM_DESK, message.type) ? FROM_DESK[message.type] : null;
  if (!known || !is(known.shape)(message)) return { error: "error.message" };
  try {
    return await known.answer(message, {});
  } catch (error) {
    if (!(error instanceof EngineFault)) throw error;
    console.error(error);
    return { error: error.messageId };
  }
}
