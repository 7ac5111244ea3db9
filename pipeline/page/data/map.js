// The map of an article's places: land, borders, and a dot for each place, as large as it is often named.

const LAND = JSON.parse(byId("land").textContent);
byId("land").remove();
const LINES = { land: LAND.land.map(unpackedLine), borders: LAND.borders.map(unpackedLine) };
LINES.coarse = LINES.land
  .filter(({ points }) => points.length > 40)
  .map((line) => ({ ...line, points: line.points.filter((_, i) => i % 5 === 0) }));

function unpackedLine(numbers) {
  const points = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < numbers.length; i += 2) {
    x += numbers[i];
    y += numbers[i + 1];
    points.push([x / LAND.scale, y / LAND.scale]);
  }
  const longitudes = points.map(([longitude]) => longitude);
  return { points, west: Math.min(...longitudes), east: Math.max(...longitudes) };
}

const AREAS = /^(PCL|ADM[12]|CONT|RGN|SEA|GULF|OCN|MTS|DSRT|ISLS|TERR|ZN)/;

/** The places of both sides that have coordinates, each once, with what became of it. */
function placesOf(sides, changes) {
  const places = [];
  const there = (place) => Math.abs(place?.latitude) <= 90 && Number.isFinite(place.longitude);
  for (const pair of paired(sides, "locations", changes)) {
    const state = fate(pair);
    const place = there(pair.a) ? pair.a : pair.b;
    if (!there(place)) continue;
    const moved =
      there(pair.b) && there(pair.a) && (pair.b.latitude !== pair.a.latitude || pair.b.longitude !== pair.a.longitude);
    places.push({
      place,
      state,
      refs: refsOfPair(pair),
      from: state === "changed" && moved ? pair.b : null,
      latitude: place.latitude,
      longitude: place.longitude,
      times: place.mentions?.length ?? 1,
    });
  }
  return places.sort((one, other) => other.times - one.times);
}

function mapSection(sides, changes) {
  const places = placesOf(sides, changes);
  if (places.length === 0) return null;
  const frame = h("div", { class: "map" });
  const draw = () => {
    const width = Math.max(280, Math.round(frame.clientWidth || 440));
    if (Number(frame.dataset.width) !== width) frame.replaceChildren(drawn(places, width));
    frame.dataset.width = width;
  };
  new ResizeObserver(draw).observe(frame);
  return h(
    "figure",
    { class: "places" },
    frame,
    h(
      "figcaption",
      null,
      many(places.length, "place"),
      places.some((one) => one.from) ? "; a line leads to where one moved" : "",
      ". Borders: Natural Earth.",
    ),
  );
}

function drawn(places, width) {
  const view = viewOf([...places, ...places.map((one) => one.from).filter(Boolean)], width);
  const height = view.height;
  const picture = svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      role: "group",
      "data-meridian": view.meridian,
      "aria-label": `Map of ${many(places.length, "place")}; arrow keys go from one to the next`,
    },
    svg("path", { class: "sea", d: outline(view) }),
    svg("path", { class: "graticule", d: graticule(view) }),
    svg("path", { class: "land", d: linesPath(LINES.land, view, "Z") }),
    svg("path", { class: "borders", d: linesPath(LINES.borders, view, "") }),
    scaleBar(view),
  );
  const dots = places.map((one, number) => dot(one, view, number));
  const inset = view.whole ? null : locator(view, dots);
  if (inset) picture.append(inset.element);
  picture.append(
    svg(
      "g",
      { class: "dots" },
      [...dots].reverse().map((one) => one.element),
    ),
  );
  picture.append(svg("g", { class: "labels" }, labels(dots, view, inset ? [inset.box] : [])));
  walkDots(picture, dots);
  return picture;
}

/** The edge of the world. */
function outline(view) {
  const side = (east, from, to) =>
    Array.from({ length: 37 }, (_, i) => view.onFrame(east, from + ((to - from) * i) / 36));
  return pathOf([...side(180, -90, 90), ...side(-180, 90, -90)]) + "Z";
}

