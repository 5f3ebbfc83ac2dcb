import type { Json, JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { mustGet } from "../../model/must-get.ts";
import type { END, Environment, FlowEdge, FlowNode, WayOf } from "./flow.ts";

type Target = string | typeof END;

/** What every node has. */
export interface NodeHead {
  readonly id: string;
  readonly at: Path;
}

/** A way out of a state on an error. */
export interface Catcher {
  readonly errors: readonly string[];
  readonly when?: (entry: Environment) => string | undefined;
  readonly to: Target;
  readonly behind: (entry: Environment) => Environment;
}

/** A state with one way on, and catchers. */
export interface Straight extends NodeHead {
  readonly to: Target;
  readonly catchers?: readonly Catcher[];
  readonly behind: (entry: Environment) => Environment;
  /** The state without its ways. */
  readonly state: (entry: Environment) => JsonObject;
}

/** A node that goes on to the next. */
export function straightNode({ id, at, to, catchers = [], behind, state }: Straight): FlowNode {
  const caught = catchers.map((catcher, index): FlowEdge => ({ id: `catch ${index}`, to: catcher.to, isNext: false }));
  const behinds = new Map([["next", behind], ...catchers.map((catcher, index) => [`catch ${index}`, catcher.behind] as const)]);

  return {
    id,
    at,
    edges: [{ id: "next", to, isNext: true }, ...caught],
    build: (entry) => ({
      leave: (edge) => mustGet(behinds, edge)(entry),
      state: (way) => ({ ...state(entry), ...catchField(catchers, entry, way), ...way("next") }),
    }),
  };
}

function catchField(catchers: readonly Catcher[], entry: Environment, way: WayOf): { readonly catch?: Json } {
  const entries = catchers.map((catcher, index): JsonObject => {
    const when = catcher.when?.(entry);
    return {
      errors: catcher.errors,
      ...(when === undefined ? {} : { when }),
      next: way(`catch ${index}`).next,
    };
  });

  return entries.length === 0 ? {} : { catch: entries };
}

/** A node that only changes what can be read. */
export function passingNode({
  id,
  at,
  to,
  behind,
}: NodeHead & { readonly to: Target; readonly behind: (entry: Environment) => Environment }): FlowNode {
  return { id, at, edges: [{ id: "next", to, isNext: true }], build: (entry) => ({ leave: () => behind(entry), state: null }) };
}

/** One way out of a node that chooses. */
export interface Option {
  readonly to: Target;
  readonly behind: (entry: Environment) => Environment;
}

/** A node that chooses among conditions; the last option is taken where none fits. */
export function switchNode({
  id,
  at,
  cases,
  otherwise,
}: NodeHead & {
  readonly cases: readonly (Option & { readonly when: (entry: Environment) => string })[];
  readonly otherwise: Option;
}): FlowNode {
  const options: readonly Option[] = [...cases, otherwise];

  return choosingNode({ id, at }, options, (entry, nextOf) => {
    const fallback = nextOf(cases.length);
    const written = cases.map(({ when }, index): Json => ({ when: when(entry), next: nextOf(index) }));
    return { type: "switch", cases: written.length === 0 ? [{ when: "${ false }", next: fallback }] : written, default: fallback };
  });
}

/** An event that is awaited, and where it leads. */
export interface Awaited extends Option {
  readonly event: JsonObject;
}

/** A node that waits for one of several events, and perhaps not for ever. */
export function listenNode({
  id,
  at,
  cases,
  timeout,
  onTimeout,
}: NodeHead & {
  readonly cases: readonly Awaited[];
  readonly timeout?: string | undefined;
  readonly onTimeout?: Option | undefined;
}): FlowNode {
  const options: readonly Option[] = [...cases, ...(onTimeout === undefined ? [] : [onTimeout])];

  return choosingNode({ id, at }, options, (_entry, nextOf) => ({
    type: "listen",
    cases: cases.map(({ event }, index): Json => ({ event, next: nextOf(index) })),
    ...(timeout === undefined ? {} : { timeout }),
    ...(timeout === undefined || onTimeout === undefined ? {} : { onTimeout: nextOf(cases.length) }),
  }));
}

type ChoosingState = (entry: Environment, nextOf: (option: number) => string) => JsonObject;

function choosingNode({ id, at }: NodeHead, options: readonly Option[], state: ChoosingState): FlowNode {
  const behinds = new Map(options.map(({ behind }, index) => [String(index), behind]));

  return {
    id,
    at,
    edges: options.map(({ to }, index) => ({ id: String(index), to, isNext: false })),
    build: (entry) => ({
      leave: (edge) => mustGet(behinds, edge)(entry),
      state: (way) => state(entry, (option) => way(String(option)).next),
    }),
  };
}

/** A node that ends badly. */
export function failingNode({ id, at, error }: NodeHead & { readonly error: (entry: Environment) => JsonObject }): FlowNode {
  return { id, at, edges: [], build: (entry) => ({ leave: () => entry, state: () => ({ type: "fail", error: error(entry) }) }) };
}
