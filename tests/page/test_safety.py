"""Foreign text stays text, and the page talks to no one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from pipeline.page import write_page
from tests.page.browser import Tab
from tests.page.pages import LOST, mention, pair, place, record, report, single

Show = Callable[..., Tab]

EVIL = "</script><script>window.hurt=1</script><img src=x onerror='window.hurt=2'>{{script}}<!-- &amp;"


def test_hostile_text_stays_text_wherever_it_stands(shown: Show) -> None:
    body = f"Talks {EVIL} in Geneva"
    one = record(body=None, title=EVIL)
    one["article"] |= {"body": body, "source": EVIL, "url": "javascript:window.hurt=3", "id": EVIL}
    one["id"] = EVIL
    one["entities"] = [{"id": 'E"1]', "type": EVIL, "name": EVIL, "aliases": [EVIL], "mentions": [mention(body, EVIL)]}]
    one["locations"] = [place(1, EVIL, 46.0, 6.0, body, country=EVIL, feature=EVIL)]
    one["dates"], one["events"][0]["rule"] = [], EVIL
    one["events"][0]["trigger"] = mention(body, "Talks")
    tab = shown(single(one))
    assert tab.run("window.hurt") is None
    assert tab.run("document.querySelectorAll('img, body script:not([type])').length") == 0
    assert tab.run("document.title") == EVIL
    assert tab.run("document.querySelector('.text .body').textContent") == body
    assert tab.run("document.querySelector('a[href^=javascript]')") is None
    tab.hover(".text .body .mark.other")
    assert tab.run("document.querySelectorAll('tr.lit').length") == 2


def test_hostile_changes_and_names_stay_text(shown: Show) -> None:
    article = pair(EVIL, LOST, type(LOST)(EVIL, "events", EVIL, EVIL, EVIL), title=EVIL)
    page = report(article, pair("two", LOST))
    tab = shown(type(page)(EVIL, page.articles, EVIL, EVIL, {EVIL: 3}))
    assert tab.run("window.hurt") is None
    assert tab.run("document.querySelector('h1').textContent") == EVIL
    assert tab.run("document.querySelectorAll('img').length") == 0


def test_nothing_may_be_fetched_and_no_foreign_script_may_run(shown: Show) -> None:
    tab = shown(single(record()))
    tried = tab.run("""(async () => {
        document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.hurt = 1'}));
        return [window.hurt ?? null, await fetch('https://example.org').then(() => 'fetched', () => 'refused')]; })()""")
    assert tried == [None, "refused"]
    tab.forget()  # the refusals were asked for


def test_the_file_names_no_address_that_a_browser_would_load() -> None:
    sink = io.StringIO()
    write_page(single(record()), sink)
    shell = re.sub(r"(?s)<script.*?</script>", "", sink.getvalue())
    assert re.findall(r"""(?:src|href)\s*=\s*["'](?!data:|#)|url\(|@import""", shell) == []


def test_the_same_page_is_the_same_bytes() -> None:
    written = []
    for _ in range(2):
        sink = io.StringIO()
        write_page(report(pair("one", LOST)), sink)
        written.append(sink.getvalue())
    assert written[0] == written[1]
