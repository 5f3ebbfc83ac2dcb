import { describe, expect, test } from "vitest";
import { importText, mistakesIn, operationsOf, sagaOf, told } from "../../testing/import-text.ts";
import { INTEGRATION, machine } from "../../testing/state-machine.ts";
import { caught, TRIP, task } from "../../testing/trip.ts";

const ACTIVITY = { Resource: "arn:aws:states:eu-west-1:1:activity:cars" };

describe("a chain of catchers stays a chain", () => {
  test.each([
    [
      "when a state that is no undo leads into it",
      {
        ...TRIP,
        ChargeCard: task("charge-card", "Done", {
          Catch: [
            { ErrorEquals: ["States.Timeout"], Next: "Handle" },
            { ErrorEquals: ["States.ALL"], Next: "CancelCar" },
          ],
        }),
        Handle: { Type: "Pass", Next: "CancelCar" },
      },
      '"Handle" leads to "CancelCar" without a failure',
    ],
    [
      "when its steps stand in a loop",
      {
        ...TRIP,
        Done: { Type: "Choice", Choices: [{ Variable: "$.more", IsPresent: true, Next: "ReserveFlight" }], Default: "End" },
        End: { Type: "Succeed" },
      },
      '"ReserveFlight" stands in a loop',
    ],
    [
      "when nobody knows what its last state undoes",
      { ...TRIP, CancelFlight: task("cancel-flight", "RefundTicket"), RefundTicket: task("refund-ticket", "Failed") },
      'it is not certain what "RefundTicket" undoes',
    ],
    [
      "when nobody knows what a state behind it undoes",
      {
        ...TRIP,
        CancelFlight: task("cancel-flight", "Notify"),
        Notify: task("notify", "RefundTicket"),
        RefundTicket: task("refund-ticket", "Failed"),
      },
      'it is not certain what "RefundTicket" undoes',
    ],
    [
      "when it undoes what was not done yet",
      { ...TRIP, ReserveFlight: task("reserve-flight", "ReserveCar", caught("CancelCar")) },
      '"ReserveFlight" leads to "CancelCar", but "ReserveCar" does not run before it',
    ],
    [
      "when its step is the work of people",
      { ...TRIP, ReserveCar: task("", "ChargeCard", { ...ACTIVITY, ...caught("CancelFlight") }) },
      '"CancelCar" or "ReserveCar" is no plain call of a service',
    ],
    [
      "when its undo is the work of people",
      { ...TRIP, CancelCar: task("", "CancelFlight", ACTIVITY) },
      '"CancelCar" or "ReserveCar" is no plain call of a service',
    ],
    [
      "when its undo waits for an answer",
      { ...TRIP, CancelCar: task("", "CancelFlight", { Resource: `${INTEGRATION}sqs:sendMessage.waitForTaskToken` }) },
      '"CancelCar" or "ReserveCar" is no plain call of a service',
    ],
  ])("%s", (_why, states, reason) => {
    const imported = importText(machine(states));

    const kept = imported.losses.filter(({ kind, what }) => kind === "kept" && what.startsWith("The chain")).map(({ what }) => what);
    expect(kept).toEqual([expect.stringContaining(`looks like undos in reverse, but ${reason}; it stays a chain of states.`)]);
    expect(Object.values(operationsOf(imported)).filter(({ kind }) => kind === "compensatable")).toEqual([]);
    expect(mistakesIn(imported)).toEqual([]);
  });
});

test("a state that is called for no thing undoes nothing", () => {
  const text = machine({ Reserve: task("reserve", "Done", caught("Cancel")), Done: { Type: "Succeed" }, Cancel: task("cancel", "Done") });

  expect(operationsOf(importText(text))["lambda.reserve"]).toMatchObject({ kind: "retriable" });
});

