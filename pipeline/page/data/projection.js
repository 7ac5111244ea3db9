// The globe on paper: the Equal Earth projection (Šavrič, Patterson and Jenny, 2018) around any meridian.

const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const RADIANS = Math.PI / 180;
const ROOT = Math.sqrt(3) / 2;

/** Plane coordinates of a point on the sphere of radius 1; x grows east of the meridian that `east` counts from. */
function equalEarth(east, latitude) {
  const t = Math.asin(ROOT * Math.sin(latitude * RADIANS));
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  const x = (east * RADIANS * Math.cos(t)) / (ROOT * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
  return [x, t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))];
}

const smallest = (numbers) => numbers.reduce((one, other) => Math.min(one, other), Infinity);
const largest = (numbers) => numbers.reduce((one, other) => Math.max(one, other), -Infinity);

/** A longitude as degrees east of a meridian, from -180 to 180. */
const eastOf = (longitude, meridian) => ((((longitude - meridian + 180) % 360) + 360) % 360) - 180;

/** The meridian in the middle of the shortest arc that holds all longitudes: opposite to the largest gap. */
function middleMeridian(longitudes) {
  const sorted = [...new Set(longitudes.map((longitude) => eastOf(longitude, 0)))].sort((one, other) => one - other);
  let [gap, middle] = [360 - (sorted.at(-1) - sorted[0]), (sorted[0] + sorted.at(-1)) / 2];
  for (let i = 1; i < sorted.length; i++)
    if (sorted[i] - sorted[i - 1] > gap) {
      gap = sorted[i] - sorted[i - 1];
      middle = (sorted[i] + sorted[i - 1]) / 2 + 180;
    }
  return eastOf(middle, 0);
}

const WIDEST = 120; // degrees; beyond, the map shows the whole world in its true shape
const SETTLED = [-57, 84]; // degrees of latitude of a world map, unless a place is beyond
const NARROWEST = 11; // degrees of latitude that a map shows at least

/**
 * A view of the places, so many pixels wide: `project(longitude, latitude)` gives pixels, `frame` is what part of the
 * plane it shows.
 * Regions are stretched so that shapes are true in their middle.
 */
function viewOf(places, width) {
  const meridian = middleMeridian(places.map((place) => place.longitude));
  const easts = places.map((place) => eastOf(place.longitude, meridian));
  const latitudes = places.map((place) => place.latitude);
  const [south, north] = [smallest(latitudes), largest(latitudes)];
  const whole = largest(easts) - smallest(easts) > WIDEST || north - south > WIDEST;
  const stretch = whole ? 1 : stretchAt((south + north) / 2);
  const flat = (east, latitude) => {
    const [x, y] = equalEarth(east, latitude);
    return [x, y * stretch];
  };
  const corners = whole
    ? [
        [-180, 0],
        [180, 0],
        [0, Math.min(SETTLED[0], south - 3)],
        [0, Math.max(SETTLED[1], north)],
      ]
    : places.map((_, i) => [easts[i], latitudes[i]]);
  const points = corners.map(([east, latitude]) => flat(east, Math.max(-90, latitude)));
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [west, east, low, high] = [smallest(xs), largest(xs), smallest(ys), largest(ys)];
  const height = Math.round(width * (whole ? (high - low) / (east - west) : 0.68));
  const margin = whole ? 1 : 0.72;
  const least = NARROWEST * RADIANS * stretch * 1.2;
  const scale = Math.min((width * margin) / (east - west), (height * margin) / (high - low), height / least);
  const [midX, midY] = [(west + east) / 2, (low + high) / 2];
  const onFrame = (east, latitude) => {
    const [x, y] = flat(east, latitude);
    return [width / 2 + (x - midX) * scale, height / 2 - (y - midY) * scale];
  };
  return {
    meridian,
    whole,
    stretch,
    width,
    height,
    onFrame,
    frame: { x: midX, y: midY / stretch, width: width / scale, height: height / scale / stretch },
    kilometre: scale * kilometreAt((south + north) / 2),
    project: (longitude, latitude) => onFrame(eastOf(longitude, meridian), latitude),
  };
}

/** By how much the projection must be stretched northwards for shapes to be true at a latitude. */
function stretchAt(latitude) {
  const at = Math.max(-75, Math.min(75, latitude));
  const [x] = equalEarth(1, at);
  const [, above] = equalEarth(0, at + 0.5);
  const [, below] = equalEarth(0, at - 0.5);
  return x / Math.cos(at * RADIANS) / (above - below);
}

/** Length of a kilometre to the east, on the sphere of radius 1 as projected. */
function kilometreAt(latitude) {
  const at = Math.max(-75, Math.min(75, latitude));
  return equalEarth(1, at)[0] / (111.195 * Math.cos(at * RADIANS));
}
