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

  // Names that stand on the map: from their zoom on, and only where no more important one stands.
  arrange: function () {
    var zoom = this._map.getZoom(), kept = [];
    this.eachLayer(function (layer) {
      var mark = layer.feature.properties;
      if (!mark.standing) { return; }
      var label = layer.getTooltip().getElement(), box = label.getBoundingClientRect();
      var hidden = zoom < (mark.zoom || 0) || kept.some(function (other) {
        return box.left < other.right && other.left < box.right
          && box.top < other.bottom && other.top < box.bottom;
      });
      label.style.visibility = hidden ? "hidden" : "";
      if (!hidden) { kept.push(box); }
    });
  },

  // Keeps the names arranged for as long as a layer is on the map.
  keepArranged: function (layer) {
    layer.on("add", function () {
      layer._map.on("zoomend", siteMap.arrange, layer);
      siteMap.arrange.call(layer);
    });
    layer.on("remove", function () { layer._map.off("zoomend", siteMap.arrange, layer); });
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
        if (!mark.label) { return; }
        layer.bindTooltip(siteMap.words(mark.label), mark.standing
          ? { permanent: true, direction: mark.direction || "right", className: "place-label" }
          : { sticky: true });
      }
    });
    siteMap.keepArranged(layer);
    return layer;
  },

  // The wish of the visitor about pictures from the network; it changes the map that stands.
  wish: function (wish) {
    var layer = L.layerGroup();
    layer.on("add", function () { siteMap.tiles(layer._map, wish); });
    return layer;
  },

  // Pictures from the network lie on the map only after the visitor agreed; they stay while marks change.
  tiles: function (map, wish) {
    wish.covered.forEach(function (name) {
      var pane = map.getPane(name);
      if (pane) { pane.style.display = wish.agreed ? "none" : ""; }
    });
    if (wish.agreed && !map.siteTiles) {
      map.siteTiles = L.tileLayer(wish.address).addTo(map);
      map.siteCredit = L.control.attribution({ prefix: false }).addAttribution(wish.credit).addTo(map);
    }
    if (!wish.agreed && map.siteTiles) {
      map.siteTiles.remove();
      map.siteCredit.remove();
      delete map.siteTiles;
    }
  }
};
