// A form for one kind of roll of a game: its fields, and the text that they make.

import { element } from "./elements.js";

let forms = 0;

export function rollForm(roll, onText) {
  const id = `dw-form-${forms++}`;
  const inputs = roll.fields.map((field, i) => input(field, `${id}-${i}`));
  const written = () => onText(textOf(roll, inputs));
  const form = element(
    "div",
    { className: "dw-fields" },
    ...roll.fields.map((field, i) =>
      element("div", { className: "dw-field" }, element("label", { htmlFor: inputs[i].id }, field.label), inputs[i]),
    ),
  );
  form.addEventListener("input", written);
  return form;
}

function input({ kind, least, most, optional, default: usual }, id) {
  if (kind === "switch") return element("input", { id, type: "checkbox" });
  if (kind !== "number") return element("input", { id, type: "text", placeholder: usual ?? "", autocomplete: "off" });
  const made = element("input", { id, type: "number", placeholder: optional ? (usual ?? "") : "" });
  if (least !== null) made.min = least;
  if (most !== null) made.max = most;
  return made;
}

// Words are typed in the order of the usage; what is left empty is left out.
function textOf({ starts, fields }, inputs) {
  const words = fields.map(({ kind, prefix, spaced, name }, i) => {
    if (kind === "switch") return inputs[i].checked ? prefix || name : "";
    const value = inputs[i].value.trim();
    return value && `${prefix}${spaced ? " " : ""}${value}`;
  });
  return [starts, ...words].filter(Boolean).join(" ");
}
