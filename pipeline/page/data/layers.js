// Entities, places and dates as tables; with two sides, what changed stands as a line before and a line after.

const COLUMNS = {
  entities: {
    title: "Who",
    one: "entity",
    many: "entities",
    cells: {
      name: (entity) => [
        h("b", null, entity.name),
        entity.aliases?.length ? h("small", null, ` also ${entity.aliases.join(", ")}`) : null,
      ],
      type: (entity) => entity.type,
      country: (entity) => entity.country,
      sector: (entity) => entity.sector,
      roles: (entity) => (entity.roles ?? []).join("; "),
      named: (entity) => times(entity.mentions),
      salience: (entity) => percent(entity.salience),
    },
  },
  locations: {
    title: "Where",
    one: "place",
    many: "places",
    cells: {
      place: (place) => h("b", null, place.name),
      in: (place) => [place.admin1, place.country].filter(Boolean).join(", "),
      "latitude, longitude": (place) => degrees(place),
      kind: (place) => place.feature,
      named: (place) => times(place.mentions),
      sure: (place) => percent(place.confidence),
      "or else": (place) =>
        (place.alternatives ?? [])
          .map((other) => [other.name, other.country, percent(other.score)].filter(Boolean).join(" "))
          .join("; "),
    },
  },
  dates: {
    title: "When",
    one: "date",
    many: "dates",
    cells: {
      words: (date) => h("b", null, date.mention.text),
      means: (date) => date.value,
      days: (date) =>
        date.start === date.value && date.end === date.value
          ? ""
          : [...new Set([date.start, date.end])].filter(Boolean).join(" to "),
      type: (date) => date.type,
      "computed from": (date) => date.basis,
    },
  },
};

const times = (mentions) => `${mentions?.length ?? 0}×`;

function degrees({ latitude, longitude }) {
  const part = (value, plus, minus) => `${Math.abs(value).toFixed(2)}° ${value < 0 ? minus : plus}`;
  return `${part(latitude, "N", "S")}, ${part(longitude, "E", "W")}`;
}

const SIGNS = { lost: "−", added: "+", before: "−", after: "+" };
const SIGN_WORDS = { lost: "gone", added: "new", before: "before", after: "after" };

function layerSection(layer, sides, changes) {
  const pairs = paired(sides, layer, changes);
  if (pairs.length === 0) return null;
  const { title, one, many: more, cells } = COLUMNS[layer];
  const both = compared(sides);
  const changed = both ? pairs.filter((pair) => pair.changes.length) : pairs;
  const same = both ? pairs.filter((pair) => !pair.changes.length) : [];
  const used = Object.keys(cells).filter((name) => pairs.some((pair) => filled(cells[name](pair.a ?? pair.b))));
  const table = (list) =>
    h(
      "div",
      { class: "wide" },
      h(
        "table",
        null,
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            both ? h("td") : null,
            used.map((name) => h("th", { scope: "col" }, name)),
          ),
        ),
        lengthyRows(list.flatMap((pair) => rowsOf(pair, used, cells, both))),
      ),
    );
  const count = both ? `${changed.length} changed, ${same.length} the same` : many(pairs.length, one, more);
  return h(
    "section",
    { class: `layer ${layer}` },
    h("h2", null, `${title} `, h("small", null, count)),
    changed.length ? table(changed) : null,
    folded(same, one, more, () => table(same)),
  );
}

const filled = (cell) => (Array.isArray(cell) ? cell.some(filled) : cell !== undefined && cell !== null && cell !== "");

function lengthyRows(rows) {
  const body = h("tbody");
  return lengthy(rows, (parts) => (body.append(...parts), body));
}

/** One line for what is the same, gone or new; two for what changed. */
function rowsOf(pair, used, cells, both) {
  const state = both ? fate(pair) : "same";
  const line = (find, sign, other) =>
    h(
      "tr",
      { class: sign ?? "same", "data-refs": refsOfPair(pair) },
      both ? h("td", { class: "sign" }, sign ? h("abbr", { title: SIGN_WORDS[sign] }, SIGNS[sign]) : null) : null,
      used.map((name) => {
        const words = h("td", { "data-column": name }, cells[name](find));
        if (other && words.textContent !== h("td", null, cells[name](other)).textContent)
          words.classList.add("differs");
        return words;
      }),
    );
  if (state === "changed") return [line(pair.b, "before", pair.a), line(pair.a, "after", pair.b)];
  return [line(pair.a ?? pair.b, state === "same" ? null : state)];
}
