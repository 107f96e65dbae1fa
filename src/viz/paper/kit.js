// Leads through the steps of a lesson that lies on the disk. Without it all steps stand below each other.
(function () {
  var steps = Array.prototype.slice.call(document.querySelectorAll(".step"));
  var bar = document.querySelector(".steps"), body = document.body, now = 0, notes = false;
  if (!bar || steps.length < 2) { return; }

  function show(place, moved) {
    now = Math.max(0, Math.min(place, steps.length - 1));
    steps.forEach(function (step, at) { step.classList.toggle("now", at === now); });
    bar.querySelector("[data-do=back]").disabled = now === 0;
    bar.querySelector("[data-do=on]").disabled = now === steps.length - 1;
    if (!moved) { return; }
    if (steps[now].id) { history.replaceState(null, "", "#" + steps[now].id); }
    window.scrollTo(0, 0);
    var heading = steps[now].querySelector("h1, h2");
    if (heading) { heading.setAttribute("tabindex", "-1"); heading.focus({ preventScroll: true }); }
  }

  function named() {
    var found = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var step = found && found.closest(".step");
    return step ? steps.indexOf(step) : -1;
  }

  var doing = {
    back: function () { show(now - 1, true); },
    on: function () { show(now + 1, true); },
    notes: function () {
      notes = !notes;
      document.querySelectorAll("details.teacher").forEach(function (one) { one.open = notes; });
    },
    large: function () { body.classList.toggle("large"); },
    all: function () { body.classList.toggle("stepping"); }
  };
  var keys = {
    ArrowRight: "on", PageDown: "on", ArrowLeft: "back", PageUp: "back", n: "notes", N: "notes"
  };

  bar.addEventListener("click", function (event) {
    var name = event.target.getAttribute && event.target.getAttribute("data-do");
    if (doing[name]) { doing[name](); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !body.classList.contains("stepping")) { return; }
    if (keys[event.key]) { event.preventDefault(); doing[keys[event.key]](); }
  });
  window.addEventListener("hashchange", function () {
    var place = named();
    if (place >= 0 && place !== now) {
      show(place, false);
      document.getElementById(decodeURIComponent(location.hash.slice(1))).scrollIntoView();
    }
  });

  bar.hidden = false;
  body.classList.add("stepping");
  show(Math.max(named(), 0), false);
})();
