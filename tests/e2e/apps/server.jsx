// The React site as a server draws it: a program that prints the markup of the address in its arguments.

import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { StaticRouter } from "react-router";
import { site } from "./react.jsx";

const app = (
  <StrictMode>
    <StaticRouter location={process.argv[2]}>{site}</StaticRouter>
  </StrictMode>
);
process.stdout.write(renderToString(app));
