// Runs compiling.py on the Python of the pages.
// node compile.mjs <folder of pyodide> <compiling.py> <wheel> <playground.py> <the archive to write>
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [pyodide, compiling, wheel, playground, archive] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
// Sets would otherwise be in another order in each build.
const python = await loadPyodide({ indexURL: `${pyodide}/`, env: { PYTHONHASHSEED: "0" } });
process.on("uncaughtException", ({ message }) => {
  // Without the line of Pyodide that threw it, which is a million characters long.
  console.error(message);
  process.exit(1);
});
python.FS.mkdirTree("/given");
for (const [name, path] of [["compiling.py", compiling], ["dicewright.whl", wheel], ["playground.py", playground]]) {
  python.FS.writeFile(`/given/${name}`, new Uint8Array(await readFile(path)));
}
python.runPython(`
import sys
sys.path.insert(0, "/given")
import compiling
compiling.archive("/given/dicewright.whl", "/given/playground.py", "/given/python.zip")
`);
await writeFile(archive, python.FS.readFile("/given/python.zip"));
