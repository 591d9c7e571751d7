// Runs the library itself in a worker, so that the page stays quick whatever is computed.

import { find, forget, keep, whole } from "./memory.js";
import { loadPyodide, version } from "./pyodide/pyodide.mjs";

const beside = (name) => new URL(name, import.meta.url).href;
// The wheel of this commit and what it needs, compiled.
const ARCHIVE = beside("python.zip");
const OPTIONS = { indexURL: beside("pyodide/"), stdLibURL: ARCHIVE };
const KEY = `${ARCHIVE}?${new URLSearchParams({ pyodide: version, browser: navigator.userAgent })}`;
// What is imported on the way to these answers is in the memory that is kept.
const FIRST_QUESTIONS = [
  ["understand", ["2d6"]],
  ["roll", ["2d6", "seed"]],
  ["odds", ["2d6"]],
  ["games", []],
];
const ready = start();

// A visit begins with the memory of an earlier one, which takes a third of the time.
async function start() {
  const found = await find(KEY);
  if (found) {
    try {
      return { began: "memory", ...answering(await loadPyodide({ ...OPTIONS, _loadSnapshot: whole(found) })) };
    } catch (error) {
      console.info(`Python starts anew: ${error}`);
      await forget(KEY);
    }
  }
  const python = await loadPyodide({ ...OPTIONS, _makeSnapshot: true });
  const answers = answering(python);
  keep(KEY, python.makeMemorySnapshot());
  return { began: "anew", ...answers };
}

function answering(python) {
  const { answer } = python.pyimport("playground");
  for (const question of FIRST_QUESTIONS) answer(JSON.stringify(question));
  return { answer };
}

// A page first asks for nothing but whether it may ask; it may not listen yet when all is ready.
onmessage = async ({ data: { id, question } }) => {
  try {
    const { began, answer } = await ready;
    postMessage(question === undefined ? { began } : { id, answer: answer(question) });
  } catch (error) {
    postMessage({ id, failed: String(error) });
  }
};
