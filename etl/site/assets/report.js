/* What a number of the report was understood as: told on hover, on a tap, and while walking with the arrow keys. */
(function () {
  "use strict";
  var text = document.getElementById("report");
  var tip = document.getElementById("tip");
  var numbers = Array.prototype.slice.call(text.querySelectorAll(".n"));
  var shown = null;
  var pinned = null;
  var arrived = null;
  var marked = [];

  function word(table, code) {
    var both = (CHITIEU.words[table] || {})[code];
    return both ? both[document.documentElement.lang === "en" ? 1 : 0] : code;
  }

  function add(parent, tag, content, className) {
    var made = document.createElement(tag);
    if (content) made.textContent = content;
    if (className) made.className = className;
    parent.appendChild(made);
    return made;
  }

  function pair(list, term, content) {
    if (!content) return;
    add(list, "dt", term);
    add(list, "dd", content);
  }

  function role(number) {
    var found = /\br-(\w+)/.exec(number.className);
    return found ? found[1] : "";
  }

  function fact(number) { return number.dataset.o === undefined ? null : (CHITIEU.facts || [])[number.dataset.o]; }

  function fill(number) {
    tip.textContent = "";
    var head = add(tip, "p", "", "tip-head");
    add(head, "b", number.textContent);
    add(head, "span", word("role", role(number)), "n r-" + role(number));
    var told = fact(number);
    if (told) {
      var english = document.documentElement.lang === "en";
      var link = add(add(tip, "p", "", "tip-name"), "a", english && told.e ? told.e : told.v);
      link.href = told.h;
      var list = add(tip, "dl", "");
      pair(list, word("word", "worded"), told.n !== told.v ? "“" + told.n + "”" : "");
      pair(list, word("word", "locality"), told.l);
      pair(list, word("word", "year"), told.y ? told.y + (told.d ? " · " + word("period", told.d) : "") : "");
      pair(list, word("word", "result"), told.a && CHITIEU.figure(told.a) + (told.w ? " / " + CHITIEU.figure(told.w) : "") +
        (told.u ? " " + told.u : "") + (told.x ? " (" + word("word", "estimate") + ")" : ""));
      pair(list, word("word", "plan"), told.t && CHITIEU.figure(told.t) + (told.u ? " " + told.u : ""));
    }
    var card = number.nextElementSibling;
    if (card && card.classList.contains("to-card")) {
      var finding = add(add(tip, "p", ""), "a", word("word", "finding") + " " + card.lastChild.textContent);
      finding.href = card.getAttribute("href");
    }
  }

  function mark(number) {
    marked.forEach(function (other) { other.classList.remove("same"); });
    marked = [];
    if (number && number.dataset.o !== undefined) {
      marked = numbers.filter(function (other) { return other.dataset.o === number.dataset.o; });
      marked.forEach(function (other) { other.classList.add("same"); });
    }
  }

  function place(number) {
    if (matchMedia("(max-width: 40rem)").matches) {  /* a sheet at the foot of a phone: the style sheet's business */
      tip.style.left = tip.style.top = "";
      return;
    }
    var at = number.getBoundingClientRect();
    var left = Math.min(Math.max(8, at.left), document.documentElement.clientWidth - tip.offsetWidth - 8);
    var below = at.bottom + 6 + tip.offsetHeight <= window.innerHeight;
    tip.style.left = left + "px";
    tip.style.top = (below ? at.bottom + 6 : Math.max(8, at.top - tip.offsetHeight - 6)) + "px";
  }

  function show(number) {
    fill(number);
    shown = number;
    tip.hidden = false;
    place(number);
    mark(number);
  }

  function hide() {
    tip.hidden = true;
    shown = pinned = null;
    mark(arrived);
  }

  function of(event) { return event.target.closest ? event.target.closest("#report .n") : null; }

  /* One number of the text is in the tab order; the arrow keys go from number to number. */
  var current = null;
  function walk(number, focus) {
    if (current) current.tabIndex = -1;
    current = number;
    current.tabIndex = 0;
    if (focus) current.focus();
  }
  numbers.forEach(function (number) { number.tabIndex = -1; });
  if (numbers.length) walk(numbers[0]);
  text.setAttribute("aria-describedby", "text-help");

  var leaving = 0;
  text.addEventListener("pointerover", function (event) {
    var number = of(event);
    if (!number || event.pointerType === "touch" || pinned) return;
    clearTimeout(leaving);
    show(number);
  });
  text.addEventListener("pointerout", function (event) {
    if (of(event) && !pinned) leaving = setTimeout(hide, 250);
  });
  tip.addEventListener("pointerenter", function () { clearTimeout(leaving); });
  tip.addEventListener("pointerleave", function () { if (!pinned) leaving = setTimeout(hide, 250); });
  text.addEventListener("click", function (event) {
    var number = of(event);
    if (!number || event.target.closest("a")) return;
    clearTimeout(leaving);
    if (pinned === number) return hide();
    pinned = number;
    walk(number);
    show(number);
  });
  text.addEventListener("focusin", function (event) {
    var number = of(event);
    if (number && event.target === number) { walk(number); show(number); }
  });
  text.addEventListener("focusout", function (event) {
    if (of(event) && !tip.contains(event.relatedTarget) && !pinned) hide();
  });
  text.addEventListener("keydown", function (event) {
    if (!event.target.classList.contains("n")) return;
    var step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      pinned = null;
      var next = numbers[numbers.indexOf(event.target) + step];
      if (next) walk(next, true);
    } else if (event.key === "Enter" || event.key === " ") {
      var link = tip.querySelector("a");
      if (link && !tip.hidden) { event.preventDefault(); pinned = event.target; link.focus(); }
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || tip.hidden) return;
    var back = tip.contains(document.activeElement) && pinned;
    hide();
    if (back) { back.focus(); hide(); }
  });
  document.addEventListener("click", function (event) {
    if (pinned && !tip.contains(event.target) && !of(event)) hide();
  });
  window.addEventListener("scroll", function () {
    if (!shown) return;
    var at = shown.getBoundingClientRect();
    var away = at.bottom < 0 || at.top > window.innerHeight;
    if (away && shown !== document.activeElement) hide();  /* what has the focus is on its way into view */
    else place(shown);
  }, { passive: true });
  document.addEventListener("chitieu-language", function () { if (!tip.hidden) hide(); });

  /* A link to a figure marks the whole statement: every number that says the same thing. */
  function arrive() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    arrived = target && target.classList.contains("n") ? target : null;
    mark(arrived);
    if (arrived) walk(arrived);
  }
  window.addEventListener("hashchange", arrive);
  arrive();
})();
