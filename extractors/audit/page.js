"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const cards = all(".finding");
  const source = $("source");
  document.documentElement.classList.add("js");
  if (!source) return;

  // marks by the number of the finding they belong to
  const marks = new Map();
  for (const mark of all("mark", source)) {
    for (const n of mark.dataset.f.split(" ")) marks.set(n, [...(marks.get(n) || []), mark]);
    mark.tabIndex = 0;
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-label", `${mark.textContent}，发现 ${mark.dataset.f}`);
  }
  const numberOf = (card) => card.id.slice(1);
  const visible = () => cards.filter((card) => !card.hidden);
  const wide = () => getComputedStyle(source.parentElement).position === "sticky";
  const printed = (element) => element.closest("tr, .l");
  let current = null;

  // The pane of the source scrolls by itself on a wide screen, and with the page on a narrow one.
  function show(element) {
    const grid = element.closest(".grid");
    if (grid) {
      const box = grid.getBoundingClientRect(), at = element.getBoundingClientRect();
      if (at.left < box.left + 70 || at.right > box.right) grid.scrollLeft += at.left - box.left - box.width / 3;
    }
    if (!wide()) {
      element.scrollIntoView({ block: "center" });
      return;
    }
    const pane = source.getBoundingClientRect(), at = element.getBoundingClientRect();
    const top = Math.max(pane.top, 0), bottom = Math.min(pane.bottom, innerHeight);
    source.scrollTop += at.top - top - (bottom - top) / 3;
  }

  function clear() {
    for (const element of all(".on, .figure, .here")) element.classList.remove("on", "figure", "here");
    if (current) current.removeAttribute("aria-current");
    current = null;
  }

  function select(card, { line = null, scrollCard = false, scrollSource = true } = {}) {
    clear();
    current = card;
    const n = numberOf(card), held = marks.get(n) || [];
    card.classList.add("on");
    card.setAttribute("aria-current", "true");
    for (const mark of held) {
      mark.classList.add("on");
      if ((mark.dataset.x || "").split(" ").includes(n)) mark.classList.add("figure");
      printed(mark)?.classList.add("here");
    }
    if (scrollCard) card.scrollIntoView({ block: "nearest" });
    const start = line && $(line);
    if (scrollSource) {
      const row = start && printed(start);
      const inside = row ? held.filter((mark) => row.contains(mark)) : held;
      const target = inside.find((mark) => mark.classList.contains("figure")) || inside[0] || start;
      if (target) show(target);
    }
    $("back").hidden = wide();
    history.replaceState(null, "", `#${card.id}`);
  }

  function firstLine(card) {
    const link = card.querySelector("a.at");
    return link ? link.hash.slice(1) : null;
  }

  for (const card of cards) {
    card.addEventListener("click", (event) => {
      const link = event.target.closest("a.at");
      if (link) event.preventDefault();
      else if (event.target.closest("summary, details .why, a.no") || String(getSelection())) return;
      select(card, { line: link ? link.hash.slice(1) : firstLine(card) });
    });
  }

  // A marked place may belong to several findings: pressing it again goes on to the next.
  function choose(mark) {
    const numbers = mark.dataset.f.split(" ");
    let held = visible().filter((card) => numbers.includes(numberOf(card)));
    if (!held.length) {
      reset();
      held = visible().filter((card) => numbers.includes(numberOf(card)));
    }
    const next = held[(held.indexOf(current) + 1) % held.length];
    if (next) select(next, { scrollCard: true, scrollSource: false });
  }
  source.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (mark && !String(getSelection())) choose(mark);
  });
  source.addEventListener("keydown", (event) => {
    const mark = event.target.closest("mark");
    if (!mark || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    choose(mark);
  });

  // filters
  const find = $("find"), rule = $("rule"), switches = all("button.tile");
  const texts = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
  const plain = new Map(cards.map((card) => [card, texts.get(card).replaceAll(",", "")]));
  function filter() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const off = switches.filter((s) => s.getAttribute("aria-pressed") === "false").map((s) => s.dataset.sev);
    for (const card of cards) {
      const said = words.every((word) => texts.get(card).includes(word) || plain.get(card).includes(word));
      card.hidden = !said || (rule.value && rule.value !== card.dataset.rule) || off.includes(card.dataset.sev);
    }
    const count = visible().length;
    $("shown").textContent = count === cards.length ? `共 ${count} 条` : `${count} / ${cards.length} 条`;
    $("nothing").hidden = count > 0 || !cards.length;
    $("clear").hidden = count === cards.length;
  }
  function reset() {
    find.value = rule.value = "";
    for (const s of switches) s.setAttribute("aria-pressed", "true");
    filter();
  }
  find.addEventListener("input", filter);
  rule.addEventListener("change", filter);
  $("clear").addEventListener("click", reset);
  for (const s of switches) {
    s.addEventListener("click", () => {
      s.setAttribute("aria-pressed", String(s.getAttribute("aria-pressed") === "false"));
      filter();
    });
  }

  // the rest of the page
  $("contents").addEventListener("change", (event) => {
    const start = $(event.target.value);
    if (start) show(start);
    event.target.value = "";
  });
  $("paper").addEventListener("change", (event) => document.body.classList.toggle("with-source", event.target.checked));
  $("back").addEventListener("click", () => {
    if (current) current.scrollIntoView({ block: "center" });
    $("back").hidden = true;
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details.family:not([open]), .finding section details:not([open]), .reasons:not([open])");
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => closed.forEach((details) => (details.open = false)));

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      clear();
      $("back").hidden = true;
    }
    if (event.target.closest("input, select, textarea")) return;
    if (event.key === "/") {
      event.preventDefault();
      find.focus();
    } else if (event.key === "j" || event.key === "k") {
      const list = visible(), at = list.indexOf(current), step = event.key === "j" ? 1 : -1;
      const next = list[at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + step))];
      if (next) {
        select(next, { line: firstLine(next), scrollCard: wide(), scrollSource: wide() });
        if (!wide()) next.scrollIntoView({ block: "center" });
        next.querySelector("h3 button").focus({ preventScroll: true });
      }
    }
  });

  function fromAddress() {
    const target = location.hash && $(location.hash.slice(1));
    if (!target) return;
    if (target.matches(".finding")) select(target, { line: firstLine(target), scrollCard: true, scrollSource: wide() });
    else if (source.contains(target)) show(target);
  }
  filter();
  fromAddress();
  addEventListener("hashchange", fromAddress);
})();
