// The text of an article with the spans of its finds marked.

/** Where each Unicode code point of a text begins, in the UTF-16 units that JavaScript counts. */
function codePoints(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (index) => Math.max(0, Math.min(index, text.length));
  const starts = [];
  for (let unit = 0; unit < text.length; unit += text.codePointAt(unit) > 0xffff ? 2 : 1) starts.push(unit);
  starts.push(text.length);
  return (index) => starts[Math.max(0, Math.min(index, starts.length - 1))];
}

const KINDS = { PERSON: "person", ORG: "organisation", NORP: "organisation", GPE: "place", LOC: "place", FAC: "place" };

/** All spans of a record, each with the class it is shown by and what it is about. */
function* marksOf(record, side) {
  for (const entity of record.entities) {
    const about = [ref(side, entity.id)];
    for (const span of entity.mentions ?? []) yield { span, kind: KINDS[entity.type] ?? "other", about };
    for (const span of entity.references ?? []) yield { span, kind: "reference", about };
  }
  for (const place of record.locations)
    for (const span of place.mentions ?? []) yield { span, kind: "place", about: [ref(side, place.id)] };
  for (const date of record.dates) yield { span: date.mention, kind: "date", about: [ref(side, date.id)] };
  for (const event of record.events) {
    const about = [ref(side, event.id)];
    yield { span: event.trigger, kind: `event quad${event.quad_class}`, about };
    for (const repeat of event.repeats ?? [])
      yield { span: repeat.trigger, kind: `event again quad${event.quad_class}`, about };
    const parts = [...event.sources, ...event.targets, event.location, event.attribution];
    for (const part of parts) if (part?.mention) yield { span: part.mention, kind: "part", about };
  }
}

const spanKey = (span) => `${span.field} ${span.start} ${span.end}`;

/**
 * The marks of both sides at once, with what became of each: a span that only the side before has is `lost`, one that
 * only the side after has is `added`, one that both have, of a find that changed, is `changed`.
 */
function* marksOfChanges(sides, changes) {
  const fates = new Map();
  for (const layer of LAYERS)
    for (const pair of paired(sides, layer, changes)) {
      if (pair.changes.length === 0) continue;
      const spans = { b: new Set(), a: new Set() };
      for (const side of ["b", "a"])
        if (pair[side]) {
          const one = { entities: [], locations: [], dates: [], events: [], [layer]: [pair[side]] };
          for (const mark of marksOf(one, side)) if (mark.kind !== "part") spans[side].add(spanKey(mark.span));
          fates.set(ref(side, pair[side].id), spans);
        }
    }
  for (const side of ["b", "a"]) {
    if (!isRecord(sides[side])) continue;
    for (const mark of marksOf(sides[side], side)) {
      const spans = fates.get(mark.about[0]);
      if (!spans && side === "b" && isRecord(sides.a)) continue; // the side after shows it
      yield { ...mark, fate: mark.kind === "part" || !spans ? "" : fateOfSpan(spans, spanKey(mark.span)) };
    }
  }
}

function fateOfSpan(spans, key) {
  if (!spans.a.has(key)) return "lost";
  return spans.b.has(key) ? "changed" : "added";
}

/** One field of an article as paragraphs; where marks overlap, the words carry the classes of all of them. */
function markedText(text, field, marks) {
  const unit = codePoints(text);
  const edges = new Map([
    [0, []],
    [text.length, []],
  ]);
  const edge = (at) => edges.get(at) ?? edges.set(at, []).get(at);
  for (const mark of marks) {
    if (mark.span.field !== field) continue;
    const [start, end] = [unit(mark.span.start), unit(mark.span.end)];
    if (start >= end) continue;
    edge(start).push({ mark, opens: true });
    edge(end).push({ mark, opens: false });
  }
  for (const line of text.matchAll(/\n+/g)) edge(line.index + line[0].length);
  const cuts = [...edges.keys()].sort((one, other) => one - other);
  const open = new Set();
  const paragraphs = [[]];
  cuts.forEach((at, number) => {
    for (const { mark, opens } of edges.get(at)) opens ? open.add(mark) : open.delete(mark);
    if (number === cuts.length - 1) return;
    const words = text.slice(at, cuts[number + 1]);
    paragraphs.at(-1).push(open.size ? segment(words, open) : words);
    if (words.endsWith("\n")) paragraphs.push([]);
  });
  return paragraphs.filter((paragraph) => paragraph.length).map((paragraph) => h("p", null, paragraph));
}

function segment(words, marks) {
  const classes = new Set([...marks].flatMap((mark) => `${mark.kind} ${mark.fate ?? ""}`.split(" ")).filter(Boolean));
  const refs = new Set([...marks].flatMap((mark) => mark.about));
  return h("span", { class: `mark ${[...classes].join(" ")}`, "data-refs": [...refs].join(" ") }, words);
}

/** Title and body of a side; null where the record has neither. */
function textOf(record, marks, manner = "reading") {
  const all = [...marks];
  const { title, body } = record.article;
  if (!title && !body) return null;
  return h(
    "div",
    { class: `text ${manner}`, lang: record.article.language ?? null },
    title ? h("div", { class: "headline" }, markedText(title, "title", all)) : null,
    body
      ? h("div", { class: "body" }, markedText(body, "body", all))
      : h("p", { class: "note" }, "The record carries no body."),
  );
}

// ---- which marks are shown

const MARKS = { person: "people", organisation: "organisations", place: "places", date: "dates", event: "events" };

function legend(root) {
  return h(
    "p",
    { class: "legend", role: "group", "aria-label": "Marks in the text" },
    Object.entries(MARKS).map(([kind, name]) =>
      h(
        "button",
        {
          type: "button",
          "aria-pressed": !root.classList.contains(`without-${kind}`) ? "true" : "false",
          onclick: (event) => {
            const hidden = root.classList.toggle(`without-${kind}`);
            event.currentTarget.setAttribute("aria-pressed", String(!hidden));
          },
        },
        h("span", { class: `mark ${kind}${kind === "event" ? " quad4" : ""}` }, name),
      ),
    ),
  );
}
