// Two films of a patient at the same levels: beside each other, or one over the other.
//
// Points are [x, y] of the scene (webapp/compare_scene.py), y down; both films lie on one vertebra
// and in one scale, so one zoom and one pan serve both. What is drawn is in pixels of a pane, so that
// lines keep their width at any zoom. Nothing is measured here: every angle was written in Python.

const BLINK = 1500;  // ms a film: slower than one change a second
const ZOOM = { least: 0.2, most: 40, step: 1.25 };
const FREE = { beside: 50, above: 46, below: 34 };  // pixels kept free around the spines
const PAN = 40;  // pixels a key

// ---------------------------------------------------------------- one pane

class Pane {
  constructor(compare) {
    this.compare = compare;
    this.node = element("div", "pane");
    this.node.innerHTML = '<svg aria-hidden="true"><image preserveAspectRatio="none"/><g></g></svg>'
      + '<span class="side left"></span><span class="side right"></span><span class="title"></span>'
      + '<span class="seen-from"></span>';
    this.picture = this.node.querySelector("image");
    this.marks = this.node.querySelector("g");
  }

  get room() { return [this.node.clientWidth, this.node.clientHeight]; }

  at([x, y]) {
    const { k, x: left, y: top } = this.compare.view, [width, height] = this.room;
    return [width / 2 + left + k * x, height / 2 + top + k * y];
  }

  draw(place) {
    const { compare } = this, { data, view, layers } = compare, film = data.films[place];
    const [rows, columns] = film.shape, [x, y] = this.at(film.origin);
    const src = data.pictures[place];
    if (this.picture.getAttribute("href") !== src) this.picture.setAttribute("href", src);
    set(this.picture, { x: -0.5, y: -0.5, width: columns, height: rows });
    set(this.picture, {
      transform: `translate(${x} ${y}) scale(${view.k * film.pixel[0]} ${view.k * film.pixel[1]})`,
    });
    const shapes = [];
    if (layers.lines) shapes.push(...this.drawFilm(film));
    if (layers.ghost) {
      const other = shape("g", { class: "ghost" });
      other.append(...data.films[1 - place].angles.flatMap((angle) => this.drawLines(angle)));
      shapes.push(other);
    }
    this.marks.replaceChildren(...shapes);
    this.write(film);
  }

  drawFilm(film) {
    return [
      ...film.vertebrae.map(({ corners }) => shape("polygon", {
        class: "body", points: corners.map((corner) => this.at(corner).join()).join(" "),
      })),
      ...film.angles.flatMap((angle) => this.drawLines(angle)),
      ...film.angles.flatMap(({ plates }) => plates.map(([a, b]) => line(this.at(a), this.at(b), "plate"))),
      ...film.vertebrae.map((body) => this.drawName(body)),
      ...film.angles.map((angle) => this.drawAngle(angle)),
    ];
  }

  drawLines({ lines, colour }) {
    return lines.map(([a, b]) => {
      const drawn = line(this.at(a), this.at(b), "cobb");
      drawn.setAttribute("stroke", colour);
      return drawn;
    });
  }

  drawName({ level, corners }) {
    const places = corners.map((corner) => this.at(corner)).sort((a, b) => a[0] - b[0]);
    const [x, y] = middle(places[0], places[1]);
    const name = shape("text", { x: x - 6, y: y + 4, class: "name" });
    name.textContent = level;
    return name;
  }

  drawAngle({ label, words, levels, colour }) {
    const [left, y] = this.at(label), x = Math.max(36, Math.min(this.room[0] - 36, left));
    const drawn = shape("text", { x, y, class: "angle" });
    drawn.style.fill = colour;
    for (const [dy, style, said] of [[0, "", words], [16, "small", levels]]) {
      const part = shape("tspan", { x, dy, class: style });
      part.textContent = said;
      drawn.append(part);
    }
    return drawn;
  }

  write(film) {
    this.node.querySelector(".title").textContent = film.name;
    const rightAtLeft = film.right === "left";
    this.node.querySelector(".side.left").textContent = rightAtLeft ? "R" : "L";
    this.node.querySelector(".side.right").textContent = rightAtLeft ? "L" : "R";
    this.node.querySelector(".seen-from").textContent = (
      rightAtLeft ? said("From the front") : said("From behind")
    ) + (film.mirrored ? said(", mirrored to match") : "");
  }
}

