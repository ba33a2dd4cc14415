"""Run every benchmark and write what they print to ``docs/benchmarks.md``."""

from __future__ import annotations

import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = {
    "Speed and memory": "benchmarks.speed",
    "Place names": "benchmarks.toponym_accuracy",
    "Claims": "benchmarks.claims_accuracy",
    "Claims, our own sentences": "benchmarks.claims_own",
    "Rail distances": "benchmarks.rail_accuracy",
    "Sightings": "benchmarks.sightings_accuracy",
    "Rail routes on an extract": "benchmarks.rail_extract",
    "Rail routers beside each other": "benchmarks.rail_planet",
    "Journeys": "benchmarks.journeys",
}


def main() -> int:
    """Run the parts one after the other; a part that fails is said to have failed."""
    day = datetime.now(UTC).date().isoformat()
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    page = [f"# Benchmarks\nWritten by `make bench` on {day} ({machine}).\n"]
    failed = 0
    for title, module in PARTS.items():
        print(f"== {title}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", module], capture_output=True, text=True, check=False, cwd=ROOT
        )
        text = done.stdout.strip() or done.stderr.strip()
        print(text, flush=True)
        if done.returncode:
            failed += 1
            text += f"\n(exit code {done.returncode})"
        page.append(f"## {title}\n```\n{text}\n```\n")
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(page), encoding="utf-8")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
