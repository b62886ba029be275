// engine.wasm, one instance for all tabs. A panic leaves a WebAssembly instance in an unknown state: it is dropped, and the
// next question gets a new one of the module that is already compiled.

import init, { __wbg_reset_state as renew, card as cardOf, language as languageOf, scan as scanOf, version as versionOf } from "../wasm/engine.js";

/** The engine could not answer; the message id says so to people. */
export class EngineFault extends Error {
  messageId = "error.engine";
}

let starting = null;
let poisoned = false;

/** Compiles and starts the engine, once; a failed start is tried again by the next question. */
export function start() {
  starting ??= init({ module_or_path: chrome.runtime.getURL("wasm/engine.wasm") }).catch((error) => {
    starting = null;
    throw new EngineFault(String(error));
  });
  return starting;
}

/** What a section says: `{text, characters, findings}`; `profession` is that of whom the page is about, in its words. */
export const scan = (stream, profession) => ask(() => scanOf(stream, profession));

/** The words of the card for a finding, in the language of a tag. */
export async function card(finding, tag) {
  const language = await ask(() => languageOf(tag));
  const [texts, french] = await Promise.all([textsOf(language), textsOf("fr")]);
  return ask(() => cardOf(finding, language, texts, french));
}

/** The version of the program and of its rules. */
export const version = () => ask(() => versionOf());

/** What the card says, a file a language: in the engine, every tab would wait for all of them. */
async function textsOf(language) {
  const answer = await fetch(chrome.runtime.getURL(`messages/card/${language}.txt`));
  return answer.text();
}

async function ask(question) {
  await start();
  try {
    if (poisoned) {
      renew();
      poisoned = false;
    }
    return question();
  } catch (error) {
    poisoned = true;
    throw new EngineFault(String(error));
  }
}
