// The page of the fault desk: reads /desk/state every second and writes through the desk's API.

const TIMES = [
  { value: "1", label: "next call" },
  { value: "3", label: "next 3 calls" },
  { value: "10", label: "next 10 calls" },
  { value: "", label: "for ever" },
];
const PLACED_MAX = 8;

const byId = (id) => document.getElementById(id);
let isBuilt = false;
let consoleUrl = "";

function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = text === "" ? null : JSON.parse(text);
  if (!response.ok) throw new Error(parsed?.detail ?? `The desk answered ${response.status}.`);
  return parsed;
}

async function change(method, path, body) {
  try {
    await call(method, path, body);
  } catch (error) {
    showConnection(false, error.message);
  }
  await refresh();
}

async function refresh() {
  try {
    const state = await call("GET", "/desk/state");
    if (!isBuilt) build(state);
    show(state);
    showConnection(true, "live");
  } catch (error) {
    showConnection(false, error.message);
  }
}

function showConnection(isLive, text) {
  const node = byId("connection");
  node.dataset.live = isLive ? "yes" : "no";
  node.textContent = text;
}

function build(state) {
  isBuilt = true;
  consoleUrl = state.consoleUrl;
  byId("console-link").href = consoleUrl;
  byId("story").append(...state.stories.map(({ id, title }) => element("option", { value: id, textContent: title })));
  byId("rate").value = state.load.perSecond;
  byId("trouble").value = Math.round(state.load.troubleShare * 100);
  byId("faults").append(...state.operations.map((operation) => operationRow(operation, state.behaviours)));
  showStory(state.stories);
  byId("story").addEventListener("change", () => showStory(state.stories));
}

function showStory(stories) {
  const story = stories.find(({ id }) => id === byId("story").value);
  byId("story-outcome").textContent = story ? `Expected: ${story.outcome}.` : "";
}

function operationRow(operation, behaviours) {
  const words = (behaviour) => (behaviour === "refuse" ? `refuses: ${operation.refusal}` : behaviours[behaviour]);
  const behaviour = element("select", { ariaLabel: `What goes wrong when it shall ${operation.title}` });
  behaviour.append(...operation.behaviours.map((name) => element("option", { value: name, textContent: words(name) })));
  const times = element("select", { ariaLabel: `How often, when it shall ${operation.title}` });
  times.append(...TIMES.map(({ value, label }) => element("option", { value, textContent: label })));
  const set = element("button", {
    type: "button",
    className: "button",
    textContent: "Set",
    ariaLabel: `Set the fault: ${operation.title}`,
  });
  set.addEventListener("click", () => {
    const count = times.value === "" ? "" : `*${times.value}`;
    void change("PUT", "/desk/faults", { fault: `${operation.name}:${behaviour.value}${count}` });
  });
  const title = operation.title[0].toUpperCase() + operation.title.slice(1);
  const name = element("div", { className: "name" }, title, element("small", { textContent: operation.name }));
  const active = element("div", { className: "active" });
  active.dataset.operation = operation.name;
  active.dataset.words = JSON.stringify(Object.fromEntries(operation.behaviours.map((key) => [key, words(key)])));

  return element("div", { className: "operation" }, name, behaviour, times, set, active);
}

function show(state) {
  showFigures(state.figures);
  showFaults(state.faults);
  showOrders(state.orders);
  const { load } = state;
  byId("rate-now").textContent = load.perSecond;
  byId("trouble-now").textContent = `${Math.round(load.troubleShare * 100)} %`;
  byId("load-started").textContent = load.started.toLocaleString("en");
  byId("load-refused").textContent = load.refused.toLocaleString("en");
  byId("load-flight").textContent = load.inFlight;
}

function showFigures(figures) {
  const cards = Object.entries(figures).map(([name, counts]) => {
    const entries = Object.entries(counts).map(([word, count]) =>
      element("div", {}, element("dt", { textContent: word }), element("dd", { textContent: Number(count).toLocaleString("en") })),
    );
    return element("div", { className: "figure" }, element("h2", { textContent: name }), element("dl", {}, ...entries));
  });
  byId("figures").replaceChildren(...cards);
}

function showFaults(faults) {
  for (const active of document.querySelectorAll(".active")) {
    const own = faults.filter(({ operation }) => operation === active.dataset.operation);
    const signature = JSON.stringify(own);
    if (active.dataset.shown === signature) continue; // a chip under the pointer or the focus stays
    active.dataset.shown = signature;
    const words = JSON.parse(active.dataset.words);
    active.replaceChildren(...own.map((fault) => chip(fault, words[fault.behaviour])));
  }
}

function chip({ operation, behaviour, times }, words) {
  const left = times === null ? "for ever" : `${times} left`;
  const node = element("button", {
    type: "button",
    className: "chip",
    textContent: `${words} · ${left} ✕`,
    title: "Switch this fault off",
  });
  node.addEventListener("click", () => change("DELETE", `/desk/faults/${encodeURIComponent(`${operation}:${behaviour}`)}`));
  return node;
}

function showOrders(orders) {
  const place = byId("order-faults");
  const signature = JSON.stringify(orders);
  if (place.dataset.shown === signature) return;
  place.dataset.shown = signature;
  if (orders.length === 0) {
    place.replaceChildren(element("p", { className: "outcome", textContent: "No order has a fault of its own." }));
    return;
  }
  const rows = orders.map(({ orderId, faults }) => {
    const off = element("button", {
      type: "button",
      className: "button",
      textContent: "Switch off",
      ariaLabel: `Switch off the faults of ${orderId}`,
    });
    off.addEventListener("click", () => change("DELETE", `/desk/faults/orders/${encodeURIComponent(orderId)}`));
    return element(
      "tr",
      {},
      element("td", {}, sagaLink(orderId, orderId)),
      element("td", { textContent: faults.join(", ") }),
      element("td", {}, off),
    );
  });
  const head = element("tr", {}, ...["Order", "Faults left", "Action"].map((text) => element("th", { scope: "col", textContent: text })));
  place.replaceChildren(element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)));
}

function sagaLink(orderId, text, sagaId) {
  const href = sagaId ? `${consoleUrl}/sagas/${sagaId}` : `${consoleUrl}/sagas?q=${encodeURIComponent(orderId)}`;
  return element("a", { href, textContent: text });
}

byId("order-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const values = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value !== ""));
  const line = element("li");
  try {
    const { orderId, sagaId, story } = await call("POST", "/desk/orders", values);
    line.append(sagaLink(orderId, orderId, sagaId), ` · ${story}`);
  } catch (error) {
    line.append(error.message);
  }
  byId("placed").prepend(line);
  while (byId("placed").children.length > PLACED_MAX) byId("placed").lastElementChild.remove();
  await refresh();
});

const sendLoad = () =>
  change("PUT", "/desk/load", { perSecond: Number(byId("rate").value), troubleShare: Number(byId("trouble").value) / 100 });
byId("rate").addEventListener("change", sendLoad);
byId("trouble").addEventListener("change", sendLoad);
byId("load-off").addEventListener("click", () => {
  byId("rate").value = 0;
  void sendLoad();
});
byId("clear").addEventListener("click", () => change("DELETE", "/desk/faults"));

await refresh();
setInterval(refresh, 1_000);
