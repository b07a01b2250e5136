// Sentences that appear in passing; they stand above everything, modals too.
const box = document.getElementById("toasts");

export function say(text) {
  const trouble = document.querySelector("#modal[open] .modal-trouble");
  if (trouble) return void (trouble.textContent = text);
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = text;
  box.append(toast);
  raise();
  setTimeout(() => toast.remove(), 7000);
}

export function raise() {
  if (box.matches(":popover-open")) box.hidePopover();
  if (box.children.length) box.showPopover();
}

export function announce(text) {
  document.getElementById("announcer").textContent = text;
}
