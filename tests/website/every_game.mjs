// Runs a program on the Python that the website has, with the very archive that its pages load.
// node every_game.mjs <folder of pyodide> <the archive> <the program>
import { pathToFileURL } from "node:url";

const [pyodide, archive, program] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${pyodide}/`, stdLibURL: archive });
python.runPython(program);
