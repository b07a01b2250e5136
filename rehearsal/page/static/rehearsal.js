// The window: which conversation it shows, and what it draws again when the workspace changes.
import { act, fragment, me } from "./net.js";
import { remember, swap } from "./swap.js";
import { say } from "./toasts.js";
import * as composer from "./composer.js";
import * as faces from "./faces.js";
import * as forms from "./forms.js";
import * as menus from "./menus.js";
import * as modal from "./modal.js";
import * as panels from "./panels.js";
import * as popups from "./popups.js";

const talk = document.getElementById("talk");
const thread = document.getElementById("thread");
const sidebar = document.querySelector("[data-fragment=sidebar]");
const part = (name) => document.querySelector(`[data-fragment=${name}]`);
let depth = "";
const where = () => ({
  depth,
  channel: talk.dataset.channel,
  app: talk.dataset.app,
  tab: talk.dataset.tab,
  mark: talk.dataset.mark,
  seen: document.visibilityState === "visible" ? "yes" : "no",
});

const drawing = {
  sidebar: async () => swap(sidebar, await fragment("sidebar", where())),
  messages: async () => {
    if (part("messages")) await redraw("messages");
    if (part("thread")) await redraw("thread", "replies", { thread: thread.dataset.threadTs });
  },
  persona: async () => swap(part("persona"), await fragment("persona", where())),
  home: async () => part("home") && redraw("home"),
  modal: () => modal.refresh(),
  clock: () => panels.setTime(),
  inspector: () => panels.refresh("inspector"),
  faults: () => panels.refresh("faults"),
};

async function redraw(place, name = place, extra = {}) {
  const box = part(place);
  const html = await fragment(name, { ...where(), ...extra });
  if (!box.isConnected) return;
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  swap(box, html);
  if (atEnd && place !== "home") box.scrollTop = box.scrollHeight;
}

// Each part is drawn by one request at a time; what changes meanwhile is drawn once more afterwards.
const running = new Map();
async function refresh(name) {
  if (running.has(name)) return running.set(name, "again");
  running.set(name, "once");
  try {
    await drawing[name]();
  } catch {
    // The stream of news says when the workspace is back; then everything is drawn again.
  }
  const again = running.get(name) === "again";
  running.delete(name);
  if (again) await refresh(name);
}

// A window nobody sees lets go of its stream: a browser keeps only six connections to one address.
let source = null;
function follow() {
  source?.close();
  source = new EventSource(`/page/events?as=${encodeURIComponent(me)}`);
  source.onopen = () => {
    document.body.classList.remove("offline");
    document.body.dataset.live = "";
    for (const name of Object.keys(drawing)) refresh(name);
  };
  source.onerror = () => document.body.classList.add("offline");
  source.onmessage = ({ data }) => {
    const news = JSON.parse(data);
    if (news.what === "toast") say(news.text);
    else if (news.what !== "messages" || news.channel === undefined || news.channel === talk.dataset.channel) {
      refresh(news.what);
    }
  };
}

// The message field, but for narrow windows, where a focused field would call up the keyboard.
function writing() {
  return matchMedia("(max-width: 720px)").matches ? null : document.getElementById("composer-text");
}

// Whoever clicks again while the window is on its way goes where they clicked last, whatever comes in first.
let going = 0;
async function go(href, push = true) {
  const mine = ++going;
  talk.setAttribute("aria-busy", "true");
  try {
    const asked = Object.fromEntries(new URL(href, location.href).searchParams);
    const html = await fragment("talk", { channel: "", app: "", tab: "", with: "", ...asked, moved: "yes" });
    if (mine === going) arrive(html, push ? href : null);
  } finally {
    if (mine === going) talk.removeAttribute("aria-busy");
  }
}

