// What lists of checks, bars of runs and the palette do beyond links and forms.
(() => {
  "use strict";
  const { $, $$, formats, span, cookie, current, root } = window.tocsin;

  // Bars of runs: what RunBar.data() wrote, told about the run under the pointer.
  const words = { g: "Good", f: "Failed", m: "Missed", u: "Unverified", r: "Running" };
  const runsOf = (svg) => {
    let at = 0;
    return svg.dataset.runs.split(" ").filter(Boolean).map((token) => {
      const [, look, delta, took, exit] = /^([a-z])(-?[0-9a-z]+)(?:\.([0-9a-z]+))?(?:!(\d+))?$/.exec(token);
      at += parseInt(delta, 36);
      return { look, at: new Date(at * 1000), took: took && parseInt(took, 36), exit };
    });
  };
  const sentence = (run) => {
    const when = formats.exact.format(run.at);
    if (run.look === "r") return `Running since ${when}`;
    if (run.look === "m") return `Missed: nothing was heard by ${when}`;
    if (run.look === "u") return `Unverified: due ${when}, nobody could hear`;
    const took = run.took === undefined ? "" : `, took ${span(run.took)}`;
    return `${words[run.look]} ${when}${took}${run.exit ? `, exit status ${run.exit}` : ""}`;
  };
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  tip.hidden = true;
  document.body.append(tip);
  const STEP = 5;
  // Where a bar stands on the screen: the drawing scales, and its right edge is fixed.
  const scaleOf = (svg) => {
    const box = svg.getBoundingClientRect();
    const view = svg.viewBox.baseVal;
    const scale = Math.min(box.width / view.width, box.height / view.height);
    return { scale, left: box.right - (view.width + 2) * scale, top: box.top + (box.height - view.height * scale) / 2, places: Math.round((view.width + 2) / STEP) };
  };
  const place = (text, x, y) => {
    tip.textContent = text;
    tip.hidden = false;
    const half = tip.offsetWidth / 2;
    tip.style.left = `${Math.min(innerWidth - half - 8, Math.max(half + 8, x)) - half}px`;
    const above = y - tip.offsetHeight - 8;
    tip.style.top = `${above < 4 ? y + 40 : above}px`;
  };
  let shown = null;
  const hide = () => {
    tip.hidden = true;
    $$(".run-cursor").forEach((mark) => mark.remove());
    shown = null;
  };
  const show = (svg, index) => {
    const runs = runsOf(svg);
    const run = runs[index];
    if (!run) { hide(); return; }
    const { scale, left, top, places } = scaleOf(svg);
    const x = (places - runs.length + index) * STEP;
    $$(".run-cursor").forEach((mark) => mark.remove());
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    Object.entries({ class: "run-cursor", x: x - 1, y: -2, width: STEP, height: 28, rx: 1 }).forEach(([k, v]) => mark.setAttribute(k, v));
    svg.prepend(mark);
    shown = { svg, index, run };
    place(sentence(run), left + (x + 1.5) * scale, top);
  };
  const under = (svg, clientX) => {
    const { scale, left, places } = scaleOf(svg);
    return Math.floor((clientX - left + scale) / scale / STEP) - places + runsOf(svg).length;
  };
  document.addEventListener("pointermove", (e) => {
    const svg = e.target.closest?.("[data-runs]");
    if (svg) show(svg, under(svg, e.clientX));
    else if (e.target.closest?.("[data-tip]")) {
      const box = e.target.closest("[data-tip]").getBoundingClientRect();
      place(e.target.closest("[data-tip]").dataset.tip, box.left + box.width / 2, box.top);
    } else if (!tip.hidden && e.pointerType !== "touch") hide();
  });
  document.addEventListener("scroll", () => { if (!tip.hidden) hide(); }, { passive: true });
  document.addEventListener("click", (e) => {
    const svg = e.target.closest("[data-runs]");
    if (!svg) { if (!e.target.closest("[data-tip]")) hide(); return; }
    const again = shown?.svg === svg && shown.index === under(svg, e.clientX);
    // A finger first sees what it is on, and opens it when it comes again.
    if (e.pointerType === "touch" && !again) show(svg, under(svg, e.clientX));
    else open(svg);
  });
  const open = (svg) => {
    if (!shown || !svg.dataset.href) return;
    location.href = `${svg.dataset.href}?at=${Math.ceil(shown.run.at / 1000)}#log`;
  };
  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.target.matches("input, textarea, select, [role=tab]")) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    const svg = e.target.closest("[data-runs]") || $("[data-runs]", current() || document.createElement("i"));
    if (svg && step) {
      const last = runsOf(svg).length - 1;
      const from = shown?.svg === svg ? shown.index + step : last;
      show(svg, Math.min(last, Math.max(0, from)));
      e.preventDefault();
    } else if (e.key === "Enter" && e.target.matches("[data-runs]")) open(e.target);
    else if (e.key === "Escape" && !tip.hidden) hide();
  });

  // Selecting
  const boxes = () => $$('[name="check"][form="bulk"]');
  let last = null;
  const count = () => {
    const bulk = $("#bulk");
    if (!bulk) return;
    const all = $("[data-bulk-everything]").value === "on";
    const n = all ? Number($("[data-bulk-all]").dataset.bulkAll) : boxes().filter((box) => box.checked).length;
    $("[data-bulk-count]").textContent = n.toLocaleString("en");
  };
  const unselect = () => {
    boxes().forEach((box) => { box.checked = false; });
    if ($("#bulk")) {
      $("#bulk").reset();
      $("[data-bulk-everything]").value = "";
      $$("#bulk [data-menu]").forEach((menu) => { menu.open = false; });
    }
    $("#list")?.classList.remove("selecting");
  };
  document.addEventListener("click", (e) => {
    const box = e.target.closest('[name="check"][form="bulk"]');
    if (box) {
      const all = boxes();
      if (e.shiftKey && last && all.includes(last)) {
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
        all.slice(from, to + 1).forEach((other) => { other.checked = box.checked; });
      }
      last = box;
      $("[data-bulk-everything]").value = "";
      count();
    }
    const button = e.target.closest("[data-bulk-all], [data-bulk-none], [data-selecting], [data-density-toggle], [data-palette]");
    if (!button) return;
    if (button.dataset.bulkAll !== undefined) {
      boxes().forEach((other) => { other.checked = true; });
      $("[data-bulk-everything]").value = "on";
      count();
    } else if (button.dataset.bulkNone !== undefined) {
      e.preventDefault();
      unselect();
    } else if (button.dataset.selecting !== undefined) $("#list").classList.toggle("selecting");
    else if (button.dataset.palette !== undefined) openPalette();
    else {
      const compact = root.dataset.density !== "compact";
      if (compact) root.dataset.density = "compact";
      else delete root.dataset.density;
      cookie("density", compact ? "compact" : "");
    }
  });
  document.body.addEventListener("unselect", unselect);

  // Who is told of what
  const matrix = $(".matrix");
  const changed = () => {
    const n = $$("input", matrix).filter((box) => box.checked !== box.defaultChecked).length;
    $$("td", matrix).forEach((cell) => { const box = $("input", cell); cell.classList.toggle("changed", box.checked !== box.defaultChecked); });
    $("[data-matrix-save]").textContent = n ? `Save ${n} ${n === 1 ? "change" : "changes"}` : "Save";
  };
  matrix?.addEventListener("change", changed);
  matrix?.addEventListener("click", (e) => {
    const of = e.target.closest("[data-column]")?.dataset.column;
    if (!of) return;
    const column = $$(`[data-of="${of}"]`, matrix);
    const on = !column.every((box) => box.checked);
    column.forEach((box) => { box.checked = on; });
    changed();
  });

  // Parts further down the list ask whether they still are true, while they are seen.
  const seen = (poll) => {
    const next = poll.nextElementSibling && $$("[data-poll]").find((other) => poll.compareDocumentPosition(other) & 4);
    const bottom = next ? next.getBoundingClientRect().top : poll.parentElement.getBoundingClientRect().bottom;
    return poll.getBoundingClientRect().top < innerHeight && bottom > 0;
  };
  setInterval(() => {
    if (!document.hidden) $$("[data-poll]").filter(seen).forEach((poll) => htmx.trigger(poll, "refresh"));
  }, 4000);

  // A check is edited beside its page, which stays as it is.
  const editor = $("#editor");
  editor?.addEventListener("htmx:afterSwap", (e) => {
    if (e.detail.target.id !== "editor-form") return;
    editor.showModal();
    $("input:not([type=hidden])", editor).focus();
  });
  editor?.addEventListener("click", (e) => {
    if (e.target === editor || e.target.closest("[data-close]")) editor.close();
    const cancel = e.target.closest("a.btn");
    if (cancel && cancel.pathname === location.pathname) { e.preventDefault(); editor.close(); }
  });

  // The palette
  const palette = $("#palette");
  const input = $("#palette-input");
  const options = () => $$('[role="option"]', palette);
  const choose = (option) => {
    options().forEach((other, i) => {
      other.id = `palette-${i}`;
      other.setAttribute("aria-selected", other === option);
    });
    if (!option) return;
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  // What the page at hand offers by a key, offered by its name, too.
  const here = () => {
    const asked = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = $$("main .head [data-key], main #switch [data-key]").filter((e) => e.offsetParent);
    const fitting = found.filter((e) => asked.every((word) => e.textContent.toLowerCase().includes(word)));
    if (!fitting.length) return;
    const head = document.createElement("div");
    head.className = "palette-head";
    head.setAttribute("role", "presentation");
    head.textContent = "On this page";
    $("#palette-list").prepend(head, ...fitting.map((target) => {
      const option = document.createElement("button");
      option.type = "button";
      option.setAttribute("role", "option");
      option.tabIndex = -1;
      option.textContent = target.textContent.trim();
      option.addEventListener("click", () => { palette.close(); target.click(); });
      return option;
    }));
  };
  const openPalette = () => {
    if (!palette || palette.open) return;
    input.value = "";
    palette.showModal();
    htmx.trigger(input, "refresh");
  };
  palette?.addEventListener("htmx:afterSwap", () => { here(); choose(options()[0]); });
  palette?.addEventListener("click", (e) => {
    const press = e.target.closest("[data-press]");
    if (press) { palette.close(); $(press.dataset.press)?.click(); }
    else if (e.target === palette) palette.close();
  });
  palette?.addEventListener("pointermove", (e) => { const option = e.target.closest('[role="option"]'); if (option) choose(option); });
  input?.addEventListener("keydown", (e) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step && all.length) { choose(all[(at + step + all.length) % all.length]); e.preventDefault(); }
    if (e.key === "Enter") { all[at]?.click(); e.preventDefault(); }
  });
  document.addEventListener("keydown", (e) => {
    if (e.key.toLowerCase() === "k" && (e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && palette) {
      e.preventDefault();
      if (palette.open) palette.close();
      else openPalette();
    }
  });
  if (/Mac|iPhone|iPad/.test(navigator.platform)) $$(".palette-btn kbd").forEach((key) => { key.textContent = "⌘K"; });
})();
