"use strict";
// The page is whole without this: here are only the filter, the search and the sorting of the links.
// What is shown stands in the address (#status=dead&q=text&sort=entry&order=desc), so that it can be passed on.
(() => {
  const table = document.getElementById("table");
  if (!table) return;
  const status = document.getElementById("status");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const body = table.tBodies[0];
  const heads = Array.from(table.tHead.rows[0].cells);
  const names = heads.map((head) => head.textContent.toLowerCase());
  const rank = Array.from(status.options, (option) => option.value);
  const rows = Array.from(body.rows, (row, place) => ({
    row,
    place,
    failing: "failing" in row.dataset,
    status: row.dataset.status,
    text: row.textContent.toLowerCase(),
    keys: Array.from(row.cells, (cell, column) => keyOf(cell, column, row)),
  }));
  const view = { status: "", q: "", sort: "", order: "asc" };
  let sortedBy = " asc";

  function keyOf(cell, column, row) {
    if (column === 0) return rank.indexOf(row.dataset.status);
    const summary = cell.querySelector("summary");
    return (summary || cell).textContent.trim().toLowerCase();
  }

  function fits(item) {
    if (view.status === "failing" ? !item.failing : view.status && item.status !== view.status) return false;
    return view.q.toLowerCase().split(/\s+/).every((word) => item.text.includes(word));
  }

  function sort() {
    const wanted = `${view.sort} ${view.order}`;
    if (wanted === sortedBy) return;
    sortedBy = wanted;
    const column = names.indexOf(view.sort);
    const sign = view.order === "desc" ? -1 : 1;
    const key = (item) => (column < 0 ? item.place : item.keys[column]);
    const compare = (a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0);
    const sorted = [...rows].sort(compare).map((item) => item.row);
    body.replaceChildren(); // at once: to move 5,000 rows one by one takes seconds
    body.append(...sorted);
    heads.forEach((head, index) => {
      if (index === column) head.setAttribute("aria-sort", sign < 0 ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  function show() {
    let fitting = 0;
    for (const item of rows) {
      const hidden = !fits(item);
      if (item.row.hidden !== hidden) item.row.hidden = hidden;
      if (!hidden) fitting += 1;
    }
    sort();
    if (status.value !== view.status) status.value = view.status;
    if (search.value !== view.q) search.value = view.q;
    shown.textContent = `${fitting.toLocaleString("en")} of ${rows.length.toLocaleString("en")} shown`;
    for (const tile of document.querySelectorAll(".tile")) {
      if (tile.dataset.status === view.status) tile.setAttribute("aria-current", "true");
      else tile.removeAttribute("aria-current");
    }
  }

  function remember() {
    const said = new URLSearchParams(Object.entries(view).filter(([key, value]) => value && !(key === "order" && value === "asc")));
    history.replaceState(null, "", `#${said}`);
    show();
  }

  function readAddress() {
    const hash = location.hash.slice(1);
    const target = /^link-\d+$/.test(hash) ? document.getElementById(hash) : null;
    // Any other place in the page, such as a section, leaves the filter as it stands.
    if (hash && !target && !hash.includes("=")) return;
    // A link to a row must find it, whatever filter stood.
    const said = new URLSearchParams(target ? "" : hash);
    view.status = rank.includes(said.get("status")) ? said.get("status") : "";
    view.q = said.get("q") || "";
    view.sort = names.includes(said.get("sort")) ? said.get("sort") : "";
    view.order = said.get("order") === "desc" ? "desc" : "asc";
    show();
    if (target) reveal(target);
  }

  function reveal(row) {
    row.querySelector("details").open = true;
    row.scrollIntoView({ block: "center" });
  }

  function sortable(head, name) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => {
      view.order = view.sort === name && view.order === "asc" ? "desc" : "asc";
      view.sort = name;
      remember();
    });
    head.replaceChildren(button);
  }

  heads.forEach((head, index) => sortable(head, names[index]));
  status.addEventListener("change", () => { view.status = status.value; remember(); });
  search.addEventListener("input", () => { view.q = search.value; remember(); });
  for (const tile of document.querySelectorAll(".tile")) {
    tile.addEventListener("click", (event) => {
      event.preventDefault();
      view.status = tile.dataset.status;
      remember();
      document.getElementById("links").scrollIntoView();
    });
  }
  window.addEventListener("hashchange", readAddress);
  document.getElementById("controls").hidden = false;
  show();
  readAddress();
})();
