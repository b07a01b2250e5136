// Select menus: a field to search in, a list to choose from, chips where one can choose several.
import { me } from "./net.js";
import { changed } from "./forms.js";
import { place } from "./popups.js";

const parts = (menu) => ({
  field: menu.querySelector("[role=combobox]"),
  list: menu.querySelector("[role=listbox]"),
  clear: menu.querySelector("[data-clear]"),
});
const multiple = (menu) => menu.classList.contains("multiple");
const held = (menu) => JSON.parse(menu.dataset.chosen);
const keyOf = (value) => (value && typeof value === "object" ? value.value : value);
const offers = (menu) => [...menu.querySelectorAll("[role=option]:not([hidden])")];

function show(menu) {
  const { field, list } = parts(menu);
  if (!list.hidden) return;
  for (const other of document.querySelectorAll("[data-menu]")) if (other !== menu) hide(other);
  if (!multiple(menu)) field.select();
  filter(menu, "");
  place(list, menu);
  list.style.minWidth = `${menu.offsetWidth}px`;
  field.setAttribute("aria-expanded", "true");
  if (menu.dataset.external !== undefined) search(menu, "");
  highlight(menu, offers(menu).find((offer) => offer.getAttribute("aria-selected") === "true") ?? offers(menu)[0]);
}

export function hide(menu) {
  const { field, list } = parts(menu);
  if (list.hidden) return;
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
  field.value = multiple(menu) ? "" : field.dataset.label;
}

function highlight(menu, offer) {
  const { field } = parts(menu);
  for (const other of menu.querySelectorAll(".active")) other.classList.remove("active");
  field.removeAttribute("aria-activedescendant");
  if (!offer) return;
  offer.classList.add("active");
  field.setAttribute("aria-activedescendant", offer.id);
  offer.scrollIntoView({ block: "nearest" });
}

function filter(menu, typed) {
  const { list } = parts(menu);
  const wanted = typed.trim().toLowerCase();
  for (const offer of list.querySelectorAll("[role=option]")) {
    offer.hidden = menu.dataset.external === undefined && !offer.textContent.toLowerCase().includes(wanted);
  }
  for (const group of list.querySelectorAll("[role=group]")) {
    group.hidden = !group.querySelector("[role=option]:not([hidden])");
  }
  const nothing = list.querySelector(".nothing");
  nothing.hidden = offers(menu).length > 0;
  if (!wanted) return;
  highlight(menu, offers(menu)[0]);
}

const searches = new WeakMap();

