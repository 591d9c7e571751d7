// The first page: a text is understood while it is typed, rolled, and its odds are drawn.

import { TotalsChart, atLeast, outcomeBars } from "./chart.js";
import { dicePools, element, percent, showProblem } from "./elements.js";
import { rollForm } from "./forms.js";
import { Library, newSeed, showState } from "./library.js";

const PAUSE_IN_TYPING = 150;
const at = (id) => document.getElementById(id);

class Playground {
  constructor() {
    this.library = new Library(showState(at("dw-state")));
    this.chart = new TotalsChart(at("dw-chart"), (threshold) => this.#setThreshold(threshold));
    this.asked = 0;
    at("dw-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.roll(newSeed());
    });
    at("dw-text").addEventListener("input", () => this.#soon());
    at("dw-versus").addEventListener("input", () => this.#soon());
    at("dw-threshold").addEventListener("input", ({ target }) => this.#setThreshold(Number(target.value)));
    at("dw-fix").addEventListener("click", () => this.write(at("dw-fix").dataset.text));
    at("dw-copy").addEventListener("click", () => this.#copy());
    for (const button of document.querySelectorAll("[data-roll]"))
      button.addEventListener("click", () => {
        this.write(button.dataset.roll);
        this.roll(newSeed());
      });
    window.addEventListener("hashchange", () => this.#fromLink());
    if (!this.#fromLink()) this.look();
    this.#games();
  }

  write(text) {
    at("dw-text").value = text;
    this.look();
  }

  #soon() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.look(), PAUSE_IN_TYPING);
  }

  // Only the answer to what was typed last is shown.
  async look() {
    const mine = ++this.asked;
    const text = at("dw-text").value;
    this.library.dropOdds();
    const read = await this.library.ask("understand", text);
    if (mine !== this.asked) return;
    this.#understood(read);
    if (read.kind === "empty" || read.kind === "error") return this.#hideOdds();
    const versus = at("dw-versus").value.trim();
    const [first, second] = await Promise.all([
      this.library.ask("odds", text),
      versus ? this.library.ask("odds", versus) : null,
    ]);
    if (mine === this.asked) this.#drawOdds(first, second);
  }

  #understood(read) {
    const wrong = read.kind === "error";
    at("dw-understood").textContent = { dice: "Understood as ", system: "A roll of ", contest: "Two rolls against each other in " }[read.kind] ?? "";
    if (read.understood) at("dw-understood").append(element(read.kind === "dice" ? "code" : "strong", {}, read.understood));
    at("dw-text").setAttribute("aria-invalid", wrong);
    at("dw-problem").hidden = true;
    if (wrong) showProblem(at("dw-problem"), read);
    at("dw-fix").hidden = !read.fix;
    at("dw-fix").textContent = read.fix ? `Write ${read.fix}` : "";
    at("dw-fix").dataset.text = read.fix ?? "";
  }

  async roll(seed) {
    const text = at("dw-text").value;
    const result = await this.library.ask("roll", text, seed);
    if (result.kind === "error") return this.#understood(result);
    at("dw-result").hidden = false;
    at("dw-headline").textContent = result.headline;
    at("dw-headline").dataset.tone = result.tone ?? "";
    at("dw-dice").replaceChildren(...dicePools(result.pools));
    at("dw-written").textContent = result.written === result.headline ? "" : result.written;
    this.link = `#${new URLSearchParams({ roll: text, seed })}`;
    at("dw-copied").textContent = "";
    history.replaceState(null, "", this.link);
  }

  async #copy() {
    await navigator.clipboard.writeText(location.href.split("#")[0] + this.link);
    at("dw-copied").textContent = "Copied.";
  }

  #fromLink() {
    const link = new URLSearchParams(location.hash.slice(1));
    if (!link.has("roll")) return false;
    this.write(link.get("roll"));
    this.roll(link.get("seed") ?? newSeed());
    return true;
  }

  #hideOdds() {
    for (const id of ["dw-totals", "dw-outcomes"]) at(id).hidden = true;
    at("dw-odds-problem").textContent = "";
  }

  #drawOdds(first, second) {
    this.#hideOdds();
    this.first = first;
    this.second = second?.kind === "totals" ? second : null;
    at("dw-odds-problem").textContent = first.kind === "error" ? first.advice : problemOfSecond(second);
    if (first.kind === "outcomes") {
      at("dw-outcomes").hidden = false;
      at("dw-outcomes").replaceChildren(outcomeBars(first));
    }
    if (first.kind !== "totals") return;
    at("dw-totals").hidden = false;
    at("dw-summary").textContent = summary(first);
    const ends = [first, this.second].filter(Boolean).flatMap(({ values }) => [values[0], values.at(-1)]);
    Object.assign(at("dw-threshold"), { min: Math.floor(Math.min(...ends)), max: Math.ceil(Math.max(...ends)) });
    this.#setThreshold(Math.round(first.mean));
  }

  #setThreshold(threshold) {
    const slider = at("dw-threshold");
    slider.value = threshold;
    const chosen = Number(slider.value);
    const said = [this.first, this.second]
      .filter(Boolean)
      .map((odds) => percent(atLeast(odds, chosen)))
      .join(" against ");
    slider.setAttribute("aria-valuetext", `At least ${chosen}: ${said}`);
    at("dw-threshold-value").textContent = chosen.toLocaleString("en");
    at("dw-chance").textContent = said;
    this.chart.draw(this.first, this.second, chosen);
    at("dw-chart").setAttribute("aria-label", `${summary(this.first)} At least ${chosen}: ${said}.`);
  }

  async #games() {
    const games = await this.library.ask("games");
    const choice = at("dw-game");
    choice.append(...games.map(({ name, command }) => element("option", { value: command }, name)));
    choice.disabled = false;
    choice.addEventListener("change", () => this.#game(choice.value));
  }

  async #game(command) {
    const rolls = command ? (await this.library.ask("game", command)).rolls : [];
    if (at("dw-game").value !== command) return;
    at("dw-game-rolls").replaceChildren(
      ...rolls.map((roll) =>
        element(
          "fieldset",
          {},
          element("legend", {}, roll.name),
          rollForm(roll, (text) => this.write(text)),
          element(
            "button",
            {
              type: "button",
              className: "md-button",
              onclick: () => {
                this.write(roll.example);
                this.roll(newSeed());
              },
            },
            `Try ${roll.example}`,
          ),
        ),
      ),
    );
  }
}

function problemOfSecond(second) {
  if (second?.kind === "error") return `The roll to compare with: ${second.advice}`;
  return second?.kind === "outcomes" ? "Only the totals of dice can be compared, not a game's outcomes." : "";
}

function summary({ mean, standard_deviation, minimum, maximum, estimated }) {
  const round = (number) => Number(number.toFixed(2)).toLocaleString("en");
  const from = estimated ? `Estimated from ${estimated.toLocaleString("en")} rolls. ` : "";
  return `${from}Average ${round(mean)}, standard deviation ${round(standard_deviation)}, from ${minimum} to ${maximum}.`;
}

new Playground();
