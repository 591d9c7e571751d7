"""A root like that of the images of jobs that test: a Python of their own beside Debian's.

`python:3.11` and its like are made of Debian's trixie, which brings `/usr/bin/python3.13` along, without what
makes virtual environments. Here the first is the one that runs the tests.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.rehearsal.pipeline import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rehearsal.repository import Repository

_CHECKOUT = Path("builds")
_WHEELS = Path("wheels")
_NOT_NEEDED = shutil.ignore_patterns("site-packages", "test", "tests", "idlelib", "config-*")
# What `make test` runs: each only says which Python runs it.
_STAND_IN = "import sys\ndef main():\n    print('run by Python', *sys.version_info[:2], sys.base_prefix)\n"
_COMMANDS = ("ruff", "mypy", "lint-imports")


@dataclass(frozen=True, slots=True)
class TwoPythons:
    """An unpacked root with a checkout in it."""

    folder: Path

    def run(self, script: str, **variables: str) -> Outcome:
        """Run the script of a job in the checkout, which is as it was cloned."""
        checkout = self.folder / _CHECKOUT
        shutil.rmtree(checkout / ".venv", ignore_errors=True)
        done = subprocess.run(
            ["chroot", self.folder, "bash", "-ec", f"cd /{_CHECKOUT}\n{script}"],
            # As in these images: what was built for them comes first.
            env={"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        print(done.stdout)
        return Outcome(done.returncode, done.stdout)

    @contextmanager
    def without_venv(self) -> Iterator[None]:
        """Take away what Debian's package python3-venv brings."""
        (installed,) = self.folder.glob("usr/lib/python3.*/ensurepip")
        aside = installed.rename(installed.with_name("not-installed"))
        try:
            yield
        finally:
            aside.rename(installed)


def two_pythons(archive: Path, folder: Path, repository: Repository) -> TwoPythons:
    """Unpack Debian's root in an empty `folder`, and put a Python and a checkout beside its own."""
    subprocess.run(["tar", "--extract", "--file", archive, "--directory", folder], check=True)
    _add_this_python(folder / "usr" / "local")
    # The stand-in image has neither make nor the pip that Debian's Python puts into new environments.
    shutil.copy(str(shutil.which("make")), folder / "usr" / "bin")
    shutil.copy(_pip_of_this_python(), folder / "usr" / "share" / "python-wheels")
    subprocess.run(["chroot", folder, "ldconfig"], check=True)
    checkout, wheels = folder / _CHECKOUT, folder / _WHEELS
    checkout.mkdir()
    wheels.mkdir()
    packed = folder / "checkout.tar"
    repository.git("archive", "--output", str(packed), "HEAD")
    subprocess.run(["tar", "--extract", "--file", packed, "--directory", checkout], check=True)
    packed.unlink()
    uv = Path(sys.prefix, "bin", "uv").read_bytes()
    _lock(checkout / "requirements" / "publish.txt", _wheel(wheels, "uv", {"uv-1.data/scripts/uv": uv}))
    entry_points = "".join(f"{name} = stand_in:main\n" for name in _COMMANDS)
    tools = {
        "stand_in.py": _STAND_IN,
        "pytest.py": f"{_STAND_IN}main()\n",
        "tools-1.dist-info/entry_points.txt": f"[console_scripts]\n{entry_points}",
    }
    _lock(checkout / "requirements" / "dev.txt", _wheel(wheels, "tools", tools))
    return TwoPythons(folder)


def _add_this_python(prefix: Path) -> None:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    shutil.copy(Path(sys.base_prefix, "bin", version), prefix / "bin")
    for name in ("python3", "python"):
        (prefix / "bin" / name).symlink_to(version)
    library = Path(sysconfig.get_path("stdlib"))
    shutil.copytree(library, prefix / "lib" / version, ignore=_NOT_NEEDED, dirs_exist_ok=True)
    for shared in Path(sysconfig.get_config_var("LIBDIR")).glob(f"lib{version}.so*"):
        shutil.copy(shared, prefix / "lib")


def _pip_of_this_python() -> Path:
    import ensurepip

    (wheel,) = Path(ensurepip.__file__).parent.glob("_bundled/pip-*.whl")
    return wheel


def _wheel(folder: Path, name: str, files: dict[str, str | bytes]) -> Path:
    about = f"{name}-1.dist-info"
    described = {
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    everything = files | described
    record = "".join(f"{path},,\n" for path in (*everything, f"{about}/RECORD"))
    wheel = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        for path, content in {**everything, f"{about}/RECORD": record}.items():
            packed.writestr(path, content)
    return wheel


def _lock(file: Path, wheel: Path) -> None:
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    name = wheel.name.partition("-")[0]
    file.write_text(f"--no-index\n--find-links /{_WHEELS}\n{name}==1 --hash=sha256:{digest}\n")
