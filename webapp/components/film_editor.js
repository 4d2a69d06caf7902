// The film in the browser: looked at, and corrected with mouse, fingers or keys.
//
// It stands on a FilmStage (film_stage.js), which says what points are and moves, zooms and turns the
// film.
//
// Every edit is a numbered request. The browser shows its outcome at once and sends all requests
// that Python has not yet seen, so none is lost when one follows quickly on another. Python
// answers with the number it has seen and the outlines as they are now. A new epoch means that
// what the browser holds is void.

const PLATES = { superior: [0, 1], inferior: [3, 2] };
const PARTS = ["whole", "superior", "inferior", "0", "1", "2", "3"];
const PART_WORDS = {
  whole: "whole vertebra", superior: "superior endplate", inferior: "inferior endplate",
  0: "superior corner, image left", 1: "superior corner, image right",
  2: "inferior corner, image right", 3: "inferior corner, image left",
};
// A mark's name begins with its kind; pedicles are marked once a vertebra, as "pedicles T5".
const MARKS = {
  c7_centre: { name: "C7", ask: ["the centre of C7"] },
  s1_endplate: { name: "S1", ask: ["one end of the superior endplate of S1", "its other end"] },
  iliac_crests: {
    name: "Iliac crest", ask: ["the highest point of one iliac crest", "that of the other"],
  },
  pedicles: { ask: ["the centre of one pedicle", "that of the other"] },
  pedicles_and_borders: {
    ask: ["the centre of one pedicle", "its medial border", "the medial border of the other",
      "its centre"],
  },
};
const PEDICLES = "pedicles";
const levelOf = (mark) => (mark.startsWith(PEDICLES) ? mark.slice(PEDICLES.length + 1) : null);
const nameOf = (mark) => (levelOf(mark) 
  ? said("Pedicles of {level}", { level: levelOf(mark) }) : said(MARKS[mark].name));
const HIT = { mouse: 11, pen: 14, touch: 24 };  // pixels around a handle that take hold of it
const NUDGE_PAUSE = 350;  // ms after the last arrow key until the nudges become one edit
const TURN_REACH = 0.3;  // of an endplate's length, from its end to the dot that turns it
const COBB_REACH = 1.3;  // of an endplate's length, beyond both ends

// ---------------------------------------------------------------- geometry, in [x, y]

const angleOf = (a) => Math.atan2(a[1], a[0]);
const normal = ([x, y]) => times([-y, x], 1 / Math.hypot(x, y));

// ---------------------------------------------------------------- the editor

class Editor extends FilmStage {
  constructor(root) {
    super(root);
    this.bodies = [];  // corners of each vertebra, [row, column]
    this.landmarks = {};
    this.queue = [];  // requests that Python has not answered
    this.chosen = null;  // { body: index } or { mark: name, point: index }
    this.mode = null;  // { add: true } or { mark: name, points: [] }
    this.layers = new Set(
      [...root.querySelectorAll("[data-layer]:checked")].map((box) => box.dataset.layer));
    this.listen();
  }

  // ------------------------------------------------------------ between browser and Python

  receive(data, send) {
    const first = this.data === null;
    const film = first || data.film !== this.data.film;
    const turned = film || data.mirrored !== this.data.mirrored;  // else as a person left it
    const void_ = first || data.epoch !== this.data.epoch;
    this.send = send;
    this.data = data;
    if (turned) this.view.mirrored = data.mirrored;
    if (film) this.showFilm();
    else if (turned) this.fit();
    this.queue = void_ ? [] : this.queue.filter((request) => request.id > data.seen);
    if (void_) this.drag = this.nudged = null;
    if (void_ || first) this.lastId = Math.max(this.lastId ?? 0, data.seen);
    if (!this.queue.length && !this.drag && !this.nudged) this.takeOutlines();
    this.updateBar();
    this.say(data.said, data.refused);
    this.draw();
  }

