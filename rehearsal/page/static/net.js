// How the window talks to the workspace: fragments of HTML in, deeds out.
export const me = document.body.dataset.me;

export function query(extra = {}) {
  const asked = new URLSearchParams(location.search);
  asked.set("as", me);
  for (const [key, value] of Object.entries(extra)) asked.set(key, value);
  return asked.toString();
}

export async function fragment(name, extra = {}, body = null) {
  const post = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await fetch(`/page/fragment/${name}?${query(extra)}`, post || {});
  if (!response.ok) throw new Error(`The workspace answered ${response.status}.`);
  return response.text();
}

export async function send(path, body) {
  try {
    const response = await fetch(`${path}?as=${encodeURIComponent(me)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return response.json();
    return { ok: false, refused: true, explanation: `The workspace answered ${response.status}.` };
  } catch {
    return { ok: false, refused: true, explanation: "The workspace cannot be reached. Is it still running?" };
  }
}

export const act = (verb, body) => send(`/page/do/${verb}`, body);
