// Questions to whoever sits before the terminal, in French.

import { createInterface } from "node:readline";
import { Failure } from "./failure.mjs";

/** Whoever sits before the terminal, or what stands for them in a test. */
export class Person {
  #lines = createInterface({ input: process.stdin, terminal: false });
  #next = this.#lines[Symbol.asyncIterator]();

  /** What they answer; the end of the input is a « non ». */
  async answers(question) {
    process.stdout.write(`${question} `);
    const { value, done } = await this.#next.next();
    if (done) throw new Failure("il n’y a plus de réponse à lire : rien n’a été écrit");
    return value.trim();
  }

  /** Asks until the answer is one of these. */
  async chooses(question, among, preset = "") {
    for (;;) {
      const answer = (await this.answers(`${question} [${among.join(", ")}]${preset ? ` (${preset})` : ""} :`)) || preset;
      if (among.includes(answer)) return answer;
      console.log(`« ${answer} » n’en est pas : ${among.join(", ")}.`);
    }
  }

  async says(question) {
    return (await this.chooses(question, ["oui", "non"])) === "oui";
  }

  leave() {
    this.#lines.close();
  }
}
