// The message field: sends lines and commands, and completes what begins with /, @ or #.
import { act, me } from "./net.js";
import { say } from "./toasts.js";

const parts = (form) => ({
  text: form.querySelector("textarea"),
  list: form.querySelector("[role=listbox]"),
  send: form.querySelector(".send"),
  usage: form.querySelector(".hint-line"),
});

function fit(form) {
  const { text, send } = parts(form);
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 240)}px`;
  send.disabled = !text.value.trim();
}

// The word under the caret, if it is one to complete.
function begun(text) {
  const before = text.value.slice(0, text.selectionStart);
  const match = /(^\/\S*|(?:^|\s)[@#][\w.-]*)$/.exec(before);
  return match ? match[0].trim() : null;
}

function suggest(form) {
  const { text, list, usage } = parts(form);
  const word = begun(text);
  let first = null;
  for (const offer of list.children) {
    offer.hidden = !word || !suits(offer, word.toLowerCase());
    offer.classList.remove("active");
    if (!first && !offer.hidden) first = offer;
  }
  list.hidden = !first;
  text.setAttribute("aria-expanded", String(!list.hidden));
  activate(form, first);
  const command = [...list.children].find((offer) => text.value.startsWith(`${offer.dataset.insert} `));
  usage.textContent = command?.dataset.usage ? `${command.dataset.insert} ${command.dataset.usage}` : "";
}

function suits(offer, word) {
  const { insert, words } = offer.dataset;
  if (insert[0] !== word[0]) return false;
  return insert.toLowerCase().startsWith(word) || (words ?? "").toLowerCase().includes(word.slice(1));
}

function activate(form, offer) {
  const { text, list } = parts(form);
  for (const other of list.children) {
    other.classList.toggle("active", other === offer);
    other.setAttribute("aria-selected", String(other === offer));
  }
  if (!offer) return text.removeAttribute("aria-activedescendant");
  text.setAttribute("aria-activedescendant", offer.id);
  offer.scrollIntoView({ block: "nearest" });
}

function complete(form, offer) {
  const { text } = parts(form);
  const word = begun(text);
  const end = text.selectionStart;
  text.setRangeText(`${offer.dataset.insert} `, end - word.length, end, "end");
  text.focus();
  suggest(form);
  fit(form);
}

async function sendLine(form) {
  const { text } = parts(form);
  const line = text.value.trim();
  if (!line) return;
  const channel = document.getElementById("talk").dataset.channel;
  const thread = form.dataset.composer === "thread" ? form.closest("[data-thread-ts]").dataset.threadTs : "";
  text.value = "";
  fit(form);
  suggest(form);
  const result = await act("type", { channel, text: line, thread });
  if (!result.refused) return;
  say(result.explanation);
  if (!text.value) text.value = line;
  fit(form);
}

function keys(event, form) {
  if (event.isComposing) return;
  const { list } = parts(form);
  const offers = [...list.children].filter((offer) => !offer.hidden);
  const at = offers.findIndex((offer) => offer.classList.contains("active"));
  const open = !list.hidden && offers.length > 0;
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    activate(form, offers[(at + (event.key === "ArrowDown" ? 1 : -1) + offers.length) % offers.length]);
  } else if (open && event.key === "Escape") {
    event.preventDefault();
    list.hidden = true;
  } else if (open && (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) && at >= 0) {
    const typed = parts(form).text.value.trim();
    if (event.key === "Enter" && typed === offers[at].dataset.insert) return enter(event, form);
    event.preventDefault();
    complete(form, offers[at]);
  } else if (event.key === "Enter") enter(event, form);
}

function enter(event, form) {
  if (event.shiftKey) return;
  event.preventDefault();
  sendLine(form);
}

function mark(form, sign) {
  const { text } = parts(form);
  const { selectionStart: from, selectionEnd: to } = text;
  text.setRangeText(`${sign}${text.value.slice(from, to)}${sign}`, from, to, "end");
  if (from === to) text.setSelectionRange(from + 1, from + 1);
  text.focus();
  fit(form);
}

async function attach(input) {
  const form = new FormData();
  form.append("file", input.files[0]);
  form.append("channel", document.getElementById("talk").dataset.channel);
  const response = await fetch(`/page/upload?as=${encodeURIComponent(me)}`, { method: "POST", body: form });
  if (!response.ok) say(`${input.files[0].name} could not be uploaded.`);
  input.value = "";
}

export function listen() {
  const formOf = (event) => event.target.closest?.("[data-composer]");
  document.addEventListener("input", (event) => {
    const form = formOf(event);
    if (!form || event.target.tagName !== "TEXTAREA") return;
    fit(form);
    suggest(form);
  });
  document.addEventListener("keydown", (event) => {
    const form = formOf(event);
    if (form && event.target.tagName === "TEXTAREA") keys(event, form);
  });
  document.addEventListener("submit", (event) => {
    const form = formOf(event);
    if (!form) return;
    event.preventDefault();
    sendLine(form);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-attach]") && event.target.files.length) attach(event.target);
  });
  document.addEventListener("click", (event) => {
    const form = formOf(event);
    for (const other of document.querySelectorAll("[data-composer]")) if (other !== form) parts(other).list.hidden = true;
    if (!form) return;
    const offer = event.target.closest("[data-insert]");
    const sign = event.target.closest("[data-mark]");
    const begin = event.target.closest("[data-begin]");
    if (offer) complete(form, offer);
    if (sign) mark(form, sign.dataset.mark);
    if (begin) {
      const { text } = parts(form);
      text.value = begin.dataset.begin;
      text.focus();
      fit(form);
      suggest(form);
    }
  });
}