// Asks the app, a little after the last key; an answer that a newer question has overtaken is dropped.
function search(menu, typed) {
  const { list, field } = parts(menu);
  const number = (searches.get(menu) ?? 0) + 1;
  searches.set(menu, number);
  const least = Number(menu.dataset.external);
  if (typed.length < least) {
    tell(list, least === 1 ? "Type to search" : `Type at least ${least} characters to search`);
    return;
  }
  tell(list, "Loading…");
  setTimeout(async () => {
    if (searches.get(menu) !== number) return;
    const { block, action } = menu.dataset;
    const asked = { place: menu.closest("[data-place]").dataset.place, block, action, query: typed, id: field.id };
    const response = await fetch(`/page/options?as=${encodeURIComponent(me)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(asked),
    });
    if (searches.get(menu) !== number) return;
    if (!response.ok) return tell(list, "The options could not be loaded. The inspector says why.");
    list.innerHTML = await response.text();
    filter(menu, typed);
    highlight(menu, offers(menu)[0]);
  }, 200);
}

function tell(list, text) {
  const line = document.createElement("span");
  line.className = "nothing";
  line.textContent = text;
  list.replaceChildren(line);
}

function choose(menu, offer) {
  const before = { chosen: menu.dataset.chosen, label: parts(menu).field.dataset.label };
  const value = offer.dataset.option ? JSON.parse(offer.dataset.option) : offer.dataset.value;
  if (multiple(menu)) toggle(menu, value, offer.dataset.label);
  else hold(menu, [value], offer.dataset.label);
  if (!multiple(menu)) hide(menu);
  menu.closest("[data-input]")?.classList.remove("wrong");
  changed(menu, () => {
    menu.dataset.chosen = before.chosen;
    draw(menu, before.label);
  });
}

function hold(menu, values, label) {
  menu.dataset.chosen = JSON.stringify(values);
  draw(menu, label);
}

function draw(menu, label) {
  const { field, clear, list } = parts(menu);
  const keys = held(menu).map(keyOf);
  if (!multiple(menu)) field.value = field.dataset.label = keys.length ? label : "";
  if (clear) clear.hidden = !keys.length;
  for (const offer of list.querySelectorAll("[role=option]")) {
    offer.setAttribute("aria-selected", String(keys.includes(offer.dataset.value)));
  }
  for (const chip of menu.querySelectorAll(".chip")) if (!keys.includes(chip.dataset.value)) chip.remove();
}

function toggle(menu, value, label) {
  const values = held(menu);
  const rest = values.filter((other) => keyOf(other) !== keyOf(value));
  if (rest.length < values.length) return hold(menu, rest, "");
  if (menu.dataset.most && values.length >= Number(menu.dataset.most)) return;
  hold(menu, [...values, value], "");
  menu.querySelector(".chips").append(chip(keyOf(value), label));
  parts(menu).field.value = "";
  if (menu.dataset.external === undefined) filter(menu, "");
}

function chip(value, label) {
  const made = document.createElement("span");
  made.className = "chip";
  made.dataset.value = value;
  const words = document.createElement("span");
  words.textContent = label;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.tabIndex = -1;
  remove.dataset.remove = "";
  remove.setAttribute("aria-label", `Remove ${label}`);
  remove.textContent = "×";
  made.append(words, remove);
  return made;
}

function keys(event, menu) {
  const { list, field } = parts(menu);
  const all = offers(menu);
  const at = all.findIndex((offer) => offer.classList.contains("active"));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) return show(menu);
    const step = event.key === "ArrowDown" ? 1 : -1;
    return highlight(menu, all[(at + step + all.length) % all.length]);
  }
  if (event.key === "Enter" && !list.hidden) {
    event.preventDefault();
    if (all[at]) choose(menu, all[at]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    show(menu);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    event.stopPropagation();
    hide(menu);
  } else if (event.key === "Tab") hide(menu);
  else if (event.key === "Backspace" && multiple(menu) && !field.value && held(menu).length) {
    hold(menu, held(menu).slice(0, -1), "");
    changed(menu);
  }
}

export function listen() {
  // A list keeps the focus in its field: Escape then closes the list, and not what it stands in.
  document.addEventListener("mousedown", (event) => event.target.closest("[role=listbox]") && event.preventDefault());
  document.addEventListener("click", (event) => {
    const menu = event.target.closest("[data-menu]");
    for (const other of document.querySelectorAll("[data-menu]")) if (other !== menu) hide(other);
    if (!menu) return;
    const offer = event.target.closest("[role=option]");
    const remove = event.target.closest("[data-remove]");
    if (offer) choose(menu, offer);
    else if (remove) {
      const gone = remove.closest(".chip").dataset.value;
      hold(menu, held(menu).filter((value) => keyOf(value) !== gone), "");
      changed(menu);
    } else if (event.target.closest("[data-clear]")) {
      hold(menu, [], "");
      changed(menu);
    } else if (event.target.closest(".menu-box")) {
      parts(menu).field.focus();
      show(menu);
    }
  });
  document.addEventListener("input", (event) => {
    const menu = event.target.closest("[data-menu]");
    if (!menu) return;
    const typed = event.target.value;
    show(menu);
    event.target.value = typed;
    if (menu.dataset.external === undefined) filter(menu, typed);
    else search(menu, typed);
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("[data-menu]");
    if (menu) keys(event, menu);
  }, true);
  document.addEventListener("focusout", (event) => {
    const menu = event.target.closest("[data-menu]");
    if (menu && !menu.contains(event.relatedTarget)) setTimeout(() => {
      if (!menu.contains(document.activeElement)) hide(menu);
    }, 150);
  });
}
