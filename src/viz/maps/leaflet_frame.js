// What the maps of this site add to Leaflet, once for each frame in which a map is drawn.
window.siteMap = {
  // Outlines of marks in a box of 16, by name; the legends of the page draw the same ones.
  shapes: {},

  Shaped: L.CircleMarker.extend({
    _updatePath: function () {
      var scale = this._radius / 5.5, path = this._path;
      var left = this._point.x - 8 * scale, top = this._point.y - 8 * scale;
      this._renderer._setPath(this, this._empty() ? "M0 0" : siteMap.shapes[this.options.shape]);
      path.setAttribute("transform", "translate(" + left + " " + top + ") scale(" + scale + ")");
      path.setAttribute("vector-effect", "non-scaling-stroke");
    }
  }),

  // A mark of pixels, of metres where its place is only estimated, or of another shape than a circle.
  mark: function (point, mark) {
    if (mark.metres) { return L.circle(point, Object.assign({ radius: mark.metres }, mark.style)); }
    return siteMap.shapes[mark.style.shape] ? new siteMap.Shaped(point, mark.style)
      : L.circleMarker(point, mark.style);
  },

  // Style of a mark or an area; hatched ones are filled with a pattern in their own colour.
  style: function (mark) {
    return mark.hatched ? Object.assign({}, mark.style, { fillColor: siteMap.hatch(mark.style.color) })
      : mark.style;
  },

  hatch: function (colour) {
    var id = "hatch-" + colour.replace(/[^0-9A-Za-z]/g, "");
    if (!document.getElementById(id)) {
      var made = function (name, values) {
        var one = document.createElementNS("http://www.w3.org/2000/svg", name);
        Object.keys(values).forEach(function (key) { one.setAttribute(key, values[key]); });
        return one;
      };
      var box = made("svg", { width: 0, height: 0, "aria-hidden": "true", style: "position: absolute" });
      var pattern = made("pattern", { id: id, width: 6, height: 6, patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)" });
      pattern.appendChild(made("path", { d: "M1 0V6", stroke: colour, "stroke-width": 2 }));
      box.appendChild(pattern);
      document.body.appendChild(box);
    }
    return "url(#" + id + ")";
  },

  words: function (text) {
    var box = document.createElement("span");
    box.textContent = text;
    return box;
  },

  // Names that stand on the map: from their zoom on, beside their mark on the side where least lies in the
  // way, and only where no more important name stands.
  arrange: function () {
    var map = this._map, kept = [], marks = [], names = [];
    this.eachLayer(function (layer) {
      var mark = layer.feature.properties;
      if (mark.standing) { names.push(siteMap.label(map, layer)); }
      if (mark.record && layer.getRadius) { marks.push(siteMap.around(map, layer, layer.getRadius())); }
    });
    names.forEach(function (name) { name.reach = siteMap.reach(name.at, marks); });
    // All sizes are read above, all positions written here: so the browser lays the map out once.
    names.forEach(function (name) {
      var best = map.getZoom() < name.zoom ? null : siteMap.side(name, kept, marks);
      name.element.style.visibility = best ? "" : "hidden";
      if (!best) { return; }
      kept.push(best.box);
      name.tooltip.options.direction = best.side;
      name.tooltip.options.offset = L.point(best.shift[0], best.shift[1]);
      L.DomUtil.setPosition(name.element, L.point(best.box.left, best.box.top).round());
    });
  },

  // A name that stands on the map, as far as its place is looked for.
  label: function (map, layer) {
    var mark = layer.feature.properties, tooltip = layer.getTooltip(), element = tooltip.getElement();
    return { tooltip: tooltip, element: element, at: siteMap.around(map, layer, 0),
      zoom: mark.zoom || 0, usual: mark.direction || "right",
      wide: element.offsetWidth, high: element.offsetHeight };
  },

  // How far the marks that lie on a point reach from it, with their rims.
  reach: function (at, marks) {
    return marks.reduce(function (most, mark) {
      var radius = (mark.right - mark.left) / 2;
      var apart = Math.hypot(mark.left + radius - at.left, mark.top + radius - at.top);
      return apart < radius ? Math.max(most, apart + radius + 3) : most;
    }, 0);
  },

  // The side of a mark on which its name hides no other name and the fewest marks; none if all are taken.
  side: function (name, kept, marks) {
    var reach = name.reach, best = null;
    [name.usual, "right", "left", "top", "bottom"].forEach(function (side) {
      var across = { left: -name.wide - reach, right: reach }[side];
      var down = { top: -name.high - reach, bottom: reach }[side];
      var left = name.at.left + (across === undefined ? -name.wide / 2 : across);
      var top = name.at.top + (down === undefined ? -name.high / 2 : down);
      var box = { left: left, right: left + name.wide, top: top, bottom: top + name.high };
      var meets = siteMap.meets.bind(null, box);
      if (kept.some(meets)) { return; }
      var hidden = marks.filter(meets).length;
      if (best && best.hidden <= hidden) { return; }
      var shift = { left: [-reach, 0], right: [reach, 0], top: [0, -reach], bottom: [0, reach] }[side];
      best = { side: side, box: box, hidden: hidden, shift: shift };
    });
    return best;
  },

  around: function (map, layer, radius) {
    var at = map.latLngToLayerPoint(layer.getLatLng());
    return { left: at.x - radius, right: at.x + radius, top: at.y - radius, bottom: at.y + radius };
  },

  meets: function (one, other) {
    return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  },

  // The type of the page, which its frames do not share.
  borrowType: function (family) {
    var page = window.parent.document, wanted = function (rule) {
      return rule.type === CSSRule.FONT_FACE_RULE && rule.style.fontFamily.indexOf(family) !== -1
        && rule.style.fontStyle !== "italic";
    };
    Array.from(page.styleSheets).forEach(function (sheet) {
      Array.from(sheet.cssRules).filter(wanted).forEach(function (rule) {
        var own = document.createElement("style");
        own.textContent = rule.cssText.replace(/url\("([^"]+)"\)/g, function (_, address) {
          return 'url("' + new URL(address, sheet.href || page.location.href) + '")';
        });
        document.head.appendChild(own);
      });
    });
  },

  // The wheel and one finger move the page, also where a map lies under them. With Ctrl (on a Mac: Cmd) the wheel zooms,
  // two fingers move and zoom, a mouse button drags; whoever tries without is told.
  leaveThePage: function (map, words) {
    var box = map.getContainer(), told = box.appendChild(document.createElement("div")), until;
    told.className = "hint";
    var tell = function (text) {
      told.textContent = text;
      told.classList.add("seen");
      clearTimeout(until);
      until = setTimeout(function () { told.classList.remove("seen"); }, 2000);
    };
    var quietly = { capture: true, passive: true };
    box.addEventListener("wheel", function (event) {
      if (event.ctrlKey || event.metaKey) { return; }
      event.stopImmediatePropagation();
      tell(words.wheel);
    }, quietly);
    box.addEventListener("pointerdown", function (event) {
      map.dragging[event.pointerType === "mouse" ? "enable" : "disable"]();
    }, quietly);
    box.addEventListener("touchmove", function (event) {
      if (event.touches.length === 1) { tell(words.finger); }
    }, quietly);
  },

  // What a mark is called by those who do not see it; without a word from us Tab would stop at every mark.
  name: function (layer) {
    var path = layer.getElement(), mark = layer.feature.properties;
    if (!path || !mark.label) { return; }
    path.setAttribute("tabindex", -1);
    if (!mark.record) { return; }
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", mark.label);
    path.addEventListener("focus", function () { siteMap.reached = mark.record; });
  },

  // Marks that open a record where the map can be moved to, from west to east. Tab stops at one of them: the
  // last one that was reached, or one in sight. The one in focus keeps it when the marks are drawn anew.
  stop: function () {
    var within = this._map.options.maxBounds, marks = this.stops = this.getLayers().filter(function (one) {
      return one.feature.properties.record && one.getElement() && within.contains(siteMap.middle(one));
    }).sort(function (one, other) { return siteMap.middle(one).lng - siteMap.middle(other).lng; });
    var reached = marks.filter(function (one) { return one.feature.properties.record === siteMap.reached; })[0];
    var sight = this._map.getBounds().pad(-0.1);
    var seen = marks.filter(function (one) { return sight.contains(siteMap.middle(one)); });
    var stop = [reached].concat(seen, marks).filter(Boolean)[0];
    marks.forEach(function (one) { one.getElement().setAttribute("tabindex", one === stop ? 0 : -1); });
    if (reached && document.hasFocus() && document.activeElement === document.body) {
      reached.getElement().focus({ preventScroll: true });
    }
  },

  middle: function (layer) { return layer.getLatLng ? layer.getLatLng() : layer.getBounds().getCenter(); },

  // Keys on a mark: arrows go to its neighbours, Enter and Space do what a click does, Escape leaves the marks.
  press: function (event) {
    var mark = event.layer, marks = this.stops, key = event.originalEvent.key, at = marks.indexOf(mark);
    var to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 }[key];
    if (to !== undefined) {
      var next = marks[(to + marks.length) % marks.length];
      this._map.panInside(siteMap.middle(next), { padding: [30, 30], animate: false });
      next.getElement().focus({ preventScroll: true });
      siteMap.stop.call(this);
    } else if (key === "Enter" || key === " ") {
      mark.getElement().dispatchEvent(new MouseEvent("click", { bubbles: true }));
    } else if (key === "Escape") {
      this._map.getContainer().focus();
    } else { return; }
    event.originalEvent.preventDefault();
  },

  // Keeps names arranged and marks within reach of the keys for as long as a layer is on the map.
  keep: function (layer) {
    layer.on("add", function () {
      layer._map.on("zoomend", siteMap.arrange, layer);
      layer._map.on("moveend", siteMap.stop, layer);
      siteMap.stop.call(layer);
      siteMap.arrange.call(layer);
      document.fonts.ready.then(function () { if (layer._map) { siteMap.arrange.call(layer); } });
    });
    layer.on("remove", function () {
      layer._map.off("zoomend", siteMap.arrange, layer).off("moveend", siteMap.stop, layer);
    });
    layer.on("keydown", siteMap.press, layer);
  },

  // A pane that is seen from a zoom on only.
  showFrom: function (map, pane, zoom) {
    if (!zoom) { return; }
    var show = function () { map.getPane(pane).style.display = map.getZoom() < zoom ? "none" : ""; };
    map.on("zoomend", show);
    show();
  },

  // Marks of records: shapes that open a record, areas and circles of doubt, and standing names.
  records: function (features) {
    var layer = L.geoJson(features, {
      pointToLayer: function (feature, point) { return siteMap.mark(point, feature.properties); },
      style: function (feature) { return siteMap.style(feature.properties); },
      onEachFeature: function (feature, layer) {
        var mark = feature.properties;
        // A second click on the same mark must not look like the first.
        layer.on("click", function () { mark.clicked = Date.now(); });
        layer.on("add", function () { siteMap.name(layer); });
        if (!mark.label) { return; }
        layer.bindTooltip(siteMap.words(mark.label), mark.standing
          ? { permanent: true, direction: mark.direction || "right", className: "place-label " + (mark.rank || "") }
          : { sticky: true });
      }
    });
    siteMap.keep(layer);
    return layer;
  },

  // Pictures from the network, as long as the frame lasts: they stay while marks change.
  online: function (pictures) {
    var layer = L.layerGroup();
    layer.on("add", function () { siteMap.showOnline(layer._map, pictures); });
    return layer;
  },

  showOnline: function (map, pictures) {
    if (map.siteTiles) { return; }
    pictures.covered.forEach(function (name) {
      var pane = map.getPane(name);
      if (pane) { pane.style.display = "none"; }
    });
    map.siteTiles = L.tileLayer(pictures.address).addTo(map);
    L.control.attribution({ prefix: false }).addAttribution(pictures.credit).addTo(map);
  }
};
