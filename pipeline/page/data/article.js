// One article: its changes, its text in one of four views, the map, and its layers.

const VIEWS = { changes: "Changes", before: "Before", after: "After", both: "Side by side" };
let view = "changes";
let current = null; // { number, sides, changes }

/** Opens an article; `read` moves there from the list where the screen shows one of both. */
async function openArticle(number, { read: goThere = false } = {}) {
  chosen.at = number;
  keepInView(number);
  drawRows();
  const sides = await opened(number);
  if (chosen.at !== number) return; // the reader is quicker
  current = { number, sides, changes: PAGE.articles[number].changes };
  drawArticle();
  byId("article").scrollTop = 0;
  if (PAGE.articles.length > 1) history.replaceState(null, "", `#${encodeURIComponent(PAGE.articles[number].id)}`);
  if (goThere) read();
}

function read() {
  document.body.classList.add("reading");
  byId("article").focus({ preventScroll: true });
}

function drawArticle() {
  const { sides, changes } = current;
  const record = [sides.a, sides.b].find(isRecord);
  const both = compared(sides);
  const tables = ["entities", "locations", "dates"].map((layer) => layerSection(layer, sides, changes));
  byId("article").replaceChildren(
    ...[
      h(
        "button",
        { type: "button", class: "back", onclick: () => document.body.classList.remove("reading") },
        "← All articles",
      ),
      articleHead(record),
      h(
        "div",
        { class: `spread${both ? " comparison" : ""}` },
        h("div", { class: "column-text" }, deadLetters(sides), textSection(sides, changes), both ? null : tables),
        h(
          "div",
          { class: "column-side" },
          changeList(changes),
          mapSection(sides, changes),
          both ? null : eventsSection(sides, changes),
        ),
      ),
      both ? [eventsSection(sides, changes), tables] : null,
      colophon(sides),
    ]
      .flat(2)
      .filter(Boolean),
  );
  markHits();
}

function articleHead(record) {
  const entry = PAGE.articles[current.number];
  const facts = record?.article ?? {};
  const published = facts.published_at && h("time", { datetime: facts.published_at }, dateWords(facts.published_at));
  const basis = facts.published_at_basis === "message" ? " (time of the message)" : "";
  const web =
    /^https?:\/\//.test(facts.url ?? "") &&
    h("a", { href: facts.url, rel: "noreferrer noopener", target: "_blank" }, "original");
  const parts = [
    facts.source,
    published ? [published, basis] : null,
    facts.language,
    facts.characters ? many(facts.characters, "character") : null,
    web || facts.url,
  ].filter(Boolean);
  return h(
    "header",
    { class: "article-head" },
    facts.title ? null : h("h2", { class: "no-title" }, record ? "No title" : "No record"),
    h(
      "p",
      { class: "facts" },
      parts.map((part, i) => [i ? " · " : "", part]),
    ),
    h("p", { class: "article-id" }, entry.id),
  );
}

function dateWords(moment) {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(moment) ?? [];
  if (!year) return moment;
  const name = new Date(Date.UTC(year, month - 1, day)).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return time ? `${name}, ${time} UTC` : name;
}

function changeList(changes) {
  if (changes.length === 0) return null;
  const line = (change) => {
    const refs = [
      change.before === null ? null : ref("b", change.before),
      change.after === null ? null : ref("a", change.after),
    ].filter(Boolean);
    return h(
      "li",
      null,
      h(
        "button",
        { type: "button", class: "change", "data-refs": refs.join(" "), onclick: () => goTo(byId("article"), refs) },
        h("span", { class: "change-kind" }, change.kind),
        " ",
        h("span", { class: "change-text" }, change.text),
      ),
    );
  };
  const list = h("ul");
  lengthy(changes.map(line), (parts) => list.append(...parts));
  return h("section", { class: "changes" }, h("h2", null, many(changes.length, "change")), list);
}

