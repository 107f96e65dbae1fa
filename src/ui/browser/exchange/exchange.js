// The browser's end of a preview: hands files over the page's own connection, keeps them for this tab,
// and saves files without asking the server. Streamlit calls the default export on every run of the page.
//
// Python says in `data` what it wants; the answers are the triggers "part", "kept", "nothing" and
// "forgotten". A file is sent in parts, one for each run, because a message has a limit. Files are kept in
// IndexedDB under the name of this tab, which sessionStorage holds; a cookie without content tells a new
// page that there may be something to ask for.

const PART = 400_000 // characters of base64 in one message
const SILENCE = 6000, TRIES = 5 // milliseconds until a part that nobody answered is sent again; how often
const HOURS = 12 // what is kept is forgotten after so long
const COOKIE = "preview"
const TAB = "preview-tab"
const LEFT = "preview-left" // in sessionStorage: what this tab still keeps is not to be handed over

let sending = null // {id, purpose, files, text, at, tries}: what is being handed over
let ended = 0 // the number of transfers that Python has seen the end of
const speak = {} // purpose to the newest way to tell Python
let kept = null // {version, on, files}: what this tab keeps, in base64; null before anybody looked
let answered = "" // the last question that was answered
let left = null // the last order to forget that was taken
let before = Promise.resolve() // what was asked of the keeper last; forgetting must not overtake keeping

// --- keeping -----------------------------------------------------------------------------------------

function tab() {
  try {
    const name = sessionStorage.getItem(TAB) ?? crypto.randomUUID?.() ?? String(Math.random())
    sessionStorage.setItem(TAB, name)
    return name
  } catch {
    return "" // storage is switched off: files live as long as the page
  }
}