  takeOutlines() {
    this.bodies = this.data.vertebrae.map((vertebra) => vertebra.corners);
    this.landmarks = structuredClone(this.data.landmarks);
    if (this.chooseNext !== undefined) {
      this.chosen = this.chooseNext === null ? null : { body: this.chooseNext };
      this.chooseNext = undefined;
    }
    const { body, mark } = this.chosen ?? {};
    if (body >= this.bodies.length || (mark && !this.landmarks[mark])) this.chosen = null;
    this.waiting = false;
    this.stage.classList.remove("waiting");
  }

  ask(request) {
    this.lastId += 1;
    this.queue.push({ id: this.lastId, ...request });
    if (!["move", "mark"].includes(request.do)) {  // names or count may change: wait for them
      this.waiting = true;
      this.stage.classList.add("waiting");
    }
    this.send({ epoch: this.data.epoch, requests: this.queue });
  }

  moved(index) {
    this.ask({ do: "move", level: this.level(index), corners: this.bodies[index] });
  }

  level(index) { return this.data.vertebrae[index].level; }

  // ------------------------------------------------------------ where the film lies

  zoomTo(index) {
    const [a, b] = this.bodies[index].map((corner) => this.xy(corner));
    const k = (0.24 * this.room[0]) / size(sub(b, a));
    this.zoom(Math.min(k, FILM_ZOOM.most) / this.view.k);
    this.centreOn(index);
  }

  centreOn(index) {
    const at = middle(...this.bodies[index].map((corner) => this.toScreen(corner)));
    const shift = sub(times(this.room, 0.5), at);
    this.view.x += shift[0];
    this.view.y += shift[1];
    this.view.fitted = false;
    this.draw();
  }

  keepInView(index) {
    const [x, y] = middle(...this.bodies[index].map((corner) => this.toScreen(corner)));
    const [width, height] = this.room;
    if (x < 20 || y < 20 || x > width - 20 || y > height - 20) this.centreOn(index);
  }

  // ------------------------------------------------------------ drawing

  draw() {
    if (!this.data || !this.stage.clientWidth) return;
    this.placePicture();
    this.overlay.replaceChildren(...this.drawing());
    this.writeSides();
    this.drawLens(60);
  }

  drawing() {
    const shapes = [];
    const show = (layer, make) => { if (this.layers.has(layer)) shapes.push(...make()); };
    show("outlines", () => this.bodies.map((corners, i) => this.drawBody(corners, i)));
    show("endplates", () => this.bodies.flatMap((corners, i) => this.drawPlates(corners, i)));
    show("centre", () => [this.drawCentreLine()]);
    show("cobb", () => this.data.angles.flatMap((angle) => this.drawAngle(angle)));
    show("names", () => this.bodies.map((corners, i) => this.drawName(corners, i)));
    show("marks", () => Object.entries(this.landmarks).flatMap((mark) => this.drawMark(...mark)));
    if (this.chosen?.body !== undefined && !this.mode) shapes.push(...this.drawHandles());
    if (this.mode) shapes.push(...this.drawMode());
    return shapes;
  }

  drawBody(corners, i) {
    const state = this.data.vertebrae[i]?.state ?? "sure";
    const chosen = this.chosen?.body === i ? " chosen" : this.hovered === i ? " hover" : "";
    return shape("polygon", {
      class: `body ${state}${chosen}`, "data-level": this.level(i),
      points: corners.map((corner) => this.toScreen(corner).join()).join(" "),
    });
  }

  drawPlates(corners, i) {
    return Object.entries(PLATES).map(([name, [left, right]]) => {
      const chosen = this.chosen?.body === i && this.part === name ? " chosen" : "";
      return line(this.toScreen(corners[left]), this.toScreen(corners[right]), `plate${chosen}`);
    });
  }

  drawCentreLine() {
    const centres = this.bodies.map((corners) => middle(...corners.map((c) => this.toScreen(c))));
    return shape("polyline", { class: "centre", points: centres.map((c) => c.join()).join(" ") });
  }

