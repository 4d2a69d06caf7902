// What the components that show films share: geometry, shapes, greys, menus, and a stage with one film.
//
// Every component's own script comes after this one, in one module (webapp/components/browser.py).

const NS = "http://www.w3.org/2000/svg";
const CLICK = 4;  // pixels a pointer may stray while it clicks
const FILM_ZOOM = { least: 0.05, most: 40, step: 1.25 };
const LENS = { size: 190, zoom: 3, least: 3 };

// ---------------------------------------------------------------- geometry, in [x, y]

const add = (a, b) => [a[0] + b[0], a[1] + b[1]];
const sub = (a, b) => [a[0] - b[0], a[1] - b[1]];
const times = (a, factor) => [a[0] * factor, a[1] * factor];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
const size = (a) => Math.hypot(a[0], a[1]);
const middle = (...points) => times(points.reduce(add), 1 / points.length);
const turned = (point, about, angle) => {
  const [x, y] = sub(point, about), c = Math.cos(angle), s = Math.sin(angle);
  return add(about, [c * x - s * y, s * x + c * y]);
};
const fromSegment = (point, a, b) => {
  const along = sub(b, a), share = dot(sub(point, a), along) / (dot(along, along) || 1);
  return size(sub(point, add(a, times(along, Math.max(0, Math.min(1, share))))));
};
const inside = (point, ring) => ring.reduce((odd, a, i) => {
  const b = ring[(i + 1) % ring.length];
  const crosses = (a[1] > point[1]) !== (b[1] > point[1])
    && point[0] < ((b[0] - a[0]) * (point[1] - a[1])) / (b[1] - a[1]) + a[0];
  return crosses ? !odd : odd;
}, false);

// ---------------------------------------------------------------- words

let translations = {};  // of what is said here and in the html, by the English words; empty in English

// A sentence in the language of the page, with its values in place of the names in braces.
function said(text, values = {}) {
  return (translations[text] ?? text).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// A name within a sentence; only English writes it small there.
function within(name) {
  return Object.keys(translations).length ? name : name.toLowerCase();
}

const SPOKEN = ["title", "aria-label", "aria-roledescription"];

// Put the labels of the html into the language of the page; they are collected before anything is drawn.
function speak(root, given) {
  translations = given;
  const stage = root.querySelector(".stage");
  stage.labels ??= labelsOf(root);
  for (const { node, attribute, written, english } of stage.labels) {
    const words = written.replace(english, () => said(english));
    if (attribute) node.setAttribute(attribute, words);
    else node.data = words;
  }
}

function labelsOf(root) {
  const labels = [], walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const skipped = node.parentNode.nodeName === "STYLE";
    if (node.data.trim() && !skipped) labels.push({ node, written: node.data, english: node.data.trim() });
  }
  for (const attribute of SPOKEN) {
    for (const node of root.querySelectorAll(`[${attribute}]`)) {
      const english = node.getAttribute(attribute);
      labels.push({ node, attribute, written: english, english });
    }
  }
  return labels;
}

// ---------------------------------------------------------------- nodes

function element(name, style, words = "") {
  const node = document.createElement(name);
  if (style) node.className = style;
  node.textContent = words;
  return node;
}

function set(node, attributes) {
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
}

function shape(name, attributes) {
  const node = document.createElementNS(NS, name);
  set(node, attributes);
  return node;
}

function line([x1, y1], [x2, y2], style) { return shape("line", { x1, y1, x2, y2, class: style }); }

function text([x, y], words, style) {
  const node = shape("text", { x, y, class: style });
  node.textContent = words;
  return node;
}

function tspan(x, dy, words, style) {
  const node = shape("tspan", { x, dy, class: style });
  node.textContent = words;
  return node;
}

// ---------------------------------------------------------------- greys, wheel and menus

function greyFilter({ window: width, level, invert }) {
  // Filter Effects Module: together (g - level + window / 2) / window.
  if (width === 100 && level === 50 && !invert) return "none";
  const grey = `brightness(${50 / level}) contrast(${(2 * level) / width})`;
  return invert ? `${grey} invert(1)` : grey;
}

function wheelFactor(event) {
  const step = event.deltaMode ? event.deltaY * 33 : event.deltaY;
  return Math.exp(-step * 0.0016);
}

function listenToMenus(menus, stage) {
  for (const menu of menus) {
    menu.addEventListener("toggle", () => {
      if (menu.open) menus.forEach((other) => { if (other !== menu) other.open = false; });
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { menu.open = false; menu.firstElementChild.focus(); }
    });
  }
  stage.addEventListener("pointerdown", () => menus.forEach((menu) => { menu.open = false; }));
}

// ---------------------------------------------------------------- one film to work on

// Points are [row, column] in pixels of the film as stored, as everywhere in Python. Lengths and
// angles are taken in [x, y] = [column, row × aspect], where a pixel is square. What is drawn is in
// pixels of the stage, so that lines and handles keep their size at any zoom.
//
// Who extends it draws (draw, lensAt, lensShapes), says what is taken hold of (press, hover, moveBy,
// release, undoDrag) and what keys do (handleKey, finishKeys).

