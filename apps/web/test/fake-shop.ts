// The shop's own documents, read with the engine's own code: the pages that validate, play and compare documents
// then see what they would see in the house.
import { readFileSync } from "node:fs";
import {
  type Capabilities,
  compileFamily,
  diffDocuments,
  diffTexts,
  highestFitting,
  readSources,
  type ServiceModel,
  validateText,
  validationView,
} from "@skald/dsl";
import { proveDefinition } from "@skald/proof";
import { type DefinitionView, type DiffView, type ProofView, sha256Hex, type ValidateView } from "@skald/shared";

const SHOP = new URL("../../../examples/shop/", import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, SHOP), "utf8");

export const SERVICE_NAMES = ["orders", "inventory", "payments", "shipping", "notifications"] as const;
const SERVICES = new Map<string, string>(SERVICE_NAMES.map((name) => [name, textOf(`services/${name}.yaml`)]));

const ORDER = textOf("sagas/order.yaml");
/** What the order saga was before: it told nobody, and had more time. */
const OLD_ORDER = ORDER.replace("2.1.0", "2.0.3")
  .replace("after: 5m", "after: 10m")
  .replace("next: announce", "next: done")
  .replace(/ {2}announce:[\s\S]*?(?= {2}done:)/, "");
const ORDERS = new Map([
  ["2.1.0", ORDER],
  ["2.0.3", OLD_ORDER],
]);
const REFUND = `document: { dsl: "1.0", kind: saga, namespace: shop, name: refund, version: 1.0.2, title: Refund of an order }
start: done
states:
  done: { type: succeed }
`;

/** What the fake engine says that it runs. */
export const CAPABILITIES = ["fail", "set", "succeed", "switch", "task", "wait"] as const;

/** The source of a document; null when the shop has none of this name and version. */
export function sourceOf(name: string, version: string): string | null {
  if (name === "order") return ORDERS.get(version) ?? null;

  return name === "refund" ? REFUND : (SERVICES.get(name) ?? null);
}

type Read = Pick<DefinitionView, "source" | "compiled" | "graph" | "proof" | "diagnostics">;
const read = new Map<string, Read>();

/** What an engine tells of a source beside its head. */
export function readSource(source: string): Read {
  const known = read.get(source);
  if (known !== undefined) return known;

  const { documents } = validateText(source, { find });
  const [saga] = documents;
  const family = saga?.kind === "saga" ? compileFamily(saga, { documents, sha256: sha256Hex }) : null;
  const proof: ProofView | null = family === null ? null : proveDefinition(family.definition, { limit: 1000 });
  const view = { source, compiled: family?.definition ?? null, graph: family?.definition.graph ?? null, proof, diagnostics: [] };
  read.set(source, view);
  return view;
}

/** `POST /definitions/validate` */
export function validate(text: string): ValidateView {
  return validationView(text, { find, runnable: new Set(CAPABILITIES) as Capabilities, sha256: sha256Hex });
}

/** `GET /definitions/shop/{name}/diff`, or null when a version is not there. */
export function diff(name: string, from: string, to: string): DiffView | null {
  const [before, after] = [sourceOf(name, from), sourceOf(name, to)];
  if (before === null || after === null) return null;

  const catalogues = [...SERVICES.values()].map(parsed);
  const sideOf = (source: string, version: string) => ({ version, hash: `sha256:${version}`, graph: readSource(source).graph });
  return {
    namespace: "shop",
    name,
    kind: SERVICES.has(name) ? "service" : "saga",
    from: sideOf(before, from),
    to: sideOf(after, to),
    hunks: diffTexts(before, after).map(({ lines, ...hunk }) => ({ ...hunk, lines: [...lines] })),
    changes: diffDocuments({ document: parsed(before), catalogues }, { document: parsed(after), catalogues }).map(
      ({ fields, ...change }) => (fields === undefined ? change : { ...change, fields: [...fields] }),
    ),
  };
}

function parsed(source: string) {
  return readSources(source, { many: false }).sources[0]?.value ?? null;
}

function find(namespace: string, name: string, range: string | null): ServiceModel | null {
  const source = namespace === "shop" ? SERVICES.get(name) : undefined;
  const [document] = source === undefined ? [] : validateText(source).documents;
  const service = document?.kind === "service" ? document.model : null;

  return service !== null && highestFitting([service.version], range) !== undefined ? service : null;
}
