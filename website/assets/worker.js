// Runs the library itself in a worker, so that the page stays quick whatever is computed.

import { loadPyodide } from "./pyodide/pyodide.mjs";

const beside = (name) => new URL(name, import.meta.url);
const ready = start();

async function start() {
  const files = Promise.all(
    ["dicewright.whl", "playground.py"].map(async (name) => (await fetch(beside(name))).arrayBuffer()),
  );
  const python = await loadPyodide({ indexURL: beside("pyodide/").href });
  const [wheel, bridge] = await files;
  python.unpackArchive(wheel, "whl");
  python.FS.writeFile("playground.py", new Uint8Array(bridge));
  return python.pyimport("playground").answer;
}

ready.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ failed: String(error) }),
);

onmessage = async ({ data: { id, question } }) => {
  const answer = await ready;
  postMessage({ id, answer: answer(question) });
};