class FilmStage {
  constructor(root) {
    this.root = root;
    this.stage = root.querySelector(".stage");
    this.picture = root.querySelector(".film image");
    this.overlay = root.querySelector(".marks");
    this.lens = root.querySelector(".lens");
    this.status = root.querySelector(".status");
    this.data = null;
    this.part = "whole";
    this.drag = null;
    this.pointers = new Map();
    this.view = { k: 1, x: 0, y: 0, mirrored: false, fitted: true };
    this.grey = { window: 100, level: 50, invert: false };
  }

  // ------------------------------------------------------------ film, screen and back

  get aspect() { return this.data.aspect; }
  xy([row, column]) { return [column, row * this.aspect]; }
  point([x, y]) { return [y / this.aspect, x]; }

  toScreen(point) {
    const [x, y] = this.xy(point), { k, mirrored } = this.view, width = this.data.shape[1];
    return [this.view.x + k * (mirrored ? width - 1 - x : x), this.view.y + k * y];
  }

  toXY([sx, sy]) {
    const { k, mirrored } = this.view, x = (sx - this.view.x) / k;
    return [mirrored ? this.data.shape[1] - 1 - x : x, (sy - this.view.y) / k];
  }

  toFilm(at) { return this.point(this.toXY(at)); }

  onStage(event) {
    const box = this.stage.getBoundingClientRect();
    return [event.clientX - box.left - 1, event.clientY - box.top - 1];
  }

  get room() { return [this.stage.clientWidth, this.stage.clientHeight]; }

  fit() {
    if (!this.data) return;
    const [width, height] = this.room, [rows, columns] = this.data.shape;
    if (!width || !height) return;
    const k = Math.min(width / columns, height / (rows * this.aspect));
    Object.assign(this.view, {
      k, x: (width - k * (columns - 1)) / 2, y: (height - k * (rows - 1) * this.aspect) / 2,
      fitted: true,
    });
    this.draw();
  }

  zoom(factor, about = times(this.room, 0.5)) {
    const k = Math.max(FILM_ZOOM.least, Math.min(FILM_ZOOM.most, this.view.k * factor));
    const share = k / this.view.k;
    this.view.x = about[0] - share * (about[0] - this.view.x);
    this.view.y = about[1] - share * (about[1] - this.view.y);
    Object.assign(this.view, { k, fitted: false });
    this.draw();
  }

  // ------------------------------------------------------------ drawing

  showFilm() {
    const [rows, columns] = this.data.shape;
    for (const image of [this.picture, this.lens.querySelector("image")]) {
      set(image, {
        href: this.data.src, x: -0.5, y: -0.5 * this.aspect,
        width: columns, height: rows * this.aspect,
      });
    }
    this.fit();
  }

  placePicture() {
    const { k, x, y, mirrored } = this.view, width = this.data.shape[1];
    this.picture.setAttribute("transform", mirrored
      ? `translate(${x + k * (width - 1)} ${y}) scale(${-k} ${k})`
      : `translate(${x} ${y}) scale(${k})`);
    this.picture.style.filter = greyFilter(this.grey);
  }

  drawLens(clear) {
    // `clear` is how far below the lens, in pixels, it still covers what it shows.
    const at = this.lensAt(), drawn = this.lens.querySelector("g");
    this.lens.toggleAttribute("hidden", !at);
    if (!at) { drawn.replaceChildren(); return; }
    const k = Math.max(LENS.least, LENS.zoom * this.view.k), half = LENS.size / 2;
    const width = this.data.shape[1], [x, y] = this.xy(at), { mirrored } = this.view;
    const sx = mirrored ? width - 1 - x : x;
    const image = this.lens.querySelector("image");
    image.setAttribute("transform", mirrored
      ? `translate(${half - k * (sx - (width - 1))} ${half - k * y}) scale(${-k} ${k})`
      : `translate(${half - k * x} ${half - k * y}) scale(${k})`);
    image.style.filter = greyFilter(this.grey);
    const toLens = (point) => {
      const [px, py] = this.xy(point);
      return [half + k * ((mirrored ? width - 1 - px : px) - sx), half + k * (py - y)];
    };
    drawn.replaceChildren(
      ...this.lensShapes(toLens),
      line([half - 14, half], [half - 4, half], "cross"),
      line([half + 4, half], [half + 14, half], "cross"),
      line([half, half - 14], [half, half - 4], "cross"),
      line([half, half + 4], [half, half + 14], "cross"),
    );
    const [screenX, screenY] = this.toScreen(at);
    const under = screenX > this.room[0] - LENS.size - 60 && screenY < LENS.size + clear;
    this.lens.classList.toggle("at-left", under);
  }

