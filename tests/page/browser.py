"""A real headless Chromium, driven through its DevTools protocol over a pipe: no port, no driver program."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--allow-file-access-from-files", "--hide-scrollbars", "--force-device-scale-factor=1", "--remote-debugging-pipe",
)  # fmt: skip
# The browser reads commands at number 3 and answers at number 4.
_LAUNCH = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
_KEYS = {
    "Enter": 13,
    "Escape": 27,
    "End": 35,
    "ArrowRight": 39,
    "ArrowDown": 40,
}  # by the number that Windows gave them


def chromium() -> str | None:
    """The path of the browser, where there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class BrowserError(RuntimeError):
    """What the browser answered instead of a result."""


class Tab:
    """One page in the browser, and what it asked the network for."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser, self._session = browser, session
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and wait for its result."""
        return self._browser.send(method, parameters, self._session)

    def open(self, path: Path, fragment: str = "") -> None:
        """Load a file and wait until it has shown its first article."""
        self.forget()
        self.send("Page.navigate", url=path.as_uri() + fragment)
        self._browser.wait_for("Page.loadEventFired")
        self.until("document.querySelector('#article').childElementCount > 0")

    def close(self) -> None:
        """Close the tab."""
        self.send("Page.close")

    def run(self, expression: str) -> Any:
        """Evaluate JavaScript, waiting for promises.

        Raises:
            BrowserError: it threw.
        """
        answer = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise BrowserError(json.dumps(answer["exceptionDetails"])[:2000])
        return answer["result"].get("value")

    def until(self, condition: str) -> None:
        """Wait until a condition holds; it is looked at with every frame."""
        self.run(
            "new Promise((resolve, reject) => { const end = Date.now() + 20000; const look = () => {"
            f" if ({condition}) resolve(); else if (Date.now() > end) reject(new Error({json.dumps(condition)}));"
            " else requestAnimationFrame(look); }; look(); })"
        )

    def settle(self) -> None:
        """Wait for two frames: what was asked for is drawn."""
        self.run("new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))")

    def press(self, key: str) -> None:
        """Press a key as a person would."""
        text = {"text": key} if len(key) == 1 else {"windowsVirtualKeyCode": _KEYS[key]}
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key)
        self.settle()

    def write(self, words: str) -> None:
        """Write words where the focus is."""
        self.send("Input.insertText", text=words)

    def hover(self, selector: str) -> None:
        """Move the pointer to the middle of an element."""
        box = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center'}});"
            " const b = e.getClientRects()[0]; return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=box[0], y=box[1])
        self.settle()

    def size(self, width: int, height: int) -> None:
        """Set the size of the window's content in pixels."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def prefer(self, scheme: str) -> None:
        """Let the system be ``light`` or ``dark``."""
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Write what is seen, or the whole page, as PNG."""
        data = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        path.write_bytes(base64.b64decode(data))

    def requests(self) -> list[str]:
        """The addresses that the page has asked for since it was opened."""
        return [event["params"]["request"]["url"] for event in self._browser.events if event["method"] == "Network.requestWillBeSent"]  # fmt: skip

    def forget(self) -> None:
        """Forget what it asked for and complained of so far."""
        self._browser.events.clear()

    def complaints(self) -> list[str]:
        """Errors of the page since it was opened: exceptions, and what its policy refused."""
        wrong = ("Runtime.exceptionThrown", "Log.entryAdded")
        return [json.dumps(event["params"]) for event in self._browser.events if event["method"] in wrong]


class Browser:
    """A running Chromium."""

    def __init__(self, process: subprocess.Popen[bytes], commands: int, answers: int) -> None:
        self._process, self._commands, self._answers = process, commands, answers
        self._number, self._rest = 0, b""
        self.events: list[dict[str, Any]] = []

    def tab(self) -> Tab:
        """Open a tab."""
        target = self.send("Target.createTarget", {"url": "about:blank"})["targetId"]
        return Tab(self, self.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"])

    def send(self, method: str, parameters: dict[str, Any], session: str | None = None) -> dict[str, Any]:
        """Send a command and wait for its result, keeping the events that come before.

        Raises:
            BrowserError: the command failed.
        """
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters}
        os.write(self._commands, json.dumps(command | ({"sessionId": session} if session else {})).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._number:
            self.events.append(answer)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def wait_for(self, method: str) -> None:
        """Wait for an event."""
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self._receive())

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            got = os.read(self._answers, 1 << 20)
            if not got:
                raise BrowserError("the browser has ended")
            self._rest += got
        message, _, self._rest = self._rest.partition(b"\0")
        decoded: dict[str, Any] = json.loads(message)
        return decoded


@contextmanager
def browser(program: str) -> Iterator[Browser]:
    """Start a Chromium with an empty profile; it ends with the block."""
    their_commands, our_commands = _pipe()
    our_answers, their_answers = _pipe()
    with tempfile.TemporaryDirectory(prefix="dateline-page-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [sys.executable, "-c", _LAUNCH, str(their_commands), str(their_answers), program, *_FLAGS,
             f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(their_commands, their_answers), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(their_commands)
        os.close(their_answers)
        try:
            yield Browser(process, our_commands, our_answers)
        finally:
            os.close(our_commands)
            os.close(our_answers)
            process.terminate()
            process.wait(20)


def _pipe() -> tuple[int, int]:
    """A pipe whose ends have numbers above those that the browser expects its own at."""
    ends = os.pipe()
    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return moved[0], moved[1]