  drawAngle({ upper, lower, colour, levels, words }) {
    if (!this.bodies[upper] || !this.bodies[lower]) return [];
    const [a, b] = PLATES.superior.map((corner) => this.toScreen(this.bodies[upper][corner]));
    const [c, d] = PLATES.inferior.map((corner) => this.toScreen(this.bodies[lower][corner]));
    const lines = [[a, b], [c, d]].map(([from, to]) => {
      const reach = times(sub(to, from), COBB_REACH);
      const drawn = line(sub(from, reach), add(to, reach), "cobb");
      drawn.setAttribute("stroke", colour);
      return drawn;
    });
    const between = this.bodies.slice(upper, lower + 1)
      .map((corners) => middle(...corners.map((corner) => this.toScreen(corner))));
    const ends = middle(between[0], between.at(-1)), at = middle(...between);
    const reach = 1.5 * size(sub(b, a)) + 44;
    const room = this.room[0];
    const x = Math.max(46, Math.min(room - 46, at[0] + (at[0] >= ends[0] ? reach : -reach)));
    const label = text([x, at[1]], "", "angle");
    label.setAttribute("fill", colour);
    label.style.fill = colour;
    const live = this.drag || this.nudged || this.queue.length ? this.angleNow(upper, lower) : words;
    label.append(tspan(x, 0, live, ""), tspan(x, 16, levels, "levels"));
    return [...lines, label];
  }

  angleNow(upper, lower) {
    const along = (body, plate) => {
      const [left, right] = PLATES[plate].map((corner) => this.xy(this.bodies[body][corner]));
      return sub(right, left);
    };
    const [ax, ay] = along(upper, "superior"), [bx, by] = along(lower, "inferior");
    const angle = Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
    return `${Math.abs((angle * 180) / Math.PI).toFixed(0)}°`;
  }

  drawName(corners, i) {
    const end = this.data.angles.find(
      (angle) => angle.upper === i || angle.lower === i);
    const places = corners.map((corner) => this.toScreen(corner));
    const left = this.view.mirrored ? middle(places[1], places[2]) : middle(places[0], places[3]);
    const name = text([left[0] - 9, left[1] + 4], this.data.vertebrae[i].label, end ? "end" : "");
    name.setAttribute("text-anchor", "end");
    if (end) name.style.fill = end.colour;
    return name;
  }

  drawMark(name, points) {
    const places = points.map((point) => this.toScreen(point)), pedicles = levelOf(name);
    const r = pedicles ? 3.5 : 5;
    const shapes = places.map(([cx, cy], i) => {
      const chosen = this.chosen?.mark === name && this.chosen.point === i ? " chosen" : "";
      return shape("circle", { class: `mark dot${chosen}`, cx, cy, r, "data-mark": name });
    });
    if (pedicles) return shapes;
    if (places.length === 2) shapes.unshift(line(...places, "mark"));
    const right = places.reduce((a, b) => (a[0] > b[0] ? a : b));
    return [...shapes, text([right[0] + 9, right[1] + 4], MARKS[name].name, "")];
  }

  handles(i) {
    // Where the chosen vertebra can be taken hold of, in pixels of the stage.
    const corners = this.bodies[i].map((corner) => this.toScreen(corner));
    const dots = corners.map((at, corner) => ({ at, part: String(corner), kind: "corner" }));
    for (const [part, [left, right]] of Object.entries(PLATES)) {
      const reach = sub(corners[right], corners[left]);
      const out = times(reach, TURN_REACH + 10 / Math.max(1, size(reach)));
      dots.push({ at: sub(corners[left], out), part, end: left, kind: "turn" });
      dots.push({ at: add(corners[right], out), part, end: right, kind: "turn" });
    }
    // The ring stands at the screen's right, as names stand at its left.
    const [above, below] = this.view.mirrored ? [0, 3] : [1, 2];
    const side = middle(corners[above], corners[below]), centre = middle(...corners);
    const out = times(sub(side, centre), 1 + 30 / Math.max(1, size(sub(side, centre))));
    dots.push({ at: add(centre, out), part: "whole", kind: "ring", from: side });
    return dots;
  }

