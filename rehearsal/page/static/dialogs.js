// Confirm dialogs: what a button asks before it does anything.
import { raise } from "./toasts.js";

const dialog = document.getElementById("confirm");

// Resolves to whether to go on; at once where nothing is asked.
export function confirmed(element) {
  const template = element.closest(".pressable")?.querySelector("template[data-confirm]");
  if (!template) return Promise.resolve(true);
  dialog.replaceChildren(template.content.cloneNode(true));
  dialog.querySelector("h2").id = "confirm-title";
  dialog.showModal();
  raise();
  dialog.querySelector("button[data-confirm]").focus();
  return new Promise((resolve) => {
    const answer = (yes) => {
      dialog.close();
      element.focus?.();
      resolve(yes);
    };
    dialog.querySelector("button[data-confirm]").onclick = () => answer(true);
    dialog.querySelector("button[data-deny]").onclick = () => answer(false);
    dialog.oncancel = (event) => {
      event.preventDefault();
      answer(false);
    };
  });
}
