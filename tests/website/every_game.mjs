// Rolls one call of every game with a seed, on the Python that the website has: prints what came out.
// node every_game.mjs <folder of pyodide> <folder of the checkout> <the Python to run>
import { pathToFileURL } from "node:url";

const [pyodide, checkout, program] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${pyodide}/` });
python.FS.mkdirTree("/checkout");
python.FS.mount(python.FS.filesystems.NODEFS, { root: checkout }, "/checkout");
console.log(python.runPython(program));