// ---------------------------------------------------------------- both of them

class Compare {
  constructor(root) {
    this.root = root;
    this.stage = root.querySelector(".stage");
    this.said = root.querySelector(".said");
    this.other = root.querySelector(".other");
    this.blinker = root.querySelector(".blink");
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    this.panes = [new Pane(this), new Pane(this)];
    this.stage.append(...this.panes.map((pane) => pane.node));
    this.layers = { lines: true, ghost: false };
    this.mode = "beside";
    this.shown = 0;
    this.timer = null;
    this.pointers = new Map();
    this.view = { k: 1, x: 0, y: 0, fitted: true };
    this.listen();
    new ResizeObserver(() => (this.view.fitted ? this.fit() : this.draw())).observe(this.stage);
  }

  receive(data) {
    const same = this.data?.key === data.key;
    this.data = data;
    this.root.querySelector(".note").textContent = data.note;
    if (!same) {
      this.stop();
      this.shown = 0;
      this.view.fitted = true;
    }
    this.take(this.mode);
  }

  take(mode) {
    this.mode = mode;
    if (mode === "beside") this.stop();
    this.panes[1].node.hidden = mode === "over";
    this.root.querySelector(".over").hidden = mode === "beside";
    for (const button of this.root.querySelectorAll("[data-mode]")) {
      const chosen = button.dataset.mode === mode;
      button.setAttribute("aria-checked", chosen);
      button.tabIndex = chosen ? 0 : -1;
    }
    this.still();
    if (this.view.fitted) this.fit();
    else this.draw();
    this.say();
  }

  // Nothing blinks by itself where motion is not wanted.
  still() {
    this.blinker.disabled = this.stillness.matches;
    this.blinker.title = this.stillness.matches
      ? said("Motion is switched off on this computer: change films with the button or the space bar.")
      : said("Change films every 1.5 seconds");
    if (this.stillness.matches) this.stop();
  }

  say() {
    const [first, second] = this.data.films.map((film) => film.name);
    this.other.textContent = said("Show {film}", { film: this.shown ? first : second });
    this.stage.setAttribute("aria-label", this.mode === "over"
      ? said("Film of {day}; space shows the other", { day: this.shown ? second : first })
      : said("Films of {first} and {second} beside each other", { first, second }));
    this.said.textContent = this.mode === "over"
      ? said(this.stillness.matches ? "Film of {day}. Space shows the other one."
        : "Film of {day}. Space shows the other one, B blinks.", { day: this.shown ? second : first })
      : said("Drag to pan, Ctrl + wheel or + and − to zoom, 0 to fit; both films move together.");
    if (this.timer) this.said.textContent = said("Blinking every 1.5 seconds; B or the button stops it.");
  }

  swap() {
    this.shown = 1 - this.shown;
    this.draw();
    this.say();
  }

  blink() {
    if (this.timer || this.stillness.matches) this.stop();
    else this.timer = setInterval(() => (this.root.isConnected ? this.swap() : this.stop()), BLINK);
    this.blinker.setAttribute("aria-pressed", !!this.timer);
    this.say();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.blinker.setAttribute("aria-pressed", "false");
  }

  draw() {
    if (!this.panes[0].node.clientWidth) return;
    if (this.mode === "over") this.panes[0].draw(this.shown);
    else this.panes.forEach((pane, place) => pane.draw(place));
  }

  fit() {
    const [left, top, right, bottom] = this.data?.box ?? [], [width, height] = this.panes[0].room;
    if (!width || left === undefined) return;
    const k = Math.min((width - 2 * FREE.beside) / (right - left),
      (height - FREE.above - FREE.below) / (bottom - top));
    Object.assign(this.view, {
      k, x: (-k * (left + right)) / 2, y: (FREE.above - FREE.below - k * (top + bottom)) / 2, fitted: true,
    });
    this.draw();
  }

