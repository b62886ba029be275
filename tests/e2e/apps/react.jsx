// A booking site made with React: drawn on the server, hydrated when the test says so, then drawn again and again under the
// marks. React keeps pointers to its nodes: whoever moves, wraps or removes one makes it throw.

import { StrictMode, Component, useDeferredValue, useEffect, useReducer, useState } from "react";
import { createPortal } from "react-dom";
import { hydrateRoot } from "react-dom/client";
import { BrowserRouter, Link, Route, Routes, useNavigate, useParams } from "react-router";
import { BIO, MOTIVES, PEOPLE } from "./people.mjs";

function List() {
  const [order, setOrder] = useState("name");
  const [words, setWords] = useState("");
  const [kept, keep] = useReducer((kept, slug) => (kept.includes(slug) ? kept.filter((each) => each !== slug) : [...kept, slug]), []);
  const sought = useDeferredValue(words).toLowerCase();
  const shown = PEOPLE.filter(({ name, job }) => `${name} ${job}`.toLowerCase().includes(sought));
  shown.sort((one, other) => (order === "name" ? one.name.localeCompare(other.name) : one.distance - other.distance));
  return (
    <main>
      <h1>Soignants à Lormeil</h1>
      <label>
        Chercher <input id="words" value={words} onChange={(event) => setWords(event.target.value)} />
      </label>
      <button id="order" onClick={() => setOrder(order === "name" ? "distance" : "name")}>
        Trier par {order === "name" ? "distance" : "nom"}
      </button>
      <p>
        {shown.length} résultat{shown.length > 1 && "s"}
      </p>
      <ul>
        {shown.map((person) => (
          <li key={person.slug}>
            <Card {...person} kept={kept.includes(person.slug)} keep={keep} />
          </li>
        ))}
      </ul>
    </main>
  );
}

function Card({ slug, name, job, note, kept, keep }) {
  const [open, setOpen] = useState(true);
  return (
    <article data-slug={slug} className={kept ? "card kept" : "card"}>
      <h2>
        <Link to={`/react/${slug}`}>{name}</Link>
      </h2>
      <p>
        {job} {kept && <em>(gardé)</em>}
      </p>
      {open && (
        <p className="note">
          {note} {kept && "★"}
        </p>
      )}
      <button className="keep" onClick={() => keep(slug)}>
        {kept ? "Ne plus garder" : "Garder"}
      </button>
      <button className="fold" onClick={() => setOpen(!open)}>
        {open ? "Moins" : "Plus"}
      </button>
    </article>
  );
}

function Profile() {
  const { slug } = useParams();
  const go = useNavigate();
  const person = PEOPLE.find((each) => each.slug === slug);
  const [tab, setTab] = useState("bio");
  const [booking, setBooking] = useState(false);
  const [seen, see] = useReducer((seen) => seen + 1, 0);
  useEffect(() => {
    globalThis.drawAgain = see;
  });
  return (
    <main>
      <h1>{person.name}</h1>
      <p>
        Vu {seen} fois, à {person.distance} km
      </p>
      <div role="tablist">
        <button role="tab" id="bio" aria-selected={tab === "bio"} onClick={() => setTab("bio")}>
          Présentation
        </button>
        <button role="tab" id="fees" aria-selected={tab === "fees"} onClick={() => setTab("fees")}>
          Tarifs
        </button>
      </div>
      {tab === "bio" ? (
        <div role="tabpanel">
          <p>
            {BIO.slice(0, 11)}
            <strong>{BIO.slice(11, 24)}</strong>
            {BIO.slice(24)}
          </p>
          <p>Accueil de {8 + (seen % 3)} h à 18 h.</p>
        </div>
      ) : (
        <div role="tabpanel">
          <p>Consultation : 30 €. Carte Vitale acceptée.</p>
        </div>
      )}
      <button id="book" onClick={() => setBooking(true)}>
        Prendre rendez-vous
      </button>
      <button id="back" onClick={() => go("/react")}>
        Retour à la liste
      </button>
      {booking &&
        createPortal(
          <div role="dialog" aria-label="Rendez-vous" id="funnel">
            <h2>Choisissez un motif</h2>
            <ul>
              {MOTIVES.map((motive) => (
                <li key={motive}>{motive}</li>
              ))}
            </ul>
            <button id="close" onClick={() => setBooking(false)}>
              Fermer
            </button>
          </div>,
          document.body,
        )}
    </main>
  );
}

/** Shows what it caught, so that a test sees it on the page, too. */
class Boundary extends Component {
  state = { error: null };
  static getDerivedStateFromError(error) {
    return { error };
  }
  render() {
    return this.state.error ? <p id="fault">{String(this.state.error)}</p> : this.props.children;
  }
}

/** The site, but for what knows its address. */
export const site = (
  <Boundary>
    <Routes>
      <Route path="/react" element={<List />} />
      <Route path="/react/:slug" element={<Profile />} />
    </Routes>
  </Boundary>
);

if (globalThis.document) {
  globalThis.faults = [];
  const fault = (kind) => (error) => void globalThis.faults.push(`${kind}: ${error?.message ?? error}`);
  addEventListener("error", ({ error, message }) => fault("error")(error ?? message));
  addEventListener("unhandledrejection", ({ reason }) => fault("rejection")(reason));
  // React tells of nodes that are not as it left them in the console.
  console.error = (...words) => fault("console")(words.join(" "));
  globalThis.hydrate = () => {
    const options = { onUncaughtError: fault("uncaught"), onCaughtError: fault("caught"), onRecoverableError: fault("recovered") };
    hydrateRoot(
      document.getElementById("root"),
      <StrictMode>
        <BrowserRouter>{site}</BrowserRouter>
      </StrictMode>,
      options,
    );
  };
}
