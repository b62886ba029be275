// Renders late and again, as a page made with React does: the same words in new nodes whenever the state changes. The
// tests turn the state with `rerender` and read how often nodes were found changed by somebody else.

const root = document.getElementById("root");
let state = { open: true, clicks: 0 };
let mine = [];

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function render() {
  // React keeps pointers to its nodes, and fails when a node of its own is no longer where it put it.
  for (const node of mine) {
    if (node.parentNode !== root) throw new Error("a node of the page was moved");
    root.removeChild(node);
  }
  const text = state.open ? "Attention : AME non acceptée." : "Bienvenue au cabinet.";
  mine = [element("section", "card", element("h2", "", "Présentation"), element("p", "", text), element("p", "", `Vue ${state.clicks} fois.`))];
  root.append(...mine);
}

window.rerender = (change) => {
  state = { ...state, clicks: state.clicks + 1, ...change };
  render();
};

setTimeout(() => {
  root.textContent = "";
  render();
}, 300);
