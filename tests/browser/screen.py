"""What a person does on a screen, in the words of the catalogues: find, click, type, upload, wait."""

from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, expect

from core.text import has, t

SECONDS = 1000  # Playwright counts milliseconds
PATIENCE = 60 * SECONDS
RUNNING = '[data-testid="stApp"][data-test-script-state="running"]'
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


class Screen:
    """One browser page on the app, in one language."""

    def __init__(self, context: BrowserContext, url: str, lang: str = "en"):
        context.set_default_timeout(PATIENCE)
        self.context, self.url, self.lang = context, url, lang
        self.requests: list[str] = []
        self.errors: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))
        self.page = context.new_page()
        self.page.on("websocket", lambda socket: self.requests.append(socket.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.go("")

    def close(self) -> None:
        self.context.close()

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}/{path}")
        self.settle()

    def reload(self) -> None:
        self.page.reload()
        self.settle()

    def settle(self) -> None:
        """Wait until the script of the page has ended and the page has drawn what it made."""
        self.page.locator(IDLE).wait_for(state="attached")
        self.page.wait_for_timeout(150)
        self.page.locator(IDLE).wait_for(state="attached")

    def say(self, key: str, **facts) -> str:
        return t(key, self.lang, **facts)

    def button(self, key: str, **facts) -> Locator:
        return self.page.get_by_role("button", name=self.say(key, **facts)).first

    def press(self, key: str, **facts) -> None:
        self.button(key, **facts).click()
        self.settle()

    def fold_out(self, key: str) -> None:
        """Open the part under that heading and wait until what is in it can be seen."""
        part = self.page.get_by_test_id("stExpander").filter(has=self.page.locator("summary", has_text=self.say(key)))
        part.locator("summary").click()
        expect(part.get_by_test_id("stExpanderDetails")).to_be_visible(timeout=PATIENCE)
        self.settle()

    def work_ends(self, seconds: int = 180) -> None:
        """Wait until no work goes on beside the page."""
        expect(self.page.get_by_test_id("stProgress")).to_have_count(0, timeout=seconds * SECONDS)
        self.settle()

    def menu(self, name: str) -> None:
        self.page.get_by_test_id("stSidebar").get_by_role("link", name=self.say(f"frame.menu.{name}"), exact=True).click()
        self.expect_title(f"{name}_page.title" if has(f"{name}_page.title") else f"{name}.title")
        self.settle()

    def expect_title(self, key: str) -> None:
        expect(self.page.get_by_role("heading", level=1, name=self.say(key))).to_be_visible(timeout=PATIENCE)

    def expect_text(self, text: str, seconds: int = 60, unless: str | None = None) -> None:
        """Wait for a text; give up at once when `unless` shows instead."""
        wanted = self.page.get_by_text(text)
        feared = self.page.get_by_text(unless) if unless else wanted
        expect(wanted.or_(feared).first).to_be_visible(timeout=seconds * SECONDS)
        expect(wanted.first).to_be_visible(timeout=SECONDS)
        self.settle()

    def seen_over(self, place: str) -> str:
        """The words that our style sheet lays over Streamlit's, in the first part of this test id that has any."""
        parts = self.page.get_by_test_id(place).first.locator("p, span")
        said = parts.evaluate_all("all => all.map(one => getComputedStyle(one, '::after').content).find(said => said !== 'none')")
        return said.strip('"')

    def sees(self, text: str) -> bool:
        return self.page.get_by_text(text).first.is_visible()

    def upload(self, *files: Path) -> None:
        self.page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files([str(file) for file in files])
        for file in files:
            self.expect_text(file.name)
        self.settle()

    def chart(self, number: int = 0) -> Locator:
        found = self.page.get_by_test_id("stVegaLiteChart").nth(number)
        found.locator("canvas, svg").first.wait_for()
        return found

    def sku(self) -> str:
        """The SKU that the page speaks of: the first one in code letters."""
        self.settle()
        return self.page.get_by_test_id("stMain").locator("code").first.inner_text()

    def figures(self) -> list[str]:
        """The large figures of the page, once they are drawn."""
        self.page.get_by_test_id("stMetricValue").last.wait_for()
        self.settle()
        return self.page.get_by_test_id("stMetricValue").all_inner_texts()

    def no_exception(self) -> None:
        assert self.page.get_by_test_id("stException").count() == 0