  writeSides() {
    const { right } = this.data, { mirrored } = this.view;
    const [left, other] = ["left", "right"].map((name) => this.root.querySelector(`span.side.${name}`));
    const button = this.root.querySelector('[data-view="mirror"]');
    const tag = this.root.querySelector(".seen-from");
    if (!right) {
      left.textContent = other.textContent = "";
      tag.textContent = mirrored ? said("Mirrored; side not stated") : said("Side not stated");
      button.textContent = said("Mirror");
      return;
    }
    const rightAtLeft = (right === "left") !== mirrored;
    left.textContent = rightAtLeft ? "R" : "L";
    other.textContent = rightAtLeft ? "L" : "R";
    tag.textContent = (rightAtLeft ? said("Seen from the front") : said("Seen from behind"))
      + (mirrored ? said(", mirrored") : "");
    button.textContent = rightAtLeft ? said("View from behind") : said("View from the front");
  }

  // ------------------------------------------------------------ pointers

  listenToStage() {
    const { stage, root } = this;
    stage.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.follow(event));
    stage.addEventListener("pointerup", (event) => this.release(event));
    stage.addEventListener("pointercancel", (event) => this.cancel(event));
    stage.addEventListener("contextmenu", (event) => event.preventDefault());
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(wheelFactor(event), this.onStage(event));
    }, { passive: false });
    stage.addEventListener("keydown", (event) => this.key(event));
    stage.addEventListener("keyup", (event) => { if (event.key === " ") this.space = false; });
    stage.addEventListener("blur", () => { this.space = false; this.finishKeys(); });
    for (const button of root.querySelectorAll("[data-view]")) {
      button.addEventListener("click", () => this.look(button.dataset.view));
    }
    for (const input of root.querySelectorAll("[data-grey]")) {
      input.addEventListener("input", () => {
        const { grey } = input.dataset;
        this.grey[grey] = grey === "invert" ? input.checked : +input.value;
        this.draw();
      });
    }
    listenToMenus([...root.querySelectorAll("details")], stage);
    new ResizeObserver(() => (this.view.fitted ? this.fit() : this.draw())).observe(stage);
  }

  take(event) {
    // Takes a pointer that was pressed; returns where, or null if it begins nothing of its own.
    const at = this.onStage(event);
    this.stage.focus({ preventScroll: true });
    this.stage.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, at);
    if (this.pointers.size === 2) this.pinch();
    else if (!this.drag) return at;
    return null;
  }

  pinch() {
    this.undoDrag();
    const [a, b] = [...this.pointers.values()];
    this.drag = { kind: "pinch", apart: size(sub(a, b)), about: middle(a, b) };
  }

  follow(event) {
    const at = this.onStage(event);
    if (!this.pointers.has(event.pointerId)) { this.hover(at); return; }
    this.pointers.set(event.pointerId, at);
    const { drag } = this;
    if (drag?.kind === "pinch") this.followPinch(drag);
    else if (drag && event.pointerId === drag.id) this.followDrag(drag, at);
  }

  followPinch(drag) {
    const [a, b] = [...this.pointers.values()];
    const apart = size(sub(a, b)), about = middle(a, b), step = sub(about, drag.about);
    this.view.x += step[0];
    this.view.y += step[1];
    this.zoom(apart / drag.apart, about);
    Object.assign(drag, { apart, about });
  }

  followDrag(drag, at) {
    const way = sub(at, drag.at);
    if (!drag.moving && size(way) < CLICK) return;
    drag.moving = true;
    if (drag.kind === "pan" || drag.kind === "place") {
      Object.assign(this.view, { x: drag.view.x + way[0], y: drag.view.y + way[1], fitted: false });
    } else if (drag.kind === "grey") {
      this.setGrey(drag.grey.window + way[0] / 3, drag.grey.level - way[1] / 6);
    } else this.moveBy(drag, at);
    this.draw();
  }

  cancel(event) {
    this.pointers.delete(event.pointerId);
    this.undoDrag();
  }

  // ------------------------------------------------------------ commands and keys

  look(what) {
    if (what === "fit") this.fit();
    if (what === "in") this.zoom(FILM_ZOOM.step);
    if (what === "out") this.zoom(1 / FILM_ZOOM.step);
    if (what === "grey") this.setGrey(100, 50, false);
    if (what === "mirror") {
      const centre = this.toFilm(times(this.room, 0.5));
      this.view.mirrored = !this.view.mirrored;
      const shift = sub(times(this.room, 0.5), this.toScreen(centre));
      if (!this.view.fitted) this.view.x += shift[0];
      this.draw();
    }
  }

  setGrey(window, level, invert = this.grey.invert) {
    this.grey = {
      window: Math.max(5, Math.min(200, window)), level: Math.max(5, Math.min(95, level)), invert,
    };
    for (const input of this.root.querySelectorAll("[data-grey]")) {
      if (input.type === "checkbox") input.checked = invert;
      else input.value = this.grey[input.dataset.grey];
    }
    this.draw();
  }

  key(event) {
    if (event.target !== this.stage) return;
    const handled = this.handleKey(event);
    if (handled) event.preventDefault();
    if (handled || event.key !== "Tab") event.stopPropagation();
  }

  viewKey(key) {
    if (key === " ") this.space = true;
    else if (key === "+" || key === "=") this.zoom(FILM_ZOOM.step);
    else if (key === "-") this.zoom(1 / FILM_ZOOM.step);
    else if (key === "0") this.fit();
    else return false;
    return true;
  }
}
