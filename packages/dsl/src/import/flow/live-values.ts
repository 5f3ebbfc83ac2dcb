import { isJsonArray, type Json, type JsonObject } from "@skald/shared";

/** Which of the values that ways set are read at all. Everything is, until it is known better. */
export interface LiveValues {
  has(name: string): boolean;
  /** Remembers a state that only sets values where ways meet. */
  noteJoin(state: string): void;
  /** Looks at a finished saga: values that are read by nothing but each other are dead from now on. */
  settle(states: JsonObject): void;
}

/** Everything is alive. */
export function createLiveValues(): LiveValues {
  const joins = new Set<string>();
  let alive: ReadonlySet<string> | null = null;

  return {
    has: (name) => alive === null || alive.has(name),
    noteJoin: (state) => void joins.add(state),
    settle: (states) => {
      const reads: Reads = { direct: new Set(), feeds: new Map() };
      collect(states, joins, reads);
      alive = reached(reads);
    },
  };
}

interface Reads {
  readonly direct: Set<string>;
  /** What the feeds of a value read. */
  readonly feeds: Map<string, Set<string>>;
}

function collect(value: Json, joins: ReadonlySet<string>, reads: Reads): void {
  if (typeof value === "string") for (const name of namesRead(value)) reads.direct.add(name);
  if (value === null || typeof value !== "object") return;
  if (isJsonArray(value)) {
    for (const item of value) collect(item, joins, reads);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    const values = joins.has(name) ? (member as JsonObject)["values"] : undefined;
    if (values === undefined) collect(member, joins, reads);
    else for (const [fed, feed] of Object.entries(values as JsonObject)) note(reads.feeds, fed, namesRead(JSON.stringify(feed)));
  }
}

function note(feeds: Map<string, Set<string>>, name: string, read: readonly string[]): void {
  feeds.set(name, new Set([...(feeds.get(name) ?? []), ...read]));
}

function namesRead(text: string): readonly string[] {
  return [...text.matchAll(/\bvars\.([A-Za-z]\w*)/g)].flatMap((match) => match.slice(1));
}

function reached({ direct, feeds }: Reads): ReadonlySet<string> {
  const alive = new Set<string>();
  const open = [...direct];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (alive.has(name)) continue;
    alive.add(name);
    open.push(...(feeds.get(name) ?? []));
  }
  return alive;
}
