import { describe, expect, test } from "vitest";
import { importText, mistakesIn, operationsOf, sagaOf, told } from "../../testing/import-text.ts";
import { caught, TRIP, task } from "../../testing/trip.ts";
import { writeImported } from "../../write-imported.ts";

function machine(states: Record<string, object>): string {
  return JSON.stringify({ StartAt: Object.keys(states)[0], States: states }, null, 2);
}

describe("a chain of catchers that undoes in reverse", () => {
  test("becomes the undos of the operations it takes back", () => {
    const imported = importText(machine(TRIP));

    expect(operationsOf(imported)["lambda.reserveCar"]).toMatchObject({
      kind: "compensatable",
      compensate: {
        call: { method: "POST", path: "/2015-03-31/functions/cancel-car/invocations", body: { trip: "${ params.trip }" } },
        retry: { attempts: 5 },
      },
    });
    expect(operationsOf(imported)["lambda.reserveFlight"]).toMatchObject({
      kind: "compensatable",
      compensate: { call: { body: { trip: "${ params.trip }", booking: "${ output.id }" } } },
    });
  });

  test("is gone, and its catchers lead to where it ended", () => {
    const imported = importText(machine(TRIP));

    expect(Object.keys(sagaOf(imported)["states"] as object)).toEqual(["ReserveFlight", "ReserveCar", "ChargeCard", "Done", "Failed"]);
    expect(sagaOf(imported)["states"]).toMatchObject({ ChargeCard: { catch: [{ errors: ["*"], next: "Failed" }] } });
    expect(Object.keys(operationsOf(imported))).toEqual(["lambda.reserveFlight", "lambda.reserveCar", "lambda.chargeCard"]);
    expect(mistakesIn(imported)).toEqual([]);
  });

  test("that goes on elsewhere undoes first, then goes on", () => {
    const imported = importText(machine({ ...TRIP, Failed: task("notify", "Stop"), Stop: { Type: "Fail" } }));

    expect(sagaOf(imported)["states"]).toMatchObject({
      ChargeCard: { catch: [{ errors: ["*"], compensate: true, next: expect.stringMatching(/^prepareFailed/) }] },
    });
  });

  test("is told, with what it means", () => {
    expect(told(machine(TRIP), "changed")).toEqual(
      expect.arrayContaining([
        '"CancelCar" became compensate of "lambda.reserveCar": it runs by itself, in reverse order, when the saga turns back.',
        '"CancelFlight" became compensate of "lambda.reserveFlight": it runs by itself, in reverse order, when the saga turns back. It reads what "ReserveFlight" answered, which is missing after a time-out.',
        'The catcher of "ChargeCard" leads straight to "Failed"; "CancelCar", "CancelFlight" on the way became undos.',
      ]),
    );
  });

  test("may begin with the undo of the step that failed", () => {
    const imported = importText(
      machine({
        ...TRIP,
        ReserveFlight: task("reserve-flight", "ReserveCar", {
          Parameters: { "trip.$": "$.tripId" },
          ResultPath: "$.flight",
          ...caught("CancelFlight"),
        }),
        ReserveCar: task("reserve-car", "ChargeCard", { Parameters: { "trip.$": "$.tripId" }, ...caught("CancelCar") }),
      }),
    );

    expect(operationsOf(imported)["lambda.reserveFlight"]).toMatchObject({ kind: "compensatable" });
    expect(imported.losses.map(({ what }) => what).join("\n")).toContain(
      '"CancelFlight" ran also when "ReserveFlight" was refused; a step that did not happen is not undone here.',
    );
  });

  test("stands at the step where the undo needs what only the saga knows", () => {
    const imported = importText(
      machine({ ...TRIP, CancelCar: task("cancel-car", "CancelFlight", { Parameters: { "reason.$": "$.reason" } }) }),
    );

    expect(sagaOf(imported)["states"]).toMatchObject({
      ReserveCar: { kind: "compensatable", compensate: { call: { method: "POST", body: { reason: "${ input.reason }" } } } },
    });
    expect(mistakesIn(imported)).toEqual([]);
  });

  test("is known by the opposite word, where several steps are about one thing", () => {
    const imported = importText(
      machine({
        ...TRIP,
        ChargeCard: task("charge-card", "ConfirmFlight", caught("CancelCar")),
        ConfirmFlight: task("confirm-flight", "Done", caught("CancelCar")),
      }),
    );

    expect(operationsOf(imported)).toMatchObject({
      "lambda.reserveFlight": { kind: "compensatable" },
      "lambda.confirmFlight": { kind: "retriable" },
    });
  });

  test("crosses services with an address of its own", () => {
    const imported = importText(
      machine({
        ...TRIP,
        CancelCar: {
          Type: "Task",
          Resource: "arn:aws:states:::dynamodb:deleteItem",
          Parameters: { "trip.$": "$.tripId" },
          ResultPath: null,
          Next: "CancelFlight",
        },
      }),
    );

    expect(sagaOf(imported)["states"]).toMatchObject({
      ReserveCar: {
        compensate: { call: { http: { method: "POST", url: "${ env.DYNAMODB_URL }/deleteItem", body: { trip: "${ params.trip }" } } } },
      },
    });
    expect(mistakesIn(imported)).toEqual([]);
  });
});

