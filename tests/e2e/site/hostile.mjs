// Pages that work against whoever reads them. Each has the mention in it, keeps what is thrown into it in `window.thrown`, and
// says of itself what a reader can find.

import { MENTION } from "./huge.mjs";
import { card, layout } from "./layout.mjs";

const WATCH = `<script>window.thrown = [];
addEventListener("error", ({ message }) => thrown.push(message));
addEventListener("unhandledrejection", ({ reason }) => thrown.push(String(reason)));</script>`;

const p = `<p>${MENTION}.</p>`;
const page = (title, body, { head = "" } = {}) => layout({ title, kind: "single", head: WATCH + head, body });
const run = (code) => `<script>${code}</script>`;

/** Names that scripts ask documents, forms and windows for. */
const NAMES = `activeElement addEventListener append attributes baseURI body caretPositionFromPoint childNodes children closest
  createElement createRange createTreeWalker data documentElement firstChild getAttribute getRootNode head hidden host
  innerHTML isConnected lang lastChild localName matches namespaceURI nextSibling nodeType nodeValue ownerDocument parentElement
  parentNode prerendering previousSibling querySelector querySelectorAll remove removeEventListener scrollIntoView shadowRoot
  tagName textContent title`.split(/\s+/);

/** Runs in the page: everything that a reader could ask throws, or is another's. */
function sabotage() {
  const refuse = () => {
    throw new Error("refused");
  };
  for (const prototype of [Node.prototype, Element.prototype, CharacterData.prototype, Document.prototype]) {
    for (const name of ["firstChild", "lastChild", "nextSibling", "previousSibling", "parentNode", "childNodes", "data", "textContent", "localName", "nodeType", "shadowRoot", "title", "getAttribute", "createRange", "createTreeWalker", "caretPositionFromPoint", "getRootNode"]) {
      const own = Object.getOwnPropertyDescriptor(prototype, name);
      if (own?.get) Object.defineProperty(prototype, name, { ...own, get: refuse });
      else if (own) prototype[name] = refuse;
    }
  }
  for (const name of ["MutationObserver", "Range", "StaticRange", "Highlight", "ResizeObserver", "IntersectionObserver", "AbortController", "requestIdleCallback"]) {
    window[name] = refuse;
  }
}

/** Runs in the page: elements that change when they are looked at, as far as a page can tell. */
function flinch() {
  class Flinching extends HTMLElement {
    connectedCallback() {
      if (this.moved !== undefined) return;
      this.moved = 0;
      new MutationObserver(() => this.flinch()).observe(this, { attributes: true, childList: true, subtree: true });
      this.flinch();
    }

    flinch() {
      if (this.moved >= 200) return;
      this.moved += 1;
      const next = this.nextSibling;
      this.parentNode.insertBefore(this, next?.nextSibling ?? null);
      this.title = `${this.moved}`;
    }

    get childNodes() {
      this.remove();
      return [];
    }

    getAttribute() {
      this.innerHTML = "";
      return "";
    }
  }
  customElements.define("x-flinching", Flinching);
}

/** Runs in the page: frames that come and go, each with words in it. */
function flicker(mention) {
  let left = 60;
  const step = () => {
    const frame = document.createElement("iframe");
    frame.srcdoc = `<p>${mention}</p>`.repeat(200);
    document.querySelector("#frames").replaceChildren(frame);
    if ((left -= 1) > 0) setTimeout(step, 1 + (left % 7));
    else {
      document.querySelector("#frames").replaceChildren();
      window.flickered = true;
    }
  };
  step();
}

/** Runs in the page: an element in an element, 20,000 times. */
function deepen(mention) {
  let deepest = document.querySelector("#deep");
  for (let level = 0; level < 20_000; level += 1) deepest = deepest.appendChild(document.createElement(level % 3 ? "div" : "section"));
  deepest.append(`Au fond : ${mention}.`);
}

/** Runs in the page: takes all highlights away, again and again, so many times. */
function wipe(times) {
  const step = () => {
    if (CSS.highlights.size > 0) {
      CSS.highlights.clear();
      window.wiped = (window.wiped ?? 0) + 1;
      document.querySelector("#note").firstChild.data = `Effacé ${window.wiped} fois`;
    }
    if ((window.wiped ?? 0) < times) requestAnimationFrame(step);
  };
  step();
}

