// Runs a program on the Python that the website has, with the checkout to import from.
// node every_game.mjs <folder of pyodide> <folder of the checkout> <the program>
import { pathToFileURL } from "node:url";

const [pyodide, checkout, program] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${pyodide}/` });
python.FS.mkdirTree("/checkout");
python.FS.mount(python.FS.filesystems.NODEFS, { root: checkout }, "/checkout");
python.runPython(`import sys; sys.path.insert(0, "/checkout")`);
python.runPython(program);
