"""internal/audit.html as a reader meets it: from disk, by mouse and by keys, without a request,
without violations.
"""

import base64
import hashlib
import html
import importlib.resources
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser

from pipeline.audit.as_json import INTERNAL
from pipeline.audit.editor_status import (
    BlockStatus,
    DiffText,
    EditorStatus,
    Fact,
    Listing,
    ListingLine,
)
from pipeline.audit.html import as_page
from pipeline.audit.paper_views import anchor_of
from pipeline.build import build
from pipeline.files import Disk
from pipeline.load import Folders, Loaded
from pipeline.tasks.report import report
from pipeline.tasks.why import Audit
from tests.conftest import ROOT, folders_of, need
from tests.makers.browser import Reader, Scheme, chromium

BLOCK = "ica-section._msp_assistance_provided"
AT_BLOCK = f"document.getElementById('{BLOCK}')"
PANEL = "document.getElementById('panel')"
MARKED = f"{PANEL}.querySelector('td.marked')"
PLACE_LINK = f"{PANEL}.querySelector('.card a')"
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's page on disk."""
    outputs = tmp_path_factory.mktemp("outputs of a person")
    report(folders_of(ROOT, outputs), "demo", Disk())
    return outputs / "demo" / "internal" / "audit.html"


@pytest.fixture(scope="module")
def system_browser() -> Iterator[Browser]:
    """The Chromium of the system."""
    with chromium(need("chromium", "Chromium")) as browser:
        yield browser


@pytest.fixture(scope="module")
def window(system_browser: Browser) -> Reader:
    """A window of it."""
    return Reader(system_browser)


@pytest.fixture
def browser(window: Reader, page: Path) -> Reader:
    """The page, just opened, in a wide window."""
    window.size(1360, 820)
    window.scheme("light")
    window.open(page)
    return window


def hash_of(browser: Reader) -> str:
    """The part of the address after the page."""
    return str(browser.run("location.hash"))


def quiet(browser: Reader, page: Path) -> bool:
    """Whether nothing but the page itself was asked for, and nothing went wrong."""
    return browser.requests == [page.as_uri()] and browser.faults == []


def test_a_sentence_leads_to_the_source_cell_and_its_row_back_by_mouse(
    browser: Reader, page: Path
) -> None:
    """A click on the words, on the place, on the block: the cell is marked, the block is chosen
    again.
    """
    browser.click(AT_BLOCK)
    assert hash_of(browser) == f"#{BLOCK}"
    assert browser.until(f"{MARKED} && {MARKED}.innerText.trim()") == "provided"
    assert browser.run(f"{PANEL}.querySelector('.name').innerText") == "Alphaland"

    browser.click(PLACE_LINK)
    assert hash_of(browser).startswith("#r")
    assert "used" in browser.run(f"{PANEL}.innerText")

    said = browser.run(f"[...{PANEL}.querySelectorAll('.went')].map(p => p.innerText)")
    assert any(
        words.startswith("ica-section › assistance-provided 5. Five States Parties")
        for words in said
    )
    assert not [words for words in said if "Sources of" in words or words.endswith("generated")]

    browser.click(f"[...{PANEL}.querySelectorAll('.went a')].find(a => a.hash === '#{BLOCK}')")
    assert hash_of(browser) == f"#{BLOCK}"
    assert browser.run(f"{AT_BLOCK}.classList.contains('selected')")
    assert quiet(browser, page)


