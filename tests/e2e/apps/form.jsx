// A form made with React whose fields are controlled: what they hold is what the state says, and what is written behind React's
// back is taken away at the next drawing. The state is shown beside it.

import { useState } from "react";
import { createRoot } from "react-dom/client";

function Form() {
  const [state, setState] = useState({ first: "", last: "", phone: "", facts: "", role: "", domain: "" });
  const [drawn, draw] = useState(0);
  const set = (name) => (event) => setState((before) => ({ ...before, [name]: event.target.value }));
  return (
    <form>
      <fieldset>
        <legend>Vous êtes</legend>
        <label>
          <input type="radio" id="r-victim" name="role" value="victim" checked={state.role === "victim"} onChange={set("role")} /> Victime
        </label>
        <label>
          <input type="radio" id="r-witness" name="role" value="witness" checked={state.role === "witness"} onChange={set("role")} /> Témoin
        </label>
      </fieldset>
      <label htmlFor="r-first">Prénom</label>
      <input id="r-first" value={state.first} onChange={set("first")} />
      <label htmlFor="r-last">Nom</label>
      <input id="r-last" value={state.last} onChange={set("last")} />
      <label htmlFor="r-phone">Téléphone</label>
      <input id="r-phone" type="tel" value={state.phone} onChange={set("phone")} />
      <label htmlFor="r-domain">Domaine</label>
      <select id="r-domain" value={state.domain} onChange={set("domain")}>
        <option value="">Choisir</option>
        <option value="work">Emploi</option>
        <option value="care">Santé</option>
      </select>
      <label htmlFor="r-facts">Décrivez les faits</label>
      <textarea id="r-facts" value={state.facts} onChange={set("facts")} />
      <button type="button" id="again" onClick={() => draw(drawn + 1)}>
        Redessiner
      </button>
      <output>{JSON.stringify(state)}</output>
    </form>
  );
}

createRoot(document.getElementById("root")).render(<Form />);
