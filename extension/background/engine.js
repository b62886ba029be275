// engine.wasm, one instance for all tabs.

import init, { __wbg_reset_state as renew, card as cardOf, language as languageOf, scan as scanOf, version as versionOf } from "../wasm/engine.js";
import { instance } from "./instance.js";

/** The engine could not answer; the message id says so to people. */
export class EngineFault extends Error {
  messageId = "error.engine";
}

const engine = instance("engine", init, renew);

const fault = (error) => {
  throw new EngineFault(String(error));
};

/** Compiles and starts the engine, once; a failed start is tried again by the next question. */
export const start = () => engine.start().catch(fault);

const ask = (question) => engine.ask(question).catch(fault);

/** What a section says: `{text, characters, findings}`; `profession` is that of whom the page is about, in its words. */
export const scan = (stream, profession) => ask(() => scanOf(stream, profession));

/** The words of the card for a finding, in the language of a tag; `name` is whose card of the page it stands on, or null. */
export async function card(finding, tag, name) {
  const language = await ask(() => languageOf(tag));
  const [texts, french] = await Promise.all([textsOf(language), textsOf("fr")]);
  return ask(() => cardOf(finding, language, texts, french, name));
}

/** The version of the program and of its rules. */
export const version = () => ask(() => versionOf());

/** What the card says, a file a language: in the engine, every tab would wait for all of them. */
async function textsOf(language) {
  const answer = await fetch(chrome.runtime.getURL(`messages/card/${language}.txt`));
  return answer.text();
}
