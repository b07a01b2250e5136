// The panels of the rehearsal itself: inspector, clock, faults; and the chip that shows the workspace's time.
import { fragment, send } from "./net.js";
import { swap } from "./swap.js";

const panel = document.getElementById("panel");
let shown = "";

export async function refresh(name) {
  if (name !== shown) return;
  const html = await fragment(name);
  if (name !== shown) return;
  const rows = panel.querySelector("[data-rows]");
  if (!rows) return swap(panel, html);
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  swap(rows, fresh.content.querySelector("[data-rows]").innerHTML);
  filter();
}

function filter() {
  const wanted = panel.querySelector("[data-filter]").value.trim().toLowerCase();
  for (const row of panel.querySelectorAll(".exchange")) {
    row.hidden = !row.querySelector("summary").textContent.toLowerCase().includes(wanted);
  }
}

async function open(name, button) {
  if (shown === name) return close();
  shown = name;
  panel.hidden = false;
  panel.replaceChildren();
  document.body.dataset.panel = name;
  press();
  await refresh(name);
  panel.querySelector("h2")?.setAttribute("tabindex", "-1");
  panel.querySelector("h2")?.focus();
  panel.opener = button;
}

function close() {
  shown = "";
  panel.hidden = true;
  delete document.body.dataset.panel;
  press();
  panel.opener?.focus();
}

function press() {
  for (const button of document.querySelectorAll("[data-panel]")) {
    if (button !== document.body) button.setAttribute("aria-expanded", String(button.dataset.panel === shown));
  }
}

async function setClock(wish) {
  const result = await send("/page/clock", wish);
  const place = panel.querySelector("[data-clock-error]");
  if (place) place.textContent = result.ok ? "" : result.explanation;
}

async function setFaults(wish) {
  const result = await send("/page/faults", wish);
  if (result.ok) return refresh("faults");
  panel.querySelector("[data-fault-error]").textContent = result.explanation;
}

export async function setTime() {
  const html = await fragment("clock");
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const face = fresh.content.querySelector("[data-epoch]");
  const chip = document.getElementById("clock-now");
  chip.dataset.epoch = face.dataset.epoch;
  chip.dataset.speed = face.dataset.speed;
  since = performance.now();
  tick();
  if (shown === "clock") swap(panel, html);
}

let since = performance.now();

function tick() {
  const chip = document.getElementById("clock-now");
  const seconds = Number(chip.dataset.epoch) + ((performance.now() - since) / 1000) * Number(chip.dataset.speed);
  const write = (zone, parts) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...parts }).format(seconds * 1000);
  const zone = document.body.dataset.zone;
  const time = { hour: "2-digit", minute: "2-digit" };
  chip.textContent = write(zone, { weekday: "short", day: "numeric", month: "short", year: "numeric", ...time });
  const face = document.querySelector(".clock-face b");
  if (face) face.textContent = write(zone, { ...time, second: "2-digit" });
}

export function listen() {
  tick();
  setInterval(tick, 1000);
  setInterval(() => shown === "inspector" && refresh("inspector").catch(() => {}), 1000);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("button[data-panel]");
    const clock = event.target.closest("[data-clock]");
    const fault = event.target.closest("[data-fault]");
    if (opener) open(opener.dataset.panel, opener);
    if (clock) setClock(JSON.parse(clock.dataset.clock));
    if (fault) setFaults(JSON.parse(fault.dataset.fault));
    if (event.target.closest("[data-close-panel]")) close();
  });
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    if (event.target.matches("[data-clock-form]")) setClock(values);
    if (event.target.matches("[data-fault-form]")) setFaults(values);
  });
  panel.addEventListener("input", (event) => event.target.matches("[data-filter]") && filter());
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
}
