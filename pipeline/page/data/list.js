// The list of articles: filters by kind of change, search, and only the rows in view in the document.

const ROW = 92; // pixels; page.css has the same
const SPARE = 6; // rows above and below those in view

const chosen = { kinds: new Set(), words: [], shown: PAGE.articles.map((_, number) => number), at: null };

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** What is searched in an article; made at the first search. */
const searched = new Map();

function searchedIn(number) {
  if (!searched.has(number)) {
    const { id, source, search, changes } = PAGE.articles[number];
    searched.set(
      number,
      fold([id, source ?? "", search, ...changes.map((change) => `${change.kind} ${change.text}`)].join("\n")),
    );
  }
  return searched.get(number);
}

const hasWords = (number) => chosen.words.every((word) => searchedIn(number).includes(word));

const hasKind = (number) =>
  chosen.kinds.size === 0 || PAGE.articles[number].changes.some((change) => chosen.kinds.has(change.kind));

function narrow() {
  chosen.shown = PAGE.articles.map((_, number) => number).filter((number) => hasKind(number) && hasWords(number));
  const [all, some] = [PAGE.articles.length, chosen.shown.length];
  byId("found").textContent =
    some === all ? many(all, "article") : `${some.toLocaleString("en")} of ${many(all, "article")}`;
  byId("clear").hidden = chosen.kinds.size === 0 && chosen.words.length === 0;
  byId("list").scrollTop = 0;
  drawRows();
}

/** The kinds of change by layer, each with the number of articles that have it, most first. */
function kindCounts() {
  const layers = new Map(["article", ...LAYERS].map((layer) => [layer, new Map()]));
  for (const { changes } of PAGE.articles)
    for (const [kind, layer] of new Map(changes.map((change) => [change.kind, change.layer]))) {
      const counts = layers.get(layer);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  return [...layers]
    .map(([layer, counts]) => [layer, [...counts].sort(([, one], [, other]) => other - one)])
    .filter(([, kinds]) => kinds.length);
}

/** A kind under the heading of its layer, which it need not repeat. */
const shortKind = (kind, layer) =>
  /^\S+/.exec(kind)[0].slice(0, 4) === layer.slice(0, 4) ? kind.replace(/^\S+ /, "") : kind;

function drawKinds() {
  byId("kinds").replaceChildren(
    ...kindCounts().map(([layer, kinds]) =>
      h(
        "div",
        { class: "kinds-of", role: "group", "aria-label": layer },
        h("span", null, layer),
        h(
          "div",
          null,
          kinds.map(([kind, articles]) =>
            h(
              "button",
              {
                type: "button",
                "aria-pressed": "false",
                "aria-label": `${kind}, ${many(articles, "article")}`,
                "data-kind": kind,
                class: "kind",
                onclick: toggleKind,
              },
              shortKind(kind, layer),
              " ",
              h("small", null, articles.toLocaleString("en")),
            ),
          ),
        ),
      ),
    ),
  );
}

function toggleKind(event) {
  const { kind } = event.currentTarget.dataset;
  chosen.kinds.has(kind) ? chosen.kinds.delete(kind) : chosen.kinds.add(kind);
  event.currentTarget.setAttribute("aria-pressed", String(chosen.kinds.has(kind)));
  narrow();
}

function clearFilters() {
  chosen.kinds.clear();
  chosen.words = [];
  byId("search").value = "";
  for (const button of document.querySelectorAll(".kind")) button.setAttribute("aria-pressed", "false");
  narrow();
  markHits();
}

function drawRows() {
  const list = byId("list");
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - SPARE);
  const last = Math.min(chosen.shown.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + SPARE);
  byId("rows").style.height = `${chosen.shown.length * ROW}px`;
  byId("rows").replaceChildren(...chosen.shown.slice(first, last).map((number, i) => row(number, first + i)));
  const at = byId("rows").querySelector("[aria-selected=true]");
  at ? list.setAttribute("aria-activedescendant", at.id) : list.removeAttribute("aria-activedescendant");
}

function row(number, position) {
  const { id, title, source, published, changes } = PAGE.articles[number];
  const kinds = new Map();
  for (const { kind } of changes) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const element = h(
    "div",
    {
      class: "row",
      role: "option",
      id: `row-${number}`,
      "aria-selected": String(number === chosen.at),
      "aria-setsize": chosen.shown.length,
      "aria-posinset": position + 1,
      onclick: () => openArticle(number, { read: true }),
    },
    h("p", { class: "row-title" }, title || firstWords(PAGE.articles[number]) || id),
    h("p", { class: "row-facts" }, [source, published?.slice(0, 10)].filter(Boolean).join(" · ") || id),
    h(
      "p",
      { class: "row-kinds" },
      [...kinds].map(([kind, count]) => (count > 1 ? `${kind} ×${count}` : kind)).join(", "),
    ),
  );
  element.style.top = `${position * ROW}px`;
  return element;
}

const firstWords = ({ search }) => (search.length > 90 ? `${search.slice(0, 90).replace(/\s+\S*$/, "")} …` : search);

/** Goes so many rows down (or up) the list as it is narrowed now. */
function step(by) {
  if (chosen.shown.length === 0) return;
  const here = chosen.shown.indexOf(chosen.at);
  const next =
    here < 0 ? (by > 0 ? 0 : chosen.shown.length - 1) : Math.max(0, Math.min(chosen.shown.length - 1, here + by));
  openArticle(chosen.shown[next]);
}

function keepInView(number) {
  const list = byId("list");
  const top = chosen.shown.indexOf(number) * ROW;
  if (top < 0) return;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
}

function startList() {
  drawKinds();
  byId("clear").addEventListener("click", clearFilters);
  let waiting = 0;
  byId("search").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      chosen.words = fold(event.target.value).split(/\s+/).filter(Boolean);
      narrow();
      markHits();
    }, 120);
  });
  byId("list").addEventListener("scroll", drawRows, { passive: true });
  byId("list").addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === "Enter" && chosen.at !== null) read();
    if (!by) return;
    event.preventDefault();
    step(by);
  });
  new ResizeObserver(drawRows).observe(byId("list"));
  narrow();
}
