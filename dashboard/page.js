/* What Streamlit has no means for, on every page of the dashboard:
   - an opened row (details) is in the address as `row`, so that a link shows it opened;
   - buttons with `data-copy` copy words, or the present address (`data-copy=""`);
   - a link to an element (#share) opens the row that holds it;
   - in a frame of another site links open in a window;
   - the country last looked at is remembered until the browser is closed, for links to pages about a country.
   No request is made and nothing is sent. */
(() => {
  "use strict";
  const ROW = "row", MOST_ROWS = 8, WAIT = 20000;

  /* The name of a row: its id, else the words of its heading without numbers, which change with the data. */
  const nameOf = (row) => {
    if (row.id) return row.id;
    const head = row.querySelector(":scope > summary");
    const words = head ? (head.querySelector(".fold-name") || head).textContent : "";
    return words.toLowerCase().replace(/[\d.,\s()]+/g, " ").trim().replace(/[^\p{L}]+/gu, "-").slice(0, 60);
  };
  const opened = () => (new URLSearchParams(location.search).get(ROW) || "").split(",").filter(Boolean);
  const isRow = (row) => row instanceof HTMLDetailsElement && row.closest(".stHtml") && !row.closest(".languages, .bar-menu");

  const write = (names) => {
    const address = new URL(location.href);
    if (names.length) address.searchParams.set(ROW, names.slice(-MOST_ROWS).join(","));
    else address.searchParams.delete(ROW);
    history.replaceState(history.state, "", address);
  };

  /* Rows that the server opened by itself are not written; only what a visitor does is. */
  let touched = null;
  const touch = (event) => {
    const head = event.target instanceof Element && event.target.closest("summary");
    touched = head ? head.parentElement : null;
  };
  addEventListener("click", touch, true);
  addEventListener("toggle", (event) => {
    const row = event.target;
    if (!isRow(row) || row !== touched) return;
    const name = nameOf(row);
    if (!name) return;
    const others = opened().filter((one) => one !== name);
    write(row.open ? [...others, name] : others);
  }, true);

  /* Rows named by the address are opened when they appear, the last one scrolled to; once each. */
  const waiting = new Set(opened());
  const last = [...waiting].pop();
  const open = () => {
    if (!waiting.size) return;
    for (const row of document.querySelectorAll(".stHtml details")) {
      const name = nameOf(row);
      if (!waiting.delete(name)) continue;
      for (let outer = row; outer; outer = outer.parentElement && outer.parentElement.closest("details")) outer.open = true;
      if (name === last) row.scrollIntoView({ block: "start" });
    }
    if (!waiting.size) watcher.disconnect();
  };
  const watcher = new MutationObserver(open);
  if (waiting.size) {
    watcher.observe(document.documentElement, { childList: true, subtree: true });
    setTimeout(() => watcher.disconnect(), WAIT);
    open();
  }

  const copy = async (button) => {
    const words = button.dataset.copy || location.href;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const field = document.createElement("textarea");
      field.value = words;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    const before = button.textContent;
    button.textContent = button.dataset.done || before;
    setTimeout(() => { button.textContent = before; }, 2000);
  };

  const framed = document.documentElement.classList.contains("embedded");
  addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    /* Within a frame of another site only this page may be shown: what it links to opens in a window. */
    const out = framed && event.target.closest('a[href]:not([href^="#"])');
    if (out) out.target = "_blank";
    const button = event.target.closest("button[data-copy]");
    if (button) copy(button);
    if (button || out) return;
    const link = event.target.closest('a[href^="#"]');
    const goal = link && document.getElementById(link.getAttribute("href").slice(1));
    if (goal instanceof HTMLDetailsElement) {
      event.preventDefault();
      goal.open = true;
      goal.scrollIntoView({ block: "start" });
      goal.querySelector("summary").focus();
    }
  });

  const remember = () => {
    const asked = new URLSearchParams(location.search);
    const own = /\/(?:country|wto|briefings)$/.test(location.pathname) && asked.get("countries");
    const country = (asked.get("country") || own || "").replaceAll(",", ".");
    if (/^(?:[A-Za-z][A-Za-z0-9_-]{1,15}|[A-Za-z]{3}(?:\.[A-Za-z]{3}){1,59})$/.test(country)) document.cookie = `country=${country.toUpperCase()}; SameSite=Lax; path=/`;
  };
  remember();
  addEventListener("pagehide", remember);
  addEventListener("click", remember, true);
})();
