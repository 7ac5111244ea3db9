// The start: head of the page, keys, and the first article.

const KEYS = [
  ["j  k", "next, previous article", PAGE.articles.length > 1],
  ["n  p", TWO_SIDES ? "next, previous change in the text" : "next, previous event in the text", true],
  ["/", "search", PAGE.articles.length > 1],
  ["↑  ↓", "in the list, go up and down; on the map, from place to place", true],
  ["Enter", "on an event or a place: show it in the text", true],
  ["1  2  3  4", "text with changes, before, after, side by side", TWO_SIDES],
  ["t", "light, dark, or as the system", true],
  ["?", "this help", true],
  ["Esc", "close, leave the search, back to the list", true],
];

let stop = -1;

/** Goes to the next change (or event, where there is one side), in the order that the page lists them. */
function nextStop(by) {
  const root = byId("article");
  const stops = [...root.querySelectorAll(TWO_SIDES ? ".changes .change" : ".event-card")];
  if (stops.length === 0) return;
  const here = stops.indexOf(document.activeElement);
  stop = ((here < 0 ? (by > 0 ? -1 : 0) : here) + by + stops.length) % stops.length;
  stops[stop].focus({ preventScroll: true });
  goTo(root, refsOf(stops[stop]));
}

const COMMANDS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => nextStop(1),
  p: () => nextStop(-1),
  "/": () => {
    document.body.classList.remove("reading");
    byId("search").focus();
    byId("search").select();
  },
  "?": () => byId("help").showModal(),
  t: nextTheme,
  Escape: () => {
    if (document.activeElement === byId("search")) byId("list").focus();
    document.body.classList.remove("reading");
  },
  1: () => setView("changes"),
  2: () => setView("before"),
  3: () => setView("after"),
  4: () => setView("both"),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  const writing = event.target.closest?.("input, textarea");
  if (writing && event.key !== "Escape") return;
  if (event.key === "Enter" && event.target.classList?.contains("event-card"))
    goTo(byId("article"), refsOf(event.target));
  const command = COMMANDS[event.key];
  if (!command) return;
  event.preventDefault();
  command();
}

function start() {
  setTheme(Object.keys(THEMES).includes(stored("dateline-theme")) ? stored("dateline-theme") : "auto");
  byId("theme").addEventListener("click", nextTheme);
  byId("keys").addEventListener("click", () => byId("help").showModal());
  byId("help-close").addEventListener("click", () => byId("help").close());
  byId("help-keys").append(
    ...KEYS.filter(([, , holds]) => holds).map(([keys, words]) =>
      h(
        "div",
        null,
        h(
          "dt",
          null,
          keys.split("  ").map((key) => h("kbd", null, key)),
        ),
        h("dd", null, words),
      ),
    ),
  );
  document.querySelector("#masthead h1").textContent = PAGE.title;
  const told = [PAGE.before, PAGE.after].every((name) => name && PAGE.title.includes(name));
  if (!told)
    byId("sides").append(...(TWO_SIDES ? [h("b", null, PAGE.before), " → ", h("b", null, PAGE.after)] : [PAGE.after]));
  byId("counts").append(
    ...Object.entries(PAGE.counts).map(([name, count]) =>
      h("div", null, h("dt", null, name), h("dd", null, count.toLocaleString("en"))),
    ),
  );
  document.addEventListener("keydown", onKey);
  linkUp(byId("article"));
  byId("article").addEventListener("click", (event) => {
    const card = event.target.closest(".event-card, tbody tr");
    if (card && !getSelection().toString()) goTo(byId("article"), refsOf(card));
  });
  document.body.classList.toggle("single", PAGE.articles.length === 1);
  document.body.classList.toggle("own-title", PAGE.articles.length === 1 && PAGE.articles[0].title === PAGE.title);
  if (PAGE.articles.length === 0) return byId("article").append(h("p", { class: "note" }, "Nothing changed."));
  if (PAGE.articles.length === 1) return openArticle(0);
  startList();
  const wanted = PAGE.articles.findIndex(({ id }) => `#${encodeURIComponent(id)}` === location.hash);
  return openArticle(Math.max(0, wanted));
}

start();