def test_a_sentence_leads_to_the_source_cell_and_its_row_back_by_keys(
    browser: Reader, page: Path
) -> None:
    """Tab and Enter alone do the same; Escape goes one step back to the link it came from."""
    browser.tab_to(f"e.classList.contains('pick') && e.hash === '#{BLOCK}'")
    browser.press("Enter")
    assert browser.run("document.activeElement.id") == "panel-title"

    browser.tab_to("e.closest('.card')")
    assert "alphaland-2024.xlsx" in browser.run("document.activeElement.innerText")
    browser.press("Enter")
    row = hash_of(browser)
    assert row.startswith("#r")
    assert browser.run("document.activeElement.id") == "panel-title"

    browser.press("Escape")
    browser.until(f"location.hash === '#{BLOCK}' && document.activeElement.hash === '{row}'")
    browser.press("Enter")
    browser.tab_to(f"e.closest('.went') && e.hash === '#{BLOCK}'")
    browser.press("Enter")
    assert hash_of(browser) == f"#{BLOCK}"
    assert browser.run(f"{AT_BLOCK}.contains(document.activeElement)")
    assert quiet(browser, page)


def test_a_number_a_state_and_a_cell_of_a_table_each_show_their_own_source(
    browser: Reader,
) -> None:
    """A number its figure; a State its rows in that figure; a cell of a table its record."""
    browser.click(f"{AT_BLOCK}.querySelector('.piece.figure')")
    assert (
        browser.run("document.getElementById('panel-title').innerText") == "5 · assistance provided"
    )

    browser.click(
        f"[...{AT_BLOCK}.querySelectorAll('.piece.state')].find(a => a.innerText === 'Deltaland')"
    )
    title, states = browser.run(
        "[document.getElementById('panel-title').innerText,"
        f" {PANEL}.querySelectorAll('.name').length]"
    )
    assert title.startswith("Deltaland · ")
    assert states == 1

    browser.click("document.getElementById('ica-section._msp_coalition_table').querySelector('td')")
    assert "coalitions.csv" in browser.run(f"{PANEL}.querySelector('.card').innerText")
    assert browser.run(MARKED + ".innerText") == "Deltaland"


def test_a_zero_shows_what_was_searched_and_who_declared_it_complete(
    browser: Reader, page: Path
) -> None:
    """A figure of nothing lists its sources and the rows of Complete."""
    anchor = browser.run(
        "'f' + JSON.parse(document.getElementById('data').textContent).figures"
        ".findIndex(f => f.name === 'exchange_unchanged')"
    )
    browser.open(page, anchor)

    words = browser.run(f"{PANEL}.innerText")

    assert "exactly 0" in words
    assert "demo/reports-received.xlsx" in words
    assert (
        browser.run(f"[...{PANEL}.querySelectorAll('.card td.marked')].map(td => td.innerText)")[-1]
        == "ISU"
    )


def test_an_unknown_number_shows_what_is_missing_and_where_it_would_go(
    window: Reader, tmp_path: Path
) -> None:
    """Without a register the figure says which tables are missing and what would make it exact."""
    report(folders_of(ROOT, tmp_path), "13msp", Disk())
    page = tmp_path / "13msp" / "internal" / "audit.html"
    window.size(1360, 820)
    window.open(page)
    anchor = window.run(
        "'f' + JSON.parse(document.getElementById('data').textContent).figures"
        ".findIndex(f => f.name === 'assistance_provided')"
    )
    window.open(page, anchor)

    words = window.run(f"{PANEL}.innerText")

    assert "unknown" in words
    assert "reports-received" in words
    assert "Complete in meeting.xlsx" in words


def test_an_answer_of_a_person_is_shown_as_a_step_with_role_and_reason(
    window: Reader, project: Folders
) -> None:
    """A corrected cell keeps its words in the row; the step says what was read instead, by whom and
    why.
    """
    path = project.inputs / "demo" / "meeting.xlsx"
    book = openpyxl.load_workbook(path)
    book["Corrections"].append(
        [
            "national-reports/alphaland-2024.xlsx",
            "Form I!B4",
            "Rhoville",
            "Deltaland",
            "slip of the pen",
            "ISU",
        ]
    )
    book.save(path)
    report(project, "demo", Disk())
    window.size(1360, 820)
    window.open(project.outputs / "demo" / "internal" / "audit.html", BLOCK)

    step = window.until(
        f"{PANEL}.querySelector('.step') && {PANEL}.querySelector('.step').innerText"
    )

    assert step.startswith("corrected by ISU: “Rhoville” → Deltaland, because slip of the pen")
    assert "Corrections!" in step
    assert "Rhoville" in window.run(
        f"[...{PANEL}.querySelectorAll('td.marked')].map(td => td.innerText)"
    )