async function shelf(mode, use) {
  const opened = await new Promise((resolve, reject) => {
    const request = indexedDB.open("preview", 1)
    request.onupgradeneeded = () => request.result.createObjectStore("tabs")
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  try {
    return await new Promise((resolve, reject) => {
      const transaction = opened.transaction("tabs", mode)
      const request = use(transaction.objectStore("tabs"))
      transaction.oncomplete = () => resolve(request?.result)
      transaction.onerror = () => reject(transaction.error)
    })
  } finally {
    opened.close()
  }
}

function forgetOld(store) {
  const walk = store.openCursor()
  walk.onsuccess = () => {
    if (!walk.result) return
    if (Date.now() - walk.result.value.at > HOURS * 3_600_000) walk.result.delete()
    walk.result.continue()
  }
}

function mark(lives) {
  const secure = location.protocol === "https:" ? "; secure" : ""
  const base = new URL(window.__streamlit?.BACKEND_BASE_URL ?? "./", location.href).pathname
  document.cookie = `${COOKIE}=1; path=${base}; samesite=strict; max-age=${lives ? HOURS * 3600 : 0}${secure}`
}

// IndexedDB answers later, and a reload may come before it does; sessionStorage holds at once, and then
// Python is told: the page says that the preview is left only when no reload can bring it back.
function noteLeft(data, say, place) {
  const isNews = data.forget && data.forget !== left
  left = data.forget
  try {
    if (data.forget) sessionStorage.setItem(LEFT, "1")
    else if (data.keep) sessionStorage.removeItem(LEFT)
  } catch {
    // Storage is switched off: there is nothing to forget.
  }
  if (isNews) sayForgotten(data.forget, say, place, 0)
}

function sayForgotten(order, say, place, tries) {
  say({ kind: "forgotten", order })
  const isUnanswered = () => left === order && place.isConnected && tries < TRIES
  setTimeout(() => isUnanswered() && sayForgotten(order, say, place, tries + 1), SILENCE)
}

async function look() {
  try {
    if (sessionStorage.getItem(LEFT)) return null
    return (await shelf("readonly", (store) => store.get(tab()))) ?? null
  } catch {
    return null
  }
}

async function keep(held) {
  kept = held
  try {
    await shelf("readwrite", (store) => {
      forgetOld(store)
      return held ? store.put({ ...held, at: Date.now() }, tab()) : store.delete(tab())
    })
    const others = await shelf("readonly", (store) => store.count())
    mark(held ? held.on : others > 0)
  } catch {
    // Storage is switched off, or full: the files live as long as the page.
  }
}

// --- handing over ------------------------------------------------------------------------------------

function encoded(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}

async function hand(purpose, files, on, say) {
  speak[purpose] = say
  const blob = new Blob(files.map((file) => file.content))
  sending = {
    id: `${Date.now()}-${Math.random().toString(36).slice(2)}`,
    purpose,
    on,
    files: files.map((file) => ({ name: file.name, size: file.content.size })),
    text: blob.size ? await encoded(blob) : "",
    at: -1,
    tries: 0,
  }
  send(0)
}

// A message that crosses a run which another run replaces can be lost, so a part is sent until it is answered.
function send(at) {
  const say = speak[sending.purpose]
  sending.tries = at === sending.at ? sending.tries + 1 : 0
  sending.at = at
  const parts = Math.max(1, Math.ceil(sending.text.length / PART))
  const { id, purpose, on, files } = sending
  const part = sending.text.slice(at * PART, (at + 1) * PART)
  say({ kind: "part", id, purpose, on, files: at ? [] : files, at, of: parts, part })
  const isUnanswered = () => sending?.id === id && sending.at === at && sending.tries < TRIES
  setTimeout(() => isUnanswered() && send(at), SILENCE)
  return parts
}

// What ends while a new transfer is prepared is the one before it: so this is looked at first of all.
function noteEnd(now) {
  if (now === ended) return
  ended = now
  sending = null
}

function goOn(next, purpose, say) {
  speak[purpose] = say
  if (sending && next && next.id === sending.id && next.at === sending.at + 1) return send(next.at)
  return null
}

function decoded(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

// Having nothing is worth an answer only to a page that waits: any answer draws the page anew.
async function answer(data, say) {
  const question = `${data.ask} ${data.waits}`
  if (question === answered) return
  answered = question
  kept ??= await look()
  if (!kept) {
    await keep(null)
    if (data.waits) say({ kind: "nothing" })
    return
  }
  const files = Object.entries(kept.files).map(([name, text]) => ({ name, content: new Blob([decoded(text)]) }))
  await hand("kept", files, kept.on, say)
}

async function keeper(data, say) {
  if (data.forget) {
    await keep(null)
  } else if (data.keep) {
    if (kept?.version !== data.keep.version || kept?.on !== data.keep.on) await keep(data.keep)
    say({ kind: "kept", version: data.keep.version, on: data.keep.on })
  } else if (data.ask) {
    await answer(data, say)
  }
  goOn(data.next, "kept", say)
}

// --- what a reader sees --------------------------------------------------------------------------------

function zone(data, root, say) {
  root.querySelector("label").textContent = data.words.label
  root.querySelector(".hint").textContent = data.words.hint
  const input = root.querySelector("input")
  input.accept = data.accept
  input.multiple = data.many
  const box = root.querySelector(".zone")
  const told = root.querySelector(".told")
  const parts = goOn(data.next, data.purpose, say)
  told.textContent = parts ? `${data.words.sending} ${Math.round((100 * sending.at) / parts)}%` : ""
  const take = (list) => {
    const files = [...list].slice(0, data.many ? list.length : 1).map((file) => ({ name: file.name, content: file }))
    if (!files.length) return
    if (files.reduce((sum, file) => sum + file.content.size, 0) > data.most) {
      told.textContent = data.words.tooLarge
      return
    }
    told.textContent = data.words.sending
    hand(data.purpose, files, false, say).catch(() => (told.textContent = data.words.unreadable))
  }
  input.onchange = () => {
    take(input.files)
    input.value = ""
  }
  if (input.files.length) input.onchange() // chosen before this script was there
  box.ondragover = (event) => {
    event.preventDefault()
    box.classList.add("over")
  }
  box.ondragleave = () => box.classList.remove("over")
  box.ondrop = (event) => {
    event.preventDefault()
    box.classList.remove("over")
    take(event.dataTransfer.files)
  }
}

function save(name, content) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

function offers(data, root) {
  const row = root.querySelector(".offers")
  row.replaceChildren()
  const button = (label, act) => {
    const made = document.createElement("button")
    made.type = "button"
    made.textContent = label
    made.onclick = () => act(made)
    row.append(made)
  }
  for (const [name, label] of Object.entries(data.kept ?? {})) {
    button(label, async () => {
      kept ??= await look()
      if (kept) save(name, decoded(kept.files[name]))
    })
  }
  if (data.text) {
    button(data.words.save, () => save(data.name, data.text))
    button(data.words.copy, async (made) => {
      await navigator.clipboard.writeText(data.text)
      made.textContent = data.words.copied
    })
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const say = (what) => setTriggerValue(what.kind, what)
  if (data.role !== "offers") noteEnd(data.ended)
  if (data.role === "keeper") {
    noteLeft(data, say, parentElement)
    before = before.then(() => keeper(data, say)).catch(() => {})
  } else if (data.role === "zone") zone(data, parentElement, say)
  else offers(data, parentElement)
}
