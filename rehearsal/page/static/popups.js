// Menus that open from a button: where they stand, and the keys that move in them.
let open = null;

export function place(popup, anchor) {
  popup.hidden = false;
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popup;
  const below = innerHeight - box.bottom;
  const top = below < height + 8 && box.top > below ? Math.max(8, box.top - height - 4) : box.bottom + 4;
  popup.style.top = `${top}px`;
  popup.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
}

export function close(andFocus = false) {
  if (!open) return false;
  const { popup, button } = open;
  open = null;
  popup.hidden = true;
  button.setAttribute("aria-expanded", "false");
  if (andFocus) button.focus();
  return true;
}

function show(button) {
  const popup = document.getElementById(button.dataset.popup);
  if (!popup) return;
  close();
  open = { popup, button };
  button.setAttribute("aria-expanded", "true");
  place(popup, button);
  items(popup)[0]?.focus();
}

const items = (popup) => [...popup.querySelectorAll("[role^=menuitem]")];

function move(event) {
  const all = items(open.popup);
  const at = all.indexOf(document.activeElement);
  const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") event.preventDefault();
    event.stopPropagation();
    close(true);
  } else if (step !== undefined) {
    event.preventDefault();
    all[(step + all.length) % all.length]?.focus();
  } else if (/^\p{L}$/u.test(event.key)) {
    const begins = (item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase());
    [...all.slice(at + 1), ...all].find(begins)?.focus();
  }
}

export function listen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-popup]");
    if (button) return open?.button === button ? close() : show(button);
    if (open && (!open.popup.contains(event.target) || event.target.closest("[role^=menuitem]"))) close();
  });
  document.addEventListener("keydown", (event) => open && move(event), true);
  document.addEventListener("scroll", (event) => open && !open.popup.contains(event.target) && close(), true);
}