  drawHandles() {
    const { body } = this.chosen;
    const corners = this.bodies[body].map((corner) => this.toScreen(corner));
    const r = Math.max(3.2, Math.min(6, 0.16 * size(sub(corners[0], corners[3]))));
    const arms = [], dots = [];
    for (const { at, part, end, kind, from } of this.handles(body)) {
      if (kind !== "corner") arms.push(line(from ?? corners[end], at, "arm"));
      const chosen = kind === "corner" && part === this.part ? " chosen" : "";
      dots.push(shape("circle", {
        class: `${kind}${chosen}`, cx: at[0], cy: at[1], r: kind === "corner" ? r : r * 0.85,
        "data-handle": kind === "turn" ? `turn-${end}` : kind === "ring" ? "ring" : `corner-${part}`,
      }));
    }
    return [...arms, ...dots];
  }

  drawMode() {
    if (this.mode.mark) {
      return this.mode.points.map((point) => {
        const [cx, cy] = this.toScreen(point);
        return shape("circle", { class: "mark dot chosen", cx, cy, r: 5 });
      });
    }
    const ghost = this.mode.place === undefined ? null : this.guess(this.mode.place);
    return ghost ? [shape("polygon", {
      class: "ghost", points: ghost.map((corner) => this.toScreen(corner).join()).join(" "),
    })] : [];
  }

  lensShapes(toLens) {
    return this.bodies.map((corners, i) => shape("polygon", {
      class: `body ${this.data.vertebrae[i].state}${this.chosen?.body === i ? " chosen" : ""}`,
      style: "fill: none", points: corners.map((corner) => toLens(corner).join()).join(" "),
    }));
  }

  lensAt() {
    if (this.drag?.kind === "corner") return this.bodies[this.drag.body][this.drag.corner];
    if (this.drag?.kind === "turn") return this.bodies[this.drag.body][this.drag.end];
    if (this.drag?.kind === "mark") return this.landmarks[this.drag.mark][this.drag.point];
    if (this.mode?.mark && this.mode.at) return this.mode.at;
    if (this.nudged && this.part in "0123".split("")) {
      return this.bodies[this.nudged.body][this.part];
    }
    return null;
  }

  updateBar() {
    const { data, chosen } = this, body = chosen?.body;
    const able = {
      undo: data.can_undo, redo: data.can_redo, reset: data.can_reset, add: true,
      delete: body !== undefined || chosen?.mark, suggest: body !== undefined,
    };
    for (const [what, can] of Object.entries(able)) {
      this.root.querySelector(`[data-do="${what}"]`).disabled = !can;
    }
    for (const button of this.root.querySelectorAll(`button[data-mark^="${PEDICLES}"]`)) {
      button.disabled = body === undefined;
    }
    this.root.querySelector('[data-do="add"]').setAttribute("aria-pressed", !!this.mode?.add);
    const names = this.root.querySelector("[data-rename]");
    names.disabled = body === undefined;
    names.replaceChildren(...(body === undefined ? [] : data.names).map((name) => {
      const option = document.createElement("option");
      option.textContent = name;
      option.selected = name === data.vertebrae[body].level;
      return option;
    }));
    this.stage.setAttribute("aria-label", data.label);
  }

  say(words, refused = false) {
    this.status.textContent = words || this.hint();
    this.status.classList.toggle("refused", !!refused);
  }

  hint() {
    if (this.mode?.add) {
      return said(
        "Click where a vertebra is missing; Enter adds one above the chosen level; Escape stops.");
    }
    if (this.mode?.mark) {
      const { mark, ask, points } = this.mode, level = levelOf(mark);
      const what = said(ask[points.length]);
      return level ? said("Click {what} of {level}; Escape stops.", { what, level })
        : said("Click {what}; Escape stops.", { what });
    }
    const { body, mark } = this.chosen ?? {};
    if (mark) return said("{name}: drag it, or nudge it with the arrow keys.", { name: nameOf(mark) });
    if (body === undefined) return said("Click a vertebra, or press Tab, to correct it.");
    const part = this.part === "whole" ? "" : ` (${said(PART_WORDS[this.part])})`;
    return `${this.data.vertebrae[body].words}${part}`;
  }

