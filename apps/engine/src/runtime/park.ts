import type { SagaStore } from "../ports/saga-store.ts";
import type { Telemetry } from "../ports/telemetry.ts";

/** What parking needs. */
export interface ParkingPorts {
  readonly store: Pick<SagaStore, "park">;
  readonly telemetry: Telemetry;
  /** Does something a little later, unless the host has changed hands by then. */
  later(again: () => void): void;
}

/**
 * Parks sagas that cannot be read (G22): their rows show them as poisoned, and all others go on. What the store
 * cannot take now is tried again; nothing depends on when it succeeds, because nothing moves such a saga.
 */
export function createParking({ store, telemetry, later }: ParkingPorts): (sagaId: string, reason: string) => void {
  const park = (sagaId: string, reason: string): void => {
    const told = (isNew: boolean): void => {
      if (!isNew) return;
      telemetry.count("skald_sagas_unreadable_total");
      telemetry.log("error", "A saga cannot be read and is parked; its journal was not touched.", { sagaId, reason });
    };
    const failed = (error: unknown): void => {
      telemetry.log("warn", "A saga that cannot be read could not be parked; it is tried again.", { sagaId, reason, error });
      later(() => park(sagaId, reason));
    };
    store.park(sagaId).then(told, failed);
  };

  return park;
}
