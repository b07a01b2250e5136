// What stands in the fields of a message, a modal or a Home, and when the app is told of it.
import { act } from "./net.js";
import { face } from "./faces.js";
import { confirmed } from "./dialogs.js";
import { say } from "./toasts.js";

export const controls = (root) => root.querySelectorAll("[data-kind]:not([data-press])");

export function valueOf(control) {
  if (control.dataset.chosen !== undefined) return chosen(control);
  if (control.dataset.files !== undefined) return JSON.parse(control.dataset.files);
  if (control.dataset.choices !== undefined) {
    const values = ticked(control);
    return control.dataset.kind === "checkboxes" ? values : (values[0] ?? null);
  }
  return control.value === "" ? null : control.value;
}

function chosen(menu) {
  const values = JSON.parse(menu.dataset.chosen);
  return menu.classList.contains("multiple") ? values : (values[0] ?? null);
}

export function answers(root) {
  const found = {};
  for (const control of controls(root)) {
    const { block, action } = control.dataset;
    (found[block] ??= {})[action] = valueOf(control);
  }
  return found;
}

export async function press(element, value) {
  const root = element.closest("[data-place]");
  if (!root || element.getAttribute("aria-busy") === "true") return false;
  if (!(await confirmed(element))) return false;
  element.setAttribute("aria-busy", "true");
  const { block, action } = element.dataset;
  const result = await act("press", { place: root.dataset.place, block, action, value, answers: answers(root) });
  element.removeAttribute("aria-busy");
  if (result.refused) say(result.explanation);
  return result.ok;
}

// A choice that the confirm dialog was answered with no is taken back.
export async function changed(control, takeBack = () => {}) {
  const root = control.closest("[data-place]");
  if (!root || !control.dataset.dispatch?.split(" ").includes("change")) return;
  if (!(await confirmed(control))) return takeBack();
  const { block, action } = control.dataset;
  const chosenNow = { value: valueOf(control), answers: answers(root) };
  const result = await act("press", { place: root.dataset.place, block, action, ...chosenNow });
  if (result.refused) say(result.explanation);
}

const fields = "input[data-kind], textarea[data-kind]";
const waiting = new WeakMap();
const ticked = (group) => [...group.querySelectorAll("input:checked")].map((input) => input.value);

function tick(group, values) {
  for (const input of group.querySelectorAll("input")) input.checked = values.includes(input.value);
}

function takeBack(field) {
  field.value = field.was ?? "";
  face(field);
}

// A date that is typed is a whole one at almost every key: the app is told when it is done, as when it is picked.
const moments = "input[type=date], input[type=time], input[type=datetime-local]";
const typing = new WeakSet();
const untold = new WeakSet();
const types = ({ key, altKey }) => !altKey && /^([^ ]|ArrowUp|ArrowDown|Backspace|Delete)$/.test(key);

function tellTyped(field) {
  typing.delete(field);
  if (untold.delete(field) && field.value !== field.was) changed(field, () => takeBack(field));
}

function typed(event) {
  const field = event.target;
  if (!field.matches(moments) || !field.dataset.dispatch?.split(" ").includes("change")) return;
  if (types(event)) typing.add(field);
  if (event.key !== "Enter" || !untold.has(field)) return;
  event.preventDefault();
  tellTyped(field);
  field.was = field.value;
}

// Says at once, as Slack does, when a text has become too long.
function measure(field) {
  const over = field.value.length - Number(field.dataset.most);
  const holder = field.closest("[data-input]");
  if (!holder || !field.dataset.most) return;
  holder.classList.toggle("wrong", over > 0);
  holder.querySelector(".error").textContent = over > 0 ? `${over} characters too many.` : "";
}

export function listen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-press]");
    if (button) press(button, button.dataset.value || null);
    if (button?.dataset.url) window.open(button.dataset.url, "_blank", "noopener");
  });
  document.addEventListener("focusin", (event) => {
    const group = event.target.closest("[data-choices]");
    if (group) group.was = ticked(group);
    if (event.target.matches(fields)) event.target.was = event.target.value;
  });
  document.addEventListener("change", (event) => {
    const target = event.target;
    const group = target.closest("[data-choices]");
    if (group) changed(group, () => tick(group, group.was));
    else if (typing.has(target)) untold.add(target);
    else if (target.matches(fields)) changed(target, () => takeBack(target));
    else if (target.type === "file" && target.closest("[data-files]")) upload(target);
  });
  document.addEventListener("focusout", (event) => tellTyped(event.target));
  document.addEventListener("keydown", typed);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches(fields)) return;
    if (event.target.tagName === "TEXTAREA" && event.shiftKey) return;
    if (!event.target.dataset.dispatch?.split(" ").includes("enter")) return;
    event.preventDefault();
    press(event.target, valueOf(event.target));
  });
  document.addEventListener("input", (event) => {
    const target = event.target;
    if (!target.matches?.(fields)) return;
    target.closest("[data-input]")?.classList.remove("wrong");
    measure(target);
    if (!target.dataset.dispatch?.split(" ").includes("character")) return;
    clearTimeout(waiting.get(target));
    waiting.set(target, setTimeout(() => press(target, valueOf(target)), 300));
  });
}

async function upload(input) {
  const holder = input.closest("[data-files]");
  const held = JSON.parse(holder.dataset.files);
  for (const file of input.files) {
    const form = new FormData();
    form.append("file", file);
    const response = await fetch(`/page/upload?as=${encodeURIComponent(document.body.dataset.me)}`, {
      method: "POST",
      body: form,
    });
    const result = response.ok ? await response.json() : { ok: false };
    if (!result.ok) return say(`${file.name} could not be uploaded.`);
    held.push(result.id);
    const chip = document.createElement("span");
    chip.className = "chip";
    chip.textContent = result.name;
    holder.append(chip);
  }
  holder.dataset.files = JSON.stringify(held);
  input.value = "";
}
