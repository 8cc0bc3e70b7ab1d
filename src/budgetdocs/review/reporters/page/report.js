"use strict";
(() => {
  const filters = document.getElementById("filters");
  const status = document.getElementById("status");
  const chosenCodes = document.getElementById("codes-chosen");
  const list = (selector, within = document) => [...within.querySelectorAll(selector)];
  const boxes = list("input[type=checkbox]", filters);
  const sections = list("details.section");
  const english = { error: "错误", warning: "警告", hint: "提示", excused: "已说明" };

  const marks = new Map(list("sup").map((mark) => [mark.dataset.for, mark]));
  const notes = sections.flatMap((section) => {
    const heading = section.querySelector("summary").textContent;
    return list(".note", section).map((item) => ({
      item,
      section,
      severity: item.dataset.severity,
      code: item.dataset.code,
      text: `${heading} ${item.closest(".line").firstElementChild.textContent} ${item.textContent}`.toLowerCase(),
    }));
  });
  const cleanRows = list(".clean tbody tr").map((row) => ({ row, text: row.textContent.toLowerCase() }));
  let unlisted = { severity: [], code: [] }; // asked for by the address, but nothing of the kind is in this report

  const chosen = (name) => [...boxes.filter((box) => box.name === name && box.checked).map((box) => box.value), ...unlisted[name]];
  const state = () => ({
    severity: chosen("severity"),
    code: chosen("code"),
    words: filters.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean),
  });
  const hasWords = (text, words) => words.every((word) => text.includes(word));
  const fits = (note, { severity, code, words }) =>
    (!severity.length || severity.includes(note.severity)) &&
    (!code.length || code.includes(note.code)) &&
    hasWords(note.text, words);

  function showCounts(wanted) {
    for (const name of ["severity", "code"]) {
      const others = { ...wanted, [name]: [] };
      const counts = new Map();
      for (const note of notes) {
        if (fits(note, others)) counts.set(note[name], (counts.get(note[name]) || 0) + 1);
      }
      for (const box of boxes.filter((each) => each.name === name)) {
        box.parentElement.querySelector("output").textContent = counts.get(box.value) || 0;
      }
    }
    chosenCodes.textContent = wanted.code.length ? wanted.code.join("、") : "全部";
  }

  function showStatus(wanted, active, shown) {
    const parts = [wanted.severity.join("、"), wanted.code.join("、"), wanted.words.map((word) => `“${word}”`).join(" ")];
    const said = `显示 ${shown} 条，共 ${notes.length} 条`;
    status.textContent = active ? `已筛选（${parts.filter(Boolean).join("；")}）：${said}` : said;
    filters.classList.toggle("active", active);
  }

  function apply() {
    const wanted = state();
    const active = wanted.severity.length + wanted.code.length + wanted.words.length > 0;
    const left = new Map(sections.map((section) => [section, 0]));
    let shown = 0;
    for (const note of notes) {
      const visible = fits(note, wanted);
      note.item.hidden = !visible;
      const mark = marks.get(note.item.id);
      if (mark) mark.hidden = !visible;
      if (visible) {
        shown += 1;
        left.set(note.section, left.get(note.section) + 1);
      }
    }
    for (const line of list(".general .line")) line.hidden = !line.querySelector(".note:not([hidden])");
    for (const row of list("tr.notes")) row.hidden = !row.querySelector(".note:not([hidden])");
    for (const cell of list(".marked")) cell.classList.toggle("off", !cell.querySelector("sup:not([hidden])"));
    for (const [section, count] of left) {
      section.hidden = active && !count;
      if (active && count) section.open = true;
    }
    const onlyWords = !wanted.severity.length && !wanted.code.length;
    for (const { row, text } of cleanRows) row.hidden = !(onlyWords && hasWords(text, wanted.words));
    for (const clean of list(".clean")) clean.hidden = active && !clean.querySelector("tbody tr:not([hidden])");
    showCounts(wanted);
    showStatus(wanted, active, shown);
  }

  function writeHash() {
    const { severity, code } = state();
    const query = new URLSearchParams();
    if (severity.length) query.set("severity", severity.join(","));
    if (code.length) query.set("code", code.join(","));
    if (filters.elements.q.value) query.set("q", filters.elements.q.value);
    const hash = query.toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }

  function readHash() {
    if (!location.hash.includes("=")) return; // a place within the page
    const query = new URLSearchParams(location.hash.slice(1));
    const asked = (name) => (query.get(name) || "").split(/[,，]/).filter(Boolean);
    const wanted = { severity: asked("severity").map((each) => english[each] || each), code: asked("code") };
    for (const box of boxes) box.checked = wanted[box.name].includes(box.value);
    for (const name of ["severity", "code"]) {
      unlisted[name] = wanted[name].filter((value) => !boxes.some((box) => box.name === name && box.value === value));
    }
    filters.elements.q.value = query.get("q") || "";
    apply();
  }

  function changed() {
    unlisted = { severity: [], code: [] };
    apply();
    writeHash();
  }

  function explain(event) {
    const link = event.target.closest(".note a.code");
    const rule = link && document.getElementById(link.hash.slice(1));
    if (!rule) return;
    event.preventDefault();
    const said = link.closest(".said");
    const open = said.querySelector(".why");
    if (open) {
      open.remove();
    } else {
      const why = document.createElement("dl");
      why.className = "why";
      why.append(...[...rule.children].map((child) => child.cloneNode(true)));
      link.closest("p").after(why);
    }
    link.setAttribute("aria-expanded", String(!open));
  }

  let waiting = 0;
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("change", (event) => event.target.type === "checkbox" && changed());
  filters.elements.q.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(changed, 150);
  });
  filters.addEventListener("reset", () => setTimeout(changed));
  document.getElementById("unfold").addEventListener("click", () => sections.forEach((section) => (section.open = true)));
  document.getElementById("fold").addEventListener("click", () => sections.forEach((section) => (section.open = false)));
  document.addEventListener("click", explain);
  document.addEventListener("click", (event) => {
    const codes = document.querySelector(".codes");
    if (!codes.contains(event.target)) codes.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelector(".codes").open = false;
  });
  addEventListener("hashchange", () => {
    readHash();
    if (location.hash.includes("=")) filters.scrollIntoView();
  });
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = list("main details:not(.codes):not([open])");
    folded.forEach((each) => (each.open = true));
  });
  addEventListener("afterprint", () => folded.forEach((each) => (each.open = false)));

  filters.hidden = false;
  apply();
  readHash();
  document.documentElement.dataset.filters = "ready";
})();
