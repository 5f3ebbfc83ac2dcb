import type { StreamHint } from "@skald/shared";
import type { SagaFilter } from "../../ports/projection.ts";
import type { SagaHint } from "../../ports/saga-host.ts";
import type { Door } from "../edge.ts";
import type { EventStream } from "./event-stream.ts";

/** Above this a page is better read anew than row by row. */
const HINTS_MAX = 200;
/** Sagas a reader was told of; the oldest are forgotten. */
const TOLD_MAX = 10_000;

/**
 * Sends hints about sagas that moved. It begins with `resync`: whatever was missed before, the reader reads its rows
 * once. A hint never says that a saga belongs to the filter, only that it may.
 */
export function followSagas(door: Door, stream: EventStream, filter: SagaFilter): void {
  const concerns = createConcern(filter, door.clock.nowMs());
  let count = 0;
  let isBusy = false;
  let hasMissed = false;
  const send = async (changes: readonly SagaHint[]): Promise<void> => {
    const fitting = changes.filter(concerns);
    const more = hasMissed || fitting.length > HINTS_MAX;
    if (fitting.length === 0 && !more) return;
    if (isBusy) {
      hasMissed = true;
      return;
    }

    isBusy = true;
    hasMissed = false;
    const changed = fitting.slice(0, HINTS_MAX).map(({ id, revision, status }) => ({ id, revision, status }));
    count += 1;
    await stream.send({ id: String(count), data: { changed, more } as StreamHint });
    isBusy = false;
  };
  const unsubscribe = door.host.subscribe((changes) => void send(changes));
  stream.ended.addEventListener("abort", unsubscribe);
  void stream.send({ id: "0", event: "resync", data: {} });
}

/** A saga that left the filter concerns whoever may show it: it was there before the stream, or was told. */
function createConcern({ status, namespace, name }: SagaFilter, openedMs: number): (hint: SagaHint) => boolean {
  const told = new Set<string>();

  return ({ id, status: now, definition }) => {
    if (namespace !== undefined && !definition.startsWith(`${namespace}/`)) return false;
    if (name !== undefined && !definition.endsWith(`/${name}`)) return false;
    if (status === undefined) return true;
    if (!status.includes(now)) return told.has(id) || startedMsOf(id) < openedMs;

    told.add(id);
    const [oldest] = told;
    if (told.size > TOLD_MAX && oldest !== undefined) told.delete(oldest);
    return true;
  };
}

/** The instant a UUIDv7 holds. */
function startedMsOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