  // ------------------------------------------------------------ choosing

  choose(chosen, part = "whole") {
    this.finishKeys();
    this.chosen = chosen;
    this.part = part;
    this.updateBar();
    this.say("");
    this.draw();
  }

  leaveMode() {
    this.mode = null;
    this.updateBar();
    this.say("");
    this.draw();
  }

  enterMode(mode) {
    this.finishKeys();
    this.mode = mode;
    this.updateBar();
    this.say("");
    this.stage.focus({ preventScroll: true });
    this.draw();
  }

  hit(at, pointer = "mouse") {
    // What lies under a point of the stage.
    const reach = HIT[pointer] ?? HIT.mouse;
    if (this.layers.has("marks")) {
      for (const [mark, points] of Object.entries(this.landmarks)) {
        if (!this.canTake(mark)) continue;
        const point = points.findIndex((own) => size(sub(this.toScreen(own), at)) < reach);
        if (point >= 0) return { kind: "mark", mark, point };
      }
    }
    const body = this.chosen?.body;
    if (body !== undefined) {
      const corners = this.bodies[body].map((corner) => this.toScreen(corner));
      const height = size(sub(middle(corners[0], corners[1]), middle(corners[2], corners[3])));
      const near = Math.min(reach, Math.max(6, 0.42 * height));
      const [nearest] = this.handles(body)
        .map((handle) => ({ ...handle, far: size(sub(handle.at, at)) }))
        .sort((a, b) => a.far - b.far);
      if (nearest.far < near) {
        if (nearest.kind === "corner") return { kind: "corner", body, corner: +nearest.part };
        return { kind: nearest.kind, body, plate: nearest.part, end: nearest.end };
      }
      for (const [plate, [left, right]] of Object.entries(PLATES)) {
        if (fromSegment(at, corners[left], corners[right]) < Math.min(7, near * 0.7)) {
          return { kind: "plate", body, plate };
        }
      }
      if (inside(at, corners)) return { kind: "whole", body };
    }
    const other = this.bodies.findIndex(
      (corners) => inside(at, corners.map((corner) => this.toScreen(corner))));
    return other >= 0 ? { kind: "body", body: other } : { kind: "film" };
  }

  canTake(mark) {
    // Pedicles lie on bodies, so they are taken hold of only once their vertebra is chosen.
    const level = levelOf(mark), { body, mark: chosen } = this.chosen ?? {};
    return !level || chosen === mark || (body !== undefined && this.level(body) === level);
  }

  // ------------------------------------------------------------ pointers

