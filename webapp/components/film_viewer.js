// The films of a study beside each other, and the way from the standing one into a bend.
//
// Points are [x, y] of the scene (webapp/aligned_scene.py), y down; all films lie on one vertebra
// and in one scale, so one zoom and one pan serve them all. What is drawn is in pixels of a pane, so
// that lines keep their width at any zoom. Nothing is measured here: every angle was written in
// Python, and so was every outline on the way into a bend.

const ALL = -1;  // in place of a curve's index
const ZOOM = { least: 0.1, most: 60, step: 1.25 };
const FIT = { beside: 46, above: 44, below: 26 };  // pixels kept free around the spines
const CLOSE_UP = 0.3;  // of a pane's width, how wide a vertebra is that the films are aligned on
const PAN = 40;  // pixels a key
const COBB_REACH = 1.1;  // of an endplate's length, beyond both ends
const ANGLE = { left: 60, right: 36, tall: 40, edge: 34 };  // pixels between a curve and its angle
const SWEEP = 2400;  // ms from standing into a bend
const STILL = 1500;  // ms on each film where motion is not wanted

// ---------------------------------------------------------------- one film

class Pane {
  constructor(viewer, film) {
    this.viewer = viewer;
    this.node = element("div", "pane");
    this.node.dataset.film = film.view;
    this.node.innerHTML = '<svg class="film" aria-hidden="true"><image preserveAspectRatio="none"/>'
      + '</svg><svg class="marks" aria-hidden="true"></svg><span class="side left"></span>'
      + '<span class="side right"></span><span class="title"></span><span class="seen-from"></span>'
      + '<span class="legend"></span>';
    this.picture = this.node.querySelector("image");
    this.overlay = this.node.querySelector(".marks");
    this.take(film);
  }

  take(film) {
    this.film = film;
    this.levels = new Map(film.vertebrae.map((vertebra) => [vertebra.level, vertebra]));
    const [rows, columns] = film.shape;
    const { picture } = this, src = this.viewer.data.pictures[film.view];
    if (picture.getAttribute("href") !== src) picture.setAttribute("href", src);
    for (const [name, value] of Object.entries({ x: -0.5, y: -0.5, width: columns, height: rows })) {
      picture.setAttribute(name, value);
    }
    const states = new Set(film.vertebrae.map((vertebra) => vertebra.state));
    const words = { check: "check", hand: "by hand", unused: "not used" };
    this.node.querySelector(".legend").innerHTML = Object.keys(words)
      .filter((state) => states.has(state))
      .map((state) => `<i class="${state}"></i>${said(words[state])}`).join("");
    this.node.querySelector(".legend").hidden = states.size === 1 && states.has("sure");
  }

  get room() { return [this.node.clientWidth, this.node.clientHeight]; }

  // What is drawn here now: the film's own outlines, or those on the way into a bend.
  get bodies() {
    const moved = this.viewer.movedOn(this);
    if (!moved) return this.film.vertebrae;
    return moved.levels.map((level, i) => ({
      level, label: level, state: "drawn", corners: moved.frame.bodies[i],
    }));
  }

  corners(level) { return this.bodies.find((body) => body.level === level)?.corners; }

  // Where the films are aligned: on the vertebra asked for if this film has it.
  get about() {
    const own = this.viewer.view.about && this.levels.get(this.viewer.view.about);
    return own ? middle(...own.corners) : [0, 0];
  }

  toScreen(point) {
    const { k, x, y, mirrored } = this.viewer.view, [width, height] = this.room;
    const [dx, dy] = sub(point, this.about);
    return [width / 2 + x + k * (mirrored ? -dx : dx), height / 2 + y + k * dy];
  }

  hit(at) {
    return this.bodies.find((body) => inside(at, body.corners.map((c) => this.toScreen(c))))?.level;
  }

  draw() {
    if (!this.node.clientWidth) return;
    const { viewer, film } = this, { k, mirrored } = viewer.view;
    const moved = viewer.movedOn(this);
    const [x, y] = this.toScreen(film.origin), way = mirrored ? -1 : 1;
    this.picture.setAttribute("transform",
      `translate(${x} ${y}) scale(${way * k * film.pixel[0]} ${k * film.pixel[1]})`);
    this.picture.style.filter = greyFilter(viewer.grey);
    this.picture.style.display = viewer.layers.has("film") ? "" : "none";
    this.node.classList.toggle("moved", !!moved);
    this.overlay.replaceChildren(...this.drawing(moved));
    this.write(moved);
  }

