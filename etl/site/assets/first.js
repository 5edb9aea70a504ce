/* Before the first paint: the language chosen earlier, and a mark that scripts run. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.dataset.rendered = root.lang;
  root.classList.add("script");
  try {
    var chosen = localStorage.getItem("chitieu-language");
    if (chosen === "vi" || chosen === "en") root.lang = chosen;
  } catch (error) { /* no storage: the page's own language */ }
  window.CHITIEU = {};
})();
