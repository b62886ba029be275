// Messages to the background, which the browser may have ended: the next message wakes it up.
(() => {
  const vigie = (globalThis.vigie ??= {});

  /** Pauses before a message is tried again, in ms: a background that was ended in the middle of one is there again soon. */
  const RETRIES = [50, 250, 1_000];

  /**
   * How long an answer may take before the question is asked again, in ms, for what can be asked twice: one that a browser
   * loses with the background would be waited for for ever.
   */
  const PATIENCE = 30_000;
  const REPEATABLE = new Set(["hello", "sections", "summary", "frames"]);

  /** Thrown at whoever still waits when the script has to stop. */
  class Stopped extends Error {}

  const sleep = (ms) => new Promise((go) => setTimeout(go, ms));

  /**
   * `send(message)` sends a message and gives its answer; `waiting()` says how many answers are still to come. `gone` is called
   * when the extension has been updated or removed under the page: this copy of the script then belongs to nobody.
   */
  vigie.wire = (signal, gone) => {
    let waiting = 0;
    const send = async (message) => {
      waiting += 1;
      try {
        return await deliver(message, signal, gone);
      } finally {
        waiting -= 1;
      }
    };
    return { send, waiting: () => waiting };
  };

  async function deliver(message, signal, gone) {
    let failure;
    for (const pause of [0, ...RETRIES]) {
      if (pause > 0) await sleep(pause);
      if (signal.aborted) throw new Stopped();
      try {
        const answer = await answered(message);
        if (answer !== undefined) return answer;
        failure = new Error(`no answer to ${message.type}`);
      } catch (error) {
        if (!chrome.runtime?.id) {
          gone();
          throw new Stopped();
        }
        failure = error;
      }
    }
    throw failure;
  }

  function answered(message) {
    const answer = chrome.runtime.sendMessage(message);
    if (!REPEATABLE.has(message.type)) return answer;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no answer to ${message.type} in ${PATIENCE} ms`)), PATIENCE);
      answer.then(resolve, reject).finally(() => clearTimeout(late));
    });
  }

  vigie.Stopped = Stopped;
})();
