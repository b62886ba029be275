// Messages to the background, which the browser may have ended: the next message wakes it up.
(() => {
  const vigie = (globalThis.vigie ??= {});

  /** Pauses before a message is tried again, in ms: a background that was ended in the middle of one is there again soon. */
  const RETRIES = [50, 250, 1_000];

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
        const answer = await chrome.runtime.sendMessage(message);
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

  vigie.Stopped = Stopped;
})();
