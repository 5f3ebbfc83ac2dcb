import { describe, expect, test } from "vitest";
import { importText, mistakesIn, stateOf } from "../../testing/import-text.ts";
import { lossesOf, tasksWorkflow } from "../../testing/serverless.ts";

describe("an emit of 1.0", () => {
  function emitting(given: string): string {
    return tasksWorkflow(`- tell: { emit: { event: { with: { ${given} } } } }`);
  }

  test.each([
    [
      "type: a.b, source: '/shop/${ .id }', subject: '${ .id }', data: '${ .order }'",
      { type: "a.b", source: "/shop/${ input.id }", subject: "${ input.id }", data: "${ input.order }" },
    ],
    ["type: a.b, data: [1]", { type: "a.b", data: [1] }],
    ["type: a.b", { type: "a.b" }],
  ])("with %s goes through the outbox", (given, event) => {
    expect(mistakesIn(importText(emitting(given)))).toEqual([]);
    expect(stateOf(emitting(given), "tell")).toMatchObject({ type: "emit", event });
  });

  test.each([
    ["changed", "/type", "type: '${ .kind }'", 'The type of the event of "tell" is computed or missing; a type here is a plain text.'],
    ["changed", "/type", "source: /a", 'The type of the event of "tell" is computed or missing; a type here is a plain text.'],
    ["dropped", "/time", "type: a, time: now", '"time" of the event of "tell" is not brought over.'],
    ["dropped", "/source", "type: a, source: ''", '"source" of the event of "tell" is not brought over.'],
    ["dropped", "/subject", "type: a, subject: 5", '"subject" of the event of "tell" is not brought over.'],
  ])("tells as %s%s what %s loses", (kind, at, given, sentence) => {
    expect(mistakesIn(importText(emitting(given)))).toEqual([]);
    expect(lossesOf(emitting(given))).toContain(`${kind} /do/0/tell/emit/event/with${at}: ${sentence}`);
  });

  test("tells what stands beside its event", () => {
    expect(lossesOf(tasksWorkflow("- tell: { emit: { cc: x, event: { to: y, with: { type: a } } } }"))).toEqual([
      'dropped /do/0/tell/emit/cc: "cc" of "tell" is not brought over.',
      'dropped /do/0/tell/emit/event/to: "to" of "tell" is not brought over.',
    ]);
  });
});

