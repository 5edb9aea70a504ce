/* The language switch: words are both in the page, figures and labels are written anew. */
(function () {
  "use strict";
  var root = document.documentElement;
  var rendered = root.dataset.rendered;
  var swapped = { ".": ",", ",": "." };

  /* A figure as the other language writes it. */
  function figure(text) {
    return root.lang === rendered ? text : text.replace(/[.,]/g, function (mark) { return swapped[mark]; });
  }

  function figures(to) {
    if (to === root.dataset.figures) return;
    root.dataset.figures = to;
    document.querySelectorAll(".q").forEach(function (element) {
      element.textContent = element.textContent.replace(/[.,]/g, function (mark) { return swapped[mark]; });
    });
  }

  function labels() {
    document.querySelectorAll("[data-l]").forEach(function (element) {
      var parts = element.dataset.l.split("|");
      var text = root.lang === "en" ? parts[2] : parts[1];
      if (parts[0] === "text") element.textContent = text;
      else element.setAttribute(parts[0], text);
    });
  }

  function show() {
    figures(root.lang);
    labels();
    document.querySelectorAll("[data-language]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.language === root.lang));
    });
  }

  document.querySelectorAll("[data-language]").forEach(function (button) {
    button.addEventListener("click", function () {
      root.lang = button.dataset.language;
      try { localStorage.setItem("chitieu-language", root.lang); } catch (error) { /* not remembered */ }
      show();
      document.dispatchEvent(new Event("chitieu-language"));
    });
  });

  /* Lower case without marks, for searching: "Thủy sản" and "thuy san" are one. */
  function folded(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  }

  /* A script of the site, loaded once. */
  var loading = {};
  function load(name) {
    if (!loading[name]) {
      loading[name] = new Promise(function (done, failed) {
        var script = document.createElement("script");
        script.src = document.body.dataset.root + "/tai-san/" + name;
        script.onload = done;
        script.onerror = failed;
        document.head.appendChild(script);
      });
    }
    return loading[name];
  }

  CHITIEU.figure = figure;
  CHITIEU.folded = folded;
  CHITIEU.load = load;
  root.dataset.figures = rendered;
  show();

  /* A figure that a link leads to stands in a section that may be folded. */
  function unfold() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var at = target && target.parentElement; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
  }
  window.addEventListener("hashchange", unfold);
  unfold();
})();
