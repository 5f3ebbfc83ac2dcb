import type { SagaFrame } from "@skald/shared";
import type { Door } from "../edge.ts";
import { requireSaga, viewOf } from "../sagas/seen-saga.ts";
import type { EventStream } from "./event-stream.ts";

/** A saga that commits a hundred times a second is shown ten times a second: frames hold the whole saga. */
const FRAME_GAP_MS = 100;

/**
 * Sends a saga whenever it has moved beyond what the reader has seen. Frames hold the whole saga, so a reader that
 * comes back with the last id it saw has missed nothing.
 */
export async function followSaga(door: Door, stream: EventStream, id: string, seen: number): Promise<void> {
  let from = seen;
  try {
    while (!stream.ended.aborted) {
      const view = viewOf(await requireSaga(door, id));
      if (view.revision > from) {
        await stream.send({ id: String(view.revision), data: { from, to: view.revision, patch: view } satisfies SagaFrame });
        from = view.revision;
      }
      await pause(door, stream.ended);
      await door.host.changed(id, from, stream.ended);
    }
  } catch (error) {
    // The database is away, or the saga was removed: the reader comes back and is told by the answer.
    door.telemetry.log("info", "A stream of a saga ended early.", { error, sagaId: id });
  } finally {
    stream.end();
  }
}

function pause({ clock }: Door, ended: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const settle = (): void => {
    cancel();
    ended.removeEventListener("abort", settle);
    resolve();
  };
  const cancel = clock.schedule(FRAME_GAP_MS, settle);
  ended.addEventListener("abort", settle);

  return promise;
}
