// Checks receipts and sessions of verifiable rolls. Nothing leaves the browser.

import { element } from "./elements.js";
import { Library, showState } from "./library.js";

const at = (id) => document.getElementById(id);
const library = new Library(showState(at("dw-state")));

const STATES = { follows: "verified", sealed: "sealed", waits: "to be checked later", removed: "deleted", wrong: "WRONG" };

async function check(files) {
  const { reports, contradictions } = await library.ask("verify", files);
  at("dw-reports").replaceChildren(
    ...reports.map(report),
    ...contradictions.map((message) => element("p", { className: "dw-wrong" }, `Between the files: ${message}`)),
  );
}

function report({ file, title, summary, good, problems, remarks, rolls }) {
  return element(
    "section",
    {},
    element("h2", {}, title || file),
    element("p", { className: good ? "dw-good" : "dw-wrong" }, summary),
    element("ul", {}, ...problems.map((text) => element("li", { className: "dw-wrong" }, text))),
    element("ul", {}, ...remarks.map((text) => element("li", {}, text))),
    element(
      "ul",
      { className: "dw-checked" },
      ...rolls.map(({ number, state, said }) => element("li", {}, `#${number} ${STATES[state] ?? state}: ${said}`)),
    ),
  );
}

at("dw-check").addEventListener("click", () => check([["The pasted file", at("dw-file").value]]));
at("dw-upload").addEventListener("change", async ({ target }) => {
  check(await Promise.all([...target.files].map(async (file) => [file.name, await file.text()])));
});
