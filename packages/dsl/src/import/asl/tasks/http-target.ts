import { isJsonArray, isJsonObject } from "@skald/shared";
import { addressOf, METHODS, NO_ADDRESS, namedTexts } from "../../catalogue/address.ts";
import { templateOf } from "../../term/render-term.ts";
import { literal, objectOf, type Term } from "../../term/term.ts";
import { givenField, memberIn, tellUnread } from "../data/given.ts";
import { type AslState, tellOf } from "../machine.ts";
import type { Target } from "./call-target.ts";

/** Which integration it is, and whether its answer comes later, to a callback. */
interface HttpIntegration {
  readonly service: "http" | "apigateway";
  readonly waitsForCallback: boolean;
}

/** A call of an address: `http:invoke` and `apigateway:invoke`. */
export function httpTarget(state: AslState, { service, waitsForCallback }: HttpIntegration, given: Term): Target {
  const method = methodOf(state, memberIn(given, "Method"));
  const query = namedTexts(memberIn(given, "QueryParameters"), "query");
  const headers = namedTexts(memberIn(given, "Headers"), "headers");
  const body = memberIn(given, "RequestBody");
  if (memberIn(given, "Authentication") !== undefined || memberIn(given, "AuthType") !== undefined)
    tellOf(state, givenField(state), {
      kind: "dropped",
      what: `The authentication of "${state.id}" is a connection of AWS.`,
      remedy: "Move the call into a catalogue and give it auth.",
    });
  tellUnread(state, given, KNOWN);
  for (const field of ["QueryParameters", "Headers"]) tellSeveral(state, memberIn(given, field));

  return {
    kind: "http",
    http: {
      method,
      url: urlOf(state, service, given),
      ...(query === null ? {} : { query }),
      ...(headers === null ? {} : { headers }),
      ...(body === undefined ? {} : { body: templateOf(body) }),
    },
    isReading: method === "GET" || method === "HEAD",
    waitsForCallback,
    result: (output) => (waitsForCallback ? output : answerOf(output)),
  };
}

function answerOf(output: Term): Term {
  return objectOf([
    ["ResponseBody", output],
    ["StatusCode", literal(200)],
    ["StatusText", literal("OK")],
  ]);
}

const KNOWN: readonly string[] = [
  "ApiEndpoint",
  "Method",
  "Stage",
  "Path",
  "QueryParameters",
  "Headers",
  "RequestBody",
  "Authentication",
  "AuthType",
];

function tellSeveral(state: AslState, named: Term | undefined): void {
  const rendered = named === undefined ? null : templateOf(named);
  for (const [name, value] of isJsonObject(rendered) ? Object.entries(rendered) : [])
    if (isJsonArray(value) && value.length > 1)
      tellOf(state, givenField(state), {
        kind: "dropped",
        what: `"${name}" of "${state.id}" has several values; the first is sent.`,
        remedy: "Join them as the service expects.",
      });
}

function methodOf(state: AslState, term: Term | undefined): string {
  const text = term?.kind === "literal" ? String(term.value).toUpperCase() : "";
  if (METHODS.includes(text)) return text;
  tellOf(state, givenField(state), {
    kind: "changed",
    what: `The method of "${state.id}" is not one that is known before it runs; POST is taken.`,
    remedy: "Write the method that is meant.",
  });

  return "POST";
}

// Values in an address are encoded as one segment, so an address that is computed as a whole cannot be called.
function urlOf(state: AslState, service: HttpIntegration["service"], given: Term): string {
  const part = (name: string): string | Term => memberIn(given, name) ?? "";
  const stage = part("Stage");
  const url = addressOf(
    service === "http" ? [part("ApiEndpoint")] : ["https://", part("ApiEndpoint"), stage === "" ? "" : "/", stage, part("Path")],
  );
  if (url !== null) return url;

  tellOf(state, givenField(state), {
    kind: "dropped",
    what: `The address of "${state.id}" is computed as a whole; values may only fill single segments here.`,
    remedy: "Write the address with the values in their segments, or read its start from env.",
  });
  return NO_ADDRESS;
}