/** What stands in the place of a record: the facts of a dead letter, or that there is nothing. */
function deadLetters(sides) {
  const missing = ["b", "a"]
    .filter((side) => TWO_SIDES && !sides[side])
    .map((side) => h("p", { class: "note" }, `${sideName(side)}: no result`));
  const letters = ["b", "a"]
    .filter((side) => sides[side]?.dead_letter)
    .map((side) => {
      const facts = Object.entries(sides[side].dead_letter).filter(([, value]) => value !== null && value !== "");
      const words = (value) => (typeof value === "string" ? value : JSON.stringify(value));
      return h(
        "section",
        { class: "dead" },
        h("h2", null, TWO_SIDES ? `${side === "b" ? "Before" : "After"}: a dead letter` : "A dead letter"),
        h(
          "dl",
          null,
          facts.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, words(value)))),
        ),
      );
    });
  return [...missing, ...letters];
}

const textKey = (record) => JSON.stringify([record.article.title, record.article.body]);

function textSection(sides, changes) {
  if (!isRecord(sides[onlySide(sides)])) return null;
  const comparable = compared(sides);
  const sameText = comparable && textKey(sides.b) === textKey(sides.a);
  const possible = Object.keys(VIEWS).filter((name) => (name === "changes" ? sameText : comparable));
  const shown = !comparable ? null : possible.includes(view) ? view : "both";
  const all = (side) => textOf(sides[side], marksOf(sides[side], side));
  const pictures = {
    changes: () => textOf(sides.a, marksOfChanges(sides, changes), "comparing"),
    before: () => all("b"),
    after: () => all("a"),
    both: () =>
      h(
        "div",
        { class: "both" },
        ["b", "a"].map((side) =>
          h("div", { "data-side": side }, h("p", { class: "side-name" }, sideName(side)), all(side)),
        ),
      ),
  };
  const text = shown ? pictures[shown]() : all(onlySide(sides));
  const root = byId("article");
  return h(
    "section",
    { class: "reading-text" },
    h(
      "div",
      { class: "text-tools" },
      comparable
        ? h(
            "div",
            { class: "views", role: "group", "aria-label": "Marks of which side" },
            possible.map((name) =>
              h(
                "button",
                {
                  type: "button",
                  "aria-pressed": String(name === shown),
                  "data-view": name,
                  onclick: () => setView(name),
                },
                VIEWS[name],
              ),
            ),
          )
        : null,
      text ? (shown === "changes" ? fateKey() : legend(root)) : null,
    ),
    text ?? h("p", { class: "note" }, "The record carries no text; these are its finds."),
  );
}

function fateKey() {
  return h(
    "p",
    { class: "legend" },
    h("span", { class: "mark lost" }, "only before"),
    " ",
    h("span", { class: "mark added" }, "only after"),
    " ",
    h("span", { class: "mark changed" }, "read differently"),
  );
}

function setView(name) {
  view = name;
  if (!current) return;
  const { sides, changes } = current;
  const section = textSection(sides, changes);
  if (section) byId("article").querySelector(".reading-text")?.replaceWith(section);
  byId("article").querySelector(`[data-view="${name}"]`)?.focus();
  markHits();
}

function colophon(sides) {
  const lines = ["b", "a"]
    .filter((side) => isRecord(sides[side]))
    .map((side) => {
      const versions = Object.entries(sides[side].produced_by ?? {})
        .map(([part, version]) => `${part} ${version}`)
        .join(" · ");
      return h("p", null, TWO_SIDES ? `${side === "b" ? "Before" : "After"}: ` : "", versions);
    });
  return h("footer", { class: "colophon" }, lines);
}

/** Marks the words that were searched for, where the browser can. */
function markHits() {
  if (!globalThis.CSS?.highlights) return;
  CSS.highlights.delete("hit");
  const body = byId("article").querySelector(".column-text");
  if (!body || chosen.words.length === 0) return;
  const ranges = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.data.toLowerCase();
    if (words.length !== walker.currentNode.length) continue; // a letter that is longer in small
    for (const word of chosen.words)
      for (let at = words.indexOf(word); at >= 0; at = words.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + word.length);
        ranges.push(range);
      }
  }
  if (ranges.length) CSS.highlights.set("hit", new Highlight(...ranges));
}
