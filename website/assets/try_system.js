// A game master pastes a system's file, sees what its tests say, and rolls it. Nothing leaves the browser.

import { outcomeBars } from "./chart.js";
import { dicePools, element, showProblem } from "./elements.js";
import { rollForm } from "./forms.js";
import { Library, newSeed, showState } from "./library.js";

const at = (id) => document.getElementById(id);
const library = new Library(showState(at("dw-state")));

async function test() {
  const toml = at("dw-file").value;
  const found = await library.ask("try_system", toml);
  const wrong = found.kind === "error";
  at("dw-rolls").hidden = wrong;
  at("dw-verdict").textContent = wrong
    ? found.line
      ? `Line ${found.line}`
      : "This file cannot be used yet"
    : `${found.name}: ${passed(found.tests)}.`;
  at("dw-problem").hidden = true;
  if (wrong) return showProblem(at("dw-problem"), found);
  at("dw-text").value = found.rolls[0].example;
  at("dw-forms").replaceChildren(
    ...found.rolls.map((roll) =>
      element(
        "fieldset",
        {},
        element("legend", {}, roll.name),
        rollForm(roll, (text) => (at("dw-text").value = text)),
      ),
    ),
  );
  await roll();
}

function passed(tests) {
  if (tests === 0) return "it has no tests";
  return tests === 1 ? "its test passes" : `all ${tests} tests pass`;
}

async function roll() {
  const result = await library.ask("roll_with", at("dw-file").value, at("dw-text").value, newSeed());
  const wrong = result.kind === "error";
  at("dw-roll-problem").hidden = true;
  if (wrong) showProblem(at("dw-roll-problem"), result);
  at("dw-headline").textContent = wrong ? "" : result.headline;
  at("dw-headline").dataset.tone = result.tone ?? "";
  at("dw-dice").replaceChildren(...(wrong ? [] : dicePools(result.pools)));
  at("dw-outcomes").replaceChildren(...(wrong ? [] : [outcomeBars(result.odds)]));
}

at("dw-test").addEventListener("click", test);
at("dw-form").addEventListener("submit", (event) => {
  event.preventDefault();
  roll();
});
at("dw-upload").addEventListener("change", async ({ target }) => {
  if (!target.files.length) return;
  at("dw-file").value = await target.files[0].text();
  test();
});