describe("a listen of 1.0", () => {
  function listening(listen: string, more = ""): string {
    return tasksWorkflow(`
- hear: { listen: { ${listen} }${more} }
- use: { set: { got: '\${ .[0].id }' } }`);
  }

  test.each([
    ["to: { one: { with: { type: a.b, source: /x } } }", { cases: [{ event: { type: "a.b", source: "/x", match: "${ saga.id }" } }] }],
    ["to: { any: [{ with: { type: a } }, { with: { type: b } }] }", { cases: [{ event: { type: "a" } }, { event: { type: "b" } }] }],
    [
      "to: { one: { with: { type: a }, correlate: { o: { from: .order } } } }",
      { cases: [{ event: { key: "${ event.order }", match: "${ saga.id }" } }] },
    ],
    [
      "to: { one: { with: { type: a }, correlate: { o: { from: '${ .data.order.id }', expect: '7' } } } }",
      { cases: [{ event: { key: "${ event.data.order.id }", match: '${ "7" }' } }] },
    ],
    [
      "to: { one: { with: { type: a }, correlate: { o: { from: '.data.ids[0]' } } } }",
      { cases: [{ event: { type: "a", match: "${ saga.id }" } }] },
    ],
    [
      "to: { one: { with: { type: a }, correlate: { o: { from: '${ . }' } } } }",
      { cases: [{ event: { type: "a", match: "${ saga.id }" } }] },
    ],
  ])("%s waits for its events", (listen, is) => {
    expect(mistakesIn(importText(listening(listen)))).toEqual([]);
    expect(stateOf(listening(listen), "hear")).toMatchObject({ type: "listen", ...is });
  });

  test.each([
    ["the data", "", "steps.hear.output.data.id"],
    ["the data", ", read: data", "steps.hear.output.data.id"],
    ["the event", ", read: envelope", "steps.hear.output.id"],
    ["the event", ", read: raw", "steps.hear.output.id"],
  ])("gives %s of its event in a list%s", (_what, read, got) => {
    expect(stateOf(listening(`to: { one: { with: { type: a } } }${read}`), "use")).toMatchObject({ values: { got: `\${ ${got} }` } });
  });

  test("has a time-out", () => {
    expect(stateOf(listening("to: { one: { with: { type: a } } }", ", timeout: { after: PT1H }"), "hear")).toMatchObject({ timeout: "1h" });
  });

  test("of more events than a listen may have waits for the first of them", () => {
    const text = listening(`to: { any: [${Array.from({ length: 51 }, (_, index) => `{ with: { type: t${index} } }`).join(", ")}] }`);

    expect((stateOf(text, "hear") as { cases: unknown[] }).cases).toHaveLength(50);
    expect(lossesOf(text)).toContain('dropped /do/0/hear/listen/to/any: "hear" waits for one of 51 events; the first 50 are kept.');
  });

  const ONE = "/do/0/hear/listen/to/one";
  test.each([
    [
      "changed /do/0/hear/listen/to",
      "to: { any: [] }",
      '"hear" takes events of more than one type; an event here has one: "event" stands in its place.',
    ],
    [
      "changed /do/0/hear/listen/to",
      "{}",
      '"hear" takes events of more than one type; an event here has one: "event" stands in its place.',
    ],
    [
      `changed ${ONE}`,
      "to: { one: { with: { source: /x } } }",
      '"hear" takes events of more than one type; an event here has one: "event" stands in its place.',
    ],
    [
      `dropped ${ONE}/with`,
      "to: { one: { with: { type: '${ .t }', subject: x } } }",
      '"hear" narrows its events by "type", "subject"; that is not brought over.',
    ],
    [
      `changed ${ONE}`,
      "to: { one: { with: { type: a } } }",
      '"hear" does not say whose events it awaits; here the subject of an event must be the id of the saga.',
    ],
    [
      `changed ${ONE}`,
      "to: { one: { with: { type: a }, correlate: { o: { from: .order } } } }",
      'The events of "hear" are correlated by ".order"; here it must be the id of the saga.',
    ],
    [
      `changed ${ONE}`,
      "to: { one: { with: { type: a }, correlate: { o: { from: .order, expect: '${ .id }' } } } }",
      'The events of "hear" are correlated by ".order"; here it must be the id of the saga.',
    ],
    [
      `changed ${ONE}`,
      "to: { one: { with: { type: a }, correlate: { o: { from: .a }, p: { from: .b } } } }",
      'The events of "hear" are correlated by several values; only the first is kept.',
    ],
    [
      `dropped ${ONE}`,
      "to: { one: { with: { type: a }, correlate: { o: { from: '.ids[0]' } } } }",
      '".ids[0]" is no plain path; the events of "hear" are not told apart by it.',
    ],
    [`dropped ${ONE}/until`, "to: { one: { with: { type: a }, until: x } }", '"until" of "hear" is not brought over.'],
    [
      "dropped /do/0/hear/listen",
      "to: { any: [{ with: { type: a } }], until: .done }",
      '"hear" goes on listening (until); a listen here takes one event.',
    ],
  ])("tells as %s what %s loses", (place, listen, sentence) => {
    const text = listen === "{}" ? listening("") : listening(listen);

    expect(mistakesIn(importText(text))).toEqual([]);
    expect(lossesOf(text)).toContain(`${place}: ${sentence}`);
  });

  test("that goes through its events is told", () => {
    expect(lossesOf(listening("to: { any: [{ with: { type: a } }] }", ", foreach: { item: x }"))).toContain(
      'dropped /do/0/hear/listen: "hear" goes on listening (foreach); a listen here takes one event.',
    );
  });
});
