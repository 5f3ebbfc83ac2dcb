import { LAMBDA } from "./state-machine.ts";

/** A task whose result is thrown away. */
export function task(name: string, next: string, more: object = {}): object {
  return { Type: "Task", Resource: `${LAMBDA}${name}`, ResultPath: null, Next: next, ...more };
}

/** A catcher of whatever fails. */
export function caught(next: string): object {
  return { Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: next }] };
}

/** A trip whose steps are undone in reverse by a chain of catchers. */
export const TRIP = {
  ReserveFlight: task("reserve-flight", "ReserveCar", {
    ResultPath: "$.flight",
    Parameters: { "trip.$": "$.tripId" },
    ...caught("Failed"),
  }),
  ReserveCar: task("reserve-car", "ChargeCard", { Parameters: { "trip.$": "$.tripId", "days.$": "$.days" }, ...caught("CancelFlight") }),
  ChargeCard: task("charge-card", "Done", caught("CancelCar")),
  Done: { Type: "Succeed" },
  CancelCar: task("cancel-car", "CancelFlight", {
    Parameters: { "trip.$": "$.tripId" },
    Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 4 }],
  }),
  CancelFlight: task("cancel-flight", "Failed", { Parameters: { "trip.$": "$.tripId", "booking.$": "$.flight.id" } }),
  Failed: { Type: "Fail", Error: "TripFailed", Cause: "The trip could not be booked" },
};