  drawing(moved) {
    const { layers, focus } = this.viewer, shapes = [], { bodies } = this;
    const show = (layer, make) => { if (layers.has(layer)) shapes.push(...make()); };
    if (moved) shapes.push(...this.film.vertebrae.map((body) => this.outline(body, "body ghost")));
    show("outlines", () => bodies.map((body) => this.drawBody(body)));
    show("endplates", () => bodies.flatMap((body) => [[0, 1], [3, 2]].map(
      ([a, b]) => line(this.toScreen(body.corners[a]), this.toScreen(body.corners[b]), "plate"))));
    show("centre", () => [this.drawCentreLine(bodies)]);
    show("cobb", () => this.viewer.shownCurves.flatMap((place) => this.drawAngle(place, moved)));
    show("names", () => bodies.map((body) => this.drawName(body)));
    if (focus && this.corners(focus)) shapes.push(...this.drawFocus(moved));
    return shapes;
  }

  outline({ level, corners }, style) {
    return shape("polygon", {
      class: style, "data-level": level,
      points: corners.map((corner) => this.toScreen(corner).join()).join(" "),
    });
  }

  drawBody(body) {
    const end = this.viewer.endOf(body.level), drawn = this.outline(body, `body ${body.state}`);
    if (end) {
      drawn.classList.add("end");
      drawn.style.stroke = drawn.style.fill = end.colour;
    }
    return drawn;
  }

  drawCentreLine(bodies) {
    const used = bodies.filter((body) => body.state !== "unused");
    const centres = used.map((body) => this.toScreen(middle(...body.corners)));
    return shape("polyline", { class: "centre", points: centres.map((c) => c.join()).join(" ") });
  }

  drawAngle(place, moved) {
    const { levels: [upper, lower], colour } = this.viewer.data.curves[place];
    const words = moved ? moved.words[place] : this.film.angles[place].words;
    const top = this.corners(upper), bottom = this.corners(lower);
    if (words === null || !top || !bottom) return [];
    const plates = [[top[0], top[1]], [bottom[3], bottom[2]]];
    const lines = plates.map((plate) => {
      const [a, b] = plate.map((corner) => this.toScreen(corner)), reach = times(sub(b, a), COBB_REACH);
      const drawn = line(sub(a, reach), add(b, reach), moved?.between ? "cobb drawn-line" : "cobb");
      drawn.setAttribute("stroke", colour);
      return drawn;
    });
    const [x, y] = this.besideCurve(place), label = text([x, y], "", "angle");
    label.dataset.curve = place;
    label.style.fill = colour;
    label.append(tspan(x, 0, words, ""), tspan(x, 15, `${upper}–${lower}`, "small"));
    if (moved?.between) label.append(tspan(x, 15, said("interpolated"), "small"));
    return [...lines, label];
  }

  // Whether a curve bulges to the right (1) or the left (-1) of the screen, and its vertebrae there.
  bulge(place) {
    const { bodies } = this, [first, last] = this.viewer.data.curves[place].levels
      .map((end) => bodies.findIndex((body) => body.level === end));
    const run = bodies.slice(first, last + 1)
      .map((body) => body.corners.map((corner) => this.toScreen(corner)));
    const centres = run.map((corners) => middle(...corners)), at = middle(...centres);
    return { run, at, side: at[0] >= middle(centres[0], centres.at(-1))[0] ? 1 : -1 };
  }

  // A place for a curve's angle: on its convex side, beyond bodies and names.
  besideCurve(place) {
    const { run, at, side } = this.bulge(place), [room] = this.room;
    const near = run.flat().filter(([, y]) => Math.abs(y - at[1]) < ANGLE.tall).map(([x]) => x);
    const x = side > 0 ? Math.max(...near) + ANGLE.right : Math.min(...near) - ANGLE.left;
    return [Math.max(ANGLE.edge, Math.min(room - ANGLE.edge, x)), at[1]];
  }

