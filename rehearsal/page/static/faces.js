// How a date or a time field looks while nobody is in it: in words, as Slack writes them.
const month = new Intl.DateTimeFormat("en-US", { month: "long", timeZone: "UTC" });

function ordinal(day) {
  const suffix = day > 10 && day < 14 ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th");
  return `${day}${suffix}`;
}

function dayIn(words) {
  const [year, number, day] = words.split("-").map(Number);
  return `${month.format(Date.UTC(2000, number - 1, 1))} ${ordinal(day)}, ${year}`;
}

function timeIn(words) {
  const [hour, minute] = words.split(":");
  return `${Number(hour) % 12 || 12}:${minute} ${Number(hour) < 12 ? "AM" : "PM"}`;
}

function inWords(value) {
  const [day, time] = value.includes("T") ? value.split("T") : value.includes(":") ? [null, value] : [value, null];
  return [day && dayIn(day), time && timeIn(time)].filter(Boolean).join(" at ");
}

export function face(input) {
  const shown = input.parentElement?.querySelector(".face");
  if (!shown) return;
  shown.textContent = input.value ? inWords(input.value) : input.dataset.empty;
  shown.classList.toggle("empty", !input.value);
}

export function listen() {
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => event.target.closest?.(".when") && face(event.target));
  }
  document.addEventListener("click", (event) => {
    const input = event.target.closest(".when input");
    if (input?.showPicker && event.detail) input.showPicker();
  });
}
