import type { JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import type { OperationKey, ServiceHead } from "../catalogue/catalogue.ts";
import { validDocumentName, validName } from "../names.ts";
import type { Session } from "../session.ts";

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
export function operationOfFunction(session: Session, { name, type, operation, at }: FunctionReference): OperationKey {
  const custom = /^rest:([a-z]+):(.+)$/i.exec(operation);
  if (custom !== null) return customRest(session, { name, method: (custom[1] ?? "post").toUpperCase(), path: custom[2] ?? "/", at });
  const [document = "", ...fragments] = operation.split("#");
  const meant = validName((fragments.at(-1) ?? "").replace(/^.*[/.:]/, "") || name);
  const head = headOf(document, name);
  const key = session.catalogue.operation(head, {
    name: meant,
    at,
    kind: "retriable",
    call: { method: "POST", path: `/${meant}`, body: "${ params }" },
  });
  session.tell({
    at,
    kind: "changed",
    what: `"${name}" refers to ${operation === "" ? "nothing" : `"${operation.slice(0, 120)}"`}${SPOKEN[type] ?? ""}; the description is not read: the operation "${key.service}.${key.operation}" is called as POST /${meant} with its arguments as JSON.`,
    remedy: "Write the method and path of the description into the catalogue.",
  });

  return key;
}

const SPOKEN: Readonly<Record<string, string>> = {
  rpc: ", which speaks gRPC",
  grpc: ", which speaks gRPC",
  asyncapi: ", which speaks AsyncAPI",
  graphql: ", which speaks GraphQL",
  odata: ", which speaks OData",
};

function customRest(
  session: Session,
  { name, method, path, at }: { readonly name: string; readonly method: string; readonly path: string; readonly at: Path },
): OperationKey {
  const head = headOf(/^https?:/.test(path) ? path : "", name);
  const found = pathOfUrl(path);
  const isRead = method === "GET" || method === "HEAD";
  const call: JsonObject = {
    method: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"].includes(method) ? method : "POST",
    path: found.replaceAll(/\{(\w+)\}/g, "${ params.$1 }"),
    ...(isRead ? {} : { body: "${ params }" }),
  };

  return session.catalogue.operation(head, { name, at, kind: isRead ? "readOnly" : "retriable", call });
}

function pathOfUrl(url: string): string {
  const path = url.replace(/^https?:\/\/[^/]*/, "").replace(/[?].*$/, "");

  return path.startsWith("/") ? path.replaceAll("${", "") : `/${path.replaceAll("${", "")}`;
}

/** The service a description or address belongs to. */
function headOf(document: string, fallback: string): ServiceHead {
  const origin = /^(https?:\/\/[^/\s"'{}$]+)/.exec(document)?.[1];
  const stem =
    origin === undefined
      ? (document.split(/[/:\\]/).at(-1) ?? "").replace(/\.\w+$/, "")
      : origin.replace(/^https?:\/\//, "").replace(/:\d+$/, "");
  const name = validDocumentName(stem === "" ? `${fallback}-service` : stem.replaceAll(".", "-"));

  return { name, baseUrl: origin ?? `\${ env.${name.toUpperCase().replaceAll("-", "_")}_URL }`, timeout: TIMEOUT };
}
