/* Plots are drawn when they come into view; what draws them is loaded with the first one. */
(function () {
  "use strict";
  var WORDS = {
    "@year": ["Năm", "Year"], "@result": ["Thực hiện", "Result"],
    "@plan": ["Kế hoạch", "Plan"], "@place": ["Địa phương", "Place"]
  };
  var FORMATS = [
    { decimal: ",", thousands: ".", grouping: [3], currency: ["", " ₫"] },
    { decimal: ".", thousands: ",", grouping: [3], currency: ["", " ₫"] }
  ];
  var drawn = [];

  function theme() {
    var style = getComputedStyle(document.documentElement);
    function color(name) { return style.getPropertyValue(name).trim(); }
    var ink = color("--ink"), soft = color("--soft"), line = color("--line"), accent = color("--accent");
    var font = getComputedStyle(document.body).fontFamily;
    return {
      background: "transparent", font: font,
      view: { stroke: null },
      axis: { labelColor: soft, titleColor: soft, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12 },
      legend: { labelColor: ink, labelFontSize: 12, labelLimit: 240, columns: document.documentElement.clientWidth < 640 ? 1 : 3 },
      line: { color: accent, strokeWidth: 2 }, point: { color: accent }, circle: { color: accent },
      text: { color: ink },
      range: { category: ["#0b5394", "#b3541e", "#14612f", "#7a3e9d", "#8a6d00", "#a61b1b", "#2a7f86", "#6b6b6b"].map(
        function (shade) { return dark() ? { "#0b5394": "#7db7f0", "#b3541e": "#f0a070", "#14612f": "#7fce98", "#7a3e9d": "#cfa1ea", "#8a6d00": "#e3c860", "#a61b1b": "#ff9a91", "#2a7f86": "#7fd3da", "#6b6b6b": "#b9bec4" }[shade] : shade; }) }
    };
  }

  function dark() { return matchMedia("(prefers-color-scheme: dark)").matches; }

  function draw(figure) {
    var english = document.documentElement.lang === "en" ? 1 : 0;
    var rows = JSON.parse(figure.querySelector("script").textContent);
    var text = JSON.stringify(CHITIEU.designs[figure.dataset.plot]).replace(/"(@\w+)"/g, function (all, word) {
      return WORDS[word] ? JSON.stringify(WORDS[word][english]) : all;
    });
    var spec = JSON.parse(text);
    spec.data = { values: rows };
    var place = figure.querySelector("div");
    if (!place) {
      place = document.createElement("div");
      figure.appendChild(place);
    }
    return window.vegaEmbed(place, spec, {
      ast: true, actions: false, logLevel: 1, renderer: "svg", config: theme(), formatLocale: FORMATS[english],
      tooltip: { theme: dark() ? "dark" : "light" }
    }).then(function (result) {
      figure.classList.add("drawn");
      figure.view = result;
    });
  }

  function wanted(figure) {
    Promise.all([CHITIEU.load("designs.js"), CHITIEU.load("vega.js")]).then(function () {
      drawn.push(figure);
      return draw(figure);
    });
  }

  var figures = document.querySelectorAll(".plot");
  if (!("IntersectionObserver" in window)) {
    figures.forEach(wanted);
    return;
  }
  var watch = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      watch.unobserve(entry.target);
      wanted(entry.target);
    });
  }, { rootMargin: "200px" });
  figures.forEach(function (figure) { watch.observe(figure); });

  document.addEventListener("chitieu-language", function () { drawn.forEach(draw); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () { drawn.forEach(draw); });
})();
