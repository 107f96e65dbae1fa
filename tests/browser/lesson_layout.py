"""What a class sees of a step: what overlaps, is cut or lies outside, and where its picture begins."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page
from reader import PATIENCE_SECONDS, until

#: Whether every chart has the width of its box, and a sign of how all is laid out.
_LAID_OUT = """() => {
  const main = document.querySelector('[data-testid=stMain]')
  const charts = [...main.querySelectorAll('.js-plotly-plot')].filter(one => one.checkVisibility())
  const fit = charts.every(one => {
    const drawn = one.querySelector('.main-svg')
    return drawn && Math.abs(drawn.getBoundingClientRect().width - one.getBoundingClientRect().width) < 2
  })
  const boxes = [...main.querySelectorAll('[data-testid=stElementContainer]')].map(one => {
    const box = one.getBoundingClientRect()
    return [box.x, box.y, box.width, box.height].map(Math.round).join()
  })
  return [fit && document.fonts.status === 'loaded', boxes.join(' ')]
}"""

#: All lines of text as boxes, each against what may cut it, against the pictures and each other.
_LOOK = """() => {
  const main = document.querySelector('[data-testid=stMain]'), faults = new Set()
  const NOT_READ = 'style, script, option, .unseen, [role=tooltip], [data-testid=stIconMaterial], ' +
    '.st-key-address-carriers'
  const is_clipped = one => {
    for (let up = one; up && up !== main; up = up.parentElement) {
      const look = getComputedStyle(up), box = up.getBoundingClientRect()
      if (look.clipPath.startsWith('inset(50%')) return true
      if (look.overflow !== 'visible' && Math.min(box.width, box.height) <= 1.5) return true
    }
    return false
  }
  const lines = []
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const one = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim()
    if (!text || one.closest(NOT_READ) || !one.checkVisibility({visibilityProperty: true})) continue
    if (is_clipped(one)) continue
    const range = document.createRange()
    for (const word of walk.currentNode.textContent.matchAll(/[\\p{L}\\p{M}\\p{N}]{2,}/gu)) {
      range.setStart(walk.currentNode, word.index)
      range.setEnd(walk.currentNode, word.index + word[0].length)
      const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)))
      if (lines.size > 1) faults.add(`broken within a word: ${word[0]}`)
    }
    range.selectNodeContents(walk.currentNode)
    for (const box of range.getClientRects()) {
      if (box.width > 1 && box.height > 1) lines.push({one, box, text: text.slice(0, 50)})
    }
  }
  for (const {one, box, text} of lines) {
    const outside = box.right > innerWidth + 1 || box.left < -1
    if (outside && !one.closest('.scroll')) faults.add(`outside: ${text}`)
    const slack = box.height / 4
    for (let up = one; up && up !== main; up = up.parentElement) {
      const flow = getComputedStyle(up).overflow
      if (up !== one && /auto|scroll/.test(flow)) break
      if (!/hidden|clip/.test(flow) || (up instanceof SVGElement && up.tagName !== 'svg')) continue
      const edge = up.getBoundingClientRect()
      const aside = Math.max(edge.left - box.left, box.right - edge.right)
      const out = Math.max(aside, edge.top - box.top - slack, box.bottom - slack - edge.bottom)
      if (out > 2) { faults.add(`cut by ${Math.round(out)}: ${text}`); break }
    }
  }
  const view = document.querySelector('.st-key-lesson-view')
  for (const field of main.querySelectorAll('input[type=text]')) {
    const fits = field.scrollWidth < view.clientWidth * 0.8 // a longer value is longer than the whole view
    const cut = field.value && fits && field.scrollWidth > field.clientWidth + 2
    if (cut && field.checkVisibility() && !is_clipped(field)) faults.add(`cut in its field: ${field.value}`)
  }
  const shared = (a, b) => [
    Math.min(a.right, b.right) - Math.max(a.left, b.left),
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)]
  const shown = (where, what) => [...where.querySelectorAll(what)].filter(one => one.checkVisibility())
  const pictures = shown(main, '.js-plotly-plot, iframe, img')
  for (const picture of pictures) {
    const area = picture.getBoundingClientRect()
    for (const {one, box, text} of lines) {
      const [across, down] = shared(box, area)
      if (!picture.contains(one) && across > 2 && down > 3) faults.add(`under a picture: ${text}`)
    }
  }
  lines.forEach((a, place) => {
    for (const b of lines.slice(place + 1)) {
      if (a.one === b.one || a.one.contains(b.one) || b.one.contains(a.one)) continue
      const [across, down] = shared(a.box, b.box)
      if (across > 3 && down > Math.max(4, Math.min(a.box.height, b.box.height) * 0.3)) {
        faults.add(`one over the other: ${a.text} | ${b.text}`)
      }
    }
  })
  const page = document.documentElement
  const wide = Math.max(main.scrollWidth - main.clientWidth, page.scrollWidth - innerWidth)
  if (wide > 1) faults.add(`the page scrolls sideways by ${wide}`)
  const firsts = shown(view, '.js-plotly-plot, iframe, .record, .key-facts, table, ol, .weighed, .prose')
    .map(one => one.getBoundingClientRect().top)
  return {faults: [...faults], begins: Math.min(...firsts), high: innerHeight}
}"""


def looked_at(page: Page) -> dict[str, Any]:
    """Return the faults of what is shown, where the picture begins, and how high the screen is."""
    laid_out(page)
    found: dict[str, Any] = page.evaluate(_LOOK)
    return found


def laid_out(page: Page) -> str:
    """Wait until nothing moves and charts have taken up the width of the window; return where all stands."""
    before: list[Any] = []

    def rests() -> bool:
        before.append(page.evaluate(_LAID_OUT))
        return len(before) > 2 and bool(before[-1][0]) and before[-1] == before[-2] == before[-3]

    until(page, rests, PATIENCE_SECONDS)
    return str(before[-1][1])
