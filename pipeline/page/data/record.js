// The data of the page: the index, the records of one article, and which finds of both sides are the same thing.

const PAGE = JSON.parse(byId("page").textContent);
const TWO_SIDES = PAGE.before !== null;
const LAYERS = ["events", "entities", "locations", "dates"];
const packed = byId("records").textContent.trim().split("\n");
byId("records").remove(); // megabytes that the document need not hold

/** The two sides of an article: `b` before and `a` after; each is a record, a dead letter, or null. */
async function opened(number) {
  const bytes = Uint8Array.from(atob(packed[number]), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const layers = await new Response(stream).json();
  const side = (at) => {
    if (layers.dead_letter[at]) return { dead_letter: layers.dead_letter[at] };
    if (!layers.article[at]) return null;
    const record = {};
    for (const [name, sides] of Object.entries(layers)) record[name] = sides[at];
    for (const layer of LAYERS) record[layer] ??= [];
    return record;
  };
  return { b: side(0), a: side(1) };
}

const isRecord = (side) => side !== null && side !== undefined && !side.dead_letter;

/** Whether there are two records to compare, not one beside a dead letter or nothing. */
const compared = (sides) => isRecord(sides.b) && isRecord(sides.a);

/** The side that is shown where nothing is compared. */
const onlySide = (sides) => (isRecord(sides.a) ? "a" : "b");

/** The span that stands for a find. */
const anchor = (layer, find) => ({ events: find.trigger, dates: find.mention })[layer] ?? find.mentions?.[0] ?? null;

function anchorKey(layer, find) {
  const span = anchor(layer, find);
  const more = { events: find.type, dates: span?.end }[layer] ?? "";
  return span ? `${span.field} ${span.start} ${more}` : `id ${find.id}`;
}

/**
 * Finds of a layer side by side: `{b, a, changes}`, b or a null where that side has none, in the order of the text.
 * The changes say what belongs together; what did not change is found by where it stands.
 */
function paired(sides, layer, changes) {
  const [before, after] = ["b", "a"].map((side) => (isRecord(sides[side]) ? sides[side][layer] : []));
  const left = { b: new Map(before.map((find) => [find.id, find])), a: new Map(after.map((find) => [find.id, find])) };
  const known = { b: new Map(), a: new Map() };
  const changed = new Set();
  for (const change of changes.filter((one) => one.layer === layer)) {
    const pair = known.b.get(change.before) ?? known.a.get(change.after) ?? { b: null, a: null, changes: [] };
    pair.changes.push(change);
    pair.b ??= left.b.get(change.before) ?? null;
    pair.a ??= left.a.get(change.after) ?? null;
    for (const side of ["b", "a"]) if (pair[side]) known[side].set(pair[side].id, pair);
    if (pair.b || pair.a) changed.add(pair);
  }
  for (const side of ["b", "a"]) for (const pair of changed) if (pair[side]) left[side].delete(pair[side].id);
  const standing = { b: byAnchor(before, layer), a: byAnchor(after, layer) };
  const rest = [...left.a.values()].map((find) => ({
    b: standing.b.get(anchorKey(layer, find)) ?? null,
    a: find,
    changes: [],
  }));
  for (const { b } of rest) if (b) left.b.delete(b.id);
  rest.push(
    ...[...left.b.values()].map((find) => ({
      b: find,
      a: standing.a.get(anchorKey(layer, find)) ?? null,
      changes: [],
    })),
  );
  return inOrder([...changed, ...rest], layer);
}

const byAnchor = (finds, layer) => new Map(finds.map((find) => [anchorKey(layer, find), find]));

function inOrder(pairs, layer) {
  const place = (pair) => {
    const span = anchor(layer, pair.a ?? pair.b);
    return span ? [span.field === "title" ? 0 : 1, span.start] : [2, 0];
  };
  return pairs
    .map((pair) => [place(pair), pair])
    .sort(([[field, start]], [[otherField, otherStart]]) => field - otherField || start - otherStart)
    .map(([, pair]) => pair);
}

/** What became of a pair: `same`, `changed`, `lost` or `added`. */
function fate(pair) {
  if (pair.changes.length === 0) return "same";
  if (!pair.a) return "lost";
  return pair.b ? "changed" : "added";
}

const refsOfPair = (pair) => ["b", "a"].flatMap((side) => (pair[side] ? [ref(side, pair[side].id)] : [])).join(" ");

/** Names of entities and places by id. */
function namesOf(record) {
  if (!isRecord(record)) return new Map();
  return new Map([...record.entities, ...record.locations].map((found) => [found.id, found.name]));
}
