import type { JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { METHODS } from "../catalogue/address.ts";
import type { OperationKey, ServiceHead } from "../catalogue/catalogue.ts";
import { validDocumentName, validName } from "../names.ts";
import type { Session } from "../session.ts";
import { tellAt } from "./place.ts";

// A function of the source is a reference into a description (OpenAPI, AsyncAPI, gRPC, GraphQL) that is not read here.
// Its operation is known by name alone, so the call is a POST to a path of that name, and the report says so.

/** What is known of a function. */
export interface FunctionReference {
  /** The name it is called by. */
  readonly name: string;
  /** `rest`, `rpc`, `asyncapi`, `graphql`, `odata`, `custom`, … */
  readonly type: string;
  /** The reference: a description, and what is meant in it behind `#`. */
  readonly operation: string;
  readonly at: Path;
}

const TIMEOUT = "30s";

/** The operation of a function. */
export function operationOfFunction(session: Session, reference: FunctionReference): OperationKey {
  const { name, type, operation, at } = reference;
  if (/^rest:[a-z]+:./i.test(operation)) return customRest(session, reference);
  const document = operation.replace(/#[\s\S]*$/, "");
  const meant = validName(operation.slice(document.length).replace(/^[\s\S]*[#/.:]/, "") || name);
  const key = session.catalogue.operation(headOf(document, name), {
    name: meant,
    at,
    kind: "retriable",
    call: { method: "POST", path: `/${meant}`, body: "${ params }" },
  });
  const referred = operation === "" ? "nothing" : `"${operation.slice(0, 120)}"`;
  tellAt({ session, at }, "changed", [
    `"${name}" refers to ${referred}${SPOKEN.get(type) ?? ""}; the description is not read: the operation "${key.service}.${key.operation}" is called as POST /${meant} with its arguments as JSON.`,
    "Write the method and path of the description into the catalogue.",
  ]);

  return key;
}

const SPOKEN: ReadonlyMap<string, string> = new Map([
  ["rpc", ", which speaks gRPC"],
  ["grpc", ", which speaks gRPC"],
  ["asyncapi", ", which speaks AsyncAPI"],
  ["graphql", ", which speaks GraphQL"],
  ["odata", ", which speaks OData"],
]);

// `rest:METHOD:ADDRESS`, whose `{name}` are arguments.
function customRest(session: Session, { name, operation, at }: FunctionReference): OperationKey {
  const reference = operation.slice("rest:".length);
  const wanted = reference.replace(/:[\s\S]*$/, "").toUpperCase();
  const url = reference.slice(wanted.length + 1);
  const method = METHODS.includes(wanted) ? wanted : "POST";
  if (method !== wanted)
    tellAt({ session, at }, "changed", [
      `"${name}" is called by ${wanted}; a call here is one of ${METHODS.join(", ")}: it is a POST.`,
      WRITE_ANEW,
    ]);
  const address = url.replace(/[?#][\s\S]*$/, "");
  if (address !== url)
    tellAt({ session, at }, "dropped", [`The query of the address of "${name}" is not brought over.`, "Write it as query of the call."]);
  const path = address.replace(/^https?:\/\/[^/]*/, "").replaceAll("${", "");
  const isRead = method === "GET" || method === "HEAD";
  const call: JsonObject = {
    method,
    path: `${path.startsWith("/") ? "" : "/"}${path.replaceAll(/\{(\w+)\}/g, "${ params.$1 }")}`,
    ...(isRead ? {} : { body: "${ params }" }),
  };

  return session.catalogue.operation(headOf(/^https?:/.test(url) ? url : "", name), {
    name,
    at,
    kind: isRead ? "readOnly" : "retriable",
    call,
  });
}

const WRITE_ANEW = "Write the call that is meant into the catalogue.";

/** The service a description or address belongs to. */
function headOf(document: string, fallback: string): ServiceHead {
  const origin = /^https?:\/\/[^/\s"'{}$]+/.exec(document)?.[0];
  const stem =
    origin === undefined
      ? document.replace(/^[\s\S]*[/:\\]/, "").replace(/\.\w+$/, "")
      : origin.replace(/^https?:\/\//, "").replace(/:\d+$/, "");
  const name = validDocumentName(stem === "" ? `${fallback}-service` : stem.replaceAll(".", "-"));

  return { name, baseUrl: origin ?? `\${ env.${name.toUpperCase().replaceAll("-", "_")}_URL }`, timeout: TIMEOUT };
}