function arrive(html, href) {
  if (href) history.pushState(null, "", href);
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const [looked] = fresh.content.children;
  Object.assign(talk.dataset, { ...looked.dataset });
  talk.replaceChildren(looked);
  document.title = `${looked.dataset.title} | ${document.querySelector(".topbar-name").textContent}`;
  closeThread();
  depth = "";
  document.body.dataset.pane = "talk";
  settle();
  (writing() ?? talk).focus({ preventScroll: true });
  for (const name of ["sidebar", "home", "messages"]) refresh(name); // what came while it was on its way
}

function settle() {
  for (const box of document.querySelectorAll("[data-fragment]")) remember(box);
  const messages = part("messages");
  if (messages) messages.scrollTop = messages.scrollHeight;
}

async function openThread(ts) {
  thread.innerHTML = await fragment("thread", { ...where(), thread: ts });
  thread.dataset.threadTs = ts;
  thread.hidden = false;
  document.body.classList.add("with-thread");
  remember(part("thread"));
  document.getElementById("thread-text").focus();
}

function closeThread() {
  thread.hidden = true;
  thread.replaceChildren();
  document.body.classList.remove("with-thread");
}

async function shortcut(button) {
  const message = button.closest("[data-place]");
  const result = await act("shortcut", {
    callback: button.dataset.shortcut,
    place: message && !button.closest("[data-composer]") ? message.dataset.place : "",
  });
  if (result.refused) say(result.explanation);
}

function clicked(event) {
  const on = (selector) => event.target.closest(selector);
  const link = on("a[data-open], a.mention[data-channel]");
  if (link && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    go(link.href);
  }
  if (on("[data-popup=persona]")) refresh("persona");
  if (on("[data-thread]") && !on("#thread [data-thread]")) openThread(on("[data-thread]").dataset.thread);
  if (on("[data-close-thread]")) closeThread();
  if (on("[data-earlier]")) {
    depth = String((Number(depth) || 50) * 4);
    refresh("messages");
  }
  if (on("[data-shortcut]")) shortcut(on("[data-shortcut]"));
  if (on("[data-join]")) act("join", { channel: on("[data-join]").dataset.join });
  if (on("[data-copy]")) navigator.clipboard?.writeText(on("[data-copy]").dataset.copy);
  if (on("[data-go]")) document.body.dataset.pane = on("[data-go]").dataset.go;
  if (on("[data-theme]")) turnTheme();
  if (on("[data-react]")) {
    const { ts } = on("[data-ts]").dataset;
    act("react", { channel: talk.dataset.channel, ts, name: on("[data-react]").dataset.react });
  }
}

// Arrows move from message to message; only the one that has the focus has its buttons among the tab stops.
function movedByKey(event) {
  const step = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
  const box = event.target.closest(".messages");
  if (!step || !box || !event.target.matches(".messages, .message")) return;
  const all = [...box.querySelectorAll(".message")];
  const at = event.target === box ? (step > 0 ? -1 : all.length) : all.indexOf(event.target);
  event.preventDefault();
  all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
}

function reachTools(event) {
  const message = event.target.closest?.(".message");
  for (const button of message?.querySelectorAll(".tools > button") ?? []) {
    button.tabIndex = event.type === "focusin" ? 0 : -1;
  }
}

function turnTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset.theme ?? (dark ? "dark" : "light");
  document.documentElement.dataset.theme = now === "dark" ? "light" : "dark";
  localStorage.setItem("theme", document.documentElement.dataset.theme);
}

for (const module of [popups, faces, forms, menus, composer, modal, panels]) module.listen();
document.addEventListener("click", clicked);
document.addEventListener("keydown", movedByKey);
document.addEventListener("focusin", reachTools);
document.addEventListener("focusout", reachTools);
thread.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && closeThread());
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  say("The workspace cannot be reached. Is it still running?");
});
addEventListener("popstate", () => go(location.href, false));
document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? follow() : source.close()));
addEventListener("pagehide", () => source.close());
document.body.dataset.pane = new URLSearchParams(location.search).has("channel") ? "talk" : "list";
settle();
if (document.activeElement === document.body) writing()?.focus({ preventScroll: true });
follow();
