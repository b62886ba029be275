// A booking site made of web components (Lit): cards in open shadow roots, a notice in a closed one, words in slots, routes
// in the fragment. Every drawing goes through Lit's templates, which keep pointers to comments and texts of theirs.

import { LitElement, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { BIO, MOTIVES, PEOPLE } from "./people.mjs";

globalThis.faults = [];
const fault = (kind) => (error) => void globalThis.faults.push(`${kind}: ${error?.message ?? error}`);
addEventListener("error", ({ error, message }) => fault("error")(error ?? message));
addEventListener("unhandledrejection", ({ reason }) => fault("rejection")(reason));

/** A card: the name in its shadow root, the note in the slot of whoever uses it. */
class BookingCard extends LitElement {
  static properties = { name: {}, job: {}, folded: { type: Boolean }, count: { type: Number } };

  constructor() {
    super();
    this.folded = false;
    this.count = 0;
  }

  render() {
    return html`<article>
      <h2>${this.name}</h2>
      <p>${this.job}, vu ${this.count} fois</p>
      ${this.folded ? html`<p>Replié</p>` : html`<slot></slot>`}
    </article>`;
  }
}

/** What only its own script can reach. */
class BookingNotice extends LitElement {
  static shadowRootOptions = { ...LitElement.shadowRootOptions, mode: "closed" };
  static properties = { words: {} };

  render() {
    return html`<aside><h2>À savoir</h2><p>${this.words}</p></aside>`;
  }
}

class BookingSite extends LitElement {
  static properties = { route: {}, order: {}, drawn: { type: Number }, motives: { type: Boolean } };

  constructor() {
    super();
    this.route = location.hash.slice(1);
    this.order = "name";
    this.drawn = 0;
    this.motives = false;
    addEventListener("hashchange", () => void (this.route = location.hash.slice(1)));
  }

  render() {
    const person = PEOPLE.find(({ slug }) => slug === this.route);
    return person ? this.#profile(person) : this.#list();
  }

  #list() {
    const sorted = [...PEOPLE].sort((one, other) =>
      this.order === "name" ? one.name.localeCompare(other.name) : one.distance - other.distance,
    );
    return html`<main>
      <h1>Soignants à Lormeil</h1>
      <p>Dessiné ${this.drawn} fois</p>
      ${repeat(
        sorted,
        ({ slug }) => slug,
        ({ slug, name, job, note }) =>
          html`<booking-card data-slug=${slug} .name=${name} .job=${job} .count=${this.drawn}><p class="note">${note}</p></booking-card>`,
      )}
    </main>`;
  }

  #profile({ name, job }) {
    return html`<main>
      <h1>${name}</h1>
      <p>${job}</p>
      <booking-notice .words=${BIO}></booking-notice>
      ${this.motives ? html`<ul>${MOTIVES.map((motive) => html`<li>${motive}</li>`)}</ul>` : null}
    </main>`;
  }
}

customElements.define("booking-card", BookingCard);
customElements.define("booking-notice", BookingNotice);
customElements.define("booking-site", BookingSite);
