"""A reader of a page in the Chromium of the system: opened from disk, driven by mouse and keys.

In: a page on disk. Out: what the page shows, every address it asked for, every fault it met.
Nothing but files is let through: another address is noted and refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, Route, sync_playwright

Json = Any
Scheme = Literal["light", "dark"]
_FIRST_LINE = """
e => {
  const line = e.getClientRects()[0], box = e.getBoundingClientRect();
  return {
    x: line.left - box.left + Math.min(line.width, 40) / 2,
    y: line.top - box.top + Math.min(line.height, 20) / 2,
  };
}
"""


class Reader:
    """One window, and what was asked for in it since a page was opened."""

    def __init__(self, browser: Browser, has_scripts: bool = True) -> None:
        context = browser.new_context(java_script_enabled=has_scripts)
        self.page: Page = context.new_page()
        self.requests: list[str] = []
        self.faults: list[str] = []
        context.route(lambda url: not url.startswith("file:"), self._refuse)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.faults.append(said.text) if said.type == "error" else None,
        )

    @staticmethod
    def _refuse(route: Route) -> None:
        route.abort()

    def open(self, page: Path, anchor: str = "") -> None:
        """Open a page from disk and wait until it is drawn."""
        self.page.goto("about:blank")
        self.requests.clear()
        self.faults.clear()
        self.page.goto(page.as_uri() + (f"#{anchor}" if anchor else ""))

    def run(self, script: str) -> Json:
        """The value of a piece of script in the page."""
        return self.page.evaluate(script)

    def until(self, script: str) -> Json:
        """The value of a piece of script once it is true."""
        return self.page.wait_for_function(script).json_value()

    def size(self, width: int, height: int) -> None:
        """The size of the window in CSS pixels."""
        self.page.set_viewport_size({"width": width, "height": height})

    def scheme(self, name: Scheme) -> None:
        """What the reader prefers."""
        self.page.emulate_media(color_scheme=name)

    def click(self, script: str) -> None:
        """Click in the first line of an element, found by a piece of script, where it can be seen
        and nothing lies over it.
        """
        element = self.page.wait_for_function(script).as_element()
        assert element is not None
        element.click(position=element.evaluate(_FIRST_LINE))

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)

    def tab_to(self, test: str, most: int = 400) -> None:
        """Press Tab until the element with the focus, called `e`, passes a test."""
        for _ in range(most):
            self.press("Tab")
            if self.run(f"(() => {{ const e = document.activeElement; return !!({test}); }})()"):
                return
        raise AssertionError(f"no key leads to: {test}")


@contextmanager
def chromium(program: str) -> Iterator[Browser]:
    """The Chromium of the system, without a window on the screen."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()
