"use strict";
(() => {
  const STEP = 50; // rows drawn at a time: a browser is quick with these, also where there are ten thousand
  const PAPER = 2000; // rows drawn for a printer
  const data = JSON.parse(document.getElementById("data").textContent);
  document.documentElement.classList.add("scripted");

  // Text is only ever set as text: nothing here makes markup of data.
  function el(tag, options = {}, ...children) {
    const { className, text, ...attributes } = options;
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children.filter((child) => child !== null));
    return made;
  }
  const bdi = (text) => el("bdi", { text, dir: "auto" });
  // A sentence; what it has between single backquotes is code.
  const prose = (text) => el("bdi", { dir: "auto" }, ...text.split(/`([^`]+)`/).map((part, number) => (number % 2 ? el("code", { text: part }) : part)));
  const where = (path, line) => (line ? `${path}:${line}` : path);
  const plural = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

  function places(list, tag) {
    if (!list.length) return null;
    return el(tag, {}, ...list.map(([path, line, words]) =>
      el("li", {}, ...(path ? [el("span", { className: "place", text: where(path, line), dir: "auto" })] : []), path && words ? " " : "", prose(words))));
  }
  function terms(pairs) {
    const list = el("dl");
    for (const [name, value] of pairs) {
      if (value === null || value === "" || (Array.isArray(value) && !value.length)) continue;
      const shown = value instanceof Node ? value : bdi(Array.isArray(value) ? value.join(", ") : String(value));
      list.append(el("dt", { text: name }), el("dd", {}, shown));
    }
    return list;
  }

  // What the three lists show. `facets` are filters by a field of one value or several; `detail` is built when a row is opened.
  const phaseName = (phase) => (data.phases[phase] === undefined ? "" : `${phase} ${data.phases[phase]}`);
  const orNone = (value) => value || "(none)";
  const lists = {
    findings: {
      noun: "finding",
      rows: data.findings,
      facets: {
        severity: ["Severity", (row) => row.severity],
        rule: ["Rule", (row) => row.rule],
        phase: ["Phase", (row) => String(row.phase), (value) => phaseName(Number(value))],
        unit: ["Unit", (row) => orNone(row.unit)],
        owner: ["Owner", (row) => (row.owners.length ? row.owners : ["(none)"])],
        state: ["State", (row) => row.suppressed || "open"],
      },
      defaults: { state: "open" },
      groups: { path: (row) => [row.path], owner: (row) => (row.owners.length ? row.owners : ["(none)"]), rule: (row) => [row.rule], phase: (row) => [phaseName(row.phase)] },
      words: (row) => [row.rule, row.path, row.message, row.subject, row.unit, row.owners.join(" "), row.fingerprint],
      key: (row) => row.fingerprint,
      detail: findingDetail,
    },
    writes: {
      noun: "write",
      rows: data.writes,
      facets: {
        unit: ["Unit", (row) => orNone(row.unit)],
        status: ["Event", (row) => row.status],
        class: ["Class", (row) => orNone(row.class)],
        kind: ["Kind", (row) => row.kind],
        context: ["Code", (row) => row.context],
        language: ["Language", (row) => row.language],
      },
      defaults: {},
      columns: [
        ["Place", (row) => where(row.path, row.line)],
        ["Event", (row) => row.event],
        ["Class", (row) => row.class, "short"],
        ["Status", (row) => row.status, "short"],
        ["Unit", (row) => row.unit],
        ["API", (row) => row.api],
        ["Code", (row) => row.context, "short"],
      ],
      words: (row) => [row.path, row.events.join(" "), row.event, row.api, row.unit, row.function, row.type, row.fields.join(" "), row.tables.join(" "), row.reason],
      detail: writeDetail,
    },
    events: {
      noun: "event",
      rows: data.events,
      facets: {
        family: ["Family", (row) => orNone(row.family)],
        standing: ["In code", (row) => row.standing],
        class: ["Class", (row) => orNone(row.class)],
        owner: ["Owner", (row) => (row.owners.length ? row.owners : ["(none)"])],
      },
      defaults: {},
      columns: [
        ["Event", (row) => row.event],
        ["Family", (row) => row.family],
        ["Class", (row) => row.class, "short"],
        ["Registered as", (row) => row.status, "short"],
        ["In code", (row) => row.standing, "short"],
        ["Writes", (row) => row.writes, "number"],
        ["Owners", (row) => row.owners.join(", ")],
      ],
      words: (row) => [row.event, row.family, row.owners.join(" "), row.path, row.declared.map((pair) => pair[1]).join(" ")],
      detail: eventDetail,
    },
  };

  function linkTo(fingerprint) {
    const query = new URLSearchParams({ q: fingerprint, state: "", open: fingerprint });
    return el("a", { href: `#findings?${query}`, text: "of this finding alone" });
  }
  function findingDetail(row) {
    const rule = data.rules[row.rule];
    const code = row.code.length
      ? el("pre", {}, el("code", { dir: "ltr" }, row.code[0], el("mark", { text: row.code[1] }), row.code[2]))
      : null;
    return [code, terms([
      ["To mend", prose(row.mend)], ["Why", rule && rule.why ? prose(rule.why) : null], ["See also", places(row.related, "ul")], ["Flow", places(row.flow, "ol")],
      ["Owner", row.owners], ["Phase", phaseName(row.phase)], ["Confidence", row.confidence], ["Open since", row.suppressed ? "" : row.since],
      ["Accepted by", row.suppressed], ["Fingerprint", row.fingerprint], ["Address", linkTo(row.fingerprint)],
    ])];
  }
  function writeDetail(row) {
    const known = row.fields.length || row.type;
    return [terms([
      ["Events", row.events], ["Not known", row.reason], ["Way to the store", places(row.chain, "ol")], ["In", row.function],
      ["Classes", places(row.classes, "ul")], ["Session", row.session], ["Payload", row.type],
      ["Fields", row.fields], ["Further fields", known ? (row.closed ? "none" : "possible") : ""], ["Tables", row.tables], ["Behind", row.guards],
    ])];
  }
  function eventDetail(row) {
    return [terms([...row.declared, ["registered at", where(row.path, row.line)], ["written at", places(row.places, "ul")]])];
  }

  function build(name, list) {
    const section = document.getElementById(name);
    const state = { q: "", sort: null, up: true, shown: STEP, group: "path", chosen: { ...list.defaults }, opened: "" };
    const hay = list.rows.map((row) => list.words(row).join("\n").toLowerCase());
    const said = el("p", { className: "said", role: "status" });
    const out = el("div");
    const more = el("button", { className: "more", type: "button" });
    const controls = {};
    const search = el("input", { type: "search", placeholder: "words that all occur", autocomplete: "off", spellcheck: "false" });
    const bar = el("form", { className: "filters", role: "search", "aria-label": `Filter ${list.noun}s` });
    const field = (title, key, control, className = "") => {
      control.id = `${name}-${key}`;
      bar.append(el("div", { className: `field ${className}` }, el("label", { text: title, for: control.id }), control));
    };
    field(`Search ${list.noun}s`, "q", search, "search");

    for (const [key, [title, valuesOf, spoken]] of Object.entries(list.facets)) {
      const counts = new Map();
      for (const row of list.rows) for (const value of [valuesOf(row)].flat()) counts.set(value, (counts.get(value) || 0) + 1);
      const select = el("select", {}, el("option", { value: "", text: "all" }));
      for (const value of [...counts.keys()].sort()) select.append(el("option", { value, text: `${spoken ? spoken(value) : value} (${counts.get(value)})` }));
      if (counts.size < 2 && !(key in list.defaults)) continue;
      controls[key] = select;
      select.addEventListener("change", () => { state.chosen[key] = select.value; changed(); });
      field(title, key, select);
    }
    if (list.groups) {
      const select = el("select", {}, ...Object.keys(list.groups).map((key) => el("option", { value: key, text: key })));
      select.addEventListener("change", () => { state.group = select.value; state.shown = STEP; draw(); });
      field("By", "by", select);
    }
    const reset = el("button", { type: "reset", text: "Clear" });
    bar.append(reset);
    section.append(bar, said, out, more);

    let timer = 0;
    search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => { state.q = search.value; changed(); }, 80); });
    bar.addEventListener("submit", (event) => event.preventDefault());
    bar.addEventListener("reset", (event) => { event.preventDefault(); apply({}); search.focus(); });
    more.addEventListener("click", () => {
      const at = state.shown;
      state.shown += STEP * 4;
      draw();
      const next = out.querySelectorAll("summary, button.open")[at];
      if (next) next.focus();
    });

    function changed() {
      state.shown = STEP;
      remember();
      draw();
    }
    function remember() {
      const query = new URLSearchParams();
      if (state.q) query.set("q", state.q);
      for (const key of Object.keys(controls)) if ((state.chosen[key] || "") !== (list.defaults[key] || "")) query.set(key, state.chosen[key] || "");
      history.replaceState(null, "", `#${name}${query.size ? "?" + query : ""}`);
    }
    function apply(given) {
      state.q = given.q || "";
      state.opened = given.open || "";
      search.value = state.q;
      state.chosen = { ...list.defaults, ...given };
      for (const [key, select] of Object.entries(controls)) {
        select.value = state.chosen[key] || "";
        if (select.selectedIndex < 0) { select.value = ""; state.chosen[key] = ""; }
      }
      state.shown = STEP;
      draw();
    }
    function matching() {
      const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = Object.keys(controls).filter((key) => state.chosen[key]).map((key) => [list.facets[key][1], state.chosen[key]]);
      const found = [];
      list.rows.forEach((row, number) => {
        const fits = wanted.every(([valuesOf, value]) => [valuesOf(row)].flat().includes(value));
        if (fits && words.every((word) => hay[number].includes(word))) found.push(row);
      });
      if (state.sort !== null) {
        const value = list.columns[state.sort][1];
        const compare = (a, b) => (typeof a === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true }));
        found.sort((a, b) => (state.up ? 1 : -1) * compare(value(a), value(b)));
      }
      return found;
    }
    function draw() {
      const found = matching();
      said.textContent = `${found.length.toLocaleString("en")} of ${plural(list.rows.length, list.noun)}`;
      const seen = found.slice(0, state.shown);
      out.replaceChildren(...(seen.length ? (list.columns ? [table(seen)] : cards(found)) : []));
      const left = found.length - state.shown;
      more.hidden = left <= 0;
      more.textContent = `Show ${Math.min(left, STEP * 4).toLocaleString("en")} more of ${plural(Math.max(left, 0), list.noun)} left`;
    }

    function cards(found) {
      const groups = new Map();
      for (const row of found) for (const key of list.groups[state.group](row)) {
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(row);
      }
      const made = [];
      let room = state.shown;
      for (const [key, rows] of [...groups].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
        if (room <= 0) break;
        made.push(el("h3", { className: "group" }, bdi(key), el("span", { text: plural(rows.length, list.noun) })));
        made.push(el("ul", { className: "cards" }, ...rows.slice(0, room).map(card)));
        room -= rows.length;
      }
      return made;
    }
    function card(row) {
      const details = el("details", {}, el("summary", {},
        el("span", { className: `chip ${row.suppressed ? "dim" : row.severity}`, text: row.severity }),
        el("span", { className: "message" }, prose(row.message)),
        el("span", { className: "rule", text: row.rule, dir: "auto" }),
        el("span", { className: "place", text: `${where(row.path, row.line)}:${row.column}`, dir: "auto" })));
      const fill = () => { if (details.open && details.children.length === 1) details.append(el("div", { className: "detail" }, ...list.detail(row))); };
      details.addEventListener("toggle", fill);
      if (state.opened && list.key(row) === state.opened) { details.open = true; fill(); }
      return el("li", {}, details);
    }

    function table(rows) {
      const head = el("tr");
      list.columns.forEach(([title, , className], number) => {
        const button = el("button", { type: "button", text: title });
        button.addEventListener("click", () => {
          state.up = state.sort === number ? !state.up : true;
          state.sort = number;
          draw();
          out.querySelectorAll("thead button")[number].focus();
        });
        const order = state.sort !== number ? "none" : state.up ? "ascending" : "descending";
        head.append(el("th", { scope: "col", "aria-sort": order, className: className === "number" ? className : "" }, button));
      });
      const body = el("tbody", {}, ...rows.map(line));
      return el("div", { className: "wide", tabindex: "0", role: "region", "aria-label": section.querySelector("h2").textContent },
        el("table", {}, el("thead", {}, head), body));
    }
    function line(row) {
      const open = el("button", { className: "open", type: "button", "aria-expanded": "false", text: String(list.columns[0][1](row)), dir: "auto" });
      const cells = list.columns.slice(1).map(([, value, className]) => el("td", { className }, bdi(String(value(row)))));
      const made = el("tr", {}, el("td", {}, open), ...cells);
      open.addEventListener("click", () => {
        const opened = open.getAttribute("aria-expanded") === "true";
        open.setAttribute("aria-expanded", String(!opened));
        if (opened) made.nextSibling.remove();
        else made.after(el("tr", {}, el("td", { colspan: String(list.columns.length) }, el("div", { className: "detail" }, ...list.detail(row)))));
      });
      return made;
    }

    const paper = (rows) => { state.shown = rows; draw(); };
    apply({});
    return { apply, section, search, paper };
  }

  const built = {};
  for (const [name, list] of Object.entries(lists)) built[name] = build(name, list);

  // `#findings?rule=dead-event` is a list with filters set; links in the overview have this form.
  function follow() {
    const [name, query] = location.hash.slice(1).split("?");
    const list = built[name];
    if (!list) return;
    if (query !== undefined) list.apply(Object.fromEntries(new URLSearchParams(query)));
    list.section.scrollIntoView();
    list.section.focus({ preventScroll: true });
  }
  addEventListener("hashchange", follow);
  follow();

  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    built.findings.search.focus();
  });
  addEventListener("beforeprint", () => Object.values(built).forEach((list) => list.paper(PAPER)));
  addEventListener("afterprint", () => Object.values(built).forEach((list) => list.paper(STEP)));

  // A page opened from a file may have no storage; then the choice lasts as long as the page.
  const theme = document.getElementById("theme");
  const keep = (value) => { try { localStorage.setItem("telint-theme", value); } catch { /* as said above */ } };
  const kept = () => { try { return localStorage.getItem("telint-theme") || ""; } catch { return ""; } };
  const paint = (value) => { if (value) document.documentElement.dataset.theme = value; else delete document.documentElement.dataset.theme; };
  theme.value = kept();
  paint(theme.value);
  theme.addEventListener("change", () => { paint(theme.value); keep(theme.value); });
})();
