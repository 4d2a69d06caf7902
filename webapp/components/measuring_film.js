// A film to measure: two lines drawn with mouse, fingers or keys; then the truth over them.
//
// It stands on a FilmStage (film_stage.js), which says what points are and moves, zooms and turns the
// film.
//
// While the case is open the browser holds what was drawn and sends it, numbered, whenever a hand
// lets go. Nothing of the truth is here before Python sends it as shapes, after the commitment.

const ENDS = ["upper", "lower"];
const PARTS = ["whole", "left", "right"];
const PART_WORDS = { whole: "whole line", left: "end at the image's left", right: "end at the image's right" };
const HIT = { mouse: 11, pen: 14, touch: 26 };  // pixels around a handle that take hold of it
const SHORTEST = 8;  // pixels of the stage: a shorter stroke is a slip
const PAUSE = 300;  // ms after the last key until what was drawn is sent
const TWICE = 2.5;  // how much a double click zooms
const LAID = { upper: 0.35, lower: 0.65, length: 90 };  // where a key lays a line on the stage

class MeasuringFilm extends FilmStage {
  constructor(root) {
    super(root.querySelector(".measuring"));
    this.own = { upper: {}, lower: {}, side: null };  // level and line, [[row, column], [row, column]]
    this.active = "upper";
    this.sent = 0;
    this.listen();
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
    const choices = [["", said("choose")], ...options].map(([value, words]) => {
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
    if (!upper.line) wanted.push(said("upper line"));
    if (!lower.line) wanted.push(said("lower line"));
    if (!upper.level) wanted.push(said("upper name"));
    if (!lower.level) wanted.push(said("lower name"));
    if (!side) wanted.push(said("side"));
    return wanted;
  }

  // ------------------------------------------------------------ drawing

  showFilm() {
    this.stage.setAttribute("aria-label", this.data.label);
    super.showFilm();
  }

  draw() {
    if (!this.data || !this.stage.clientWidth) return;
    this.placePicture();
    const truth = this.data.shapes.map((own) => this.drawShape(own));
    this.overlay.replaceChildren(...truth, ...ENDS.flatMap((end) => this.drawOwn(end)));
    this.writeSides();
    this.writeAngle();
    this.drawLens(90);
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
    const words = text([x + (atRight ? 10 : -10), y + 4], open ? name : said("your {level}", { level: name }), "yours");
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

  lensShapes(toLens) {
    return ENDS.map((end) => this.own[end].line).filter(Boolean)
      .map((own) => line(...own.map(toLens), "own"));
  }

  lensAt() {
    if (this.drag?.kind === "end" && this.drag.moving) return this.own[this.drag.end].line[this.drag.index];
    if (this.timer && this.part !== "whole") return this.own[this.active].line?.[this.index(this.part)];
    return null;
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
    tag.textContent = said("Between your lines {angle}°", { angle: angle.toFixed(1) });
  }

  updateBar() {
    const { open } = this.data;
    this.root.querySelector(".bar").hidden = !open;
    if (!open) return;
    for (const end of ENDS) {
      const button = this.root.querySelector(`[data-line=${end}]`), own = this.own[end].line;
      button.setAttribute("aria-pressed", this.active === end);
      button.textContent = own ? said("Line drawn") : said("Draw line");
      button.setAttribute("aria-label", said(
        own ? `Change the ${end} line` : `Draw the ${end} line`));
    }
    this.root.querySelector("[data-commit]").disabled = this.missing().length > 0;
  }

  say(words) {
    const refused = !words && this.data.said;
    this.status.textContent = words || this.data.said || this.hint();
    this.status.classList.toggle("refused", !!refused);
  }

  partWords() {
    return `${said(`The ${this.active} line`)}: ${said(PART_WORDS[this.part])}.`;
  }

  hint() {
    if (!this.data.open) return "";
    const own = this.own[this.active].line;
    if (!own) {
      const along = this.active === "upper"
        ? said("Drag along the superior endplate of the upper end vertebra.")
        : said("Drag along the inferior endplate of the lower end vertebra.");
      return this.view.fitted ? `${said("Double-click to zoom in.")} ${along}` : along;
    }
    const wanted = this.missing();
    if (this.timer) return this.partWords();
    if (wanted.length) return said("Still to come: {what}.", { what: wanted.join(", ") });
    return said("Complete: check it, then commit. The truth is shown after that.");
  }

  // ------------------------------------------------------------ pointers

  listen() {
    const { stage } = this;
    this.listenToStage();
    stage.addEventListener("dblclick", (event) => {
      const at = this.onStage(event);
      if (this.data.open && this.hit(at, "mouse")) return;
      this.zoom(TWICE, at);
      this.say();
    });
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
  }

  finishKeys() { if (this.timer) this.tell(); }

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
    const at = this.take(event);
    if (!at) return;
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
      this.say(said("That was too short for a line: drag from one end of the endplate to the other."));
      return;
    }
    if (!before) this.next(end);
    this.changed();
  }

  next(end) {
    const other = end === "upper" ? "lower" : "upper";
    if (!this.own[other].line) this.choose(other);
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

  handleKey({ key, shiftKey: shift, ctrlKey, metaKey, altKey }) {
    if (ctrlKey || metaKey || altKey) return false;
    if (this.viewKey(key)) return true;
    if (!this.data.open) return false;
    if (key === "Escape") { if (this.drag) this.undoDrag(); return true; }
    if (key === "1" || key === "2") return this.lay(ENDS[key - 1]);
    if (!this.own[this.active].line) return false;
    if (key === "Enter") {
      this.choose(this.active, PARTS[(PARTS.indexOf(this.part) + 1) % PARTS.length]);
      this.say(this.partWords());
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

export default function ({ parentElement, data, setStateValue }) {
  const stage = parentElement.querySelector(".stage");
  speak(parentElement, data.words);
  stage.film ??= new MeasuringFilm(parentElement);
  stage.film.receive(data, (value) => setStateValue("measured", value));
}
