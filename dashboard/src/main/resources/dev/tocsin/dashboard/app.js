// Everything works without this file, a little slower; here is what makes pages quick to use.
(() => {
  "use strict";
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const root = document.documentElement;
  const cookie = (name, value) => {
    const secure = location.protocol === "https:" ? ";secure" : "";
    document.cookie = `${name}=${encodeURIComponent(value)};path=/;max-age=31536000;samesite=lax${secure}`;
  };

  // Times: the same words as Times.java, in the zone of this browser.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const zoneKnown = root.dataset.zone === zone;
  if (!zoneKnown) cookie("tz", zone);
  const fmt = (options) => new Intl.DateTimeFormat("en-GB", options);
  const formats = {
    exact: fmt({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" }),
    clock: fmt({ hour: "2-digit", minute: "2-digit" }),
    seconds: fmt({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    day: fmt({ day: "numeric", month: "short" }),
    dayOfYear: fmt({ day: "numeric", month: "short", year: "numeric" }),
  };
  const two = (large, unit, small, smaller) =>
    small === 0 || (large >= 10 && smaller !== "min") ? `${large} ${unit}` : `${large} ${unit} ${small} ${smaller}`;
  const span = (ms) => {
    const s = Math.floor(ms / 1000);
    if (s < 1) return `${Math.floor(ms)} ms`;
    if (s < 60) return `${s} s`;
    if (s < 3600) return two(Math.floor(s / 60), "min", s % 60, "s");
    if (s < 86400) return two(Math.floor(s / 3600), "h", Math.floor((s % 3600) / 60), "min");
    return two(Math.floor(s / 86400), "d", Math.floor((s % 86400) / 3600), "h");
  };
  const about = (ms) => (ms >= 60000 && ms < 3600000 ? `${Math.floor(ms / 60000)} min` : span(ms));
  const ago = (at) => {
    const since = Date.now() - at;
    if (Math.abs(since) < 5000) return "just now";
    if (Math.abs(since) > 60 * 86400000) return formats.dayOfYear.format(at);
    return since < 0 ? `in ${about(-since)}` : `${about(since)} ago`;
  };
  const clock = (at) => {
    const midnight = new Date();
    midnight.setHours(0, 0, 0, 0);
    const days = Math.floor((at - midnight) / 86400000);
    const time = formats.clock.format(at);
    if (days === 0) return time;
    if (days === -1) return `yesterday ${time}`;
    if (days === 1) return `tomorrow ${time}`;
    return at.getFullYear() === midnight.getFullYear() ? `${formats.day.format(at)} ${time}` : formats.dayOfYear.format(at);
  };
  const words = { ago, clock, for: (at) => about(Math.max(0, Date.now() - at)), seconds: (at) => formats.seconds.format(at) };
  const tell = (element, fresh) => {
    const at = new Date(element.dateTime);
    const text = words[element.dataset.form](at);
    if (element.textContent !== text) element.textContent = text;
    if (fresh && !zoneKnown) element.title = formats.exact.format(at);
  };
  const tick = () => $$('time[data-form="ago"], time[data-form="for"]').forEach((e) => tell(e, false));
  const localise = (from) => { if (!zoneKnown) $$("time[data-form]", from).forEach((e) => tell(e, true)); };
  setInterval(() => { if (!document.hidden) tick(); }, 5000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });

  // Title and icon say whether anything is down.
  const title = document.title;
  const showDown = () => {
    const tally = $("#tally");
    if (!tally) return;
    const down = Number(tally.dataset.down);
    document.title = down ? `(${down} down) ${title}` : title;
    const icon = $("#icon");
    icon.dataset.up ||= icon.getAttribute("href");
    icon.setAttribute("href", down ? icon.dataset.down : icon.dataset.up);
  };

  // Copying
  const copy = async (button) => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      const area = document.createElement("textarea");
      area.value = button.dataset.copy;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = $("span", button);
    if (label) {
      label.textContent = "Copied";
      setTimeout(() => { label.textContent = "Copy"; }, 1500);
    } else {
      toast("Ping URL copied");
    }
  };

  // Toasts
  const dismiss = (element) => setTimeout(() => element.remove(), element.querySelector("button") ? 8000 : 4000);
  const watchToasts = () => $$("[data-toast]:not([data-seen])").forEach((t) => { t.dataset.seen = ""; dismiss(t); });
  const toast = (text) => {
    const element = document.createElement("div");
    element.className = "toast";
    element.dataset.toast = "";
    element.textContent = text;
    $("#toasts").append(element);
    watchToasts();
  };

  // Tabs: all panels show until this runs
  const tabs = (box) => {
    const buttons = $$('[role="tab"]', box);
    const open = (button, focus) => {
      buttons.forEach((b) => {
        const on = b === button;
        b.setAttribute("aria-selected", on);
        b.tabIndex = on ? 0 : -1;
        document.getElementById(b.getAttribute("aria-controls")).hidden = !on;
      });
      if (focus) button.focus();
      try { localStorage.setItem("tab", button.id); } catch { /* private mode */ }
    };
    let stored = null;
    try { stored = localStorage.getItem("tab"); } catch { /* private mode */ }
    buttons.forEach((b, i) => {
      b.addEventListener("click", () => open(b, false));
      b.addEventListener("keydown", (e) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
        if (step) open(buttons[(i + step + buttons.length) % buttons.length], true);
      });
    });
    if (buttons.length) open(buttons.find((b) => b.id === stored) || buttons[0], false);
  };

  // The log of a check fetches what is new, unless somebody reads in it.
  const log = () => $("[data-log]");
  const showLog = () => {
    htmx.trigger($("[data-log-form]"), "refresh");
    $("[data-log-pill]").hidden = true;
  };
  document.addEventListener("htmx:sseBeforeMessage", (e) => {
    if (e.detail.type !== "log") return;
    e.preventDefault();
    const tail = $("[data-log-live]").checked;
    const busy = (!tail && (log().matches(":hover") || log().scrollTop > 0)) || $("details[open]", log()) || $('[data-log-form] [name="at"]');
    if (busy && $(".log-entry", log())) $("[data-log-pill]").hidden = false;
    else showLog();
  });

  // What came in since the log was last fetched stands out for a moment.
  let newest = $(".log-entry time")?.dateTime;
  document.addEventListener("htmx:afterSwap", (e) => {
    if (e.detail.target !== log()) return;
    const before = newest;
    newest = $(".log-entry time", log())?.dateTime;
    $$(".log-entry", log()).filter((entry) => before && Date.parse($("time", entry).dateTime) > Date.parse(before)).forEach((entry) => entry.classList.add("fresh"));
  });

  document.addEventListener("click", (e) => {
    const target = e.target.closest("[data-copy], [data-theme-toggle], [data-shortcuts], [data-reload], [data-log-pill], [data-dismiss]");
    $$("[data-menu][open]").forEach((menu) => { if (!menu.contains(e.target)) menu.open = false; });
    if (!target) return;
    if (target.dataset.copy !== undefined) copy(target);
    else if (target.dataset.shortcuts !== undefined) $("#shortcuts").showModal();
    else if (target.dataset.reload !== undefined) { e.preventDefault(); location.reload(); }
    else if (target.dataset.logPill !== undefined) showLog();
    // Hidden and not removed: htmx puts the answer into the document in which the button stands.
    else if (target.dataset.dismiss !== undefined) target.closest("[data-toast]").hidden = true;
    else if (target.dataset.themeToggle !== undefined) {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      cookie("theme", root.dataset.theme);
    }
  });
  document.addEventListener("submit", (e) => {
    const question = e.target.dataset.confirm;
    if (question && !confirm(question)) e.preventDefault();
  });
  // A file goes along in a field, in base 64: our forms have no files.
  document.addEventListener("change", (e) => {
    const into = e.target.dataset?.fileInto;
    const file = into && e.target.files[0];
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => { document.getElementById(into).value = reader.result.split(",")[1] || ""; };
    reader.readAsDataURL(file);
  });

  // A list that is all there is narrowed down here; without this file it stays whole.
  const narrow = (words) => {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    $$("[data-filter-text]").forEach((item) => {
      const text = item.dataset.filterText.toLowerCase();
      item.hidden = !wanted.every((word) => text.includes(word));
      if (!item.hidden) left++;
    });
    $$("[data-filter-group]").forEach((group) => { group.hidden = !$("[data-filter-text]:not([hidden])", group); });
    $("[data-filter-none]").hidden = left > 0;
  };
  const filter = $("[data-filter]");
  filter?.addEventListener("input", () => narrow(filter.value));
  filter?.addEventListener("keydown", (e) => {
    if (e.key === "Enter") $("[data-filter-text]:not([hidden]) .row-link")?.click();
    if (e.key === "ArrowDown") { e.preventDefault(); move(1); }
    if (e.key === "Escape") { filter.value = ""; narrow(""); }
  });
  if (filter?.value) narrow(filter.value);

  // Keyboard
  const rows = () => $$("[data-row]:not([hidden])");
  const current = () => $("[data-row].current") || $("[data-row]:focus-within");
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
    all.forEach((row) => row.classList.toggle("current", row === next));
    $(".row-link", next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  let prefix = 0;
  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target.matches("input, textarea, select")) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    if ($("dialog[open]")) return;
    const go = Date.now() - prefix < 1000 ? $(`[data-go="${CSS.escape(e.key)}"]`) : null;
    prefix = 0;
    if (go) { go.click(); e.preventDefault(); return; }
    switch (e.key) {
      case "/": $("[data-search]")?.focus(); break;
      case "j": move(1); break;
      case "k": move(-1); break;
      case "g": prefix = Date.now(); break;
      case "?": $("#shortcuts").showModal(); break;
      case "x": $('[name="check"]', current() || document)?.click(); break;
      case "Escape":
        if (!$("[data-menu][open]")) document.body.dispatchEvent(new Event("unselect"));
        $$("[data-menu][open]").forEach((menu) => { menu.open = false; });
        return;
      case "p":
        if ($('[name="check"]:checked')) { $('#bulk [value="pause"]').click(); break; }
        // falls through
      case "a": case "e": $(`[data-key="${e.key}"]`, current() || document)?.click(); break;
      case "n": $('[data-key="n"]')?.click(); break;
      default: return;
    }
    e.preventDefault();
  });

  // Streams end with the page: left open, they would be reported as errors and keep it out of the
  // browser's memory of pages. A page that comes back from there is stale. One whose stream is cut,
  // or whose server has no database, says so: what it shows may not be true any more.
  const outOfDate = (is) => { const note = $("#out-of-date"); if (note) note.hidden = !is; };
  const sources = new Set();
  const open = htmx.createEventSource;
  let cut = 0;
  htmx.createEventSource = (url) => {
    const source = open(url);
    sources.add(source);
    source.addEventListener("error", () => { cut ||= setTimeout(() => outOfDate(true), 5000); });
    source.addEventListener("open", () => { clearTimeout(cut); cut = 0; outOfDate(false); });
    source.addEventListener("away", () => outOfDate(true));
    source.addEventListener("back", () => outOfDate(false));
    return source;
  };
  addEventListener("pagehide", () => { sources.forEach((s) => s.close()); sources.clear(); });
  addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });

  const settle = () => { watchToasts(); showDown(); };
  document.addEventListener("htmx:load", (e) => localise(e.detail.elt));
  document.addEventListener("htmx:oobAfterSwap", (e) => { localise(e.detail.target.parentElement || document); settle(); });
  document.addEventListener("htmx:afterSettle", settle);
  // A page that renews itself says once that it is out of date, and not every few seconds.
  const renews = (event) => event.target.closest?.("[data-renews]");
  const failed = (words) => (event) => { if (renews(event)) outOfDate(true); else toast(words); };
  document.addEventListener("htmx:responseError", failed("That did not work. Reload the page and try again."));
  document.addEventListener("htmx:sendError", failed("The server did not answer. Try again in a moment."));
  document.addEventListener("htmx:afterSettle", (event) => { if (renews(event)) outOfDate(false); });
  window.tocsin = { $, $$, formats, span, cookie, current, root };
  // On a phone the navigation scrolls: where one is can be seen.
  $$(".nav [aria-current], .tablist [aria-current]").forEach((here) => {
    const bar = here.parentElement;
    bar.scrollLeft += here.getBoundingClientRect().left - bar.getBoundingClientRect().left - (bar.clientWidth - here.clientWidth) / 2;
  });
  localise(document);
  $('[aria-invalid="true"]')?.focus();
  $$("[data-tabs]").forEach(tabs);
  settle();
})();
