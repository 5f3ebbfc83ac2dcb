import { isJsonObject, type Json, type JsonObject } from "@skald/shared";

/** A machine and every machine inside it. */
export function scopesOf(machine: JsonObject): readonly JsonObject[] {
  const states = Object.values(machine["States"] as JsonObject).filter(isJsonObject);
  const inner = states.flatMap((state) => [
    ...((state["Branches"] ?? []) as readonly JsonObject[]),
    ...(isJsonObject(state["ItemProcessor"]) ? [state["ItemProcessor"]] : []),
  ]);

  return [machine, ...inner.flatMap(scopesOf)];
}

function targetsOf(state: Json | undefined): readonly string[] {
  const text = JSON.stringify({ ...(state as JsonObject), Branches: null, ItemProcessor: null });

  return [...text.matchAll(/"(?:Next|Default)":"([^"]*)"/g)].map(([, name = ""]) => name);
}

/** Names that states lead to and that are not there. */
export function strayTargets(machine: JsonObject): readonly string[] {
  const states = machine["States"] as JsonObject;

  return [String(machine["StartAt"]), ...Object.values(states).flatMap(targetsOf)].filter((name) => !Object.hasOwn(states, name));
}

/** States nothing leads to. */
export function unreachable(machine: JsonObject): readonly string[] {
  const states = machine["States"] as JsonObject;
  const reached = new Set<string>();
  const open = [String(machine["StartAt"])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...targetsOf(states[name]));
  }
  return Object.keys(states).filter((name) => !reached.has(name));
}

/** The states an error of a state leads through, each going well, until there is no next. */
export function wayFrom(machine: JsonObject, state: string, error: string): readonly string[] {
  const states = machine["States"] as Record<string, JsonObject>;
  const caught = ((states[state]?.["Catch"] ?? []) as readonly JsonObject[]).find((entry) =>
    (entry["ErrorEquals"] as readonly string[]).includes(error),
  );
  const way: string[] = [];
  for (let name = caught?.["Next"]; typeof name === "string"; name = states[name]?.["Next"]) way.push(name);

  return way;
}

/** The states that follow a state, each going well; of a name that is used twice without its number. */
export function wayBehind(states: Readonly<Record<string, JsonObject>>, state: string): readonly string[] {
  const way: string[] = [];
  for (let name = states[state]?.["Next"]; typeof name === "string"; name = states[name]?.["Next"]) way.push(name.replace(/ \(\d+\)$/, ""));

  return way;
}