def test_a_fate_shows_its_rows_and_a_row_says_why_it_was_left_out(browser: Reader) -> None:
    """The sum at the top leads to rows; each row has its fate and reason."""
    browser.click("document.querySelector('.kept a[href=\"#fate.excluded\"]')")
    assert browser.run("document.querySelector('#rows h3').innerText").startswith("excluded: ")

    browser.click(
        "[...document.querySelectorAll('#rows tr')].find(tr =>"
        " tr.innerText.includes('recipient-not-party')).querySelector('th a')"
    )
    assert "recipient-not-party" in browser.run(f"{PANEL}.innerText")
    assert "Not used in any block" in browser.run(f"{PANEL}.innerText")


def test_every_row_is_drawn_once_in_the_file_it_stands_in(browser: Reader) -> None:
    """The rows of a file are those that were counted of it; of a report of another year their
    number is told.
    """
    browser.run("document.querySelector('nav a[href=\"#inputs\"]').click()")
    told = browser.run(
        "[...document.querySelectorAll('#inputs tr[id^=\"file.\"]')].map(tr => { const n ="
        " [...tr.querySelectorAll('.number')].reduce((sum, td) => sum + Number(td.innerText), 0);"
        " if (!n) return [0, 0]; tr.querySelector('a').click(); let next; while (next ="
        " document.querySelector('#rows > button')) next.click(); const fates ="
        " [...document.querySelectorAll('#rows td.fate')].map(td => td.innerText); const files ="
        " [...document.querySelectorAll('#rows .whole')].map(p => p.innerText); const unlisted ="
        " files.map(words => /, (\\d+) rows? not listed/.exec(words)); const others ="
        " unlisted.reduce((sum, told) => sum + (told ? Number(told[1]) : 1), 0); return [n,"
        " fates.filter(f => f && !f.startsWith('pinned')).length + others]; })"
    )

    assert [pair for pair in told if pair[0] != pair[1]] == []
    assert sum(pair[0] for pair in told) == browser.run(
        "parseInt(document.querySelector('.kept strong').innerText)"
    )


def test_findings_are_filtered_by_kind_and_words(browser: Reader) -> None:
    """Only those of the kind, and with the words, stay."""
    browser.run("document.querySelector('nav a[href=\"#findings\"]').click()")
    shown = "parseInt(document.getElementById('n-shown').innerText)"
    kinds = browser.run(
        "[...document.querySelectorAll('tr[data-severity]')].map(tr => tr.dataset.severity)"
    )
    assert browser.run(shown) == len(kinds)

    browser.run(
        "{ const s = document.getElementById('by-severity'); s.value = 'note'; s.dispatchEvent(new"
        " Event('change')); }"
    )
    assert browser.run(shown) == kinds.count("note") < len(kinds)
    browser.run(
        "{ const s = document.getElementById('by-words'); s.value = 'COTE-D-EPSILON';"
        " s.dispatchEvent(new Event('input')); }"
    )
    left = browser.run(
        "[...document.querySelectorAll('tr[data-severity]:not([hidden])')].map(tr =>"
        " tr.textContent)"
    )
    assert left
    assert all("cote-d-epsilon" in words for words in left)


def views(browser: Reader) -> list[str]:
    """The addresses of the parts, and of something in the panel."""
    return [
        *browser.run("[...document.querySelectorAll('nav a')].map(a => a.hash.slice(1))"),
        BLOCK,
        "fate.used",
    ]


