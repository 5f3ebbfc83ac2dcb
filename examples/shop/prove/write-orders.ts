// Writes orders.jsonl: every story, every fault of the desk once, and enough good days between them.
//   node examples/shop/prove/write-orders.ts

import { writeFile } from "node:fs/promises";
import { seededRandom } from "@skald/shared";
import { makeOrder } from "../desk/make-order.ts";
import { BEHAVIOURS, type Behaviour, canBehave, OPERATIONS, type Operation } from "../faults/catalogue.ts";
import { STORIES } from "../faults/stories.ts";
import type { OrderLine } from "./order-line.ts";

const ORDERS = 300;
const SEED = 20_261_120;

const random = seededRandom(SEED);
const faults = [...STORIES.flatMap(({ fault }) => (fault === null ? [] : [fault])), ...everyFault()];
const days: readonly (string | null)[] = shuffle([...faults, ...Array.from({ length: ORDERS - faults.length }, () => null)]);
const lines = days.map((fault, index): OrderLine => ({ ...makeOrder(orderId(index + 1), random), fault }));
await writeFile(new URL("../orders.jsonl", import.meta.url), `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);

/** Each behaviour of each operation once. An undo needs a reason to run: the refused capture. */
function everyFault(): readonly string[] {
  const operations = Object.keys(OPERATIONS) as Operation[];
  const behaviours = Object.keys(BEHAVIOURS) as Behaviour[];
  return operations.flatMap((operation) =>
    behaviours.flatMap((behaviour) => {
      if (!canBehave(operation, behaviour)) return [];
      const fault = `${operation}:${behaviour}*1`;
      return [OPERATIONS[operation].lane === "undo" ? `payments.capture:refuse, ${fault}` : fault];
    }),
  );
}

/** Every ninth order has an id that a careless path or header would break. */
function orderId(number: number): string {
  const id = `O-${String(number).padStart(4, "0")}`;
  return number % 9 === 0 ? `${id} ü/茶?&#%25` : id;
}

function shuffle<T>(list: readonly T[]): readonly T[] {
  return list
    .map((value) => ({ value, place: random() }))
    .toSorted((left, right) => left.place - right.place)
    .map(({ value }) => value);
}
