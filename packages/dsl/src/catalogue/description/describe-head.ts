import type { Json, JsonObject } from "@skald/shared";
import { listAt, memberOf, membersAt, textAt, writtenAt } from "../../model/read-json.ts";
import { DOCUMENT_NAME, VERSION } from "../../schema/patterns.ts";
import { wordsOf } from "../operation-names.ts";
import type { Description } from "./read-description.ts";
import { resolveReference } from "./resolve-reference.ts";

/** What a catalogue says before its operations, and what has to be set for it. */
export interface CatalogueHead {
  readonly document: JsonObject;
  readonly baseUrl: string;
  readonly auth: JsonObject | null;
  /** Environment variable of the address. */
  readonly variable: string;
  /** Address the description names, if it names one. */
  readonly server: string | null;
  readonly title: string;
}

/** Head, address and authentication of a catalogue. Names that fit no pattern of the language are made to fit. */
export function describeHead({ format, root }: Description, given: { readonly namespace?: string; readonly name?: string }): CatalogueHead {
  const info = memberOf(root, "info");
  const title = writtenAt(info, "title").replaceAll(/\s+/g, " ").trim();
  const name = given.name ?? nameFrom(title);
  const variable = `${wordsOf(name).join("_").toUpperCase()}_URL`;
  const told = title.replaceAll("${", "$").slice(0, 200);

  return {
    document: {
      dsl: "1.0",
      kind: "service",
      ...(given.namespace === undefined ? {} : { namespace: given.namespace }),
      name,
      version: versionFrom(memberOf(info, "version")),
      ...(told === "" ? {} : { title: told }),
    },
    baseUrl: `\${ env.${variable} }`,
    auth: authOf(
      format === "swagger" ? membersAt(root, "securityDefinitions") : membersAt(memberOf(root, "components"), "securitySchemes"),
      root,
    ),
    variable,
    server: format === "swagger" ? swaggerServer(root) : textAt(listAt(root, "servers")[0], "url"),
    title,
  };
}

function nameFrom(title: string): string {
  const words = wordsOf(title.replaceAll(/\b(?:openapi|swagger)\b[\s\d.]*/gi, " ")).filter(
    (word) => word !== "api" && word !== "the" && !/^v?\d+$/.test(word),
  );
  const name = words.join("-").slice(0, 40).replace(/-+$/, "");

  return new RegExp(DOCUMENT_NAME).test(name) ? name : "service";
}

function versionFrom(version: Json | undefined): string {
  const text = String(version ?? "");
  if (new RegExp(VERSION).test(text)) return text;
  const [major = "1", minor = "0", patch = "0"] = /\d+(?:\.\d+)*/.exec(text)?.[0].split(".") ?? [];
  const numbers = [major, minor, patch].map((part) => Number(part.slice(0, 9)));

  return text.startsWith("0") || numbers[0] !== 0 ? numbers.join(".") : "1.0.0";
}

function swaggerServer(root: JsonObject): string | null {
  const host = textAt(root, "host");

  return host === null ? null : `${String(listAt(root, "schemes")[0] ?? "https")}://${host}${writtenAt(root, "basePath")}`;
}

function authOf(schemes: ReturnType<typeof membersAt>, root: JsonObject): JsonObject | null {
  for (const [name, scheme] of schemes) {
    const auth = authFrom(name, resolveReference(scheme, root));
    if (auth !== null) return auth;
  }
  return null;
}

function authFrom(name: string, scheme: Json): JsonObject | null {
  const type = writtenAt(scheme, "type").toLowerCase();
  const kind = writtenAt(scheme, "scheme").toLowerCase();
  const secret = secretName(name);
  if (type === "http" && kind === "bearer") return { bearer: { token: `\${ secrets.${secret} }` } };
  if (type === "basic" || (type === "http" && kind === "basic"))
    return { basic: { username: `\${ secrets.${secret}User }`, password: `\${ secrets.${secret}Password }` } };
  const header = writtenAt(scheme, "name");
  if (type === "apikey" && memberOf(scheme, "in") === "header" && /^[\w-]{1,100}$/.test(header))
    return { header: { name: header, value: `\${ secrets.${secret} }` } };

  return null;
}

function secretName(name: string): string {
  const [first = "api", ...rest] = wordsOf(name);
  const joined = [first, ...rest.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))].join("");

  return /^[a-z]/.test(joined) ? joined : `key${joined}`;
}