const pathOf = (points) => "M" + points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");

/** Lines that reach into the view. A line across the edge of the world is drawn on both sides of it. */
function linesPath(lines, view, close) {
  const parts = [];
  for (const line of lines)
    for (const turn of [-360, 0, 360]) {
      const shift = turn - view.meridian;
      if (line.east + shift < -180 || line.west + shift > 180) continue;
      const points = line.points.map(([longitude, latitude]) => {
        const east = Math.max(-180, Math.min(180, longitude + shift));
        return view.onFrame(east, latitude);
      });
      const xs = points.map(([x]) => x);
      const ys = points.map(([, y]) => y);
      const inside =
        Math.max(...xs) > 0 && Math.min(...xs) < view.width && Math.max(...ys) > 0 && Math.min(...ys) < view.height;
      if (inside) parts.push(pathOf(points) + close);
    }
  return parts.join("");
}

function graticule(view) {
  const step = view.whole ? 30 : 10;
  const parts = [];
  for (let longitude = -180; longitude < 180; longitude += step) {
    const east = eastOf(longitude, view.meridian);
    parts.push(pathOf(Array.from({ length: 37 }, (_, i) => view.onFrame(east, -90 + i * 5))));
  }
  for (let latitude = -90 + step; latitude < 90; latitude += step)
    parts.push(pathOf(Array.from({ length: 73 }, (_, i) => view.onFrame(-180 + i * 5, latitude))));
  return parts.join("");
}

function scaleBar(view) {
  if (view.whole) return null;
  const length =
    [2000, 1000, 500, 200, 100, 50].find((kilometres) => kilometres * view.kilometre < view.width / 4) ?? 20;
  const [x, y, end] = [10, view.height - 10, 10 + length * view.kilometre];
  return svg(
    "g",
    { class: "scale" },
    svg("path", { d: `M${x} ${y - 4}V${y}H${end.toFixed(1)}V${y - 4}` }),
    svg("text", { x: x + 4, y: y - 5 }, `${length} km`),
  );
}

const [EDGE] = equalEarth(180, 0);
const [, POLE] = equalEarth(0, 90);

/** The whole world, small, in the corner with the fewest dots, with a box around what the map shows. */
function locator(view, dots) {
  const [width, height] = [100, (100 * POLE) / EDGE];
  const corners = [
    [view.width - width - 6, 6],
    [6, 6],
    [view.width - width - 6, view.height - height - 6],
  ];
  const boxes = corners.map(([x, y]) => [x, y, x + width, y + height]);
  const crowd = (box) =>
    dots.filter(({ x, y }) => x > box[0] - 8 && x < box[2] + 8 && y > box[1] - 8 && y < box[3] + 8).length;
  const box = boxes.reduce((best, other) => (crowd(other) < crowd(best) ? other : best));
  const scale = width / 2 / EDGE;
  const onFrame = (east, latitude) => {
    const [x, y] = equalEarth(east, latitude);
    return [box[0] + width / 2 + x * scale, box[1] + height / 2 - y * scale];
  };
  const world = { meridian: view.meridian, onFrame, width: view.width, height: view.height };
  const { frame } = view;
  const size = [Math.max(5, frame.width * scale), Math.max(5, frame.height * scale)];
  const middle = [box[0] + width / 2 + frame.x * scale, box[1] + height / 2 - frame.y * scale];
  const element = svg(
    "g",
    { class: "locator", "aria-hidden": "true" },
    svg("path", { class: "sea", d: outline(world) }),
    svg("path", { class: "land", d: linesPath(LINES.coarse, world, "Z") }),
    svg("rect", { x: middle[0] - size[0] / 2, y: middle[1] - size[1] / 2, width: size[0], height: size[1] }),
  );
  return { element, box };
}

