// The pages work without this script; with it charts are drawn, a complaint opens in place, and keys move through the list.
"use strict";
(() => {
  const root = document.documentElement;
  const token = name => getComputedStyle(root).getPropertyValue(name).trim();
  const coloured = new Set(["color", "borderColor", "backgroundColor"]);

  // Colours are written as names of tokens. Only values of colour keys are looked up, so that no label can be taken for one.
  const paint = (value, key) => {
    if (Array.isArray(value)) return value.map(v => paint(v, key));
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, paint(v, k)]));
    return typeof value === "string" && coloured.has(key) && /^--[a-z0-9-]+$/.test(value) ? token(value) : value;
  };

  const tipOf = p => {
    const data = p.data;
    return (data && data.tip) || "";
  };
  const prepare = source => {
    const option = paint(source);
    option.textStyle = { fontFamily: token("--f"), color: token("--ink-2") };
    option.tooltip.formatter = tipOf;
    return option;
  };

  const charts = new Map();
  const draw = (name, source) => {
    const place = document.getElementById("chart-" + name);
    if (!place || !window.echarts) return;
    charts.set(name, { source, place, chart: null });
    if (!place.classList.contains("unseen")) show(charts.get(name));
  };
  const show = entry => {
    if (entry.chart) entry.chart.dispose();
    entry.chart = window.echarts.init(entry.place, null, { renderer: "svg" });
    entry.chart.setOption(prepare(entry.source));
    entry.chart.on("click", p => {
      const door = p.data && p.data.door;
      if (typeof door === "string" && door.startsWith("/") && !door.startsWith("//")) location.assign(door);
    });
  };
  const redraw = () => charts.forEach(entry => entry.chart && show(entry));

  // A picture is drawn anew on a canvas, at twice the size, with its title.
  const picture = name => {
    const entry = charts.get(name);
    if (!entry) return;
    const width = entry.chart ? entry.place.clientWidth : 900;
    const height = entry.chart ? entry.place.clientHeight : 460;
    const canvas = document.createElement("canvas");
    const chart = window.echarts.init(canvas, null, { renderer: "canvas", width, height: height + 40, devicePixelRatio: 2 });
    const option = prepare(entry.source);
    option.title = { text: entry.place.dataset.title, left: 8, top: 4, textStyle: { fontSize: 15, color: token("--ink") } };
    const grids = Array.isArray(option.grid) ? option.grid : [option.grid || {}];
    grids.forEach(g => { g.top = Number(g.top || 0) + 36; });
    chart.setOption(option);
    const link = document.createElement("a");
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: token("--card") });
    link.download = "huisheng-" + name + ".png";
    link.click();
    chart.dispose();
  };

  // One complaint, opened in the right half.
  const openRow = async (row, push) => {
    const pane = document.getElementById("open");
    if (!pane) return;
    const answer = await fetch(row.dataset.fragment, { headers: { "X-Fragment": "1" } });
    if (!answer.ok) { location.assign(row.href); return; }
    pane.innerHTML = await answer.text();
    pane.querySelectorAll("[data-fill]").forEach(fill);
    document.querySelectorAll(".row.chosen").forEach(r => { r.classList.remove("chosen"); r.removeAttribute("aria-current"); });
    row.classList.add("chosen");
    row.setAttribute("aria-current", "true");
    document.getElementById("pane").scrollTop = 0;
    if (push) {
      document.querySelector(".split").classList.add("opened");
      window.scrollTo({ top: Math.min(window.scrollY, document.querySelector(".split").offsetTop) });
    }
    history.replaceState(null, "", row.href);
  };
  const rows = () => [...document.querySelectorAll(".row")];
  const move = by => {
    const list = rows();
    const at = list.findIndex(r => r.classList.contains("chosen"));
    const next = list[Math.max(0, Math.min(list.length - 1, at + by))];
    if (!next || next === list[at]) return;
    next.scrollIntoView({ block: "nearest" });
    openRow(next, false);
  };

  const keys = event => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    const search = document.getElementById("q");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      document.querySelectorAll("details.drop[open]").forEach(d => { d.open = false; });
      if (typing) event.target.blur();
      else if (document.querySelector(".split")) document.querySelector(".split").classList.remove("opened");
    } else if (!typing && event.key === "/" && search) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (!typing && rows().length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (!typing && event.key === "Enter" && event.target === document.body) {
      const row = document.querySelector(".row.chosen") || rows()[0];
      if (row) openRow(row, true);
    }
  };

  const fetchMenu = async details => {
    if (!details.open || details.dataset.done) return;
    details.dataset.done = "1";
    const answer = await fetch(details.dataset.fetch);
    details.querySelector(".menu").innerHTML = await answer.text();
  };

  // What was not ready when the page was sent.
  const fill = async place => {
    const answer = await fetch(place.dataset.fill);
    if (answer.ok) place.outerHTML = await answer.text();
    else place.textContent = place.dataset.failed || "件数这一次没有数完";
  };

  // Copies what a button names; without the right to do so the text beside it is chosen, for the keyboard.
  const copy = async button => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "已复制";
    } catch {
      button.previousElementSibling.select();
      button.textContent = "请按 Ctrl+C";
    }
  };

  // A word that is offered goes into the form. Whoever has chosen what to do with words keeps that choice.
  const offer = button => {
    const form = button.closest("form");
    form.elements.word.value = button.dataset.word;
    if (form.elements.kind.value === "one") form.elements.kind.value = button.dataset.kind;
  };

  // Clocks that run: their words and bars move with the time of the server, which the page brought along.
  const lasted = seconds => {
    const minutes = Math.round(seconds / 60), days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24, rest = minutes % 60;
    if (days) return days + " 天" + (hours ? " " + hours + " 小时" : "");
    if (hours) return hours + " 小时" + (rest ? " " + rest + " 分" : "");
    return rest + " 分";
  };
  const tick = clock => {
    const [sent, from, until] = clock.dataset.tick.split(" ").map(Number);
    clock.seen = clock.seen === undefined ? performance.now() : clock.seen;
    const now = sent + (performance.now() - clock.seen) / 1000, result = clock.querySelector(".result");
    result.textContent = now > until ? "已超时 " + lasted(now - until) : "还剩 " + lasted(until - now);
    result.classList.toggle("up", now > until);
    const worked = [...clock.querySelectorAll("rect.worked")].pop();
    if (worked && now <= until) worked.setAttribute("width", Math.max(0, (now - from) / (until - from) * 1000 - Number(worked.getAttribute("x"))));
  };

  // A page that shows how things stand now is fetched again while somebody looks at it and has nothing unfolded.
  const refresh = async place => {
    if (document.hidden || place.querySelector("details[open]")) return;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer || !answer.ok) { place.classList.add("stale"); return; }
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(place.id);
    if (!next) return;
    charts.forEach((entry, name) => { if (place.contains(entry.place)) { if (entry.chart) entry.chart.dispose(); charts.delete(name); } });
    place.classList.remove("stale");
    place.innerHTML = next.innerHTML;
    wire(place);
  };

  // A long table shows its first rows; the others unfold. Sums stay in sight, and on paper all rows are.
  const fold = table => {
    const beyond = [...table.tBodies[0].rows].filter(row => !row.classList.contains("total")).slice(Number(table.dataset.fold));
    if (beyond.length < 3) return;
    beyond.forEach(row => row.classList.add("beyond"));
    const more = document.createElement("button");
    more.type = "button";
    more.className = "link unfold";
    more.textContent = "其余 " + beyond.length + " 行";
    more.addEventListener("click", () => { beyond.forEach(row => row.classList.remove("beyond")); more.remove(); });
    table.after(more);
  };

  // What stands in a part of the page gets its charts and buttons.
  const wire = part => {
    part.querySelectorAll("script[data-chart]").forEach(s => draw(s.dataset.chart, JSON.parse(s.textContent)));
    part.querySelectorAll("table[data-fold]").forEach(fold);
    part.querySelectorAll("[data-picture]").forEach(b => b.addEventListener("click", () => picture(b.dataset.picture)));
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-fill]").forEach(fill);
    wire(document);
    document.querySelectorAll("[data-refresh]").forEach(place => setInterval(() => refresh(place), 1000 * Number(place.dataset.refresh)));
    document.querySelectorAll("details[data-fetch]").forEach(d => d.addEventListener("toggle", () => fetchMenu(d)));
    document.addEventListener("click", event => {
      document.querySelectorAll("details.drop[open]").forEach(d => { if (!d.contains(event.target)) d.open = false; });
      const row = event.target.closest(".row");
      if (row && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) { event.preventDefault(); openRow(row, true); }
      const offered = event.target.closest("[data-word]");
      if (offered) offer(offered);
      const copied = event.target.closest("[data-copy]");
      if (copied) copy(copied);
      if (event.target.closest(".back")) { event.preventDefault(); document.querySelector(".split").classList.remove("opened"); }
    });
    document.addEventListener("keydown", keys);
    document.addEventListener("tick", () => document.querySelectorAll("[data-tick]").forEach(tick));
    setInterval(() => document.dispatchEvent(new Event("tick")), 15000);
    let pending;
    window.addEventListener("resize", () => { clearTimeout(pending); pending = setTimeout(() => charts.forEach(e => e.chart && e.chart.resize()), 120); });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    window.matchMedia("print").addEventListener("change", redraw);
    root.dataset.ready = "1";
  });
})();
