// A film to measure: two lines drawn with mouse, fingers or keys; then the truth over them.
//
// Points are [row, column] in pixels of the film as stored, as everywhere in Python. Angles are
// taken in [x, y] = [column, row × aspect], where a pixel is square. What is drawn is in pixels of the
// stage, so that lines and handles keep their size at any zoom.
//
// While the case is open the browser holds what was drawn and sends it, numbered, whenever a hand
// lets go. Nothing of the truth is here before Python sends it as shapes, after the commitment.

const NS = "http://www.w3.org/2000/svg";
const ENDS = ["upper", "lower"];
const PARTS = ["whole", "left", "right"];
const PART_WORDS = { whole: "whole line", left: "end at the image's left", right: "end at the image's right" };
const HIT = { mouse: 11, pen: 14, touch: 26 };  // pixels around a handle that take hold of it
const CLICK = 4;  // pixels a pointer may stray while it clicks
const SHORTEST = 8;  // pixels of the stage: a shorter stroke is a slip
const PAUSE = 300;  // ms after the last key until what was drawn is sent
const ZOOM = { least: 0.05, most: 40, step: 1.25, twice: 2.5 };
const LAID = { upper: 0.35, lower: 0.65, length: 90 };  // where a key lays a line on the stage
const LENS = { size: 190, zoom: 3, least: 3 };

const add = (a, b) => [a[0] + b[0], a[1] + b[1]];
const sub = (a, b) => [a[0] - b[0], a[1] - b[1]];
const times = (a, factor) => [a[0] * factor, a[1] * factor];
const size = (a) => Math.hypot(a[0], a[1]);
const middle = (a, b) => times(add(a, b), 0.5);
const fromSegment = (point, a, b) => {
  const along = sub(b, a), length = size(along) ** 2 || 1;
  const way = sub(point, a), share = (way[0] * along[0] + way[1] * along[1]) / length;
  return size(sub(point, add(a, times(along, Math.max(0, Math.min(1, share))))));
};

class MeasuringFilm {
  constructor(root) {
    this.root = root.querySelector(".measuring");
    this.stage = root.querySelector(".stage");
    this.picture = root.querySelector(".film image");
    this.marks = root.querySelector(".marks");
    this.lens = root.querySelector(".lens");
    this.status = root.querySelector(".status");
    this.data = null;
    this.own = { upper: {}, lower: {}, side: null };  // level and line, [[row, column], [row, column]]
    this.active = "upper";
    this.part = "whole";
    this.drag = null;
    this.pointers = new Map();
    this.view = { k: 1, x: 0, y: 0, mirrored: false, fitted: true };
    this.grey = { window: 100, level: 50, invert: false };
    this.sent = 0;
    this.listen();
    new ResizeObserver(() => (this.view.fitted ? this.fit() : this.draw())).observe(this.stage);
  }

  // ------------------------------------------------------------ between browser and Python

  receive(data, send) {
    const film = this.data?.film !== data.film;
    const begun = film || this.data?.epoch !== data.epoch || this.data?.open !== data.open;
    this.send = send;
    this.data = data;
    if (film) this.showFilm();
    if (begun) this.begin();
    this.updateBar();
    this.say();
    this.draw();
  }

  begin() {
    const { upper, lower, side } = this.data.draft;
    this.own = { upper: { ...upper }, lower: { ...lower }, side: side ?? null };
    this.sent = this.data.seen ?? 0;
    this.drag = null;
    this.part = "whole";
    this.active = this.own.upper.line && !this.own.lower.line ? "lower" : "upper";
    this.root.classList.toggle("told", !this.data.open);
    if (this.data.open) this.offer();
  }

  offer() {
    for (const end of ENDS) {
      this.fill(`[data-level=${end}]`, this.data.levels.map((name) => [name, name]), this.own[end].level);
    }
    this.fill("[data-side]", this.data.sides, this.own.side);
  }

  fill(which, options, chosen) {
    const select = this.root.querySelector(which);
    const choices = [["", "choose"], ...options].map(([value, words]) => {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = words;
      option.selected = value === (chosen ?? "");
      return option;
    });
    select.replaceChildren(...choices);
  }