  // The middle of a body's left (-1) or right (1) side on the screen.
  beside(corners, side) {
    const places = corners.map((corner) => this.toScreen(corner)).sort((a, b) => a[0] - b[0]);
    return side > 0 ? middle(places[2], places[3]) : middle(places[0], places[1]);
  }

  drawName(body) {
    const [x, y] = this.beside(body.corners, -1), end = this.viewer.endOf(body.level);
    const name = text([x - 7, y + 4], body.label, end ? "end" : "");
    name.setAttribute("text-anchor", "end");
    if (end) name.style.fill = end.colour;
    return name;
  }

  drawFocus(moved) {
    const { focus } = this.viewer, corners = this.corners(focus), side = this.freeSide(focus);
    const [x, y] = this.beside(corners, side), [room] = this.room;
    const words = moved?.between ? focus : `${focus} ${this.tilt(focus, moved)}`;
    const at = side > 0 ? Math.min(x + 8, room - 76) : Math.max(x - 36, 76);
    const name = text([at, y + 5], words, "focus");
    name.setAttribute("text-anchor", side > 0 ? "start" : "end");
    return [this.outline({ level: focus, corners }, "body focus"), name];
  }

  // Where no angle stands beside a vertebra: right of it, or left of its name.
  freeSide(level) {
    const row = this.bodies.findIndex((body) => body.level === level);
    const place = this.viewer.shownCurves.find((own) => {
      const ends = this.viewer.data.curves[own].levels
        .map((end) => this.bodies.findIndex((body) => body.level === end));
      return !ends.includes(-1) && ends[0] <= row && row <= ends[1];
    });
    return place === undefined ? 1 : -this.bulge(place).side;
  }

  // The tilt that was measured on the film whose outlines are drawn here.
  tilt(level, moved) {
    const film = moved ? this.viewer.paneOf(moved.bend.view).film : this.film;
    return film.vertebrae.find((vertebra) => vertebra.level === level)?.tilt ?? "";
  }

  write(moved) {
    const { film } = this, { mirrored } = this.viewer.view;
    const title = this.node.querySelector(".title");
    title.textContent = moved ? moved.title : film.name;
    if (moved?.between) title.append(element("small", "", said("interpolated, not measured")));
    const missing = this.viewer.shownCurves.filter(
      (place) => film.angles[place] && film.angles[place].words === null);
    if (missing.length && !moved) title.append(element("small", "", said("angle not measured")));
    title.title = missing.map((place) => film.angles[place].reason).join(" ");
    const [left, right] = this.node.querySelectorAll(".side");
    const tag = this.node.querySelector(".seen-from"), flipped = mirrored !== film.mirrored;
    if (!film.right) {
      left.textContent = right.textContent = "";
      tag.textContent = said("Side not stated") + (mirrored ? said(", mirrored") : "");
      return;
    }
    const rightAtLeft = (film.right === "left") !== mirrored;
    left.textContent = rightAtLeft ? "R" : "L";
    right.textContent = rightAtLeft ? "L" : "R";
    tag.textContent = (rightAtLeft ? said("From the front") : said("From behind"))
      + (flipped ? said(", mirrored") : "");
  }
}

// ---------------------------------------------------------------- all of them

class Viewer {
  constructor(root) {
    this.root = root;
    this.stage = root.querySelector(".stage");
    this.status = root.querySelector(".status");
    this.slider = root.querySelector(".share");
    this.player = root.querySelector(".play");
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    this.data = null;
    this.panes = [];
    this.pointers = new Map();
    this.drag = null;
    this.kept = this.hovered = null;  // levels
    this.view = { k: 1, x: 0, y: 0, mirrored: false, about: null, fitted: true };
    this.grey = { window: 100, level: 50, invert: false };
    this.layers = new Set(
      [...root.querySelectorAll("[data-layer]:checked")].map((box) => box.dataset.layer));
    this.listen();
    new ResizeObserver(() => (this.view.fitted ? this.fit() : this.draw())).observe(this.stage);
  }

