// Builds HTML elements. What a reader or a file wrote only ever becomes text, never markup.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function percent(chance) {
  if (chance > 0 && chance < 0.0005) return "less than 0.1%";
  if (chance < 1 && chance > 0.9995) return "more than 99.9%";
  return `${Number((100 * chance).toFixed(1))}%`;
}

// Where a mistake is, with its caret, in lines that never wrap; and what to do, which does.
export function showProblem(place, { marked, advice }) {
  const excerpt = marked.endsWith(advice) ? marked.slice(0, -advice.length).trimEnd() : "";
  place.replaceChildren(
    ...(excerpt ? [element("pre", { className: "dw-excerpt", tabIndex: 0 }, excerpt)] : []),
    element("p", {}, advice),
  );
  place.hidden = false;
}

export function dicePools(pools) {
  return pools.map(({ name, dice }) =>
    element(
      "div",
      { className: "dw-pool" },
      element("span", { className: "dw-pool-name" }, name),
      ...dice.map(die),
    ),
  );
}

function die({ shows, sides, kept, mark }) {
  const said = [`d${sides}: ${shows}`, kept ? "" : "dropped", mark ?? ""].filter(Boolean).join(", ");
  const shape = [4, 6, 8, 10, 12, 20].includes(sides) ? `dw-d${sides}` : "dw-other";
  return element(
    "span",
    { className: `dw-die ${shape}${kept ? "" : " dw-dropped"}${mark ? ` dw-${mark}` : ""}`, title: said },
    element("span", { ariaHidden: "true" }, shows),
    element("span", { className: "dw-hidden" }, said),
  );
}