  listen() {
    const { stage } = this;
    this.listenToStage();
    stage.addEventListener("pointerleave", () => { this.hovered = undefined; this.draw(); });
    stage.addEventListener("dblclick", (event) => {
      const { body } = this.hit(this.onStage(event));
      if (body !== undefined && !this.mode) this.zoomTo(body);
    });
    for (const button of this.root.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => this.command(button.dataset.do));
    }
    for (const button of this.root.querySelectorAll("[data-mark]")) {
      button.addEventListener("click", () => {
        button.closest("details").open = false;
        const kind = button.dataset.mark, { body } = this.chosen ?? {};
        const mark = kind.startsWith(PEDICLES) ? `${PEDICLES} ${this.level(body)}` : kind;
        this.enterMode({ mark, ask: MARKS[kind].ask, points: [] });
      });
    }
    for (const box of this.root.querySelectorAll("[data-layer]")) {
      box.addEventListener("change", () => {
        this.layers[box.checked ? "add" : "delete"](box.dataset.layer);
        this.draw();
      });
    }
    const names = this.root.querySelector("[data-rename]");
    names.addEventListener("change", () => {
      const { body } = this.chosen;
      this.ask({ do: "rename", level: this.level(body), name: names.value });
      stage.focus({ preventScroll: true });
    });
  }

  press(event) {
    this.finishKeys();
    const at = this.take(event);
    if (!at) return;
    const start = { at, xy: this.toXY(at), id: event.pointerId };
    if (event.button === 2) this.drag = { kind: "grey", ...start, grey: { ...this.grey } };
    else if (event.button === 1 || this.space) this.drag = { kind: "pan", ...start };
    else if (this.mode) this.drag = { kind: "place", ...start };
    else {
      const hit = this.waiting ? { kind: "film" } : this.hit(at, event.pointerType);
      const editable = ["corner", "turn", "plate", "whole", "ring", "mark"].includes(hit.kind);
      this.drag = editable ? { ...hit, ...start, before: this.snapshot(hit) }
        : { kind: "pan", ...start, click: hit };
      if (hit.kind === "mark") this.chosen = { mark: hit.mark, point: hit.point };
      if (editable && hit.body !== undefined) this.part = partOf(hit);
    }
    if (event.button === 1) event.preventDefault();
    this.drag.view = { ...this.view };
    this.draw();
  }

  snapshot({ body, mark }) {
    return structuredClone(mark ? this.landmarks[mark] : this.bodies[body]);
  }

  moveBy(drag, at) {
    const to = this.toXY(at), way = sub(to, drag.xy);
    const before = drag.before.map((point) => this.xy(point));
    const put = (points, corners) => corners.forEach((corner, i) => {
      const own = drag.mark ? this.landmarks[drag.mark] : this.bodies[drag.body];
      own[corner] = this.point(points[i]);
    });
    if (!drag.mark) this.bodies[drag.body] = [...this.bodies[drag.body]];
    if (drag.kind === "mark") put([add(before[drag.point], way)], [drag.point]);
    if (drag.kind === "corner") put([add(before[drag.corner], way)], [drag.corner]);
    if (drag.kind === "whole") put(before.map((corner) => add(corner, way)), [0, 1, 2, 3]);
    if (drag.kind === "plate") {
      const ends = PLATES[drag.plate], along = sub(before[ends[1]], before[ends[0]]);
      const across = normal(along), shift = times(across, dot(way, across));
      put(ends.map((end) => add(before[end], shift)), ends);
    }
    if (drag.kind === "turn" || drag.kind === "ring") {
      const ends = drag.kind === "turn" ? PLATES[drag.plate] : [0, 1, 2, 3];
      const about = middle(...ends.map((end) => before[end]));
      const angle = angleOf(sub(to, about)) - angleOf(sub(drag.xy, about));
      put(ends.map((end) => turned(before[end], about, angle)), ends);
    }
  }

  hover(at) {
    if (this.mode?.add) this.mode.place = this.placeAt(this.toXY(at));
    if (this.mode?.mark) this.mode.at = this.point(this.toXY(at));
    const hit = this.mode ? { kind: "mode" } : this.hit(at);
    const hovered = hit.kind === "body" ? hit.body : undefined;
    this.stage.style.cursor = {
      corner: "crosshair", turn: "alias", ring: "alias", plate: "ns-resize", whole: "move",
      mark: "move", body: "pointer", film: "grab", mode: "crosshair",
    }[hit.kind];
    if (hovered !== this.hovered || this.mode) {
      this.hovered = hovered;
      const about = hovered ?? this.chosen?.body;
      if (about !== undefined && !this.mode && !this.data.refused) {
        this.status.textContent = hovered === undefined ? this.hint() : this.data.vertebrae[hovered].words;
      }
      this.draw();
    }
  }

  release(event) {
    this.pointers.delete(event.pointerId);
    const { drag } = this;
    if (!drag || (drag.id !== undefined && drag.id !== event.pointerId)) return;
    if (drag.kind === "pinch" && this.pointers.size) { this.drag = null; return; }
    this.drag = null;
    if (drag.kind === "place" && !drag.moving) this.placeHere(drag.xy);
    else if (drag.kind === "pan" && !drag.moving && drag.click) {
      this.choose(drag.click.kind === "body" ? { body: drag.click.body } : null);
    } else if (drag.before && drag.moving) this.commit(drag);
    this.updateBar();
    if (!drag.moving && drag.before) this.say("");
    this.draw();
  }

  commit(drag) {
    if (drag.mark) {
      this.ask({ do: "mark", landmark: drag.mark, points: this.landmarks[drag.mark] });
    } else this.moved(drag.body);
  }

  undoDrag() {
    const { drag } = this;
    if (drag?.before && drag.mark) this.landmarks[drag.mark] = drag.before;
    else if (drag?.before) this.bodies[drag.body] = drag.before;
    this.drag = null;
    this.draw();
  }

  // ------------------------------------------------------------ adding and marking

  placeAt(at) {
    // How many vertebrae lie above the gap nearest to a point.
    const centres = this.bodies.map((corners) => middle(...corners.map((c) => this.xy(c))));
    const gaps = centres.slice(1).map((centre, i) => middle(centre, centres[i]));
    gaps.unshift(add(centres[0], sub(centres[0], gaps[0])));
    gaps.push(add(centres.at(-1), sub(centres.at(-1), gaps.at(-1))));
    const far = gaps.map((gap) => size(sub(gap, at)));
    return far.indexOf(Math.min(...far));
  }

  guess(place) {
    // A preview of where Python puts it: between two the mean, at an end one step on.
    const { bodies } = this, count = bodies.length;
    if (place > 0 && place < count) {
      return bodies[place].map((corner, i) => middle(corner, bodies[place - 1][i]));
    }
    const [last, next] = place === 0 ? [bodies[0], bodies[1]] : [bodies[count - 1], bodies[count - 2]];
    const down = sub(middle(last[2], last[3]), middle(last[0], last[1]));
    const pitch = size(sub(middle(...last), middle(...next)));
    const step = times(down, ((place === 0 ? -1 : 1) * pitch) / size(down));
    return last.map((corner) => add(corner, step));
  }

  placeHere(xy) {
    if (this.mode.add) return this.addAt(this.placeAt(xy));
    this.mode.points.push(this.point(xy));
    const { mark, ask, points } = this.mode;
    if (points.length < ask.length) { this.say(""); return this.draw(); }
    this.landmarks[mark] = [...points].sort((a, b) => a[1] - b[1]);
    this.leaveMode();
    if (!levelOf(mark)) this.chosen = { mark, point: 0 };  // else its vertebra stays chosen
    return this.ask({ do: "mark", landmark: mark, points });
  }

  addAt(place) {
    this.leaveMode();
    this.chooseNext = place;
    this.part = "whole";
    this.ask({ do: "add", place });
  }

  // ------------------------------------------------------------ commands

  command(what) {
    if (this.waiting || !this.data) return;
    this.finishKeys();
    const { body, mark } = this.chosen ?? {};
    if (what === "add") {
      if (this.mode?.add) this.leaveMode();
      else this.enterMode({ add: true });
    } else if (what === "delete" && mark) this.ask({ do: "unmark", landmark: mark });
    else if (what === "delete" && body !== undefined) {
      this.chooseNext = null;
      this.ask({ do: "delete", level: this.level(body) });
    } else if (what === "suggest" && body !== undefined) {
      this.ask({ do: "suggest", level: this.level(body) });
    } else if (this.data[`can_${what}`] || this.queue.length) this.ask({ do: what });
  }

  // ------------------------------------------------------------ keys

  handleKey(event) {
    const { key, shiftKey: shift } = event, command = event.ctrlKey || event.metaKey;
    if (command && key.toLowerCase() === "z") { this.command(shift ? "redo" : "undo"); return true; }
    if (command && key.toLowerCase() === "y") { this.command("redo"); return true; }
    if (command || event.altKey) return false;
    if (key === "Tab") return this.step(shift ? -1 : 1);
    if (this.viewKey(key)) return true;
    if (key === "Escape") return this.escape();
    if (this.waiting) return false;
    if (key === "Delete" || key === "Backspace") { this.command("delete"); return true; }
    if (key === "Enter") return this.enter(shift ? -1 : 1);
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (key in steps) return this.nudge(times(steps[key], shift ? 5 : 1));
    const turns = { "[": -1, "]": 1, "{": -5, "}": 5 };
    if (key in turns) return this.turn(turns[key]);
    return false;
  }

  step(way) {
    const { body } = this.chosen ?? {};
    const next = body === undefined ? (way > 0 ? 0 : this.bodies.length - 1) : body + way;
    if (next < 0 || next >= this.bodies.length) { this.choose(null); return false; }  // leave the film
    this.choose({ body: next });
    this.keepInView(next);
    return true;
  }

  enter(way) {
    if (this.mode?.add) { this.addAt(this.chosen?.body ?? 0); return true; }
    if (this.chosen?.body === undefined) return false;
    const next = (PARTS.indexOf(this.part) + way + PARTS.length) % PARTS.length;
    this.choose(this.chosen, PARTS[next]);
    return true;
  }

  escape() {
    if (this.drag) this.undoDrag();
    else if (this.mode) this.leaveMode();
    else if (this.nudged) {
      this.bodies[this.nudged.body] = this.nudged.before;
      clearTimeout(this.nudged.timer);
      this.nudged = null;
      this.draw();
    } else this.choose(null);
    return true;
  }

  partCorners() {
    if (this.part === "whole") return [0, 1, 2, 3];
    return PLATES[this.part] ?? [+this.part];
  }

  nudge(way) {
    const [across, down] = this.view.mirrored ? [-way[0], way[1]] : way;
    const { body, mark, point } = this.chosen ?? {};
    if (mark) {
      const [row, column] = this.landmarks[mark][point];
      this.landmarks[mark][point] = [row + down, column + across];
      this.draw();
      this.ask({ do: "mark", landmark: mark, points: this.landmarks[mark] });
      return true;
    }
    if (body === undefined) return false;
    const corners = this.partCorners();
    this.change((corner, i) => corners.includes(i)
      ? [corner[0] + down, corner[1] + across] : corner);
    return true;
  }

  turn(degrees) {
    if (this.chosen?.body === undefined) return false;
    const corners = this.part in PLATES ? PLATES[this.part] : [0, 1, 2, 3];
    const own = this.bodies[this.chosen.body].map((corner) => this.xy(corner));
    const about = middle(...corners.map((corner) => own[corner]));
    const angle = ((this.view.mirrored ? -degrees : degrees) * Math.PI) / 180;
    this.change((corner, i) => corners.includes(i)
      ? this.point(turned(own[i], about, angle)) : corner);
    return true;
  }

  change(move) {
    // Keys pressed in a row are one edit.
    const { body } = this.chosen;
    this.nudged ??= { body, before: this.bodies[body] };
    clearTimeout(this.nudged.timer);
    this.bodies[body] = this.bodies[body].map(move);
    this.nudged.timer = setTimeout(() => this.finishKeys(), NUDGE_PAUSE);
    this.draw();
  }

  finishKeys() {
    if (!this.nudged) return;
    const { body, timer } = this.nudged;
    clearTimeout(timer);
    this.nudged = null;
    this.moved(body);
    this.draw();
  }
}

function partOf({ kind, corner, plate }) {
  if (kind === "corner") return String(corner);
  return kind === "plate" || kind === "turn" ? plate : "whole";
}

export default function ({ parentElement, data, setStateValue }) {
  const stage = parentElement.querySelector(".stage");
  speak(parentElement, data.words);
  stage.editor ??= new Editor(parentElement);
  stage.editor.receive(data, (value) => setStateValue("edits", value));
}