  receive(data) {
    const same = this.data?.key === data.key;
    const chosen = same && this.data.curves[this.curve]?.levels.join();
    this.data = data;
    if (!same) {
      this.pause();
      this.kept = this.hovered = null;
      Object.assign(this.view, { mirrored: false, about: null, fitted: true });
      this.panes = data.films.map((film) => new Pane(this, film));
      this.stage.replaceChildren(...this.panes.map((pane) => pane.node));
    } else this.panes.forEach((pane, i) => pane.take(data.films[i]));
    const again = data.curves.findIndex((curve) => curve.levels.join() === chosen);
    const all = same && this.curve === ALL;
    this.curve = again >= 0 ? again : all ? ALL : data.largest;
    if (!this.allLevels.includes(this.kept)) this.kept = null;
    this.setUpMotion(same ? this.share : 0);
    this.writeCurves();
    this.root.querySelector(".note").textContent = data.note;
    if (this.view.fitted) this.fit(); else this.draw();
    this.say();
  }

  get focus() { return this.hovered ?? this.kept; }

  // Every level that one of the films shows, cranial first.
  get allLevels() {
    const order = (level) => "CTLS".indexOf(level[0]) * 100 + +level.slice(1);
    const levels = new Set(this.data.films.flatMap((film) => film.vertebrae.map((v) => v.level)));
    return [...levels].sort((a, b) => order(a) - order(b));
  }

  paneOf(view) { return this.panes.find((pane) => pane.film.view === view); }

  // ------------------------------------------------------------ curves

  get shownCurves() {
    const { curves } = this.data;
    return this.curve === ALL ? curves.map((_, place) => place) : curves[this.curve] ? [this.curve] : [];
  }

  endOf(level) {
    const place = this.shownCurves.find((own) => this.data.curves[own].levels.includes(level));
    return place === undefined ? null : this.data.curves[place];
  }

  writeCurves() {
    const { curves } = this.data, group = this.root.querySelector(".curves");
    const choices = curves.map((curve, place) => (
      [place, `${curve.name} ${curve.levels.join("–")}: ${curve.rate}`]));
    if (curves.length > 1) choices.push([ALL, said("All curves")]);
    group.replaceChildren(...choices.map(([place, words]) => {
      const button = element("button", "", words);
      Object.assign(button, { type: "button", tabIndex: place === this.curve ? 0 : -1 });
      button.setAttribute("role", "radio");
      button.setAttribute("aria-checked", place === this.curve);
      if (curves[place]) button.style.setProperty("--curve", curves[place].colour);
      button.addEventListener("click", () => this.chooseCurve(place));
      return button;
    }));
  }

  chooseCurve(place) {
    this.curve = place;
    this.writeCurves();
    this.draw();
    this.writeMotion();
  }

  stepCurve(way) {
    const { curves } = this.data, count = curves.length + (curves.length > 1);
    if (!count) return;
    const here = this.curve === ALL ? curves.length : this.curve;
    const next = (here + way + count) % count;
    this.chooseCurve(next === curves.length ? ALL : next);
  }

  // ------------------------------------------------------------ zoom and pan

  fit() {
    if (!this.data || !this.panes.length) return;
    const [width, height] = this.panes[0].room;
    if (!width || !height) return;
    this.view.about = null;
    const points = this.data.films.flatMap((film) => film.vertebrae.flatMap((v) => v.corners));
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const [left, right, top, bottom]
      = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const k = Math.min((width - 2 * FIT.beside) / (right - left),
      (height - FIT.above - FIT.below) / (bottom - top));
    const way = this.view.mirrored ? -1 : 1;
    Object.assign(this.view, {
      k, x: (-way * k * (left + right)) / 2,
      y: (FIT.above - FIT.below) / 2 - (k * (top + bottom)) / 2, fitted: true,
    });
    this.draw();
  }

  zoom(factor, pane = this.panes[0], about = times(pane.room, 0.5)) {
    const k = Math.max(ZOOM.least, Math.min(ZOOM.most, this.view.k * factor));
    const share = k / this.view.k, from = sub(about, times(pane.room, 0.5));
    this.view.x = from[0] - share * (from[0] - this.view.x);
    this.view.y = from[1] - share * (from[1] - this.view.y);
    Object.assign(this.view, { k, fitted: false });
    this.draw();
  }

  pan([x, y]) {
    this.view.x += x;
    this.view.y += y;
    this.view.fitted = false;
    this.draw();
  }

