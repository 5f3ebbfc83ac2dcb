import { expressions } from "@skald/dsl";
import type { Secrets } from "../ports/secrets.ts";

/** A text that exists only while a call is sent. `used` are the secrets in it, for redaction. */
export type SendTimeText =
  | { readonly ok: true; readonly text: string; readonly used: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** What templates of addresses and credentials may read. */
export interface SendTimeScope {
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: Secrets;
}

/** Renders a template over `env` alone, such as a base address. */
export function renderEnvText(template: string, env: Readonly<Record<string, string>>): SendTimeText {
  const missing = namesIn(template, "env").find((name) => !Object.hasOwn(env, name));
  if (missing !== undefined) return { ok: false, reason: `environment name "${missing}" is not set, or not listed in SKALD_ENV_ALLOW` };

  return rendered(template, { env }, []);
}

/** Renders a template over `secrets` and `env`. A missing secret is named. */
export async function renderSecretText(template: string, scope: SendTimeScope): Promise<SendTimeText> {
  const names = namesIn(template, "secrets");
  if (names.length === 0) return renderEnvText(template, scope.env);

  const secrets: Record<string, string> = {};
  for (const name of names) {
    const value = await scope.secrets.read(name);
    if (value === undefined) return { ok: false, reason: `secret "${name}" is missing` };
    secrets[name] = value;
  }
  const missing = namesIn(template, "env").find((name) => !Object.hasOwn(scope.env, name));
  if (missing !== undefined) return { ok: false, reason: `environment name "${missing}" is not set, or not listed in SKALD_ENV_ALLOW` };
  return rendered(template, { env: scope.env, secrets }, Object.values(secrets));
}

function rendered(template: string, scope: Readonly<Record<string, unknown>>, used: readonly string[]): SendTimeText {
  const result = expressions.renderText(template, scope);
  // The message of the error could quote a value; its code cannot.
  if (!result.ok) return { ok: false, reason: `a template of the service cannot be evaluated (${result.error.code})` };

  return { ok: true, text: result.value, used };
}

function namesIn(template: string, root: "env" | "secrets"): readonly string[] {
  if (!template.includes("${")) return [];

  return [...template.matchAll(/\b(env|secrets)\.([A-Za-z_]\w*)/g)].filter(([, found]) => found === root).map(([, , name]) => name ?? "");
}
