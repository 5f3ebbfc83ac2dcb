import { readFile } from "node:fs/promises";
import type { OrderInput } from "../desk/make-order.ts";

/** One line of orders.jsonl: an order, and the fault its day shall have. */
export interface OrderLine extends OrderInput {
  /** As the fault desk reads it; null: everything works. */
  readonly fault: string | null;
}

/** Reads the orders to play. */
export async function readOrderLines(path: string | URL): Promise<readonly OrderLine[]> {
  const text = await readFile(path, "utf8");
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as OrderLine);
}

/** The order without its fault: the input of the saga. */
export function inputOf({ fault: _fault, ...input }: OrderLine): OrderInput {
  return input;
}
