import type { JsonObject } from "@skald/shared";
import { exportAsl } from "../export-asl.ts";
import { documentOf } from "./documents.ts";

/** What became of a saga: its states by name, and each loss in one line. */
export interface WrittenAsl {
  readonly states: Readonly<Record<string, JsonObject>>;
  readonly losses: readonly string[];
}

/** Writes a saga, given as YAML without its head, with the catalogues it calls. */
export function writeAsl(saga: string, catalogues: readonly string[] = []): WrittenAsl {
  const head = "document: { dsl: '1.0', kind: saga, namespace: shop, name: demo, version: 1.0.0 }\n";
  const { machine, losses } = exportAsl(documentOf(head + saga), { services: catalogues.map(documentOf) });

  return {
    states: machine["States"] as WrittenAsl["states"],
    losses: losses.map(({ kind, at, what }) => `${kind} ${at} ${what}`),
  };
}

/** A catalogue `stock` of the namespace `shop`, given as YAML without its head. */
export function catalogueOf(text: string): string {
  return `document: { dsl: '1.0', kind: service, namespace: shop, name: stock, version: 1.0.0 }\nbaseUrl: https://stock.example\n${text}`;
}