def violations(browser: Reader, axe: str, rules: list[str]) -> list[tuple[str, str]]:
    """What axe says against what is shown: rule and element. What is hidden is taken out first: it
    costs time only.
    """
    browser.run("document.querySelectorAll('main > [hidden]').forEach(part => part.remove())")
    browser.run(axe + "; true")
    told = browser.run(f"axe.run(document, {{runOnly: {rules}}}).then(r => r.violations)")
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in told]


@pytest.mark.parametrize(
    ("width", "height", "scheme", "rules"),
    [
        (1360, 820, "light", ALL),
        (1360, 820, "dark", ["color-contrast"]),
        (320, 256, "light", ["wcag2aa", "wcag21aa"]),
    ],
)
def test_axe_finds_no_violation(
    browser: Reader, page: Path, width: int, height: int, scheme: Scheme, rules: list[str]
) -> None:
    """WCAG AA by axe in every part, in light and dark, wide and at 400 % zoom."""
    axe = (importlib.resources.files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    browser.size(width, height)
    browser.scheme(scheme)
    found = {}
    for view in views(browser):
        browser.open(page, view)
        found[view] = violations(browser, axe, rules)

    assert {view: told for view, told in found.items() if told} == {}


def test_the_check_for_violations_sees_one(browser: Reader) -> None:
    """Words in the colour of their ground are reported: the check before this can fail."""
    axe = (importlib.resources.files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    browser.run(
        "for (const e of document.querySelectorAll('.quiet')) { e.style.color = '#f0f0f0'; }"
    )

    assert [rule for rule, _ in violations(browser, axe, ["color-contrast"])] == ["color-contrast"]


def test_axe_finds_no_violation_in_the_public_page(browser: Reader, page: Path) -> None:
    """What is shared keeps nobody out either, and asks for nothing."""
    shared = page.parent.parent / "share" / "audit-public.html"
    axe = (importlib.resources.files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    browser.open(shared)

    assert quiet(browser, shared)
    assert violations(browser, axe, ALL) == []


def test_a_reader_without_script_sees_all_parts_and_the_sources(
    system_browser: Browser, page: Path
) -> None:
    """With scripts off nothing is hidden but the panel; the figures and their places are there."""
    reader = Reader(system_browser, has_scripts=False)
    reader.open(page)

    shown = reader.run(
        "[...document.querySelectorAll('main > section, main section#trail')].map(s => s.id)"
    )
    heights = reader.run(
        "[...document.querySelectorAll('section.source')].map(s => s.offsetHeight)"
    )

    assert not reader.run("document.documentElement.classList.contains('scripted')")
    assert shown == ["papers", "inputs", "findings", "states", "indicators", "verify", "trail"]
    assert heights
    assert min(heights) > 0
    reader.page.context.close()


def test_no_request_leaves_the_machine(browser: Reader, page: Path) -> None:
    """Each part of both pages asks for the page alone, from disk."""
    shared = page.parent.parent / "share" / "audit-public.html"
    for path in (page, shared):
        browser.open(path)
        for view in browser.run(
            "[...document.querySelectorAll('nav a')].map(a => a.hash.slice(1))"
        ):
            browser.open(path, view)
            assert {address.partition("#")[0] for address in browser.requests} == {path.as_uri()}
            assert browser.faults == []


def test_the_watch_for_requests_sees_one(browser: Reader, tmp_path: Path) -> None:
    """A picture from elsewhere is noted and refused: the checks of requests can fail."""
    address = "https://example.org/picture.png"
    page = tmp_path / "page.html"
    page.write_text(f"<img src='{address}'>", encoding="utf-8")
    browser.open(page)

    assert browser.requests == [page.as_uri(), address]
    assert browser.faults
    assert not quiet(browser, page)


def test_nothing_is_cut_off_at_400_per_cent(browser: Reader, page: Path) -> None:
    """At 320 pixels no part is wider than the window, but for tables in regions that scroll."""
    browser.size(320, 256)
    for view in views(browser):
        browser.open(page, view)
        assert browser.run("document.documentElement.scrollWidth") <= 320, view


def test_without_script_blocks_lead_to_figures_and_figures_to_cells(page: Path) -> None:
    """The anchors of the pieces are there in the page as written, and so are the places."""
    text = page.read_text(encoding="utf-8")
    body = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    ids = set(re.findall(r'id="([^"]+)"', body))
    leads = set(re.findall(r'href="#([^"]+)"', body))

    assert leads <= ids
    figure = re.search(rf'id="{BLOCK}".*?class="piece figure" href="#(f\d+)"', body, re.DOTALL)
    assert figure
    section = body[body.index(f'id="{figure[1]}"') :].partition("</section>")[0]
    assert "Alphaland" in section
    assert "demo/national-reports/alphaland-2024.xlsx" in section
    assert "<code>Form I!A4</code>" in section


HOSTILE = (
    "</script><script>document.title = 'taken'</script>",
    "</style><style>* { display: none }</style>",
    "<img src=https://example.org/x onerror=\"document.title = 'taken'\">",
    "<!-- <script> {{ 7 * 7 }} &lt;b&gt;",
    "abc\u202edef\u2066ghi",
    "x" * 32_767,
)


def test_hostile_words_of_cells_show_as_text_and_break_nothing(
    window: Reader, project: Folders
) -> None:
    """Tags, ends of elements, marks of direction and the longest cell stand in the row as they
    stand in the file.
    """
    path = project.inputs / "demo" / "activities.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["activities"]
    columns = {str(cell.value): number for number, cell in enumerate(sheet[2], start=1)}
    for number, words in enumerate(HOSTILE, start=20):
        sheet.cell(number, columns["title"]).value = words
        sheet.cell(number, columns["outcome_public"]).value = words
    book.save(path)
    report(project, "demo", Disk())
    page = project.outputs / "demo" / "internal" / "audit.html"
    window.size(1360, 820)
    window.open(page)
    index = window.run(
        "JSON.parse(document.getElementById('data').textContent).sheets.findIndex(s => s[1] ==="
        " 'activities')"
    )
    shown = []
    for number in range(20, 20 + len(HOSTILE)):
        window.open(page, f"r{index}.{number}")
        shown.append(
            set(
                window.run(
                    "[...document.querySelectorAll('#panel td bdi')].map(e => e.textContent)"
                )
            )
        )

    expected = [words.replace("\u202e", "⟨202E⟩").replace("\u2066", "⟨2066⟩") for words in HOSTILE]
    assert [words in seen for words, seen in zip(expected, shown, strict=True)] == [True] * len(
        HOSTILE
    )
    assert window.run("document.title") == "INTERNAL · Audit · demo"
    assert quiet(window, page)


def test_the_page_shows_what_became_of_a_block_where_it_is_told(
    demo: Loaded, tmp_path: Path, window: Reader
) -> None:
    """A status beside a paragraph, and the parts Changes and Verify, come with their values and not
    without.
    """
    built = build(demo, renders=False)
    without = as_page(built.ledger, built.sheets, {}).decode()
    current = ((DiffText("Gone and ", "del"), DiffText("come", "ins"), DiffText(" <b>now</b>")),)
    facts = (Fact("5", True), Fact("7", False))
    editors = EditorStatus(
        {
            ("ica-section", "basis"): BlockStatus(
                "edited", "edited", "two words", current, facts, "a body, 2025-06-01"
            )
        },
        {
            ("ica-section", "basis"): (
                BlockStatus("added", "added", "theirs", ((DiffText("An own paragraph."),),)),
            )
        },
        {"ica-section": "Two paragraphs are edited."},
        changes=(
            Listing(
                "moved",
                ("Paragraph", "Why"),
                (ListingLine(("here", "one more"), "ica-section", "action-39"),),
            ),
        ),
        verify=(Listing("all numbers are supported", ("Paragraph",), ()),),
    )
    page = tmp_path / "audit.html"
    page.write_bytes(as_page(built.ledger, built.sheets, {}, editors))
    window.open(page, "changes")

    at = "document.getElementById('ica-section._msp_basis')"
    badges = window.run(f"[...{at}.querySelectorAll('.badge')].map(e => e.textContent)")
    told = window.run(f"{at}.nextElementSibling.textContent")
    own = window.run("document.querySelector('.own').textContent")
    assert badges == ["edited", "cleared by a body, 2025-06-01"]
    assert "Gone and come <b>now</b>" in told
    assert "Not supported: 7" in told
    assert "Supported: 5" in told
    assert "An own paragraph." in own
    assert (
        window.run("document.querySelector('.standing').textContent")
        == "Two paragraphs are edited."
    )
    window.click("document.querySelector('#changes td a')")
    assert window.run("location.hash") == "#ica-section._msp_action_39"
    assert (
        window.run("document.querySelector('#verify p').textContent") == "all numbers are supported"
    )
    window.open(page)
    axe = (importlib.resources.files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    for scheme in ("dark", "light"):
        window.scheme(scheme)
        assert violations(window, axe, ALL) == []
    assert 'id="changes"' not in without
    assert 'id="verify"' not in without
    assert 'class="badge edited"' not in without


def test_the_policy_names_the_hashes_of_the_one_style_and_the_one_script(page: Path) -> None:
    """Nothing may be loaded, and nothing runs but these two."""
    text = page.read_text(encoding="utf-8")
    assert INTERNAL in text.splitlines()[0]
    policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]+)"', text)[0])
    styles, scripts = (
        re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL) for tag in ("style", "script")
    )

    hashes = [
        base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        for own in (*styles, *scripts)
    ]

    assert (
        policy
        == f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not re.search(
        r"(?:src|href)=\"(?!#)", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    )


def test_the_page_names_the_blocks_of_a_row_that_why_names(browser: Reader, page: Path) -> None:
    """For rows by lot, headers and rows of corrections among them: the printed blocks that stand on
    each.
    """
    told = json.loads((page.parent / "audit.json").read_text(encoding="utf-8"))
    audit = Audit(told)
    sheets = browser.run(
        "JSON.parse(document.getElementById('data').textContent).sheets.map(s => [s[0], s[1]])"
    )
    by_reason = {row["reason"]: row for row in told["rows"]}
    # the same lot each time
    rows = [*random.Random(7).sample(told["rows"], 12), *by_reason.values()]  # noqa: S311
    rows += [row for row in told["rows"] if row["place"].startswith("Corrections!")]
    expected, shown = {}, {}
    printed = {(b["paper"], b["id"]) for b in told["blocks"]}
    for row in (row for row in rows if row["place"] and not row["place"].startswith("field")):
        source, sheet, number = key = audit.key(row["source"], row["place"])
        named = [tuple(name.split(":", 1)) for name in audit.named(key)]
        expected[row["source"], row["place"]] = {
            anchor_of(*name) for name in named if name in printed
        }
        labels = (sheet, f"table {sheet}", f"page {sheet}", "paragraphs")
        index = next(sheets.index([source, label]) for label in labels if [source, label] in sheets)
        anchor = f"r{index}.{number}"
        browser.run(
            f"history.pushState(null, '', '#{anchor}'); dispatchEvent(new"
            " PopStateEvent('popstate'))"
        )
        browser.run(
            f"(() => {{ let b; while (b = {PANEL}.querySelector('h3 ~ div > button')) b.click();"
            " })()"
        )
        shown[row["source"], row["place"]] = {
            lead[1:]
            for lead in browser.run(
                f"[...{PANEL}.querySelectorAll('.went a')].map(a => a.getAttribute('href'))"
            )
        }

    assert shown == expected
    assert any(expected.values())