describe("a lifted undo", () => {
  test("is found whatever its thing is called", () => {
    const text = machine(TRIP).replaceAll(/(?<=Reserve|Cancel)Car"/g, 'Constructor"');

    expect(operationsOf(importText(text))["lambda.reserveCar"]).toMatchObject({ kind: "compensatable" });
  });

  test("keeps what it says beside what it reads", () => {
    const Parameters = { "trip.$": "$.tripId", why: "failed", count: 1, tags: ["trip", true], none: null };
    const imported = importText(machine({ ...TRIP, CancelCar: task("cancel-car", "CancelFlight", { Parameters }) }));

    expect(operationsOf(imported)["lambda.reserveCar"]).toMatchObject({
      compensate: { call: { body: { trip: "${ params.trip }", why: "failed", count: 1, tags: ["trip", true], none: null } } },
    });
  });

  test("that was given the whole document gets what its step knows, and the rest is told", () => {
    const text = machine({
      ...TRIP,
      ReserveCar: task("reserve-car", "ChargeCard", {
        Parameters: { "trip.$": "$.tripId", "car.$": "$.car" },
        ResultPath: "$.rental",
        ...caught("CancelFlight"),
      }),
      ChargeCard: task("charge-card", "Done", { Parameters: { "rental.$": "$.rental" }, ...caught("CancelCar") }),
      CancelFlight: task("cancel-flight", "Failed"),
    });

    expect(operationsOf(importText(text))["lambda.reserveFlight"]).toMatchObject({
      compensate: {
        call: {
          body: { tripId: "${ params.trip }", flight: "${ output }", error: { Error: "${ cause.type }", Cause: "${ cause.detail }" } },
        },
      },
    });
    expect(told(text, "changed").filter((what) => what.startsWith('"CancelFlight" became'))).toEqual([
      '"CancelFlight" became compensate of "lambda.reserveFlight": it runs by itself, in reverse order, when the saga turns back. It reads what "ReserveFlight" answered, which is missing after a time-out. It no longer gets "car", "rental", which other steps made.',
    ]);
  });

  test.each([
    [
      "the saga's input",
      { ReserveFlight: task("reserve-flight", "ReserveCar", { ResultPath: "$.flight", ...caught("Failed") }) },
      "${ params.tripId }",
    ],
    [
      "what it computed",
      {
        ReserveFlight: task("reserve-flight", "ReserveCar", {
          Parameters: { "n.$": "States.MathAdd($.n, 1)", "id.$": "$.tripId" },
          ResultPath: "$.flight",
          ...caught("Failed"),
        }),
      },
      "${ params.id }",
    ],
    [
      "a list",
      { ReserveFlight: task("reserve-flight", "ReserveCar", { Parameters: ["x"], ResultPath: "$.flight", ...caught("Failed") }) },
      "${ input.tripId }",
    ],
  ])("of a step that was given %s reads it there if it can", (_what, states, trip) => {
    const CancelFlight = task("cancel-flight", "Failed", { Parameters: { "trip.$": "$.tripId" } });
    const imported = importText(machine({ ...TRIP, ...states, CancelFlight }));

    const undo = operationsOf(imported)["lambda.reserveFlight"]?.["compensate"] ?? sagaOf(imported)["states"];
    expect(JSON.stringify(undo)).toContain(JSON.stringify({ trip }));
    expect(mistakesIn(imported)).toEqual([]);
  });

  test("of a step that was given the whole document too leaves nothing out", () => {
    const text = machine({
      ...TRIP,
      ReserveCar: task("reserve-car", "ChargeCard", caught("CancelFlight")),
      CancelCar: task("cancel-car", "CancelFlight"),
    });

    expect(operationsOf(importText(text))["lambda.reserveCar"]).toMatchObject({
      compensate: { call: { body: { tripId: "${ params.tripId }", flight: "${ params.flight }" } } },
    });
  });

  test("whose own failure was caught waits for a person instead, and that is told", () => {
    const text = machine({
      ...TRIP,
      CancelCar: task("cancel-car", "CancelFlight", { Parameters: { "trip.$": "$.tripId" }, ...caught("Failed") }),
    });

    expect(told(text, "changed")).toContain('A failure of "CancelCar" is an incident that waits for a person; its catchers fall away.');
  });

  test("leaves the other catchers of its step as they are", () => {
    const ChargeCard = task("charge-card", "Done", {
      Catch: [
        { ErrorEquals: ["Declined"], Next: "Done" },
        { ErrorEquals: ["States.ALL"], Next: "CancelCar" },
      ],
    });

    expect(sagaOf(importText(machine({ ...TRIP, ChargeCard })))["states"]).toMatchObject({
      ChargeCard: {
        catch: [
          { errors: ["Declined"], next: "prepareDone" },
          { errors: ["*"], next: "Failed" },
        ],
      },
    });
  });

  test("stands at its step when a branch calls the operation too", () => {
    const branch = { StartAt: "Again", States: { Again: { ...task("reserve-car", ""), Next: "Ok" }, Ok: { Type: "Succeed" } } };
    const states = { ...TRIP, Done: { Type: "Parallel", Branches: [branch, branch], End: true } };

    expect(sagaOf(importText(machine(states)))["states"]).toMatchObject({
      ReserveCar: { kind: "compensatable", compensate: { call: { body: { trip: "${ params.trip }" } } } },
    });
  });
});
