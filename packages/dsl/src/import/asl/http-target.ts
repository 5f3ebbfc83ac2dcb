import { addressOf, METHODS, NO_ADDRESS, namedTexts } from "../catalogue/address.ts";
import { readMember } from "../term/read-term.ts";
import { templateOf } from "../term/render-term.ts";
import { literal, objectOf, type Term } from "../term/term.ts";
import type { Target } from "./call-target.ts";
import { type AslState, tellOf } from "./machine.ts";

/** A call of an address: `http:invoke` and `apigateway:invoke`. */
export function httpTarget(state: AslState, service: "http" | "apigateway", given: Term): Target {
  const read = (name: string): Term | undefined => readMember(given, name, () => undefined);
  const method = methodOf(state, read("Method"));
  const url = urlOf(state, service, read);
  const query = namedTexts(read("QueryParameters"), "query");
  const headers = namedTexts(read("Headers"), "headers");
  const body = read("RequestBody");
  if (read("Authentication") !== undefined || read("AuthType") !== undefined)
    tellOf(state, "Parameters", {
      kind: "dropped",
      what: `The authentication of "${state.id}" is a connection of AWS.`,
      remedy: "Move the call into a catalogue and give it auth.",
    });

  return {
    kind: "http",
    http: {
      method,
      url,
      ...(query === null ? {} : { query }),
      ...(headers === null ? {} : { headers }),
      ...(body === undefined ? {} : { body: templateOf(body) }),
    },
    isReading: method === "GET" || method === "HEAD",
    given: null,
    waitsForCallback: false,
    result: (output) =>
      objectOf([
        ["ResponseBody", output],
        ["StatusCode", literal(200)],
        ["StatusText", literal("OK")],
      ]),
  };
}

function methodOf(state: AslState, term: Term | undefined): string {
  const text = term?.kind === "literal" ? String(term.value).toUpperCase() : "";
  if (METHODS.includes(text)) return text;
  tellOf(state, "Parameters", {
    kind: "changed",
    what: `The method of "${state.id}" is not one that is known before it runs; POST is taken.`,
    remedy: "Write the method that is meant.",
  });

  return "POST";
}

// Values in an address are encoded as one segment, so an address that is computed as a whole cannot be called.
function urlOf(state: AslState, service: "http" | "apigateway", read: (name: string) => Term | undefined): string {
  const endpoint = read("ApiEndpoint") ?? literal("");
  const parts =
    service === "http"
      ? [endpoint]
      : ["https://", endpoint, read("Stage") === undefined ? "" : "/", read("Stage") ?? "", read("Path") ?? ""];
  const url = addressOf(parts);
  if (url !== null) return url;

  tellOf(state, "Parameters", {
    kind: "dropped",
    what: `The address of "${state.id}" is computed as a whole; values may only fill single segments here.`,
    remedy: "Write the address with the values in their segments, or read its start from env.",
  });
  return NO_ADDRESS;
}
