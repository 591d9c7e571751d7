"""What `import dicewright` adds to a bare interpreter: `python -m bench.importing`."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path
from statistics import median

from bench import report
from bench.peers import rollers

_RUNS = 41
_MILLISECONDS, _MEGABYTES = 20, 4

# Runs in an interpreter without site-packages. VmRSS is the resident memory of the process.
_SCRIPT = """
import sys
from time import process_time
sys.path[:0] = {paths!r}
def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
before, start = resident(), process_time()
import {module}
print(process_time() - start, resident() - before)
"""
_PATHS = [str(Path(__file__).parents[1]), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
# The bare interpreter has already loaded `sys`, so importing it shows what measuring itself costs.
_MODULES = ("dicewright", "sys", "d20", "dicelet", "oneroll", "xdice", "python_dice")


def main() -> None:
    """Measure, print, and write bench/results/importing.md."""
    taken: dict[str, list[tuple[float, float]]] = {module: [] for module in _MODULES}
    for run in range(_RUNS + 1):
        for module in _MODULES:
            cost = _import(module)
            if run:  # the first one may have compiled the module
                taken[module].append(cost)
    times = {module: median(seconds for seconds, _ in costs) for module, costs in taken.items()}
    fastest = {module: min(seconds for seconds, _ in costs) for module, costs in taken.items()}
    sizes = {module: median(kilobytes for _, kilobytes in costs) / 1024 for module, costs in taken.items()}
    time, size = times["dicewright"], sizes["dicewright"]
    report.publish(
        "importing",
        "What importing it costs",
        f"{rollers.versions()}. Processor time of {_RUNS} runs of `python -I -S`, taken in turn. "
        "`sys` is already loaded, so its row is the cost of measuring.",
        "## Targets",
        report.table(
            ["target", "measured", "reached"],
            [
                report.verdict(
                    f"import in at most {_MILLISECONDS} ms",
                    measured=report.duration(time),
                    reached=time * 1000 <= _MILLISECONDS,
                ),
                report.verdict(
                    f"at most {_MEGABYTES} MB more memory",
                    measured=f"{size:.1f} MB",
                    reached=size <= _MEGABYTES,
                ),
            ],
        ),
        "## Compared with other libraries",
        report.table(
            ["import", "median", "fastest", "memory"],
            [
                [
                    f"`{module}`",
                    report.duration(times[module]),
                    report.duration(fastest[module]),
                    f"{sizes[module]:.1f} MB",
                ]
                for module in _MODULES
            ],
        ),
    )


def _import(module: str) -> tuple[float, float]:
    """Return the seconds and kilobytes of one import."""
    script = _SCRIPT.format(paths=_PATHS, module=module)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True
    )
    seconds, kilobytes = done.stdout.split()
    return float(seconds), float(kilobytes)


if __name__ == "__main__":
    main()
