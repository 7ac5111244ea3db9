// Elements, and what the reader has chosen. All files here are one module, in the order that write.py names.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; children that are null are left out, strings stay text. */
function h(name, attributes, ...children) {
  return built(document.createElement(name), attributes, children);
}

/** The same for SVG. */
function svg(name, attributes, ...children) {
  return built(document.createElementNS(SVG, name), attributes, children);
}

function built(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const byId = (id) => document.getElementById(id);

function many(count, one, more = one + "s") {
  return `${count.toLocaleString("en")} ${count === 1 ? one : more}`;
}

// ---- light and dark

const THEMES = { auto: "◐ Auto", light: "○ Light", dark: "● Dark" };

function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // a browser may refuse storage to a file
  }
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = THEMES[theme];
  byId("theme").setAttribute("aria-label", `Colours: ${theme}`);
  try {
    localStorage.setItem("dateline-theme", theme);
  } catch {
    // then it holds as long as the page
  }
}

function nextTheme() {
  const names = Object.keys(THEMES);
  setTheme(names[(names.indexOf(document.documentElement.dataset.theme) + 1) % names.length]);
}

// ---- what belongs together lights up together

/** The words in which elements say what they are about: `a:E3` is E3 of the record after, `b:E3` of the one before. */
const ref = (side, id) => `${side}:${String(id).replace(/\s/g, "_")}`;

function about(root, refs) {
  return refs.flatMap((one) => [...root.querySelectorAll(`[data-refs~="${CSS.escape(one)}"]`)]);
}

const refsOf = (element) => (element?.dataset.refs ?? "").split(" ").filter(Boolean);

function light(root, refs) {
  for (const lit of root.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const element of about(root, refs)) element.classList.add("lit");
}

/** Lights what is about the same thing as the element that the pointer or the focus is on. */
function linkUp(root) {
  let held = "";
  const on = (event) => {
    const refs = refsOf(event.target.closest?.("[data-refs]"));
    if (refs.join(" ") === held) return;
    held = refs.join(" ");
    light(root, refs);
  };
  root.addEventListener("pointerover", on);
  root.addEventListener("focusin", on);
  root.addEventListener("pointerleave", () => {
    held = "";
    light(root, []);
  });
}

/** Shows where the text speaks of something. */
function goTo(root, refs) {
  const marks = about(root, refs).filter((element) => element.closest(".text"));
  const first = marks.find((element) => element.classList.contains("event")) ?? marks[0];
  first?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  light(root, refs);
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
