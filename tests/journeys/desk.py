"""A person at a desk: signs in, opens pages, fills forms; every page seen is checked."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Response, StorageState

from huying.demo.queries import FIXED_PASSWORD

SCREENS = Path(__file__).parents[2] / "build" / "screens"
WIDE = {"width": 1366, "height": 768}
PHONE = {"width": 375, "height": 812}
_CHECK = """() => {
  const faults = [];
  if (!document.title.trim()) faults.push('no title');
  const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => faults.push('id twice: ' + id));
  document.querySelectorAll('input:not([type=hidden]), select, textarea').forEach((field) => {
    if (!field.labels.length && !field.getAttribute('aria-label')) faults.push('no label: ' + field.name);
  });
  document.querySelectorAll('form[method=post]').forEach((form) => {
    if (!form.querySelector('[name=csrfmiddlewaretoken]')) faults.push('no token: ' + form.action);
  });
  if (document.documentElement.scrollWidth > window.innerWidth + 1) faults.push('wider than the window');
  return faults;
}"""


# Whoever has signed in once is not asked again: each sign-in costs a second.
_SIGNED_IN: dict[tuple[str, str, str], StorageState] = {}


class Desk:
    """One browser window after another, each signed in as somebody."""

    def __init__(self, *, site: str, browser: Browser) -> None:
        self.site = site
        self.browser = browser
        self.faults: list[str] = []
        self.page: Page = self._window()

    def _window(self, state: StorageState | None = None) -> Page:
        context = self.browser.new_context(
            viewport=WIDE,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            storage_state=state,
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", self._heard)
        page.on("response", self._answered)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        expected = ("Failed to load resource",)  # the browser's own line for a refusal that a test asked for
        if message.type == "error" and not message.text.startswith(expected):
            self.faults.append(message.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    def sit(self, username: str, password: str = FIXED_PASSWORD) -> Page:
        """Sit somebody down in a fresh window; whoever has signed in before is still signed in."""
        who = (self.site, username, password)
        self.page.context.close()
        self.page = self._window(_SIGNED_IN.get(who))
        self.go("/")
        if self.page.locator("[name=login]").count():
            self.page.fill("[name=login]", username)
            self.page.fill("[name=password]", password)
            self.page.click("main button[type=submit], form button[type=submit]")
            self.page.wait_for_load_state()
            _SIGNED_IN[who] = self.page.context.storage_state()
        return self.page

    def go(self, path: str) -> int:
        """Open a page of the site and check it; return its status."""
        response = self.page.goto(self.site + path)
        self.check()
        assert response is not None
        return response.status

    def search(self, text: str) -> None:
        """Put a text into the search box of the page."""
        self.page.fill("#search-q", text)
        self.page.press("#search-q", "Enter")
        self.page.wait_for_load_state()
        self.check()

    def check(self) -> None:
        """Note what is wrong with the page shown."""
        self.faults += [f"{self.page.url}: {fault}" for fault in self.page.evaluate(_CHECK)]

    def send(self, **fields: str) -> None:
        """Fill the form of the page and send it; a radio button is named by its value."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name={name}]")
            if field.first.get_attribute("type") == "radio":
                self.page.check(f"main [name={name}][value='{value}']")
            elif field.first.get_attribute("type") == "checkbox":
                field.first.check()
            elif field.first.evaluate("node => node.tagName") == "SELECT":
                field.first.select_option(value=value) if value.isascii() else field.first.select_option(label=value)
            else:
                field.first.fill(value)
        self.page.click("main form[method=post] button[type=submit]")
        self.page.wait_for_load_state()
        self.check()

    def look(self, name: str) -> None:
        """Take pictures of the page at both widths."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        for width, size in (("wide", WIDE), ("phone", PHONE)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.check()
            self.page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]

    def close(self) -> None:
        """Leave."""
        self.page.context.close()
