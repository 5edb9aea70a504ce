/* Search over indicators, places and reports; the table is loaded when somebody begins to search. */
(function () {
  "use strict";
  var input = document.getElementById("find");
  var list = document.getElementById("found");
  var told = document.getElementById("found-count");
  var MOST = 12;
  var KINDS = [["Chỉ tiêu", "Indicator"], ["Địa phương", "Place"], ["Báo cáo", "Report"]];
  var rows = null;
  var current = -1;

  function english() { return document.documentElement.lang === "en"; }

  function ready() {
    return CHITIEU.load("index.js").then(function () {
      if (rows) return;
      rows = CHITIEU.index.map(function (row) {
        var name = CHITIEU.folded(row[1]);
        return { row: row, name: name, text: " " + [name, CHITIEU.folded(row[2]), CHITIEU.folded(row[4])].join(" ") };
      });
    });
  }

  /* Every word must begin a word of the row; names that begin with the query, then heavier rows, first. */
  function found(query) {
    var words = CHITIEU.folded(query).split(/[^a-z0-9%]+/).filter(Boolean);
    if (!words.length) return [];
    var whole = words.join(" ");
    var hits = [];
    rows.forEach(function (entry) {
      for (var i = 0; i < words.length; i++) {
        var at = entry.text.indexOf(words[i]);
        while (at > 0 && /[a-z0-9]/.test(entry.text[at - 1])) at = entry.text.indexOf(words[i], at + 1);
        if (at < 0) return;
      }
      var rank = entry.name === whole ? 3 : entry.name.indexOf(whole) === 0 ? 2 : entry.name.indexOf(whole) > 0 ? 1 : 0;
      hits.push([rank, entry.row]);
    });
    hits.sort(function (a, b) { return b[0] - a[0] || b[1][5] - a[1][5]; });
    return hits.map(function (hit) { return hit[1]; });
  }

  function element(tag, className, text) {
    var made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function close() {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function show(query) {
    var hits = found(query);
    list.textContent = "";
    current = -1;
    input.removeAttribute("aria-activedescendant");
    hits.slice(0, MOST).forEach(function (row, i) {
      var option = document.createElement("li");
      option.id = "found-" + i;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      var link = document.createElement("a");
      link.href = document.body.dataset.root + "/" + row[3];
      link.tabIndex = -1;
      link.appendChild(element("span", "found-name", english() && row[2] ? row[2] : row[1]));
      link.appendChild(element("small", "", KINDS[row[0]][english() ? 1 : 0] + (row[6] ? " · " + row[6] : "")));
      option.appendChild(link);
      list.appendChild(option);
    });
    var any = hits.length > 0;
    if (!any && query.trim()) {
      var none = element("li", "found-none", english() ? "Nothing found" : "Không tìm thấy");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      list.appendChild(none);
    }
    list.hidden = !query.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = query.trim() ? hits.length + (english() ? " found" : " kết quả") : "";
  }

  function choose(step) {
    var options = list.querySelectorAll("a");
    if (!options.length) return;
    if (current >= 0) options[current].parentElement.setAttribute("aria-selected", "false");
    current = (current + step + options.length) % options.length;
    options[current].parentElement.setAttribute("aria-selected", "true");
    options[current].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[current].parentElement.id);
  }

  input.addEventListener("focus", ready);
  input.addEventListener("input", function () { ready().then(function () { show(input.value); }); });
  input.addEventListener("keydown", function (event) {
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ready().then(function () { show(input.value); });
      else choose(event.key === "ArrowDown" ? 1 : current < 0 ? 0 : -1);
    }
  });
  input.form.addEventListener("submit", function (event) {
    event.preventDefault();
    ready().then(function () {
      if (list.hidden) show(input.value);
      var options = list.querySelectorAll("a");
      if (options.length) location.href = options[Math.max(0, current)].href;
    });
  });
  document.addEventListener("click", function (event) { if (!input.form.contains(event.target)) close(); });
  input.form.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !input.form.contains(event.relatedTarget)) close();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });
})();