  tell(commit = false) {
    clearTimeout(this.timer);
    this.timer = null;
    this.sent += 1;
    const { upper, lower, side } = this.own;
    this.send({ epoch: this.data.epoch, id: this.sent, commit, upper, lower, side });
  }

  missing() {
    const { upper, lower, side } = this.own, wanted = [];
    if (!upper.line) wanted.push("upper line");
    if (!lower.line) wanted.push("lower line");
    if (!upper.level) wanted.push("upper name");
    if (!lower.level) wanted.push("lower name");
    if (!side) wanted.push("side");
    return wanted;
  }

  // ------------------------------------------------------------ film, screen and back

  get aspect() { return this.data.aspect; }
  xy([row, column]) { return [column, row * this.aspect]; }
  point([x, y]) { return [y / this.aspect, x]; }

  toScreen(point) {
    const [x, y] = this.xy(point), { k, mirrored } = this.view, width = this.data.shape[1];
    return [this.view.x + k * (mirrored ? width - 1 - x : x), this.view.y + k * y];
  }

  toFilm([sx, sy]) {
    const { k, mirrored } = this.view, x = (sx - this.view.x) / k;
    return this.point([mirrored ? this.data.shape[1] - 1 - x : x, (sy - this.view.y) / k]);
  }

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
    const k = Math.max(ZOOM.least, Math.min(ZOOM.most, this.view.k * factor));
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
      image.setAttribute("href", this.data.src);
      image.setAttribute("x", -0.5);
      image.setAttribute("y", -0.5 * this.aspect);
      image.setAttribute("width", columns);
      image.setAttribute("height", rows * this.aspect);
    }
    this.stage.setAttribute("aria-label", this.data.label);
    this.fit();
  }

  draw() {
    if (!this.data || !this.stage.clientWidth) return;
    const { k, x, y, mirrored } = this.view, width = this.data.shape[1];
    this.picture.setAttribute("transform", mirrored
      ? `translate(${x + k * (width - 1)} ${y}) scale(${-k} ${k})`
      : `translate(${x} ${y}) scale(${k})`);
    this.picture.style.filter = this.greyFilter();
    const truth = this.data.shapes.map((own) => this.drawShape(own));
    this.marks.replaceChildren(...truth, ...ENDS.flatMap((end) => this.drawOwn(end)));
    this.writeSides();
    this.writeAngle();
    this.drawLens();
  }

  greyFilter() {
    // Filter Effects Module: together (g - level + window / 2) / window, as webapp/style.py has it.
    const { window: width, level, invert } = this.grey;
    if (width === 100 && level === 50 && !invert) return "none";
    const grey = `brightness(${50 / level}) contrast(${(2 * level) / width})`;
    return invert ? `${grey} invert(1)` : grey;
  }

  drawShape({ kind, points, style, words, anchor }) {
    const places = points.map((point) => this.toScreen(point));
    if (kind === "line") return line(...places, style);
    if (kind === "dot") return shape("circle", { class: style, cx: places[0][0], cy: places[0][1], r: 5 });
    if (kind === "text") return this.drawText(places[0], words, style, anchor);
    return shape(kind, { class: style, points: places.map((place) => place.join()).join(" ") });
  }

  drawText([x, y], words, style, anchor) {
    const flipped = { start: "end", end: "start", middle: "middle" };
    const align = this.view.mirrored ? flipped[anchor] : anchor;
    const node = shape("text", { x, y: y + 4, class: style, "text-anchor": align });
    words.forEach((own, i) => {
      const row = shape("tspan", { x, dy: i ? 17 : 0 });
      row.textContent = own;
      node.append(row);
    });
    return node;
  }

  drawOwn(end) {
    const own = this.own[end].line;
    if (!own) return [];
    const [a, b] = own.map((point) => this.toScreen(point)), { open } = this.data;
    const chosen = open && this.active === end;
    const drawn = line(a, b, `own${open ? "" : " fixed"}${chosen && this.part === "whole" ? " part" : ""}`);
    drawn.dataset.own = end;
    const name = this.own[end].level ?? end;
    const atRight = !open && (this.data.beside === "right") !== this.view.mirrored;
    const [x, y] = (a[0] <= b[0]) === atRight ? b : a;
    const words = text([x + (atRight ? 10 : -10), y + 4], open ? name : `your ${name}`, "yours");
    words.setAttribute("text-anchor", atRight ? "start" : "end");
    if (!open) return this.data.quiet ? [drawn] : [drawn, words];
    const image = this.leftFirst(own);
    return [drawn, words, ...own.map((point, i) => {
      const [cx, cy] = this.toScreen(point), part = image[i];
      return shape("circle", {
        class: `grip${chosen && this.part === part ? " part" : ""}`, cx, cy, r: chosen ? 5.5 : 4,
        "data-grip": `${end}-${part}`,
      });
    })];
  }

  leftFirst(own) {
    // Which end of a line is "left" and "right" on the image, whichever was drawn first.
    return own[0][1] <= own[1][1] ? ["left", "right"] : ["right", "left"];
  }

  drawLens() {
    const at = this.lensAt();
    this.lens.toggleAttribute("hidden", !at);
    if (!at) { this.lens.querySelector("g").replaceChildren(); return; }
    const k = Math.max(LENS.least, LENS.zoom * this.view.k), half = LENS.size / 2;
    const width = this.data.shape[1], [x, y] = this.xy(at), { mirrored } = this.view;
    const sx = mirrored ? width - 1 - x : x;
    const image = this.lens.querySelector("image");
    image.setAttribute("transform", mirrored
      ? `translate(${half - k * (sx - (width - 1))} ${half - k * y}) scale(${-k} ${k})`
      : `translate(${half - k * x} ${half - k * y}) scale(${k})`);
    image.style.filter = this.greyFilter();
    const toLens = (point) => {
      const [px, py] = this.xy(point);
      return [half + k * ((mirrored ? width - 1 - px : px) - sx), half + k * (py - y)];
    };
    const drawn = ENDS.map((end) => this.own[end].line).filter(Boolean)
      .map((own) => line(...own.map(toLens), "own"));
    this.lens.querySelector("g").replaceChildren(
      ...drawn,
      line([half - 14, half], [half - 4, half], "cross"),
      line([half + 4, half], [half + 14, half], "cross"),
      line([half, half - 14], [half, half - 4], "cross"),
      line([half, half + 4], [half, half + 14], "cross"),
    );
    const [screenX, screenY] = this.toScreen(at);
    const under = screenX > this.room[0] - LENS.size - 60 && screenY < LENS.size + 90;
    this.lens.classList.toggle("at-left", under);
  }

  lensAt() {
    if (this.drag?.kind === "end" && this.drag.moving) return this.own[this.drag.end].line[this.drag.index];
    if (this.timer && this.part !== "whole") return this.own[this.active].line?.[this.index(this.part)];
    return null;
  }

  writeSides() {
    const { right } = this.data, { mirrored } = this.view;
    const [left, other] = ["left", "right"].map((name) => this.root.querySelector(`.side-letter.${name}`));
    const button = this.root.querySelector('[data-view="mirror"]');
    const tag = this.root.querySelector(".seen-from");
    if (!right) {
      left.textContent = other.textContent = "";
      tag.textContent = mirrored ? "Mirrored; side not stated" : "Side not stated";
      button.textContent = "Mirror";
      return;
    }
    const rightAtLeft = (right === "left") !== mirrored;
    left.textContent = rightAtLeft ? "R" : "L";
    other.textContent = rightAtLeft ? "L" : "R";
    tag.textContent = `Seen from ${rightAtLeft ? "the front" : "behind"}${mirrored ? ", mirrored" : ""}`;
    button.textContent = rightAtLeft ? "View from behind" : "View from the front";
  }

  writeAngle() {
    const tag = this.root.querySelector(".own-angle"), { upper, lower } = this.own;
    if (!this.data.open || !upper.line || !lower.line) { tag.textContent = ""; return; }
    const along = ({ line: own }) => {
      const [a, b] = [...own].sort((p, q) => p[1] - q[1]).map((point) => this.xy(point));
      return sub(b, a);
    };
    const [ax, ay] = along(upper), [bx, by] = along(lower);
    const angle = Math.abs((Math.atan2(ax * by - ay * bx, ax * bx + ay * by) * 180) / Math.PI);
    tag.textContent = `Between your lines ${angle.toFixed(1)}°`;
  }

  updateBar() {
    const { open } = this.data;
    this.root.querySelector(".bar").hidden = !open;
    if (!open) return;
    for (const end of ENDS) {
      const button = this.root.querySelector(`[data-line=${end}]`), own = this.own[end].line;
      button.setAttribute("aria-pressed", this.active === end);
      button.textContent = own ? "Line drawn" : "Draw line";
      button.setAttribute("aria-label", `${own ? "Change" : "Draw"} the ${end} line`);
    }
    this.root.querySelector("[data-commit]").disabled = this.missing().length > 0;
  }

  say(words) {
    const refused = !words && this.data.said;
    this.status.textContent = words || this.data.said || this.hint();
    this.status.classList.toggle("refused", !!refused);
  }

  hint() {
    if (!this.data.open) return "";
    const own = this.own[this.active].line;
    if (!own) {
      const plate = this.active === "upper" ? "superior endplate of the upper" : "inferior endplate of the lower";
      const first = this.view.fitted ? "Double-click to zoom in, then drag" : "Drag";
      return `${first} along the ${plate} end vertebra.`;
    }
    const wanted = this.missing();
    if (this.timer) return `The ${this.active} line, ${PART_WORDS[this.part]}.`;
    if (wanted.length) return `Still to come: ${wanted.join(", ")}.`;
    return "Complete: check it, then commit. The truth is shown after that.";
  }

  // ------------------------------------------------------------ pointers

  listen() {
    const { stage } = this;
    stage.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.follow(event));
    stage.addEventListener("pointerup", (event) => this.release(event));
    stage.addEventListener("pointercancel", (event) => this.cancel(event));
    stage.addEventListener("contextmenu", (event) => event.preventDefault());
    stage.addEventListener("dblclick", (event) => {
      const at = this.onStage(event);
      if (this.data.open && this.hit(at, "mouse")) return;
      this.zoom(ZOOM.twice, at);
      this.say();
    });
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      const step = event.deltaMode ? event.deltaY * 33 : event.deltaY;
      this.zoom(Math.exp(-step * 0.0016), this.onStage(event));
    }, { passive: false });
    stage.addEventListener("keydown", (event) => this.key(event));
    stage.addEventListener("keyup", (event) => { if (event.key === " ") this.space = false; });
    stage.addEventListener("blur", () => { this.space = false; if (this.timer) this.tell(); });
    for (const button of this.root.querySelectorAll("[data-line]")) {
      button.addEventListener("click", () => {
        this.choose(button.dataset.line);
        stage.focus({ preventScroll: true });
      });
    }
    for (const select of this.root.querySelectorAll("[data-level]")) {
      select.addEventListener("change", () => {
        this.own[select.dataset.level].level = select.value || null;
        this.changed();
      });
    }
    this.root.querySelector("[data-side]").addEventListener("change", (event) => {
      this.own.side = event.target.value || null;
      this.changed();
    });
    this.root.querySelector("[data-commit]").addEventListener("click", () => this.tell(true));
    for (const button of this.root.querySelectorAll("[data-view]")) {
      button.addEventListener("click", () => this.look(button.dataset.view));
    }
    for (const input of this.root.querySelectorAll("[data-grey]")) {
      input.addEventListener("input", () => {
        this.grey[input.dataset.grey] = input.type === "checkbox" ? input.checked : +input.value;
        this.draw();
      });
    }
    const menus = [...this.root.querySelectorAll("details")];
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

  hit(at, pointer) {
    const reach = HIT[pointer] ?? HIT.mouse;
    let best = null;
    for (const end of this.active === "upper" ? ENDS : [...ENDS].reverse()) {
      const own = this.own[end].line?.map((point) => this.toScreen(point));
      if (!own) continue;
      own.forEach((place, index) => {
        const far = size(sub(place, at));
        if (far < reach && far < (best?.far ?? Infinity)) best = { kind: "end", end, index, far };
      });
      if (!best && fromSegment(at, ...own) < reach * 0.7) best = { kind: "whole", end, far: 0 };
    }
    return best;
  }

  press(event) {
    const at = this.onStage(event);
    this.stage.focus({ preventScroll: true });
    this.stage.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, at);
    if (this.pointers.size === 2) return this.pinch();
    if (this.drag) return undefined;
    if (event.button === 1) event.preventDefault();
    const start = { at, id: event.pointerId, view: { ...this.view } };
    const hit = this.data.open && event.button === 0 && !this.space
      ? this.hit(at, event.pointerType) : null;
    if (event.button === 2) this.drag = { kind: "grey", ...start, grey: { ...this.grey } };
    else if (hit) {
      this.active = hit.end;
      this.part = hit.kind === "end" ? this.leftFirst(this.own[hit.end].line)[hit.index] : "whole";
      this.drag = { ...hit, ...start, before: structuredClone(this.own[hit.end].line) };
    } else if (this.data.open && event.button === 0 && !this.space && !this.own[this.active].line) {
      this.drag = { kind: "end", end: this.active, index: 1, ...start, before: null };
    } else this.drag = { kind: "pan", ...start };
    this.updateBar();
    return this.draw();
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
    if (!drag) return;
    if (drag.kind === "pinch") {
      const [a, b] = [...this.pointers.values()];
      const apart = size(sub(a, b)), about = middle(a, b), step = sub(about, drag.about);
      this.view.x += step[0];
      this.view.y += step[1];
      this.zoom(apart / drag.apart, about);
      Object.assign(drag, { apart, about });
      return;
    }
    if (event.pointerId !== drag.id) return;
    const way = sub(at, drag.at);
    if (!drag.moving && size(way) < CLICK) return;
    drag.moving = true;
    if (drag.kind === "pan") {
      Object.assign(this.view, { x: drag.view.x + way[0], y: drag.view.y + way[1], fitted: false });
    } else if (drag.kind === "grey") {
      this.setGrey(drag.grey.window + way[0] / 3, drag.grey.level - way[1] / 6);
    } else this.moveBy(drag, at);
    this.draw();
  }

  moveBy({ kind, end, index, before, at: from }, at) {
    const start = this.toFilm(from), way = sub(this.toFilm(at), start);
    const line = before ? before.map((point) => [...point]) : [start, start];
    for (const own of kind === "end" ? [index] : [0, 1]) line[own] = add(line[own], way);
    this.own[end].line = line;
  }

  hover(at) {
    const hit = this.data.open ? this.hit(at, "mouse") : null;
    const draws = this.data.open && !this.own[this.active].line;
    this.stage.style.cursor = hit ? (hit.kind === "end" ? "crosshair" : "move") : draws ? "crosshair" : "grab";
  }

  release(event) {
    this.pointers.delete(event.pointerId);
    const { drag } = this;
    if (!drag || (drag.id !== undefined && drag.id !== event.pointerId)) return;
    this.drag = null;
    if (drag.end && drag.moving) this.drawn(drag);
    else { this.updateBar(); this.say(); }
    this.draw();
  }

  drawn({ end, before }) {
    const [a, b] = this.own[end].line.map((point) => this.toScreen(point));
    if (size(sub(a, b)) < SHORTEST) {
      this.own[end].line = before ?? undefined;
      this.say("That was too short for a line: drag from one end of the endplate to the other.");
      return;
    }
    if (!before) this.next(end);
    this.changed();
  }

  next(end) {
    const other = end === "upper" ? "lower" : "upper";
    if (!this.own[other].line) this.choose(other);
  }

  cancel(event) {
    this.pointers.delete(event.pointerId);
    this.undoDrag();
  }

  undoDrag() {
    const { drag } = this;
    if (drag?.end) this.own[drag.end].line = drag.before ?? undefined;
    this.drag = null;
    this.draw();
  }

  changed() {
    this.data.said = "";
    this.updateBar();
    this.say();
    this.draw();
    this.tell();
  }

  // ------------------------------------------------------------ commands and keys

  choose(end, part = "whole") {
    this.active = end;
    this.part = part;
    this.updateBar();
    this.say();
    this.draw();
  }

  look(what) {
    if (what === "fit") this.fit();
    if (what === "in") this.zoom(ZOOM.step);
    if (what === "out") this.zoom(1 / ZOOM.step);
    if (what === "mirror") {
      const centre = this.toFilm(times(this.room, 0.5));
      this.view.mirrored = !this.view.mirrored;
      const shift = sub(times(this.room, 0.5), this.toScreen(centre));
      if (!this.view.fitted) this.view.x += shift[0];
      this.draw();
    }
  }

  setGrey(window, level) {
    this.grey.window = Math.max(5, Math.min(200, window));
    this.grey.level = Math.max(5, Math.min(95, level));
    for (const input of this.root.querySelectorAll("[data-grey]")) {
      if (input.type !== "checkbox") input.value = this.grey[input.dataset.grey];
    }
  }

  key(event) {
    if (event.target !== this.stage) return;
    const handled = this.handleKey(event);
    if (handled) event.preventDefault();
    if (handled || event.key !== "Tab") event.stopPropagation();
  }

  handleKey({ key, shiftKey: shift, ctrlKey, metaKey, altKey }) {
    if (ctrlKey || metaKey || altKey) return false;
    if (key === " ") { this.space = true; return true; }
    if (key === "+" || key === "=") { this.zoom(ZOOM.step); return true; }
    if (key === "-") { this.zoom(1 / ZOOM.step); return true; }
    if (key === "0") { this.fit(); return true; }
    if (!this.data.open) return false;
    if (key === "Escape") { if (this.drag) this.undoDrag(); return true; }
    if (key === "1" || key === "2") return this.lay(ENDS[key - 1]);
    if (!this.own[this.active].line) return false;
    if (key === "Enter") {
      this.choose(this.active, PARTS[(PARTS.indexOf(this.part) + 1) % PARTS.length]);
      this.say(`The ${this.active} line, ${PART_WORDS[this.part]}.`);
      return true;
    }
    if (key === "Delete" || key === "Backspace") {
      this.own[this.active].line = undefined;
      this.changed();
      return true;
    }
    const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    if (key in steps) return this.nudge(times(steps[key], shift ? 10 : 1));
    const turns = { "[": -0.5, "]": 0.5, "{": -5, "}": 5 };
    if (key in turns) return this.turn(turns[key]);
    return false;
  }

  lay(end) {
    // Chooses a line; where there is none, lays one level across the middle of what is seen.
    this.choose(end);
    if (this.own[end].line) return true;
    const [width, height] = this.room, y = LAID[end] * height;
    this.own[end].line = [-1, 1].map((way) => this.toFilm([width / 2 + (way * LAID.length) / 2, y]));
    this.changed();
    return true;
  }

  index(part) { return this.leftFirst(this.own[this.active].line).indexOf(part); }

  nudge(way) {
    const [down, across] = this.view.mirrored ? [way[0], -way[1]] : way;
    const moved = this.part === "whole" ? [0, 1] : [this.index(this.part)];
    this.change((point, i) => (moved.includes(i) ? add(point, [down, across]) : point));
    return true;
  }

  turn(degrees) {
    const own = this.own[this.active].line.map((point) => this.xy(point)), about = middle(...own);
    const angle = ((this.view.mirrored ? -degrees : degrees) * Math.PI) / 180;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    this.change((point, i) => {
      const [x, y] = sub(own[i], about);
      return this.point(add(about, [c * x - s * y, s * x + c * y]));
    });
    return true;
  }

  change(move) {
    // Keys pressed in a row are sent once.
    const { active } = this;
    this.own[active].line = this.own[active].line.map(move);
    this.data.said = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.tell(); this.say(); this.draw(); }, PAUSE);
    this.updateBar();
    this.say();
    this.draw();
  }
}

function shape(name, attributes) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function line([x1, y1], [x2, y2], style) { return shape("line", { x1, y1, x2, y2, class: style }); }

function text([x, y], words, style) {
  const node = shape("text", { x, y, class: style });
  node.textContent = words;
  return node;
}

export default function ({ parentElement, data, setStateValue }) {
  const stage = parentElement.querySelector(".stage");
  stage.film ??= new MeasuringFilm(parentElement);
  stage.film.receive(data, (value) => setStateValue("measured", value));
}
