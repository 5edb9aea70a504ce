/* The filters of the findings; what is chosen stands in the address, so that it can be passed on. */
(function () {
  "use strict";
  var form = document.querySelector(".filters");
  var list = document.getElementById("list");
  if (!form || !list) return;
  var told = document.getElementById("told");
  var none = document.getElementById("none");
  var items = Array.prototype.map.call(list.children, function (item) {
    return { item: item, text: CHITIEU.folded(item.textContent) };
  });
  var names = ["severity", "family", "rule", "place", "report", "proposal"];

  function read() {
    var chosen = new URLSearchParams(location.hash.slice(1));
    names.concat("text").forEach(function (name) { form.elements[name].value = chosen.get(name) || ""; });
  }

  function write() {
    var chosen = new URLSearchParams();
    names.concat("text").forEach(function (name) {
      if (form.elements[name].value) chosen.set(name, form.elements[name].value);
    });
    var hash = chosen.toString();
    history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
    document.querySelectorAll(".pages a").forEach(function (link) { link.hash = hash; });
  }

  function apply() {
    var words = CHITIEU.folded(form.elements.text.value).split(/\s+/).filter(Boolean);
    var count = 0;
    items.forEach(function (entry) {
      var fits = names.every(function (name) {
        var wanted = form.elements[name].value;
        return !wanted || entry.item.dataset[name] === wanted;
      }) && words.every(function (word) { return entry.text.indexOf(word) >= 0; });
      entry.item.hidden = !fits;
      if (fits) count += 1;
    });
    none.hidden = count > 0;
    var english = document.documentElement.lang === "en";
    told.textContent = count + " / " + told.dataset.total + (english ? " findings" : " phát hiện");
  }

  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", function () { write(); apply(); });
  form.addEventListener("reset", function () { setTimeout(function () { write(); apply(); }); });
  window.addEventListener("hashchange", function () { if (location.hash.indexOf("=") > 0) { read(); apply(); } });
  document.addEventListener("chitieu-language", apply);
  if (location.hash.indexOf("=") > 0) read();
  apply();
})();
