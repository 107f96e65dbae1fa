// The first script in the frame of a component. Its library does whatever any window tells it, also to run a script:
// it hears its own page alone, and nobody where it is no frame.
"use strict"
addEventListener("message", event => {
  const ofOurPage = window !== window.top && event.source === window.parent && event.origin === location.origin
  if (!ofOurPage) event.stopImmediatePropagation()
}, true)
