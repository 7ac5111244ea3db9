// Events: who did what to whom, one card each, both sides beside each other.

const QUADS = { 1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict" };

const percent = (share) => (share === undefined || share === null ? null : `${Math.round(share * 100)}%`);

/** The facts of an event as `[name, words]`, in the order to be read; absent ones are left out. */
function factsOf(event, record) {
  const names = namesOf(record);
  const actors = (list) =>
    list.map((actor) => [
      names.get(actor.entity) ?? actor.mention.text,
      [actor.country, actor.sector].filter(Boolean).join(" "),
    ]);
  const place = event.location;
  return {
    what: [[event.type, event.mode ?? ""]],
    who: actors(event.sources),
    whom: actors(event.targets),
    words: [[`“${event.trigger.text}”`, ""]],
    when: event.date ? [[event.date.value, event.date.basis]] : [],
    where: place ? [[names.get(place.location) ?? place.mention?.text ?? "?", place.basis]] : [],
    status: [[(event.negated ? "not " : "") + event.status, ""]],
    casualties: Object.entries(event.casualties ?? {}).map(([kind, count]) => [`${kind} ${numberOf(count)}`, ""]),
    "said by": event.attribution ? [[event.attribution.mention.text, ""]] : [],
    contexts: event.contexts?.length ? [[event.contexts.join(", "), ""]] : [],
    code: [[`CAMEO ${event.cameo},`, `Goldstein ${String(event.goldstein).replace("-", "−")}`]],
    confidence: event.confidence === undefined ? [] : [[percent(event.confidence), ""]],
    rule: event.rule ? [[event.rule, ""]] : [],
    repeats: event.repeats?.length ? [[`told ${many(event.repeats.length + 1, "time")}`, ""]] : [],
  };
}

function numberOf({ low, high, text }) {
  const number = rangeOf(low, high);
  return text && text !== number ? `${number} (“${text}”)` : number;
}

function rangeOf(low, high) {
  if (low === high) return `${low ?? ""}`;
  if (low === undefined) return `up to ${high}`;
  return high === undefined ? `${low} or more` : `${low} to ${high}`;
}

/** One event as a card; `differs` names the facts that are other on the other side. */
function eventCard(event, record, side, differs = new Set()) {
  const facts = factsOf(event, record);
  const fact = (name, ...extra) => {
    if (facts[name].length === 0 && !differs.has(name)) return null;
    const words = facts[name].map(([said, code], at) => [
      at ? ", " : "",
      said,
      code ? [" ", h("small", null, code)] : null,
    ]);
    const shown = words.length ? words : h("span", { class: "none" }, "–");
    return h("span", { class: `fact ${differs.has(name) ? "differs" : ""}`, "data-fact": name }, extra, shown);
  };
  const labelled = (name) => {
    const held = fact(name);
    return held && h("div", null, h("dt", null, name), h("dd", null, held));
  };
  const dyad = [
    fact("who") ?? h("span", { class: "none" }, "someone"),
    h("span", { class: "arrow", "aria-label": "to" }, " → "),
    fact("whom") ?? h("span", { class: "none" }, "no one named"),
  ];
  const quiet = event.status === "actual" && !event.negated && !differs.has("status");
  return h(
    "article",
    {
      class: `event-card quad${event.quad_class}${event.status === "actual" && !event.negated ? "" : " unreal"}`,
      tabindex: "0",
      "data-refs": ref(side, event.id),
      "aria-label": `${event.type}, ${QUADS[event.quad_class]}`,
    },
    h(
      "header",
      null,
      h("span", { class: "type" }, fact("what")),
      quiet ? null : h("span", { class: "status" }, fact("status")),
      h("span", { class: "sure" }, fact("confidence"), " ", h("span", { class: "id" }, event.id)),
    ),
    h("p", { class: "dyad" }, dyad),
    h("dl", null, ["when", "where", "casualties", "said by"].map(labelled)),
    h("p", { class: "coding" }, fact("words"), fact("contexts"), fact("code"), fact("rule", "rule "), fact("repeats")),
  );
}

/** The names of the facts that are other on both sides. */
function differences(pair, sides) {
  if (!pair.b || !pair.a) return new Set();
  const [before, after] = [factsOf(pair.b, sides.b), factsOf(pair.a, sides.a)];
  return new Set(Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])));
}

function eventsSection(sides, changes) {
  const pairs = paired(sides, "events", changes);
  if (pairs.length === 0) return null;
  if (!compared(sides)) {
    const side = onlySide(sides);
    return h(
      "section",
      { class: "events" },
      h("h2", null, "What happened ", h("small", null, many(pairs.length, "event"))),
      quadKey(pairs.map((pair) => pair[side])),
      lengthy(pairs.map((pair) => eventCard(pair[side], sides[side], side))),
    );
  }
  const row = (pair) => {
    const differs = pair.changes.length ? differences(pair, sides) : new Set();
    const cell = (side) =>
      h(
        "div",
        { class: "side", "data-side": side },
        pair[side]
          ? eventCard(pair[side], sides[side], side, differs)
          : h("p", { class: "absent" }, side === "b" ? "not there before" : "not there any more"),
      );
    return h("div", { class: `pair ${fate(pair)}`, "data-refs": refsOfPair(pair) }, cell("b"), cell("a"));
  };
  const changed = pairs.filter((pair) => pair.changes.length);
  const same = pairs.filter((pair) => !pair.changes.length);
  return h(
    "section",
    { class: "events" },
    h("h2", null, "Events ", h("small", null, `${changed.length} changed, ${same.length} the same`)),
    quadKey(pairs.map((pair) => pair.a ?? pair.b)),
    h(
      "div",
      { class: "pair heads", "aria-hidden": "true" },
      h("div", null, sideName("b")),
      h("div", null, sideName("a")),
    ),
    lengthy(changed.map(row)),
    folded(same, "event", "events", () => lengthy(same.map(row))),
  );
}

/** The key of the colours, for those that occur. */
function quadKey(events) {
  const there = Object.keys(QUADS).filter((quad) => events.some((event) => String(event.quad_class) === quad));
  return h(
    "p",
    { class: "quad-key" },
    there.map((quad) => h("span", { class: `quad${quad}` }, QUADS[quad])),
  );
}

const sideName = (side) => (side === "b" ? `Before: ${PAGE.before}` : `After: ${PAGE.after}`);

/** What is not asked for at first; made when it is opened. */
function folded(items, one, more, make) {
  if (items.length === 0) return null;
  const details = h(
    "details",
    { ontoggle: () => details.open && details.children.length === 1 && details.append(...[make()].flat(Infinity)) },
    h("summary", null, `${many(items.length, one, more)} the same on both sides`),
  );
  return details;
}

const AT_ONCE = 200;

/** Long lists a part at a time, so that an article with ten thousand finds can be opened. */
function lengthy(elements, container = (parts) => parts) {
  if (elements.length <= AT_ONCE) return container(elements);
  const more = h("button", {
    type: "button",
    class: "more",
    onclick: () => {
      const next = elements.splice(0, AT_ONCE);
      more.before(...next);
      if (elements.length) more.textContent = `Show more of ${elements.length}`;
      else more.remove();
    },
  });
  const first = elements.splice(0, AT_ONCE);
  more.textContent = `Show more of ${elements.length}`;
  return container([...first, more]);
}
