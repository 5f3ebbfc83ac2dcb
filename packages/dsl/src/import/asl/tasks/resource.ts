import { Refusal } from "../../session.ts";
import { type AslState, textOf } from "../machine.ts";

/** What a `Resource` names. */
export type Resource =
  /** A function, called by its ARN. */
  | { readonly kind: "lambda"; readonly called: NamedFunction }
  /** A function called through the integration, which wraps what it is given. */
  | { readonly kind: "invoke"; readonly waits: boolean }
  /** An operation of an AWS service. `style` is `.sync` for jobs, `.waitForTaskToken` for callbacks. */
  | { readonly kind: "service"; readonly service: string; readonly action: string; readonly style: "call" | "sync" | "callback" }
  | { readonly kind: "activity"; readonly name: string }
  /** A resource whose ARN says nothing of what it is. */
  | { readonly kind: "opaque"; readonly name: string };

/** A function, and which version of it. */
export interface NamedFunction {
  readonly name: string;
  /** A version or an alias; null: the newest. */
  readonly qualifier: string | null;
}

const INTEGRATION = /:states:[^:]*:[^:]*:(?:aws-sdk:)?[A-Za-z0-9-]+:[A-Za-z0-9]+(?:\.[A-Za-z0-9:]+)*$/;
const FUNCTION = /:lambda:[^:]*:[^:]*:function:/;
const ACTIVITY = /:states:[^:]*:[^:]*:activity:/;

/** Reads the `Resource` of a task. */
export function resourceOf(state: AslState): Resource {
  const text = textOf(state, "Resource");
  if (text === undefined) throw new Refusal(state.at, `The task "${state.id}" has no "Resource".`, "Name what it calls.");
  if (ACTIVITY.test(text)) return { kind: "activity", name: plainName(text.replace(/^.*:activity:/s, "")) };
  if (FUNCTION.test(text)) return { kind: "lambda", called: functionIn(text) };

  return INTEGRATION.test(text) ? integrationIn(text) : { kind: "opaque", name: plainName(text) };
}

function integrationIn(text: string): Resource {
  const [service, call] = parted(text.replace(/^.*:states:[^:]*:[^:]*:(?:aws-sdk:)?/s, ""), /:/);
  const [action, style] = parted(call, /\./);
  const waits = style.includes("waitForTaskToken");
  if (service === "lambda" && action === "invoke") return { kind: "invoke", waits };

  return { kind: "service", service, action, style: styleOf(waits, style) };
}

function parted(text: string, mark: RegExp): readonly [string, string] {
  const at = text.search(mark);

  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function styleOf(waits: boolean, style: string): "call" | "sync" | "callback" {
  if (waits) return "callback";

  return style.includes("sync") ? "sync" : "call";
}

/** The function that an ARN or a name means, with the version that stands behind a colon. */
export function functionIn(text: string): NamedFunction {
  const [name, qualifier] = parted(text.replace(/^.*\bfunction:/s, ""), /:(?![^{]*\})/);

  return { name: plainName(name), qualifier: qualifier === "" || qualifier === "$LATEST" ? null : qualifier };
}

/** A name from an ARN, a placeholder of a template, or the name itself. */
export function plainName(text: string): string {
  const inner = /\$\{([^}]*)\}/.exec(text)?.[1] ?? text;
  const last = inner.split(/[:/]/).reduce((found, part) => (part === "" ? found : part), inner);

  return last.replace(/\.Arn$|(?<=.)_?Arn$/i, "");
}

// Operations that only read say so by their first word.
const READS = /^(?:get|batchGet|list|describe|query|scan|head|lookup|search|detect|select)/i;

/** Whether an operation of an AWS service only reads. */
export function isReading(action: string): boolean {
  return READS.test(action);
}