function dot({ place, state, refs, from, times: named }, view, number) {
  const [x, y] = view.project(place.longitude, place.latitude);
  const radius = Math.min(12, 2.4 + 1.7 * Math.sqrt(named));
  const area = AREAS.test(place.feature ?? "") || place.radius_km > 0;
  const within = [place.admin1, place.country].filter((part) => part && part !== place.name).join(", ");
  const words = `${place.name}${within ? `, ${within}` : ""}: named ${many(named, "time")}${state === "same" ? "" : `, ${state}`}`;
  const start = from && view.project(from.longitude, from.latitude);
  const element = svg(
    "g",
    {
      class: `dot ${area ? "area" : "point"} ${state}`,
      "data-refs": refs,
      role: "img",
      "aria-label": words,
      tabindex: number ? "-1" : "0",
    },
    svg("title", null, words),
    start && svg("path", { class: "moved", d: pathOf([start, [x, y]]) }),
    start && svg("circle", { class: "from", cx: start[0].toFixed(1), cy: start[1].toFixed(1), r: 3 }),
    svg("circle", { class: "at", cx: x.toFixed(1), cy: y.toFixed(1), r: radius.toFixed(1) }),
  );
  return { element, x, y, radius, area, refs, start, name: place.name };
}

const LABELLED = 60;

/** Names beside the dots, the most named first; one that would lie over another waits until its dot is looked at. */
function labels(dots, view, occupied) {
  const round = (x, y, radius) => [x - radius, y - radius, x + radius, y + radius];
  const taken = [
    ...occupied,
    ...dots
      .slice(0, LABELLED)
      .flatMap(({ x, y, radius, start }) => [round(x, y, radius), ...(start ? [round(...start, 3)] : [])]),
  ];
  const free = (box) =>
    box[0] >= 2 &&
    box[2] <= view.width - 2 &&
    box[1] >= 2 &&
    box[3] <= view.height - 2 &&
    !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
  return dots.map(({ x, y, radius, area, refs, name }, number) => {
    const width = textWidth(name, area);
    const gap = radius + 3;
    const spots = [
      [x + gap, y + 4, "start"],
      [x - gap, y + 4, "end"],
      [x, y - gap - 1, "middle"],
      [x, y + gap + 9, "middle"],
      [x + gap * 0.7, y - gap * 0.6, "start"],
      [x - gap * 0.7, y - gap * 0.6, "end"],
      [x + gap * 0.7, y + gap + 6, "start"],
      [x - gap * 0.7, y + gap + 6, "end"],
    ];
    const boxOf = ([left, base, at]) => {
      const from = at === "start" ? left : at === "end" ? left - width : left - width / 2;
      return [from, base - 10, from + width, base + 3];
    };
    const spot = number < LABELLED ? spots.find((one) => free(boxOf(one))) : undefined;
    if (spot) taken.push(boxOf(spot));
    const [left, base, at] = spot ?? (x > view.width / 2 ? spots[1] : spots[0]);
    return svg(
      "text",
      {
        x: left.toFixed(1),
        y: base.toFixed(1),
        "text-anchor": at,
        class: `${area ? "area" : "point"}${spot ? "" : " waits"}`,
        "data-refs": refs,
        "aria-hidden": "true",
      },
      name,
    );
  });
}

const pen = document.createElement("canvas").getContext("2d");

function textWidth(name, area) {
  pen.font = area ? "600 12px sans-serif" : "12px sans-serif";
  return pen.measureText(name).width * (area ? 1.08 : 1);
}

/** The map is one stop of the tab key; arrows go from dot to dot, Enter to the text. */
function walkDots(picture, dots) {
  picture.addEventListener("keydown", (event) => {
    const at = dots.findIndex((one) => one.element === document.activeElement);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (at < 0) return;
    if (event.key === "Enter") goTo(byId("article"), refsOf(dots[at].element));
    if (!step) return;
    event.preventDefault();
    dots[at].element.setAttribute("tabindex", "-1");
    const next = dots[(at + step + dots.length) % dots.length].element;
    next.setAttribute("tabindex", "0");
    next.focus();
  });
  picture.addEventListener("click", (event) => {
    const place = event.target.closest(".dot");
    if (place) goTo(byId("article"), refsOf(place));
  });
}
