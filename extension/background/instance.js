// One instance of a wasm of ours, for as long as the background lives. A panic leaves a WebAssembly instance in an unknown state:
// it is dropped, and the next question gets a new one of the module that is already compiled.

/**
 * `init` and `renew` are what wasm-bindgen exports for the file `wasm/<name>.wasm`. `start()` compiles and starts it, once; a
 * failed start is tried again by the next question. `ask(question)` answers a question of it.
 */
export function instance(name, init, renew) {
  let starting = null;
  let poisoned = false;

  function start() {
    starting ??= init({ module_or_path: chrome.runtime.getURL(`wasm/${name}.wasm`) }).catch((error) => {
      starting = null;
      throw error;
    });
    return starting;
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
      throw error;
    }
  }

  return { start, ask };
}