  alignOn(level) {
    const own = this.panes.find((pane) => pane.levels.has(level));
    const [a, b] = own.levels.get(level).corners;
    Object.assign(this.view, {
      about: level, x: 0, y: 0, fitted: false,
      k: Math.min(ZOOM.most, (CLOSE_UP * own.room[0]) / size(sub(b, a))),
    });
    this.kept = level;
    this.draw();
    this.say();
  }

  mirror() {
    Object.assign(this.view, { mirrored: !this.view.mirrored, x: -this.view.x });
    this.setUpMotion(-this.share);  // the other bend now lies at this end
    this.draw();
  }

  // ------------------------------------------------------------ into a bend and back

  // The slider runs the way the patient leans on the screen: its left end is the bend to that side.
  setUpMotion(share) {
    const { data, view } = this, usable = data.bends.filter((bend) => bend.frames.length);
    const right = data.films[0].right;
    const patientRightAtLeft = (right === "left") !== view.mirrored;
    this.ends = [-1, 1].map((side) => {
      const leans = (side < 0) === patientRightAtLeft ? "right" : "left";
      return usable.find((bend) => bend.side === leans) ?? null;
    });
    this.root.querySelector(".motion").hidden = !usable.length;
    const steps = usable[0] ? usable[0].frames.length - 1 : 0;
    Object.assign(this.slider, { min: this.ends[0] ? -steps : 0, max: this.ends[1] ? steps : 0 });
    this.slider.value = share;
    const [first, , last] = this.root.querySelectorAll(".ends span");
    first.textContent = this.ends[0]?.name ?? "";
    last.textContent = this.ends[1]?.name ?? "";
    this.writeMotion();
  }

  get share() { return +this.slider.value; }

  // What stands on the standing film's pane instead of its own outlines; null while it stands.
  get moved() {
    const place = this.share, bend = this.ends?.[place < 0 ? 0 : 1];
    if (!place || !bend) return null;
    const steps = bend.frames.length - 1, frame = bend.frames[Math.abs(place)];
    const between = Math.abs(place) < steps, percent = Math.round((100 * Math.abs(place)) / steps);
    return {
      bend, frame, levels: bend.levels, between, percent,
      title: between ? said("{percent} % into {bend}", { percent, bend: within(bend.name) })
        : said("{bend} outlines", { bend: bend.name }),
      words: frame.angles.map((words) => (words !== null && between ? `≈ ${words}` : words)),
    };
  }

  movedOn(pane) { return pane.film.view === "coronal" ? this.moved : null; }

  setShare(place) {
    this.slider.value = place;
    this.writeMotion();
    this.paneOf("coronal")?.draw();
  }

  writeMotion() {
    const { curves, films } = this.data, { moved } = this;
    const standing = films.find((film) => film.view === "coronal");
    const words = moved ? moved.words : standing?.angles.map((angle) => angle.words) ?? [];
    const where = !moved ? said("Standing, as measured")
      : moved.between ? said("{percent} % from standing into {bend}: interpolated, not measured",
        { percent: moved.percent, bend: within(moved.bend.name) })
        : said("{bend}, as measured", { bend: moved.bend.name });
    const spans = curves.map((curve, place) => {
      const span = element("span", "curve", `${curve.name} ${curve.levels.join("–")} `);
      span.style.setProperty("--curve", curve.colour);
      span.dataset.curve = place;
      const at = moved ? this.paneOf(moved.bend.view)?.film : standing;
      span.title = at?.angles[place].reason ?? "";
      span.append(element("b", "", words[place] ?? said("not measured")));
      return span;
    });
    this.root.querySelector(".angles").replaceChildren(element("span", "where", where), ...spans);
    this.slider.setAttribute("aria-valuetext",
      [where, ...spans.map((span) => span.textContent)].join("; "));
  }

  // Plays into each bend and back; where motion is not wanted, from film to film.
  play() {
    const stops = [this.ends[0] && +this.slider.min, this.ends[1] && +this.slider.max]
      .filter((stop) => stop).flatMap((stop) => [stop, 0]);
    this.player.setAttribute("aria-pressed", "true");
    this.player.querySelector(".sign").textContent = "❚❚";
    this.player.querySelector(".word").textContent = said("Pause");
    this.goOn(stops);
  }

