/* Keeps a page true that the browser translates. A translation puts <font> elements in the place of text nodes; the
   page goes on writing to the nodes that were taken out, so readers would keep numbers that hold no more, or the page
   would fail over a node that is not where it was left. So before the page changes a translated block, the block gets
   its own words back; the browser sees the change and translates it anew. Runs before Streamlit's scripts. */
"use strict";

(() => {
  const WITHIN_A_LINE = "a,abbr,b,bdi,bdo,cite,code,del,em,font,i,ins,kbd,mark,q,s,small,span,strong,sub,sup,time,u";
  const standIn = new WeakMap(); /* a text of the page: the element that stands for it */
  const original = new WeakMap(); /* and back */
  let translated = false;

  const isNew = (node) => node instanceof HTMLElement && node.localName === "font" && !original.has(node);

  new MutationObserver((seen) => {
    for (const { addedNodes, removedNodes, previousSibling, nextSibling } of seen) {
      for (const gone of removedNodes) {
        const text = original.get(gone) || gone;
        if (text.nodeType !== Node.TEXT_NODE) continue;
        /* Put in its place, or beside it before it was taken out. */
        const font = [...addedNodes, previousSibling, nextSibling].find(isNew);
        if (!font) continue;
        original.set(font, text);
        standIn.set(text, font);
        translated = true;
      }
    }
  }).observe(document, { childList: true, subtree: true });

  const blockOf = (node) => node instanceof HTMLElement && node.closest(`:not(${WITHIN_A_LINE})`);

  /* A sentence may be translated across all texts of its block: they go back together. */
  function putBack(node) {
    if (!translated) return;
    const at = node.parentNode ? node : standIn.get(node) || node;
    const block = blockOf(node.nodeType === Node.TEXT_NODE ? at.parentElement : at);
    if (!block) return;
    for (const font of block.querySelectorAll("font")) {
      if (original.has(font) && blockOf(font) === block) font.replaceWith(original.get(font));
    }
  }

  for (const [kind, name] of [[Node, "nodeValue"], [Node, "textContent"], [CharacterData, "data"]]) {
    const own = Object.getOwnPropertyDescriptor(kind.prototype, name);
    Object.defineProperty(kind.prototype, name, {
      ...own,
      set(value) {
        putBack(this);
        own.set.call(this, value);
      },
    });
  }

  /* A node that is still not where the page left it was moved by somebody else: the page is spared the error. */
  for (const name of ["appendChild", "insertBefore", "removeChild", "replaceChild"]) {
    const own = Node.prototype[name];
    Node.prototype[name] = function (node, other) {
      putBack(this);
      const child = name === "removeChild" ? node : other;
      if (!child || child.parentNode === this) return own.call(this, node, other);
      if (name === "insertBefore") return own.call(this, node, null);
      child.remove();
      if (name === "replaceChild") this.append(node);
      return child;
    };
  }
})();