describe("a chain that is not certain", () => {
  test.each([
    [
      "undoes in the order of the steps",
      {
        ...TRIP,
        ChargeCard: task("charge-card", "Done", caught("CancelFlight")),
        ReserveCar: task("reserve-car", "ChargeCard"),
        CancelFlight: task("cancel-flight", "CancelCar"),
        CancelCar: task("cancel-car", "Failed"),
      },
      "do not run in reverse order",
    ],
    [
      "leaves out what was done before",
      { ...TRIP, CancelCar: task("cancel-car", "Failed") },
      'a failure of "ChargeCard" does not undo "ReserveFlight"',
    ],
    ["is entered without a failure", { ...TRIP, Done: { Type: "Pass", Next: "CancelFlight" } }, "leads back to"],
    [
      "undoes one step twice",
      { ...TRIP, CancelCar: task("cancel-car", "VoidFlight"), VoidFlight: task("void-flight", "CancelFlight") },
      'both seem to undo "ReserveFlight"',
    ],
    [
      "reads what the step never saw",
      {
        ...TRIP,
        ReserveCar: task("reserve-car", "ChargeCard", { ResultPath: "$.car", ...caught("CancelFlight") }),
        CancelFlight: task("cancel-flight", "Failed", { Parameters: { "car.$": "$.car.id" } }),
      },
      "neither given nor answered",
    ],
  ])("because it %s stays a chain, and the report says why", (_why, states, reason) => {
    const imported = importText(machine(states));

    const kept = imported.losses.filter(({ kind, what }) => kind === "kept" && what.startsWith("The chain"));
    expect(Object.values(operationsOf(imported)).filter(({ kind }) => kind === "compensatable")).toEqual([]);
    expect(kept.map(({ what }) => what).join("")).toContain(reason);
    expect(mistakesIn(imported)).toEqual([]);
  });

  test("because its states undo nothing by their names is nothing to speak of", () => {
    const text = machine({
      Book: task("book", "Done", caught("Notify")),
      Done: { Type: "Succeed" },
      Notify: task("notify", "Failed"),
      Failed: { Type: "Fail" },
    });

    expect(importText(text).losses.filter(({ what }) => what.includes("chain"))).toEqual([]);
  });
});

test("a lifted trip reads well", async () => {
  const files = writeImported(importText(machine(TRIP), "book-trip"));

  await expect(files.map(({ name, text }) => `# ${name}\n${text}`).join("\n")).toMatchFileSnapshot("../../golden/book-trip.yaml");
});
