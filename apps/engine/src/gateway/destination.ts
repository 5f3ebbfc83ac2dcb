import type { ServiceLive } from "@skald/dsl";
import type { CallRequest } from "@skald/kernel";
import type { CheckedBase, Egress } from "./egress.ts";
import { renderEnvText } from "./send-time-text.ts";

/** Where a request goes: an origin the guard has checked, and the path on it. */
type Destination = { readonly ok: true; readonly origin: string; readonly path: string } | { readonly ok: false; readonly reason: string };

/** Finds destinations; remembers what it checked of base addresses. */
export type FindDestination = (request: Pick<CallRequest, "target">, live: ServiceLive | null) => Destination;

const BASES_MAX = 1_000;
// Percent-encoded already: whatever else stands in a target was put there to be read differently by somebody.
const TARGET = /^[!$-;=?-[\]_a-z~]*$/;
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

/** A finder over the allow-listed environment names. */
export function createFindDestination(egress: Egress, env: Readonly<Record<string, string>>): FindDestination {
  const bases = new Map<string, CheckedBase>();

  function checkedBase(template: string): CheckedBase {
    const known = bases.get(template);
    if (known !== undefined) return known;

    const address = renderEnvText(template, env);
    const base = address.ok ? egress.check(address.text) : address;
    if (bases.size >= BASES_MAX) bases.clear();
    bases.set(template, base);
    return base;
  }

  return ({ target }, live) => {
    const refusal = targetRefusal(target);
    if (refusal !== undefined) return { ok: false, reason: refusal };
    if (live === null) return wholeDestination(egress.check(target));

    const base = checkedBase(live.baseUrl);
    if (!base.ok) return base;
    if (!target.startsWith("/")) return { ok: false, reason: `the path of the call does not begin with "/"` };
    return { ok: true, origin: base.origin, path: `${base.basePath.replace(/\/$/, "")}${target}` };
  };
}

function wholeDestination(base: CheckedBase): Destination {
  return base.ok ? { ok: true, origin: base.origin, path: `${base.basePath}${base.search}` } : base;
}

function targetRefusal(target: string): string | undefined {
  if (!TARGET.test(target)) return "the address of the call holds a character that has to be percent-encoded";
  const path = target.split("?", 1)[0] ?? "";

  return DOT_SEGMENT.test(path) ? 'the path of the call holds a "." or ".." segment' : undefined;
}
