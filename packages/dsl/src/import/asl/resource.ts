import { Refusal } from "../session.ts";
import { type AslState, textOf } from "./machine.ts";

/** What a `Resource` names. */
export type Resource =
  /** A function, called by its ARN or through the integration. */
  | { readonly kind: "lambda"; readonly name: string | null; readonly waits: boolean }
  /** An operation of an AWS service. `style` is `.sync` for jobs, `.waitForTaskToken` for callbacks. */
  | { readonly kind: "service"; readonly service: string; readonly action: string; readonly style: "call" | "sync" | "callback" }
  | { readonly kind: "activity"; readonly name: string }
  /** A resource whose ARN says nothing of what it is. */
  | { readonly kind: "opaque"; readonly name: string };

const INTEGRATION = /:states:[^:]*:[^:]*:(?:aws-sdk:)?([A-Za-z0-9-]+):([A-Za-z0-9]+)((?:\.[A-Za-z0-9:]+)*)$/;
const FUNCTION = /:lambda:[^:]*:[^:]*:function:([^:]+)/;
const ACTIVITY = /:states:[^:]*:[^:]*:activity:(.+)$/;

/** Reads the `Resource` of a task. */
export function resourceOf(state: AslState): Resource {
  const text = textOf(state, "Resource");
  if (text === undefined) throw new Refusal(state.at, `The task "${state.id}" has no "Resource".`, "Name what it calls.");
  const activity = ACTIVITY.exec(text)?.[1];
  if (activity !== undefined) return { kind: "activity", name: plainName(activity) };
  const lambda = FUNCTION.exec(text)?.[1];
  if (lambda !== undefined) return { kind: "lambda", name: plainName(lambda), waits: false };

  const [, service, action, style = ""] = INTEGRATION.exec(text) ?? [];
  if (service === undefined || action === undefined) return { kind: "opaque", name: plainName(text) };
  const waits = style.includes("waitForTaskToken");
  if (service === "lambda" && action === "invoke") return { kind: "lambda", name: null, waits };

  return { kind: "service", service, action, style: styleOf(waits, style) };
}

function styleOf(waits: boolean, style: string): "call" | "sync" | "callback" {
  if (waits) return "callback";

  return style.includes("sync") ? "sync" : "call";
}

/** A name of a function from an ARN, a placeholder of a template, or the name itself. */
export function plainName(text: string): string {
  const arn = FUNCTION.exec(text)?.[1] ?? text;
  const inner = /\$\{([^}]*)\}/.exec(arn)?.[1] ?? arn;
  const last =
    inner
      .split(/[:/]/)
      .filter((part) => part !== "" && part !== "$LATEST")
      .at(-1) ?? inner;

  return last.replace(/\.Arn$|(?<=.)_?Arn$/i, "");
}

// Operations that only read say so by their first word.
const READS = /^(?:get|batchGet|list|describe|query|scan|head|lookup|search|detect|select)/i;

/** Whether an operation of an AWS service only reads. */
export function isReading(action: string): boolean {
  return READS.test(action);
}
