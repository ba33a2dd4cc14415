"""Put Leaflet into geo/render/assets/, with its pictures inside its style sheet.

    python tools/fetch_assets.py [FOLDER]

FOLDER is npm's ``leaflet@1.9.4``, unpacked; without it, ``npm pack`` fetches it.
"""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "geo" / "render" / "assets"
PACKAGE = "leaflet@1.9.4"


def fetch(folder: Path) -> Path:
    """Unpack the npm package into a folder."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def inline_pictures(css: str, folder: Path) -> str:
    """Replace the addresses of pictures by the pictures."""

    def data(match: re.Match[str]) -> str:
        picture = (folder / match.group(1)).read_bytes()
        return f"url(data:image/png;base64,{base64.b64encode(picture).decode()})"

    return re.sub(r"url\((images/[\w.-]+\.png)\)", data, css)


def write(name: str, text: str) -> None:
    """Write a file, whole or not at all."""
    part = OUTPUT / (name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(OUTPUT / name)
    print(f"{name}: {len(text.encode()):,} bytes")


def main() -> None:
    """Write Leaflet's script, style sheet and licence."""
    with tempfile.TemporaryDirectory() as scratch:
        package = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(Path(scratch))
        OUTPUT.mkdir(parents=True, exist_ok=True)
        script = (package / "dist" / "leaflet.js").read_text(encoding="utf-8")
        write("leaflet.js", re.sub(r"\n//# sourceMappingURL=.*", "", script).rstrip() + "\n")
        css = (package / "dist" / "leaflet.css").read_text(encoding="utf-8")
        write("leaflet.css", inline_pictures(css.replace("\r\n", "\n"), package / "dist"))
        write("LEAFLET-LICENSE.txt", (package / "LICENSE").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
