/* The site's own script, of every page: touches of charts, meanings of terms, a lesson that is being built, and the
   way to what an address leads to.
   It stores nothing and asks no server for anything. */
"use strict";

(() => {
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
    if (event.key === "Escape" && closeMeaning()) event.preventDefault();
  }

  function onClick(event) {
    if (!event.target.closest) return;
    const word = event.target.closest(".term-word");
    if (word) {
      word.focus(); /* some browsers give a tapped button no focus */
      word.closest(".term").classList.remove("hushed");
    }
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

  /* How far the first chosen mark of a chart lies from where it is well seen, in pixels; null without one. A map
     before its chart shows the record already. */
  function chosenMarkAway() {
    for (const chart of document.querySelectorAll(".js-plotly-plot")) {
      const trace = (chart._fullData || []).find((one) => one.selectedpoints && one.selectedpoints.length);
      if (!trace) continue;
      const map = document.querySelector('iframe[src*="folium"]');
      if (map && map.compareDocumentPosition(chart) & Node.DOCUMENT_POSITION_FOLLOWING) return 0;
      const axis = chart._fullLayout["yaxis" + (trace.yaxis || "y").slice(1)];
      const down = axis._offset + axis.d2p(trace.y[trace.selectedpoints[0]]);
      const y = chart.getBoundingClientRect().top + down;
      /* On a phone the open record takes the lower half. */
      const lowest = innerHeight * (innerWidth <= 640 ? 0.5 : 0.9);
      return y < 80 || y > lowest ? y - innerHeight * 0.35 : 0;
    }
    return null;
  }

  function named(anchor) {
    try {
      return document.getElementById(decodeURIComponent(anchor));
    } catch {
      return null;
    }
  }

  /* An address leads to its anchor, or to the mark of the record that it opens: pages are drawn long after the
     browser has looked for it, and what lies above may still grow. Whoever moves first is left alone. */
  function showWhatIsAsked() {
    const asked = new URLSearchParams(location.search), anchor = location.hash.slice(1);
    if (!anchor && (!asked.has("sel") || asked.has("lesson"))) return;
    let moved = false;
    const move = () => { moved = true; };
    for (const name of ["wheel", "touchstart", "pointerdown", "keydown"]) {
      addEventListener(name, move, { capture: true, once: true, passive: true });
    }
    const until = performance.now() + 20000;
    const look = () => {
      if (moved || performance.now() > until) return;
      const target = named(anchor), main = document.querySelector('[data-testid="stMain"]');
      if (target) target.scrollIntoView();
      else if (main && !anchor) main.scrollBy(0, chosenMarkAway() || 0);
      setTimeout(look, 300);
    };
    look();
  }

  /* Plotly takes every touch of a chart for itself: no page scrolls over it, and of the first tap it makes a label.
     A chart that is not brushed leaves them to the browser, which scrolls, and makes a click of a tap. */
  function leaveTouch(event) {
    const chart = event.target.closest && event.target.closest(".js-plotly-plot");
    if (chart && chart._fullLayout && chart._fullLayout.dragmode !== "select") event.stopPropagation();
  }

  /* On a narrow screen the menu lies over the page: it goes when a page is chosen, and is not there when one comes
     back, though Streamlit remembers it as open. This runs before Streamlit reads that. */
  const isNarrow = () => matchMedia("(max-width: 768px)").matches;

  function forgetOpenMenu() {
    try {
      Object.keys(localStorage)
        .filter((key) => key.startsWith("stSidebarCollapsed-"))
        .forEach((key) => localStorage.removeItem(key));
    } catch {
      /* Storage is switched off: nothing is remembered. */
    }
  }

  function closeMenu(event) {
    if (!isNarrow() || !event.target.closest || !event.target.closest('[data-testid="stSidebarNavLink"]')) return;
    const close = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
    if (close) close.click();
  }

  if (isNarrow()) forgetOpenMenu();
  showWhatIsAsked();
  document.addEventListener("click", closeMenu);
  document.addEventListener("touchstart", leaveTouch, { capture: true, passive: true });
  document.addEventListener("click", carryLesson, true);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
})();
