// Three enhancements, each of a page that works without it: the time slider, the search box, folded sources.
"use strict";

const time = document.querySelector("[data-time]");
if (time) {
  const input = time.querySelector("input");
  const output = time.querySelector("output");
  const note = time.querySelector(".then-note");
  const list = document.querySelector("[data-days]");
  const links = [...list.querySelectorAll("a")];
  const parts = () => [...document.querySelectorAll("[data-then]")];
  const seen = new Map();
  let asked = 0;
  let shown = links.findIndex((link) => link.getAttribute("aria-current"));
  if (shown < 0) shown = links.length - 1;
  seen.set(links[shown].href, parts().map((part) => part.cloneNode(true)));

  const name = () => {
    const day = Number(input.value) === links.length - 1 ? "today" : links[input.value].textContent;
    output.textContent = day;
    input.setAttribute("aria-valuetext", day);
  };
  const load = async (href) => {
    if (!seen.has(href)) {
      const answer = await fetch(href);
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      seen.set(href, [...page.querySelectorAll("[data-then]")]);
    }
    return seen.get(href);
  };
  const show = async () => {
    const turn = ++asked;
    try {
      const then = await load(links[input.value].href);
      if (turn !== asked) return; // a later move has overtaken this one
      parts().forEach((part, i) => part.replaceWith(document.importNode(then[i], true)));
      note.textContent = Number(input.value) === links.length - 1 ? "" : "You are looking at an earlier day.";
    } catch {
      if (turn === asked) note.textContent = "That day's page could not be loaded; the list below links to it.";
    }
  };
  let wait;
  input.addEventListener("input", () => {
    name();
    clearTimeout(wait);
    wait = setTimeout(show, 90);
  });
  input.value = String(shown);
  name();
  time.hidden = false;
  list.open = false;
}

const search = document.querySelector("[data-search]");
if (search) {
  const input = search.querySelector("input");
  const found = search.querySelector("ul");
  const said = search.querySelector("[role=status]");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let index;
  const load = () =>
    (index ??= fetch(search.dataset.search)
      .then((answer) => answer.json())
      .then((rows) => rows.map((row) => ({ ...row, folded: fold(row.n) }))));
  const show = async () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const rows = await load();
    const hits = words.length ? rows.filter((row) => words.every((word) => row.folded.includes(word))) : [];
    found.replaceChildren(
      ...hits.slice(0, 12).map((row) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = row.h;
        link.textContent = row.t;
        item.append(link);
        return item;
      }),
    );
    said.textContent = words.length ? (hits.length === 1 ? "1 title found" : `${hits.length} titles found`) : "";
  };
  input.addEventListener("focus", load, { once: true });
  input.addEventListener("input", show);
  search.addEventListener("submit", (event) => {
    const first = found.querySelector("a");
    if (first) {
      event.preventDefault();
      location.assign(first.href);
    }
  });
}

// A link to a folded source opens what it lies in; newer browsers do so by themselves.
const unfold = () => {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
};
addEventListener("hashchange", unfold);
unfold();