  zoom(factor, at = null) {
    const { view } = this, [width, height] = this.panes[0].room;
    const k = Math.max(ZOOM.least, Math.min(ZOOM.most, view.k * factor)), grown = k / view.k;
    const [x, y] = at ? [at[0] - width / 2, at[1] - height / 2] : [0, 0];
    Object.assign(view, {
      k, x: x + (view.x - x) * grown, y: y + (view.y - y) * grown, fitted: false,
    });
    this.draw();
  }

  pan(x, y) {
    Object.assign(this.view, { x: this.view.x + x, y: this.view.y + y, fitted: false });
    this.draw();
  }

  // ------------------------------------------------------------ pointers and keys

  listen() {
    const { stage, root } = this;
    stage.addEventListener("pointerdown", (event) => {
      stage.focus({ preventScroll: true });
      stage.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
    });
    stage.addEventListener("pointermove", (event) => this.follow(event));
    for (const end of ["pointerup", "pointercancel"]) {
      stage.addEventListener(end, (event) => this.pointers.delete(event.pointerId));
    }
    stage.addEventListener("wheel", (event) => {
      // The films are as wide as the page: an unasked zoom would stop it from scrolling.
      if (!event.ctrlKey && !event.metaKey && !stage.matches(":focus")) return;
      event.preventDefault();
      this.zoom(wheelFactor(event), this.inPane(event.clientX, event.clientY));
    }, { passive: false });
    stage.addEventListener("keydown", (event) => {
      if (event.target !== stage || !this.key(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    const modes = [...root.querySelectorAll("[data-mode]")];
    for (const button of modes) {
      button.addEventListener("click", () => this.take(button.dataset.mode));
      button.addEventListener("keydown", ({ key }) => {
        if (!key.startsWith("Arrow")) return;
        const next = modes.find((each) => each !== button);
        this.take(next.dataset.mode);
        next.focus();
      });
    }
    for (const button of root.querySelectorAll("[data-view]")) {
      button.addEventListener("click", () => this.look(button.dataset.view));
    }
    for (const layer of ["lines", "ghost"]) {
      root.querySelector(`input.${layer}`).addEventListener("change", ({ target }) => {
        this.layers[layer] = target.checked;
        this.draw();
      });
    }
    this.other.addEventListener("click", () => { this.stop(); this.swap(); });
    this.blinker.addEventListener("click", () => this.blink());
    this.stillness.addEventListener("change", () => { this.still(); this.say(); });
  }

  inPane(x, y) {
    const boxes = this.panes.filter((pane) => !pane.node.hidden)
      .map((pane) => pane.node.getBoundingClientRect());
    const box = boxes.find((own) => x >= own.left && x <= own.right) ?? boxes[0];
    return [x - box.left, y - box.top];
  }

  follow(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const here = [event.clientX, event.clientY];
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId);
    this.pointers.set(event.pointerId, here);
    if (!others.length) {
      this.pan(here[0] - before[0], here[1] - before[1]);
      return;
    }
    const [[, fixed]] = others, apart = (at) => Math.hypot(at[0] - fixed[0], at[1] - fixed[1]);
    this.zoom(apart(here) / Math.max(1, apart(before)), this.inPane(...middle(here, fixed)));
  }

  look(what) {
    if (what === "fit") this.fit();
    if (what === "in") this.zoom(ZOOM.step);
    if (what === "out") this.zoom(1 / ZOOM.step);
  }

  key({ key, ctrlKey, metaKey, altKey }) {
    if (ctrlKey || metaKey || altKey) return false;
    const ways = { ArrowLeft: [PAN, 0], ArrowRight: [-PAN, 0], ArrowUp: [0, PAN], ArrowDown: [0, -PAN] };
    if (key in ways) this.pan(...ways[key]);
    else if (key === "+" || key === "=") this.zoom(ZOOM.step);
    else if (key === "-") this.zoom(1 / ZOOM.step);
    else if (key === "0") this.fit();
    else if (key === " " && this.mode === "over") { this.stop(); this.swap(); }
    else if (key.toLowerCase() === "b" && this.mode === "over") this.blink();
    else return false;
    return true;
  }
}

export default function ({ parentElement, data }) {
  const stage = parentElement.querySelector(".stage");
  speak(parentElement, data.words);
  stage.compare ??= new Compare(parentElement);
  stage.compare.receive(data);
  return () => stage.compare.stop();
}
