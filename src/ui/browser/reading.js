/* What a pupil writes on the page of activities: kept in this tab, on this device if asked for, cleared by a button,
   saved as a text file and opened again. Nothing of it leaves the browser.

   The file is text that anybody can read: each answer stands below a line "[key] question". A line of an answer that
   would begin another one carries a backslash. */
"use strict";

(() => {
  const STEM = "reading:";
  const KEPT = "reading-kept";
  const MOST_OF_A_FILE = 200_000;
  const BEGINS = /^\[([a-z0-9-]+)\]/;

  /* A browser that forbids storage throws at the first touch of it. */
  const tab = usable(() => sessionStorage);
  const device = usable(() => localStorage);

  function usable(storage) {
    try {
      storage().setItem(`${STEM}?`, "");
      storage().removeItem(`${STEM}?`);
      return storage();
    } catch {
      return null;
    }
  }

  const isKept = () => device !== null && device.getItem(KEPT) !== null;
  const keysOf = (storage) =>
    storage ? Object.keys(storage).filter((key) => key.startsWith(STEM) || key === KEPT) : [];

  /* --- the form --- */

  const fieldsOf = (form) => [...form.querySelectorAll("[data-field]")];
  const choicesOf = (field) => [...field.querySelectorAll("input")];

  function wordsOf(field) {
    if (!field.matches("fieldset")) return field.value;
    const chosen = choicesOf(field).find((choice) => choice.checked);
    return chosen ? chosen.value : "";
  }

  /* Returns whether the field can hold the words. */
  function put(field, words) {
    if (field.matches("fieldset")) {
      for (const choice of choicesOf(field)) choice.checked = choice.value === words;
    } else {
      field.value = words;
      if (field.matches("select") && field.value !== words) field.value = "";
    }
    return wordsOf(field) === words;
  }

  const answersOf = (form) =>
    Object.fromEntries(fieldsOf(form).map((field) => [field.dataset.field, wordsOf(field)]));
  const isWritten = (form) => fieldsOf(form).some((field) => wordsOf(field).trim());

  function say(form, ...parts) {
    form.querySelector("[data-says]").replaceChildren(...parts);
  }

  function showWhatFollows(form) {
    for (const one of form.querySelectorAll("[data-after]")) {
      one.hidden = !wordsOf(form.querySelector(`[data-field="${one.dataset.after}"]`)).trim();
    }
  }

  /* --- kept in the browser --- */

  function stored(claim) {
    for (const storage of isKept() ? [tab, device] : [tab]) {
      try {
        const held = JSON.parse(storage.getItem(STEM + claim));
        if (held && typeof held === "object") return held;
      } catch {
        /* damaged, or not there: as if nothing had been written */
      }
    }
    return {};
  }

  /* Returns whether it was kept. */
  function store(claim, answers) {
    try {
      for (const storage of isKept() ? [tab, device] : [tab]) storage.setItem(STEM + claim, JSON.stringify(answers));
      return true;
    } catch {
      return false;
    }
  }

  function changed(form) {
    showWhatFollows(form);
    if (!store(form.dataset.reading, answersOf(form))) say(form, form.dataset.unkept);
  }

  function fill(form) {
    form.dataset.filled = "";
    const held = stored(form.dataset.reading);
    for (const field of fieldsOf(form)) {
      if (typeof held[field.dataset.field] === "string") put(field, held[field.dataset.field]);
    }
    form.querySelector("[data-keeps-here]").checked = isKept();
    showWhatFollows(form);
  }

  function keepHere(form, box) {
    try {
      if (box.checked) {
        device.setItem(KEPT, "");
        for (const key of keysOf(tab)) device.setItem(key, tab.getItem(key));
        changed(form);
      } else {
        for (const key of keysOf(device)) {
          if (key !== KEPT && tab.getItem(key) === null) tab.setItem(key, device.getItem(key));
          device.removeItem(key);
        }
      }
    } catch {
      box.checked = false;
      say(form, form.dataset.unkept);
    }
  }

  function clear(form) {
    if (!confirm(form.dataset.clears)) return;
    for (const storage of [tab, device]) for (const key of keysOf(storage)) storage.removeItem(key);
    for (const field of fieldsOf(form)) put(field, "");
    form.querySelector("[data-keeps-here]").checked = false;
    showWhatFollows(form);
    say(form, form.dataset.cleared);
  }

  /* --- as a file --- */

  const lines = (text) => text.replace(/\r\n?/g, "\n").split("\n");

  /* The key that a line begins; files of older releases have the question alone. */
  function keyOf(form, line) {
    const known = fieldsOf(form);
    const named = BEGINS.exec(line);
    if (named && (named[1] === "sentence" || known.some((field) => field.dataset.field === named[1]))) return named[1];
    const asking = known.find((field) => field.dataset.asks === line.trim());
    return asking ? asking.dataset.field : "";
  }

  function written(form) {
    const foot = form.dataset.foot.replace("{address}", new URL(form.dataset.address, document.baseURI).href);
    const told = [form.dataset.title, foot, "", "[sentence]", `${form.dataset.reading}: ${form.dataset.sentence}`, ""];
    for (const field of fieldsOf(form)) {
      const words = lines(wordsOf(field).trim() || form.dataset.empty);
      told.push(`[${field.dataset.field}] ${field.dataset.asks}`);
      told.push(...words.map((line) => (keyOf(form, line.replace(/^\\+/, "")) ? `\\${line}` : line)), "");
    }
    return told.join("\n");
  }

  /* Whatever a file holds, what can be read of it is read: a line that begins nothing goes on with the answer before. */
  function read(form, text) {
    const found = new Map();
    let part = null;
    for (const line of lines(text.replace(/^\uFEFF/, ""))) {
      const key = keyOf(form, line);
      if (key && !found.has(key)) {
        part = [];
        found.set(key, part);
      } else if (part) {
        part.push(keyOf(form, line.replace(/^\\+/, "")) && line.startsWith("\\") ? line.slice(1) : line);
      }
    }
    const answers = [...found].map(([key, told]) => [key, told.join("\n").trim()]);
    return new Map(answers.map(([key, words]) => [key, words === form.dataset.empty ? "" : words]));
  }

  function openText(form, text) {
    const answers = read(form, text);
    const claim = (answers.get("sentence") || form.dataset.reading).split(":")[0].trim();
    answers.delete("sentence");
    if (![...answers.values()].some(Boolean)) return say(form, form.dataset.unread);
    if (claim !== form.dataset.reading) return openElsewhere(form, claim, answers);
    if (isWritten(form) && !confirm(form.dataset.replaces)) return;
    const leftOut = [];
    for (const field of fieldsOf(form)) {
      const words = answers.get(field.dataset.field) || "";
      if (!put(field, words) && words) leftOut.push(`${field.dataset.asks}: ${words.slice(0, 200)}`);
    }
    changed(form);
    say(form, leftOut.length ? `${form.dataset.leftOut} ${leftOut.join("; ")}` : form.dataset.opened);
  }

  function openElsewhere(form, claim, answers) {
    if (!form.dataset.claims.split(" ").includes(claim)) return say(form, form.dataset.unknown);
    const held = Object.entries(stored(claim)).filter(([key, words]) => words && words !== answers.get(key));
    if (held.length && !confirm(form.dataset.replaces)) return;
    if (!store(claim, Object.fromEntries(answers))) return say(form, form.dataset.unkept);
    const link = document.createElement("a");
    link.href = `./activity?claim=${encodeURIComponent(claim)}`;
    link.textContent = form.dataset.go;
    say(form, `${form.dataset.other} `, link);
  }

  async function openFile(form, picker) {
    const file = picker.files[0];
    picker.value = "";
    say(form);
    if (!file) return;
    if (file.size > MOST_OF_A_FILE) return say(form, form.dataset.unread);
    try {
      openText(form, await file.text());
    } catch {
      say(form, form.dataset.unread);
    }
  }

  function save(form) {
    const name = wordsOf(form.querySelector('[data-field="name"]')).normalize("NFC").toLowerCase();
    const signs = name.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 40);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([written(form)], { type: "text/plain;charset=utf-8" }));
    link.download = `${[form.dataset.file, form.dataset.reading, signs].filter(Boolean).join("-")}.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /* --- what a pupil does --- */

  const formOf = (event) => (event.target.closest ? event.target.closest("[data-reading]") : null);

  document.addEventListener("input", (event) => {
    const form = formOf(event);
    if (form && event.target.closest("[data-field]")) changed(form);
  });
  document.addEventListener("change", (event) => {
    const form = formOf(event);
    if (!form) return;
    if (event.target.matches("[data-keeps-here]")) keepHere(form, event.target);
    else if (event.target.matches("[data-opens]")) openFile(form, event.target);
    else if (event.target.closest("[data-field]")) changed(form);
  });
  document.addEventListener("click", (event) => {
    const form = formOf(event);
    if (!form) return;
    if (event.target.closest("[data-saves]")) save(form);
    if (event.target.closest("[data-clears-all]")) clear(form);
  });
  addEventListener("beforeunload", (event) => {
    const form = document.querySelector("[data-reading]");
    if (form && !tab && isWritten(form)) event.preventDefault();
  });

  /* Streamlit draws the form, and draws it anew for another sentence. */
  new MutationObserver(() => {
    for (const form of document.querySelectorAll("[data-reading]:not([data-filled])")) fill(form);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
