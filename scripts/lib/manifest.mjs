// One manifest source (extension/manifest.json), one list of hosts (src/sites.toml), one version (Cargo.toml): from these the
// manifest of each browser. Whatever is not said for one browser holds for both.

import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { Failure } from "./failure.mjs";

/** The browsers that there is a manifest for. */
export const BROWSERS = ["chrome", "firefox"];

/**
 * Gives the test build a fixed id in Chrome, afgdeggemofgdddjccfmjjjcggffpfng; nobody keeps the private half. The real one
 * gets its id from the store.
 */
const TEST_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuEYfKlfdmmYuMgey0McvL0XZNwxOn9xjzlLlqqqyzNKz9mH4o0laA7uSLZMpLU/7FuVg" +
  "xJygquTD0BObqEdRqYNWLW+tTKwEBgA+1ePDkYlwcRe7eztTgbkTj/Jxs1GkwocoUcZ4ul8cS8R4y+33QEDTON0J6Ud4/ye9lIL+5HmdS5Dfi/ev" +
  "DH8aYPmoLmrpTPOfyDCX5l4ORMijGpshKWXI5hitl/q7UssflexgV2KWMQ7vUxGUEwbG7hMtpYaRtOS0vb9ovXAIQ7VzyPoVT9RZPAUiMcis5VDf" +
  "2kMMDdCqoDxdXSGOOtwbAs2m/FQu/4PZeBHGR/7aqwg+lpjRBwIDAQAB";

/** Hosts that the test build reads like a booking site. The loopback addresses beside 127.0.0.1 stay unlisted on purpose. */
const TEST_HOSTS = ["http://127.0.0.1/*", "http://localhost/*"];

/** The keys of a site that are the business of src/sites/build.rs, which checks them. */
const ELSEWHERE = new Set(["adapter", "booking", "date", "keep", "profile", "results", "source"]);

/**
 * What is asked for when the user says « à chaque visite » on a site that no list has: one host of these, never all of them.
 * A browser lets nothing be asked for that the manifest does not allow for.
 */
const ANY_SITE = ["https://*/*", "http://*/*"];

/** Without this one a browser lets no picture be taken unasked: asked for in « mode enquête », when the user wants pictures in it. */
const PICTURES = "<all_urls>";

/** The hosts of src/sites.toml, as match patterns: those required at installation, and those asked for later. */
export function hosts(file = "src/sites.toml") {
  const sites = parse(readFileSync(file, "utf8")).site ?? [];
  const required = [];
  const optional = [];
  for (const { name, hosts, required: must = false, ...rest } of sites) {
    const unknown = Object.keys(rest).filter((key) => !ELSEWHERE.has(key));
    if (unknown.length > 0) throw new Failure(`${file}: site "${name}": unknown key ${unknown.join(", ")}`);
    if (!name || !Array.isArray(hosts) || hosts.length === 0) {
      throw new Failure(`${file}: site "${name ?? "?"}": give it a name and at least one host`);
    }
    for (const host of hosts) {
      if (!/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host)) {
        throw new Failure(`${file}: site "${name}": "${host}" is not a host (expected such as www.example.org or *.example.org)`);
      }
      (must ? required : optional).push(`https://${host}/*`);
    }
  }
  return { required, optional };
}

/** The version of the package, as Cargo.toml has it. */
export function version(file = "Cargo.toml") {
  const found = parse(readFileSync(file, "utf8")).package?.version;
  if (!/^\d+\.\d+\.\d+$/.test(found ?? "")) throw new Failure(`${file}: version "${found}" is not three numbers: stores want it so`);
  return found;
}

/** The manifest of a browser; `test` adds what the tests need and nothing else. */
export function manifest(browser, { test = false } = {}) {
  const source = JSON.parse(readFileSync("extension/manifest.json", "utf8"));
  const { required, optional } = hosts();
  const whole = {
    ...source.both,
    version: version(),
    host_permissions: test ? [...required, ...TEST_HOSTS] : required,
    optional_host_permissions: [...optional, ...ANY_SITE, PICTURES],
    ...source[browser],
  };
  if (test && browser === "chrome") whole.key = TEST_KEY;
  return whole;
}
