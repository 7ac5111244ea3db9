"""The list of a report: filters, search, keys, and thousands of articles."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.page.browser import Tab
from tests.page.pages import ADDED, BODY, LOST, MOVED, RETYPED, many, pair, report

Show = Callable[..., Tab]

ROWS = "[...document.querySelectorAll('.row-title')].map(e => e.textContent)"
OPEN = "document.querySelector('.article-id').textContent"


def three(shown: Show, **options: object) -> Tab:
    return shown(
        report(
            pair("one", RETYPED, title="Envoys meet"),
            pair("two", ADDED, LOST, title="A résumé of talks", body=BODY + " Pelicans watched."),
            pair("three", MOVED, RETYPED, title="Third"),
        ),
        **options,
    )


def search(tab: Tab, words: str, rows: int) -> None:
    tab.press("/")
    tab.write(words)
    tab.until(f"document.querySelectorAll('.row').length === {rows}")


def test_kinds_of_change_carry_counts_and_narrow_the_list(shown: Show) -> None:
    tab = three(shown)
    kinds = "[...document.querySelectorAll('.kind')].map(e => [e.getAttribute('aria-label'), e.textContent])"
    assert tab.run(kinds) == [
        ["event retyped, 2 articles", "retyped 2"],
        ["entity added, 1 article", "added 1"],
        ["place moved, 1 article", "place moved 1"],
        ["date lost, 1 article", "lost 1"],
    ]
    tab.run("document.querySelector('[data-kind=\"event retyped\"]').click()")
    assert tab.run(ROWS) == ["Envoys meet", "Third"]
    assert tab.run("document.querySelector('#found').textContent") == "2 of 3 articles"
    tab.run("document.querySelector('[data-kind=\"date lost\"]').click()")
    assert len(tab.run(ROWS)) == 3
    tab.run("document.querySelector('#clear').click()")
    assert tab.run("document.querySelector('#found').textContent") == "3 articles"
    assert tab.run("document.querySelectorAll('.kind[aria-pressed=true]').length") == 0


def test_search_reads_the_whole_text_without_regard_to_accents(shown: Show) -> None:
    tab = three(shown)
    search(tab, "pelicans RESUME", 1)
    assert tab.run(ROWS) == ["A résumé of talks"]


def test_search_finds_changes_and_can_find_nothing(shown: Show) -> None:
    tab = three(shown)
    search(tab, "400 km", 1)
    assert tab.run(ROWS) == ["Third"]
    search(tab, "albatross", 0)
    assert tab.run("document.querySelector('#found').textContent") == "0 of 3 articles"


def test_keys_go_from_article_to_article(shown: Show) -> None:
    tab = three(shown)
    assert tab.run(OPEN) == "one"
    tab.press("j")
    tab.until(f"{OPEN} === 'two'")
    tab.press("j")
    tab.until(f"{OPEN} === 'three'")
    tab.press("j")  # the last one stays
    tab.press("k")
    tab.until(f"{OPEN} === 'two'")
    tab.run("document.querySelector('#list').focus()")
    tab.press("End")
    tab.until(f"{OPEN} === 'three'")
    assert tab.run("document.querySelector('[aria-selected=true]').textContent").startswith("Third")


def test_keys_go_from_change_to_change_and_light_them(shown: Show) -> None:
    tab = shown(report(pair("one", RETYPED, LOST)))
    tab.press("n")
    assert tab.run("[...document.querySelectorAll('.text .event.lit')].map(e => e.textContent)") == ["met"]
    tab.press("n")
    assert tab.run("[...document.querySelectorAll('.text .lit')].map(e => e.textContent)") == ["Friday"]
    assert tab.run("document.activeElement.matches('.change:focus-visible')")


def test_help_opens_and_closes_and_letters_are_letters_in_the_search(shown: Show) -> None:
    tab = three(shown)
    tab.press("?")
    assert tab.run("document.querySelector('#help').open")
    tab.press("Escape")
    assert not tab.run("document.querySelector('#help').open")
    tab.press("/")
    tab.press("j")
    assert tab.run("document.querySelector('#search').value") == "j"
    assert tab.run(OPEN) == "one"
    tab.press("Escape")
    assert tab.run("document.activeElement.id") == "list"


def test_a_link_names_the_article_it_opens(shown: Show) -> None:
    tab = three(shown, fragment="#three")
    assert tab.run(OPEN) == "three"
    tab.press("k")
    tab.until(f"{OPEN} === 'two'")
    assert tab.run("location.hash") == "#two"


def test_five_thousand_articles_keep_the_document_small(shown: Show) -> None:
    tab = shown(many(5000))
    small = 1500
    assert tab.run("document.querySelectorAll('*').length") < small
    assert tab.run("document.querySelector('#found').textContent") == "5,000 articles"
    for share in (0.3, 0.7, 1.0):
        tab.run(
            f"(list => list.scrollTop = (list.scrollHeight - list.clientHeight) * {share})(document.querySelector('#list'))"
        )
        tab.settle()
        assert tab.run("document.querySelectorAll('*').length") < small
    assert "Story 04999" in tab.run(ROWS)
    tab.run("[...document.querySelectorAll('.row')].at(-1).click()")
    tab.until(f"{OPEN} === 'story-04999'")
    search(tab, "04321", 1)
    assert tab.run(ROWS) == ["Story 04321"]


def test_a_narrow_screen_shows_the_list_or_the_article(shown: Show) -> None:
    tab = three(shown, width=390, height=800)
    visible = "[...document.querySelectorAll('#articles, #article')].filter(e => e.checkVisibility()).map(e => e.id)"
    assert tab.run(visible) == ["articles"]
    tab.run("document.querySelectorAll('.row')[1].click()")
    tab.until("document.body.classList.contains('reading')")
    assert tab.run(visible) == ["article"]
    assert tab.run("document.documentElement.scrollWidth") <= 390
    tab.run("document.querySelector('.back').click()")
    assert tab.run(visible) == ["articles"]


def test_colours_follow_the_system_until_the_reader_chooses(shown: Show) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    tab = three(shown, scheme="dark")
    dark = tab.run(ground)
    tab.prefer("light")
    tab.settle()
    light = tab.run(ground)
    assert dark != light
    tab.press("t")
    tab.press("t")
    assert tab.run("document.documentElement.dataset.theme") == "dark"
    assert tab.run(ground) == dark


def test_a_report_without_changes_says_so(shown: Show) -> None:
    tab = shown(report())
    assert "Nothing changed" in tab.run("document.body.innerText")
    assert "9,000" in tab.run("document.querySelector('#counts').innerText")


def test_everything_that_can_be_used_has_a_name(shown: Show) -> None:
    tab = three(shown)
    nameless = tab.run("""[...document.querySelectorAll('button, input, [role=listbox], [role=option], [tabindex="0"]')]
        .filter(e => !(e.getAttribute('aria-label') || e.labels?.length || e.textContent.trim())).map(e => e.outerHTML)""")
    assert nameless == []


def test_a_report_prints_the_open_article_whole(shown: Show) -> None:
    tab = three(shown)
    tab.size(700, 900)  # as wide as paper
    tab.send("Emulation.setEmulatedMedia", media="print")
    tab.settle()
    parts = "['#articles', '#tools', '.views', '.text .body', '.events', '.map'].filter(one => document.querySelector(one).checkVisibility())"
    assert tab.run(parts) == [".text .body", ".events", ".map"]
    assert tab.run("document.documentElement.scrollHeight >= document.querySelector('#article').scrollHeight")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(shown: Show, scheme: str) -> None:
    tab = three(shown, scheme=scheme)
    ratios = tab.run("""(() => {
        const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const probe = document.body.appendChild(document.createElement('i'));
        const light = name => {
            probe.style.color = `var(--${name})`;
            pen.fillStyle = getComputedStyle(probe).color;
            pen.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map(v => v / 255)
                .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const ratio = (one, other) => { const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
            return (high + 0.05) / (low + 0.05); };
        const inks = ['ink', 'quiet', 'quad1', 'quad2', 'quad3', 'quad4', 'place', 'new'];
        const pairs = ['paper', 'raised', 'lit'].flatMap(ground => inks.map(ink => [ink, ground]))
            .concat([['new', 'new-ground'], ['quiet', 'old-ground'], ['ink', 'land'], ['quiet', 'land']]);
        return Object.fromEntries(pairs.map(([ink, ground]) => [`${ink} on ${ground}`, ratio(ink, ground)])); })()""")
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}  # WCAG 2.2, level AA
