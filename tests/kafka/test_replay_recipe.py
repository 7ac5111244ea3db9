"""The recipe for a platform team's CI runs as it stands on the page."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

from pipeline.replay.capture_file import read_capture

ROOT = Path(__file__).parents[2]
PORT = "9392"


def test_the_recipe_runs_from_capture_to_gate(tmp_path: Path) -> None:
    script = "\n".join(
        re.findall(r"^```sh\n(.*?)^```$", (ROOT / "docs" / "gate.md").read_text(), re.DOTALL | re.MULTILINE)
    )
    assert script.count(PORT) == 2
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        script = script.replace(PORT, str(probe.getsockname()[1]))
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    command = tmp_path / "bin" / "dateline"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m pipeline.cli "$@"\n')
    command.chmod(0o755)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    environ |= {"PATH": f"{command.parent}:{os.environ['PATH']}", "DATELINE_WORKERS": "1"}
    done = subprocess.run(
        ["bash", "-eu", "-c", script], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((tmp_path / "gate" / "changes.json").read_text())
    assert (told["passed"], told["summary"]["articles"]) == (True, 9)
    assert "ABOVE  events.lost: 100.00%, allowed 2.00%" in done.stdout
    assert "<html" in (tmp_path / "gate" / "changes.html").read_text()
    kinds = [message.topic for message in read_capture(tmp_path / "gate" / "live.jsonl.zst")]
    assert (kinds.count("articles.enriched"), kinds.count("articles.dead")) == (8, 1)
