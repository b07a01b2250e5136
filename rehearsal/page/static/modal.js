// The modal in front: opened, drawn again when the app updates it, submitted, closed.
import { act, fragment } from "./net.js";
import { face } from "./faces.js";
import { answers, controls, valueOf } from "./forms.js";
import { announce, raise, say } from "./toasts.js";
import { keepFocus } from "./swap.js";

const dialog = document.getElementById("modal");
let opener = null;

const form = () => dialog.querySelector("form");

export async function refresh() {
  const before = form();
  const posted = before ? { view: before.dataset.view, answers: answers(before) } : null;
  const html = await fragment("modal", {}, posted).catch(() => null);
  if (html === null) return; // the stream of news says when the workspace is back
  if (!html.trim()) return dismiss();
  draw(html, posted);
}

function draw(html, posted) {
  const before = form();
  const late = before && posted ? typedSince(before, posted) : [];
  const scrolled = dialog.querySelector(".modal-body")?.scrollTop ?? 0;
  const busy = before?.getAttribute("aria-busy");
  keepFocus(dialog, () => (dialog.innerHTML = html));
  const same = before && before.dataset.view === form().dataset.view;
  if (busy && same) wait(true);
  for (const { control, value } of same ? late : []) again(control, value);
  if (!dialog.open) {
    opener = document.activeElement;
    dialog.showModal();
    raise();
  }
  if (same) dialog.querySelector(".modal-body").scrollTop = scrolled;
  else focusFirst();
}

// What was typed while the redrawn modal was on its way.
function typedSince(root, posted) {
  return [...controls(root)]
    .filter((control) => "value" in control)
    .filter((control) => posted.answers[control.dataset.block]?.[control.dataset.action] !== valueOf(control))
    .map((control) => ({ control, value: control.value }));
}

function again(older, value) {
  for (const control of controls(dialog)) {
    const { block, action, kind } = control.dataset;
    if (block === older.dataset.block && action === older.dataset.action && kind === older.dataset.kind) {
      control.value = value;
      face(control);
    }
  }
}

function focusFirst() {
  const body = dialog.querySelector(".modal-body");
  const fields = "input, textarea, button, a[href]";
  const marked = body.querySelector("[data-focus]");
  const wanted = marked?.matches(fields) ? marked : marked?.querySelector("input");
  const first = wanted ?? body.querySelector(fields) ?? dialog.querySelector("button") ?? body;
  first.focus({ preventScroll: !wanted });
  announce(dialog.querySelector("#modal-title").textContent);
}

function dismiss() {
  if (!dialog.open) return;
  dialog.close();
  dialog.replaceChildren();
  if (opener?.isConnected) opener.focus();
  opener = null;
}

function wait(on) {
  const button = dialog.querySelector(".modal-foot [type=submit]");
  if (!form()) return;
  form().toggleAttribute("aria-busy", on);
  if (on) form().setAttribute("aria-busy", "true");
  button?.setAttribute("aria-disabled", String(on));
  button?.classList.toggle("waiting", on);
}

async function submit() {
  const root = form();
  if (root.getAttribute("aria-busy") === "true") return;
  wait(true);
  const result = await act("submit", { view: root.dataset.view, answers: answers(root) });
  wait(false);
  await refresh();
  if (result.outcome === "failed" && dialog.open) {
    dialog.querySelector(".modal-trouble").textContent = result.explanation;
  }
  if (result.refused) say(result.explanation);
  if (result.outcome === "errors") focusWrong();
}

function focusWrong() {
  const wrong = dialog.querySelector(".input.wrong");
  wrong?.querySelector("input, textarea")?.focus();
  wrong?.scrollIntoView({ block: "nearest" });
}

async function closeView(everything) {
  const root = form();
  const result = await act("close", { view: root.dataset.view, everything });
  if (result.refused) say(result.explanation);
  await refresh();
}

export function listen() {
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    closeView(false);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-view]")) closeView(false);
    if (event.target.closest("[data-close-all]")) closeView(true);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && dialog.querySelector("[type=submit]")) submit();
  });
}
