// Two enhancements, each of a page that works without it: the time slider and the search box.
"use strict";

const time = document.querySelector("[data-time]");
if (time) {
  const input = time.querySelector("input");
  const output = time.querySelector("output");
  const then = time.querySelector(".then");
  const list = document.querySelector("[data-days]");
  const links = [...list.querySelectorAll("a")];
  const seen = new Map();
  let asked = 0;

  const name = () => {
    const day = links[input.value].textContent;
    output.textContent = day;
    input.setAttribute("aria-valuetext", day);
  };
  const show = async () => {
    const turn = ++asked;
    const { href } = links[input.value];
    try {
      if (!seen.has(href)) {
        const answer = await fetch(href);
        if (!answer.ok) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        seen.set(href, page.getElementById("then"));
      }
      if (turn !== asked) return; // a later move has overtaken this one
      then.replaceChildren(document.importNode(seen.get(href), true));
    } catch {
      if (turn === asked) then.textContent = "That day's page could not be loaded; the list below links to it.";
    }
  };
  let wait;
  input.addEventListener("input", () => {
    name();
    clearTimeout(wait);
    wait = setTimeout(show, 120);
  });
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
  const load = () => (index ??= fetch(search.dataset.search).then((answer) => answer.json()));
  const show = async () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const rows = await load();
    const hits = words.length ? rows.filter((row) => words.every((word) => fold(row.n).includes(word))) : [];
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
