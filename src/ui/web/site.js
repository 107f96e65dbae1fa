/* The site's own script, of every page: keys of a lesson, touches of charts, meanings of terms, and what a pupil
   wrote as a file.
   It stores nothing and asks no server for anything. */
"use strict";

(() => {
  const FORWARD = ["ArrowRight", "PageDown"];
  const BACK = ["ArrowLeft", "PageUp"];
  /* Whoever types, chooses or scrolls in one of these needs the keys for that. */
  const NEEDS_KEYS =
    'input, textarea, select, iframe, [contenteditable="true"], [role="radiogroup"], [role="listbox"], ' +
    '[role="combobox"], [role="slider"], [role="tablist"], [role="menu"], [role="grid"], .scroll';

  const inLesson = () => document.querySelector(".st-key-lesson-bar");

  function turn(way) {
    const button = document.querySelector(`.st-key-lesson-${way} button:not(:disabled)`);
    if (!button) return false;
    button.click();
    const main = document.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTo(0, 0);
    return true;
  }

  function closeMeaning() {
    const open = [...document.querySelectorAll(".term:is(:hover, :focus-within):not(.hushed)")];
    for (const term of open) {
      term.classList.add("hushed");
      term.addEventListener("mouseleave", () => term.classList.remove("hushed"), { once: true });
      term.addEventListener("focusin", () => term.classList.remove("hushed"), { once: true });
    }
    return open.length > 0;
  }

  function onKey(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Escape" && closeMeaning()) return;
    if (!inLesson()) return;
    if (document.activeElement && document.activeElement.closest(NEEDS_KEYS)) return;
    const way = FORWARD.includes(event.key) ? "next" : BACK.includes(event.key) ? "previous" : "";
    if (way && turn(way)) event.preventDefault();
    if (event.key === "Escape") {
      const out = document.querySelector("a.leave-lesson");
      const open = document.querySelector('[data-testid="stPopoverBody"], [role="dialog"]');
      if (out && !open) out.click();
    }
  }

  /* A map that was clicked keeps the keys in its frame; they come back when the pointer leaves it. */
  function onMove() {
    if (inLesson() && document.activeElement && document.activeElement.tagName === "IFRAME") {
      document.activeElement.blur();
    }
  }

  function written(form) {
    const lines = [form.dataset.title, ""];
    for (const field of form.querySelectorAll("[data-asks]")) {
      const chosen = field.matches("fieldset") ? field.querySelector("input:checked") : field;
      const words = chosen ? chosen.value.trim() : "";
      lines.push(field.dataset.asks, words || form.dataset.empty, "");
    }
    lines.push(form.dataset.foot.replace("{address}", new URL(form.dataset.address, document.baseURI).href));
    return lines.join("\n");
  }

  function onClick(event) {
    if (!event.target.closest) return;
    const word = event.target.closest(".term-word");
    if (word) {
      word.focus(); /* some browsers give a tapped button no focus */
      word.closest(".term").classList.remove("hushed");
    }
    const button = event.target.closest("button[data-keeps]");
    const form = button && button.closest("[data-title]");
    if (!form) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([written(form)], { type: "text/plain;charset=utf-8" }));
    link.download = button.dataset.keeps;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /* A lesson that is being built goes along to every page of the site, also by links that know nothing of it. */
  function carryLesson(event) {
    const link = event.target.closest ? event.target.closest("a[href]") : null;
    const built = new URLSearchParams(location.search).get("build");
    if (!link || !built) return;
    const to = new URL(link.href, location.href);
    if (to.origin !== location.origin || /\/(api|assets)\//.test(to.pathname)) return;
    if (to.pathname === location.pathname && to.hash) return;
    if (to.searchParams.has("build") || to.searchParams.has("lesson")) return;
    to.searchParams.set("build", built);
    link.href = to.href;
  }

  /* Plotly takes every touch of a chart for itself: no page scrolls over it, and of the first tap it makes a label.
     A chart that is not brushed leaves them to the browser, which scrolls, and makes a click of a tap. */
  function leaveTouch(event) {
    const chart = event.target.closest && event.target.closest(".js-plotly-plot");
    if (chart && chart._fullLayout && chart._fullLayout.dragmode !== "select") event.stopPropagation();
  }

  document.addEventListener("touchstart", leaveTouch, { capture: true, passive: true });
  document.addEventListener("click", carryLesson, true);
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointermove", onMove);
  document.addEventListener("click", onClick);
})();
