import type { AuthModel } from "@skald/dsl";
import { type HeaderList, headerRefusal } from "./header-list.ts";
import { renderSecretText, type SendTimeScope, type SendTimeText } from "./send-time-text.ts";

/** Headers that hold secrets, and the secrets in them. */
export type Credentials =
  | { readonly ok: true; readonly headers: HeaderList; readonly used: readonly string[] }
  | { readonly ok: false; readonly reason: string };

const NONE: Credentials = { ok: true, headers: [], used: [] };

/** Renders the authentication of a service and the secret headers of a request. Done when a call is sent, never before. */
export async function credentialsOf(
  auth: AuthModel | null,
  secretHeaders: Readonly<Record<string, string>> | undefined,
  scope: SendTimeScope,
): Promise<Credentials> {
  if (auth === null && secretHeaders === undefined) return NONE;

  const rendered = auth === null ? [] : [await renderAuth(auth, scope)];
  for (const [name, template] of Object.entries(secretHeaders ?? {})) rendered.push({ name, ...(await renderSecretText(template, scope)) });
  const headers: HeaderList = [];
  const used: string[] = [];
  for (const header of rendered) {
    if (!header.ok) return header;
    const refusal = headerRefusal(header.name, header.text);
    if (refusal !== undefined) return { ok: false, reason: refusal };
    headers.push(header.name, header.text);
    used.push(...header.used);
  }
  return { ok: true, headers, used };
}

type NamedText = SendTimeText & { readonly name: string };

async function renderAuth(auth: AuthModel, scope: SendTimeScope): Promise<NamedText> {
  switch (auth.kind) {
    case "header":
      return { name: auth.name, ...(await renderSecretText(auth.value, scope)) };
    case "bearer":
      return prefixed("Bearer ", await renderSecretText(auth.token, scope));
    case "basic":
      return renderBasic(auth, scope);
  }
}

function prefixed(prefix: string, text: SendTimeText): NamedText {
  return { name: "authorization", ...(text.ok ? { ...text, text: `${prefix}${text.text}` } : text) };
}

async function renderBasic(auth: Extract<AuthModel, { kind: "basic" }>, scope: SendTimeScope): Promise<NamedText> {
  const username = await renderSecretText(auth.username, scope);
  if (!username.ok) return { name: "authorization", ...username };
  const password = await renderSecretText(auth.password, scope);
  if (!password.ok) return { name: "authorization", ...password };
  if (username.text.includes(":"))
    return { name: "authorization", ok: false, reason: "the user name of basic authentication holds a colon" };

  const packed = Buffer.from(`${username.text}:${password.text}`, "utf8").toString("base64");
  return { name: "authorization", ok: true, text: `Basic ${packed}`, used: [...username.used, ...password.used, packed] };
}