  goOn(stops) {
    const [stop, ...rest] = stops;
    if (stop === undefined) { this.pause(); return; }
    if (this.stillness.matches) {
      this.setShare(stop);
      this.timer = setTimeout(() => this.goOn(rest), STILL);
      return;
    }
    const from = this.share, began = performance.now();
    const span = (SWEEP * Math.abs(stop - from)) / Math.max(+this.slider.max, -this.slider.min);
    const step = (now) => {
      const done = span ? Math.min(1, (now - began) / span) : 1;
      this.setShare(Math.round(from + (stop - from) * done));
      if (done < 1) this.frame = requestAnimationFrame(step);
      else this.timer = setTimeout(() => this.goOn(rest), STILL / 3);
    };
    this.frame = requestAnimationFrame(step);
  }

  pause() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.player.setAttribute("aria-pressed", "false");
    this.player.querySelector(".sign").textContent = "▶";
    this.player.querySelector(".word").textContent = said("Play");
  }

  get playing() { return this.player.getAttribute("aria-pressed") === "true"; }

  // ------------------------------------------------------------ drawing

  draw() {
    if (!this.data) return;
    const button = this.root.querySelector('[data-view="mirror"]'), { right } = this.data.films[0];
    button.textContent = !right ? said("Mirror")
      : (right === "left") !== this.view.mirrored ? said("View from behind") : said("View from the front");
    this.panes.forEach((pane) => pane.draw());
  }

  say() {
    const { focus } = this;
    if (!focus) {
      this.status.textContent = said(
        "Point at a vertebra, or press ↑ ↓ here, to see it on every film.");
      return;
    }
    const tilts = this.panes.map(({ film, levels }) => {
      const own = levels.get(focus);
      return `${within(film.name)} ${own ? own.tilt : said("not shown")}`;
    });
    const ups = [...new Set(this.panes.map(({ film }) => film.up))].join(said(" or "));
    this.status.textContent = said("{level} tilt: {tilts} ({sides} up is +)",
      { level: focus, tilts: tilts.join(", "), sides: ups });
  }

  hover(level = null) {
    if (level === this.hovered) return;
    this.hovered = level;
    this.draw();
    this.say();
  }

  keep(level = null) {
    this.kept = level;
    this.hovered = null;
    this.draw();
    this.say();
  }

  // ------------------------------------------------------------ pointers and keys

  listen() {
    const { stage, root } = this;
    const on = (event) => {
      const node = event.target.closest?.(".pane");
      const pane = this.panes.find((own) => own.node === node) ?? this.drag?.pane;
      if (!pane) return [];
      const box = pane.node.getBoundingClientRect();
      return [pane, [event.clientX - box.left - 1, event.clientY - box.top - 1]];
    };
    stage.addEventListener("pointerdown", (event) => this.press(event, ...on(event)));
    stage.addEventListener("pointermove", (event) => this.follow(event, ...on(event)));
    stage.addEventListener("pointerup", (event) => this.release(event, ...on(event)));
    stage.addEventListener("pointercancel", (event) => this.release(event));
    stage.addEventListener("pointerleave", () => { if (!this.drag) this.hover(); });
    stage.addEventListener("dblclick", (event) => {
      const [pane, at] = on(event), level = pane?.hit(at);
      if (level) this.alignOn(level);
    });
    stage.addEventListener("wheel", (event) => {
      // The films are as wide as the page: an unasked zoom would stop it from scrolling.
      const asked = event.ctrlKey || event.metaKey || stage.matches(":focus");
      const [pane, at] = on(event);
      if (!asked || !pane) return;
      event.preventDefault();
      this.zoom(wheelFactor(event), pane, at);
    }, { passive: false });
    stage.addEventListener("keydown", (event) => {
      if (event.target !== stage || !this.key(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    for (const button of root.querySelectorAll("[data-view]")) {
      button.addEventListener("click", () => this.look(button.dataset.view));
    }
    for (const box of root.querySelectorAll("[data-layer]")) {
      box.addEventListener("change", () => {
        this.layers[box.checked ? "add" : "delete"](box.dataset.layer);
        this.draw();
      });
    }
    for (const input of root.querySelectorAll("[data-grey]")) {
      input.addEventListener("input", () => {
        const { grey } = input.dataset;
        this.grey[grey] = grey === "invert" ? input.checked : +input.value;
        this.draw();
      });
    }
    root.querySelector(".curves").addEventListener("keydown", (event) => {
      const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      if (!way) return;
      event.preventDefault();
      this.stepCurve(way);
      root.querySelector('.curves [aria-checked="true"]').focus();
    });
    this.slider.addEventListener("input", () => { this.pause(); this.setShare(this.share); });
    this.player.addEventListener("click", () => (this.playing ? this.pause() : this.play()));
    listenToMenus([...root.querySelectorAll("details")], stage);
  }

  press(event, pane, at) {
    if (!pane) return;
    this.stage.focus({ preventScroll: true });
    this.stage.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
    if (this.pointers.size === 2) this.drag = { pane, ...this.pinch() };
    else this.drag = { pane, at, level: pane.hit(at), from: [event.clientX, event.clientY] };
  }

  pinch() {
    const [a, b] = [...this.pointers.values()];
    return { apart: size(sub(a, b)), about: middle(a, b), moving: true };
  }

  follow(event, pane, at) {
    const { drag } = this, here = [event.clientX, event.clientY];
    if (!this.pointers.has(event.pointerId)) {
      const level = pane?.hit(at);
      this.panes.forEach((own) => own.node.classList.toggle("over", own === pane && !!level));
      return this.hover(level);
    }
    const before = this.pointers.get(event.pointerId);
    if (!drag || (!drag.moving && size(sub(here, drag.from)) < CLICK)) return undefined;
    this.pointers.set(event.pointerId, here);
    if (this.pointers.size === 1) {
      const step = drag.moving ? sub(here, before) : sub(here, drag.from);
      drag.moving = true;
      return this.pan(step);
    }
    const now = this.pinch(), box = drag.pane.node.getBoundingClientRect();
    this.view.x += now.about[0] - drag.about[0];
    this.view.y += now.about[1] - drag.about[1];
    this.zoom(now.apart / drag.apart, drag.pane, sub(now.about, [box.left + 1, box.top + 1]));
    return Object.assign(drag, now);
  }

  release(event) {
    this.pointers.delete(event.pointerId);
    const { drag } = this;
    if (this.pointers.size) return;
    this.drag = null;
    if (drag && !drag.moving && event.type === "pointerup") this.keep(drag.level);
  }

  look(what) {
    if (what === "fit") this.fit();
    if (what === "in") this.zoom(ZOOM.step);
    if (what === "out") this.zoom(1 / ZOOM.step);
    if (what === "mirror") this.mirror();
    if (what === "grey") {
      this.grey = { window: 100, level: 50, invert: false };
      for (const input of this.root.querySelectorAll("[data-grey]")) {
        if (input.type === "checkbox") input.checked = false;
        else input.value = this.grey[input.dataset.grey];
      }
      this.draw();
    }
  }

  key({ key, shiftKey: shift, ctrlKey, metaKey, altKey }) {
    if (ctrlKey || metaKey || altKey) return false;
    const ways = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    if (shift && key in ways) this.pan(times(ways[key], PAN));
    else if (key === "ArrowUp" || key === "ArrowDown") this.step(key === "ArrowUp" ? -1 : 1);
    else if (key === "Home" || key === "End") this.keep(this.allLevels.at(key === "Home" ? 0 : -1));
    else if (key === "ArrowLeft" || key === "ArrowRight") this.stepCurve(key === "ArrowLeft" ? -1 : 1);
    else if (key === "+" || key === "=") this.zoom(ZOOM.step);
    else if (key === "-") this.zoom(1 / ZOOM.step);
    else if (key === "0") this.fit();
    else if (key === "Enter" && this.focus) this.alignOn(this.focus);
    else if (key === "Escape") { this.keep(); if (this.view.about) this.fit(); }
    else return false;
    return true;
  }

  step(way) {
    const levels = this.allLevels, here = levels.indexOf(this.focus);
    const next = here < 0 ? (way > 0 ? 0 : levels.length - 1) : here + way;
    this.keep(levels[Math.max(0, Math.min(levels.length - 1, next))]);
  }
}

export default function ({ parentElement, data }) {
  const stage = parentElement.querySelector(".stage");
  speak(parentElement, data.words);
  stage.viewer ??= new Viewer(parentElement);
  stage.viewer.receive(data);
}
