/* The keys of a lesson: on and back by keyboard or clicker, out by Escape.
   They press the buttons that stand on the page; the script itself changes nothing. While a step is on its way
   its button does not stand yet, so presses are counted, and passed on one by one. */
"use strict";

(() => {
  const WAYS = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };
  /* A list or menu that is open needs every key; a box with controls in it only the one that closes it. */
  const BOX = '[data-testid="stPopoverBody"]';
  const LIST = `[role="listbox"], [role="menu"], [role="dialog"]:not(${BOX})`;
  const MEANING = ".term:is(:hover, :focus-within):not(.hushed)";
  const LONG_TEXT = 'textarea, [contenteditable="true"]';
  /* Whoever moves a choice, a caret or a table with the arrow keys goes on doing so. */
  const NEEDS_ARROWS =
    'input:not([role="combobox"]), select, iframe, [role="radiogroup"], [role="slider"], [role="tablist"], ' +
    '[role="grid"], .scroll';
  const LOOK_MS = 40;
  /* A page that has done nothing for so long has not heard the press: the connection was broken. */
  const UNHEARD_MS = 4000;

  let wanted = null; /* the step that the presses ask for */
  let asked = null; /* the step that a button was pressed for last */
  let heard = 0; /* when the page was last seen at work */
  let left = ""; /* where the reader stood when Escape was pressed */
  let looking = 0;

  const bar = () => document.querySelector(".st-key-lesson-bar");

  function place() {
    const told = document.querySelector(".progress[data-step]");
    return told && { step: Number(told.dataset.step), steps: Number(told.dataset.steps) };
  }

  function look() {
    if (!looking) looking = setInterval(goOn, LOOK_MS);
    goOn();
  }

  function rest() {
    clearInterval(looking);
    wanted = asked = null;
    left = "";
    looking = 0;
  }

  function turn(by) {
    const at = place();
    const to = at && (wanted === null ? at.step : wanted) + by;
    if (!at || to < 1 || to > at.steps) return false;
    wanted = to;
    look();
    return true;
  }

  function goOn() {
    if (!bar()) return rest();
    if (left) return leave();
    const at = place();
    if (!at) return;
    if (at.step === wanted) return rest();
    const app = document.querySelector('[data-testid="stApp"]');
    const atRest =
      app.dataset.testScriptState === "notRunning" && app.dataset.testConnectionState === "CONNECTED";
    if (!atRest) heard = Date.now();
    const onItsWay = asked !== null && at.step !== asked && Date.now() - heard < UNHEARD_MS;
    if (onItsWay) return;
    const by = Math.sign(wanted - at.step);
    const button = document.querySelector(`.st-key-lesson-${by > 0 ? "next" : "previous"} button:not(:disabled)`);
    if (!button) return;
    asked = at.step + by;
    heard = Date.now();
    button.click();
    const main = document.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTo(0, 0);
  }

  /* A run that still writes to the address bar would call the browser back. */
  function leave() {
    const out = document.querySelector(".way-out a");
    if (!out || (left === location.href && Date.now() - heard < UNHEARD_MS)) return;
    heard = Date.now();
    left = location.href;
    location.assign(out.href);
  }

  const isOpen = (what) => [...document.querySelectorAll(what)].some((one) => one.checkVisibility());

  function needed(key, one) {
    if (key === "Escape" || !one) return false;
    if (one.closest(LONG_TEXT)) return true;
    return key.startsWith("Arrow") && Boolean(one.closest(NEEDS_ARROWS));
  }

  function onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const by = WAYS[event.key];
    if ((!by && event.key !== "Escape") || !bar()) return;
    if (isOpen(LIST)) return;
    if (event.key === "Escape" && (isOpen(BOX) || document.querySelector(MEANING))) return;
    if (needed(event.key, document.activeElement)) return;
    if (by) {
      if (!turn(by)) return;
    } else {
      rest();
      left = "now"; /* gone by the clock of this page: a frame in which the key was pressed may not lead it away */
      looking = setInterval(goOn, LOOK_MS);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /* Pressed by hand again and again, the buttons count as keys do. */
  function onClick(event) {
    const button =
      event.isTrusted && event.target.closest
        ? event.target.closest(":is(.st-key-lesson-next, .st-key-lesson-previous) button:not(:disabled)")
        : null;
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    turn(button.closest(".st-key-lesson-next") ? 1 : -1);
  }

  /* A map that was clicked keeps the keys in its frame: those of the lesson are heard there too, and all of them
     come back when the pointer leaves it. Heard from the moment it has loaded, since the page is not told that it
     loses the keys if it had never got them back: a frame that had them went away, and another was clicked. */
  function onLoad(event) {
    const page = event.target.tagName === "IFRAME" && event.target.contentDocument; /* of another site: none */
    if (page) page.addEventListener("keydown", onKey, true);
  }

  function onMove() {
    if (bar() && document.activeElement && document.activeElement.tagName === "IFRAME") {
      document.activeElement.blur();
    }
  }

  addEventListener("keydown", onKey, true);
  addEventListener("click", onClick, true);
  addEventListener("popstate", rest);
  addEventListener("pageshow", rest);
  document.addEventListener("load", onLoad, true); /* it does not bubble, and does not reach the window */
  document.addEventListener("pointermove", onMove);
})();
