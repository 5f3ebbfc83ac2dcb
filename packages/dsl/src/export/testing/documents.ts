import { readdirSync, readFileSync } from "node:fs";
import { type Json, type JsonObject, sha256Hex } from "@skald/shared";
import { compileSaga, graphOf, readSources, type ServiceModel, validateText } from "../../index.ts";

const SHOP = new URL("../../../../../examples/shop/", import.meta.url);
const SERVICES = readdirSync(new URL("services/", SHOP)).map((name) => readFileSync(new URL(`services/${name}`, SHOP), "utf8"));
const ORDER_TEXT = readFileSync(new URL("sagas/order.yaml", SHOP), "utf8");

/** The value of a document. */
export function documentOf(text: string): Json {
  return readSources(text, { many: false }).sources[0]?.value ?? null;
}

/** The order saga of the shop, and one that has every type of state. */
export const ORDER = documentOf(ORDER_TEXT);
export const EACH_STATE = documentOf(readFileSync(new URL("../golden/each-state.yaml", import.meta.url), "utf8"));

/** The catalogues of the shop, and none. */
export const SHOP_SERVICES = { services: SERVICES.map(documentOf) };
export const NO_SERVICES = { services: [] };

/** The compiled machine of the order saga. */
export function machineOfOrder(): JsonObject {
  const { documents } = validateText([...SERVICES, ORDER_TEXT].join("\n---\n"), { many: true });
  const saga = documents.find((document) => document.kind === "saga");
  if (saga?.kind !== "saga" || saga.model === null) throw new Error("The order saga has a mistake.");

  const services = new Map([...saga.resolved].filter((entry): entry is [string, ServiceModel] => entry[1] !== null));
  return compileSaga(saga.model, { services, graph: graphOf(saga.model, services), sha256: sha256Hex }).machine;
}
