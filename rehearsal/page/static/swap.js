// How a fragment takes the place of its older self: only what changed is touched, and focus stays where it was.
const drawn = new WeakMap();

export function remember(container) {
  for (const child of container.children) drawn.set(child, child.outerHTML);
}

export function swap(container, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  keepFocus(container, () => morph(container, [...fresh.content.children]));
}

function morph(container, children) {
  const older = new Map([...container.children].filter((child) => child.id).map((child) => [child.id, child]));
  const nodes = children.map((child) => kept(older.get(child.id), child));
  for (const child of [...container.children]) if (!nodes.includes(child)) child.remove();
  let cursor = container.firstElementChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextElementSibling;
    else container.insertBefore(node, cursor);
  }
}

function kept(older, child) {
  const source = child.outerHTML;
  if (older && drawn.get(older) === source) return older;
  if (older instanceof HTMLDetailsElement) child.open = older.open;
  drawn.set(child, source);
  return child;
}

export function keepFocus(container, change) {
  const focused = container.contains(document.activeElement) ? document.activeElement : null;
  const path = focused && pathOf(focused);
  const caret = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  change();
  if (!path || focused.isConnected) return;
  const again = container.querySelector(path) || container.closest("[tabindex]");
  again?.focus({ preventScroll: true });
  if (again?.matches("input[type=text], textarea") && caret) again.setSelectionRange(...caret);
}

function pathOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const place = element.closest("[id]");
  const within = place ? `#${CSS.escape(place.id)} ` : "";
  for (const name of ["data-action", "href", "data-popup", "data-react", "data-thread"]) {
    const value = element.getAttribute(name);
    if (value !== null) return `${within}[${name}="${CSS.escape(value)}"]`;
  }
  return place ? within.trim() : null;
}
