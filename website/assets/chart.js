// Draws odds as SVG: bars of totals with a threshold to drag, or one bar for each outcome.

import { element, percent } from "./elements.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 260;
// Between the values that are written below the bars.
const BETWEEN_LABELS = 56;
const FOOT = 24;
const MOST_BARS = 240;

function shape(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

export function atLeast({ values, chances }, threshold) {
  let sum = 0;
  for (let i = values.length - 1; i >= 0 && values[i] >= threshold; i--) sum += chances[i];
  return Math.min(sum, 1);
}

// Where there would be more bars than a screen shows, neighbours share one.
function bars({ values, chances }, lowest, width) {
  const heights = new Map();
  values.forEach((value, i) => {
    const bar = Math.floor((value - lowest) / width);
    heights.set(bar, (heights.get(bar) ?? 0) + chances[i]);
  });
  return heights;
}

export class TotalsChart {
  constructor(svg, onThreshold) {
    this.svg = svg;
    const drag = (event) => {
      if (this.lowest === undefined || (event.type === "pointermove" && !event.buttons)) return;
      const box = svg.getBoundingClientRect();
      const share = (event.clientX - box.left) / box.width;
      onThreshold(Math.round(this.lowest + share * this.span - 0.5 * this.width));
    };
    window.addEventListener("resize", () => this.shown && this.draw(...this.shown));
    svg.addEventListener("pointerdown", drag);
    svg.addEventListener("pointermove", drag);
  }

  draw(first, second, threshold) {
    this.shown = [first, second, threshold];
    const all = [first, second].filter(Boolean);
    const values = all.flatMap(({ values }) => [values[0], values[values.length - 1]]);
    this.lowest = Math.floor(Math.min(...values));
    const range = Math.max(...values) - this.lowest + 1;
    this.width = Math.max(1, Math.ceil(range / MOST_BARS));
    const count = Math.ceil(range / this.width);
    this.span = count * this.width;
    const series = all.map((odds) => bars(odds, this.lowest, this.width));
    const highest = Math.max(...series.flatMap((heights) => [...heights.values()]));
    // As wide as it is shown, so that what is written is no smaller on a phone.
    const width = this.svg.clientWidth || 720;
    const step = width / count;
    const drawn = series.flatMap((heights, which) =>
      [...heights].map(([bar, chance]) => {
        const height = (chance / highest) * (HEIGHT - FOOT - 8);
        const reaches = this.lowest + bar * this.width >= threshold;
        return shape("rect", {
          x: bar * step + (step * which) / (2 * series.length),
          y: HEIGHT - FOOT - height,
          width: Math.max((step * 0.92) / (which ? 2 : 1), 0.5),
          height,
          class: `dw-bar dw-series-${which}${reaches ? " dw-reaches" : ""}`,
        });
      }),
    );
    const labels = this.#labels(count, step, width);
    const at = ((threshold - this.lowest) / this.width) * step;
    const line = shape("line", { x1: at, x2: at, y1: 0, y2: HEIGHT - FOOT, class: "dw-threshold" });
    this.svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.svg.replaceChildren(...drawn, ...labels, line);
  }

  #labels(count, step, width) {
    const every = Math.ceil(count / Math.floor(width / BETWEEN_LABELS));
    return Array.from({ length: Math.ceil(count / every) }, (_, i) =>
      shape(
        "text",
        { x: (i * every + 0.5) * step, y: HEIGHT - 6, "text-anchor": "middle", class: "dw-tick" },
        (this.lowest + i * every * this.width).toLocaleString("en"),
      ),
    );
  }
}

export function outcomeBars({ outcomes, notes }) {
  return element(
    "table",
    { className: "dw-outcomes" },
    head("Outcome", "Chance"),
    element("tbody", {}, ...outcomes.map(outcomeRow)),
    ...(notes.length ? [head("Notes", ""), element("tbody", {}, ...notes.map(outcomeRow))] : []),
  );
}

function head(name, chance) {
  const cells = [name, "", chance].map((title) =>
    title ? element("th", { scope: "col" }, title) : element("td", {}),
  );
  return element("thead", {}, element("tr", {}, ...cells));
}

function outcomeRow({ name, chance, tone }) {
  const bar = element("span", { className: `dw-outcome-bar dw-tone-${tone || "plain"}` });
  bar.style.width = `${100 * chance}%`;
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, name),
    element("td", { className: "dw-outcome-track" }, bar),
    element("td", { className: "dw-outcome-chance" }, percent(chance)),
  );
}
