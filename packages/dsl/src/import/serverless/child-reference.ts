import { validDocumentName } from "../names.ts";
import { type Place, tellAt } from "./place.ts";

/** A workflow that is named in another. */
export interface NamedWorkflow {
  readonly namespace?: string | undefined;
  readonly name: string | undefined;
  readonly version?: string | undefined;
}

const NAMESPACE = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const VERSION = /^\d{1,9}(?:\.\d{1,9}){0,2}$/;

/** How a saga refers to the saga a workflow becomes: `namespace/name@version`. Tells what of it has to be another. */
export function childReference(spot: Pick<Place, "session" | "at">, { namespace, name, version }: NamedWorkflow): string {
  const saga = validDocumentName(name ?? "child");
  if (saga !== name)
    tellAt(spot, "changed", [`The workflow "${name ?? ""}" is looked for as the saga "${saga}".`, "Import that workflow under this name."]);
  const isNamespace = namespace !== undefined && NAMESPACE.test(namespace);
  if (namespace !== undefined && !isNamespace)
    tellAt(spot, "changed", [`"${namespace}" cannot be a namespace; "${saga}" is looked for in the own one.`, "Name its namespace."]);
  const isVersion = version !== undefined && VERSION.test(version);
  if (version !== undefined && version !== "latest" && !isVersion)
    tellAt(spot, "changed", [`"${version}" cannot be a version; the newest "${saga}" is taken.`, "Write the version that is meant."]);

  return `${isNamespace ? `${namespace}/` : ""}${saga}${isVersion ? `@${version}` : ""}`;
}
