"""A browser's translation of the page, as far as a page notices it.

Chrome and its like take text nodes out of the page and put ``<font>`` elements with the translated words in
their place, sentence by sentence, from a world of scripts of its own; what the page writes later they
translate too. Here a translation says the same words, so that a page can be compared with a fresh one.
"""

from __future__ import annotations

from playwright.sync_api import Page

_TRANSLATION = """(() => {
  const KEPT = "font, script, style, noscript, svg, textarea, [translate=no], .notranslate"
  const font = words => Object.assign(document.createElement("font"), {textContent: words})
  function translate() {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = []
    while (texts.nextNode()) {
      const text = texts.currentNode
      if (text.data.trim() && !text.parentElement.closest(KEPT)) found.push(text)
    }
    // Texts beside each other are one sentence: its words stand in the place of the first.
    const sentences = new Map()
    for (const text of found) {
      const before = text.previousSibling
      const first = [...sentences.keys()].find(one => sentences.get(one).includes(before)) || text
      sentences.set(first, [...(sentences.get(first) || []), text])
    }
    for (const all of sentences.values()) {
      const whole = all.map(text => text.data).join("")
      all.forEach((text, i) => {
        const outer = font("")
        outer.append(font(i ? "" : whole))
        text.replaceWith(outer)
      })
    }
  }
  let waits = false
  function soon() {
    if (!waits) setTimeout(() => { waits = false; translate() })
    waits = true
  }
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(soon).observe(document.body, {childList: true, characterData: true, subtree: true})
    soon()
  })
})()"""


def switch_on(page: Page) -> None:
    """Translate whatever is opened in a tab from now on, its frames too."""
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.send(
        "Page.addScriptToEvaluateOnNewDocument", {"source": _TRANSLATION, "worldName": "translation"}
    )