/** By path: `{make, marks}`: the page, made on the spot, and how often the mention is marked in it at the end. */
export const HOSTILE = {
  "/hostile/noms": {
    marks: 2,
    make: () =>
      page(
        "Des noms pris",
        `${card("Texte", p)}
<form id="body">${NAMES.map((name) => `<input name="${name}">`).join("")}<p>${MENTION}.</p></form>
${NAMES.map((name) => `<img name="${name}" alt=""><form name="${name}"></form>`).join("")}
${["vigie", "navigation", "scheduler", "CSS", "Node", "document", "location"].map((name) => `<a id="${name}"></a><iframe name="${name}" hidden></iframe>`).join("")}`,
      ),
  },
  "/hostile/getters": { marks: 1, make: () => page("Des accesseurs qui refusent", card("Texte", p), { head: run(`(${sabotage})()`) }) },
  "/hostile/elements": {
    marks: 1,
    make: () => page("Des éléments qui bougent", `${run(`(${flinch})()`)}${card("Texte", `${"<x-flinching><b>a</b></x-flinching> texte ".repeat(20)}${p}`)}`),
  },
  "/hostile/profond": { marks: 1, make: () => page("Profond", `${card("Texte", p)}<div id="deep" hidden></div>${run(`(${deepen})(${JSON.stringify(MENTION)})`)}`), found: 2 },
  "/hostile/noeuds": { marks: 1, make: () => page("100 000 nœuds", `${card("Texte", p)}<div hidden>${"<i>a</i>".repeat(100_000)}</div>`) },
  "/hostile/dix-mega": {
    marks: 1,
    make: () => page("Un texte de 10 Mo", `${card("Texte", p)}<p id="long" hidden></p>${run(`document.querySelector("#long").textContent = "Le cabinet reçoit tout le monde. ".repeat(320_000)`)}`),
  },
  "/hostile/cadres": {
    marks: 1,
    make: () => page("Des cadres qui disparaissent", `${card("Texte", p)}<div id="frames"></div>${run(`(${flicker})(${JSON.stringify(MENTION)})`)}`),
  },
  "/hostile/adresses": {
    marks: 1,
    make: () =>
      page(
        "Des adresses fausses",
        `${card("Texte", p)}<a href="http://[">a</a><a href="https://exa mple/%zz">b</a><img src="http://%" alt=""><iframe src="http://["></iframe><base href="http://[">`,
        { head: `<link rel="canonical" href="http://[::"><meta property="og:url" content="%%%"><script type="application/ld+json">{"@type":"Physician","url":"http://[","name":"Dr A"}</script>` },
      ),
  },
  "/hostile/efface": { marks: 0, make: () => page("Des surlignages effacés", `${card("Texte", p)}<p id="note">Rien</p>${run(`(${wipe})(30)`)}`), limit: "limit.unmarked" },
  "/hostile/efface-peu": { marks: 1, make: () => page("Des surlignages effacés trois fois", `${card("Texte", p)}<p id="note">Rien</p>${run(`(${wipe})(3)`)}`) },
  // In Chrome these names take the place of the extension's own interfaces: nothing of ours can speak there.
  "/hostile/interfaces": { marks: 0, make: () => page("Les interfaces prises", `${card("Texte", p)}<iframe name="chrome" hidden></iframe><iframe name="browser" hidden></iframe>`), alone: true },
  "/hostile/clics": { marks: 1, make: () => page("Des clics sans personne", card("Texte", p)) },
  "/hostile/sortes-de-cadres": {
    marks: 1,
    make: () =>
      page(
        "Des cadres sans adresse",
        `${card("Texte", p)}<iframe id="blank" src="about:blank"></iframe><iframe id="srcdoc" srcdoc="&lt;p&gt;${MENTION}.&lt;/p&gt;"></iframe>
<iframe id="data" src="data:text/html;charset=utf-8,<p>${MENTION}.</p>"></iframe>
${run(`const frame = document.querySelector("#blank"); frame.contentDocument.body.innerHTML = ${JSON.stringify(`<p>${MENTION}.</p>`)};`)}`,
      ),
  },
};
