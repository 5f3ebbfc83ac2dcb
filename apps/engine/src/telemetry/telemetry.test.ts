import { describe, expect, test } from "vitest";
import { createTelemetry, type EngineTelemetry } from "./create-telemetry.ts";
import { withCorrelation } from "./logs.ts";

function aTelemetry(level: "debug" | "info" = "info"): { telemetry: EngineTelemetry; lines: () => readonly Record<string, unknown>[] } {
  const written: string[] = [];
  const telemetry = createTelemetry({ level, destination: { write: (line: string) => written.push(line) } });

  return { telemetry, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe("telemetry", () => {
  test("a log line is one JSON object with level, time and fields", () => {
    const { telemetry, lines } = aTelemetry();

    telemetry.log("warn", "Something is slow.", { sagaId: "s-1" });

    expect(lines()).toEqual([{ level: "warn", at: expect.stringMatching(/^\d{4}-/), sagaId: "s-1", message: "Something is slow." }]);
  });

  test("a line below the level is not written", () => {
    const { telemetry, lines } = aTelemetry("info");

    telemetry.log("debug", "A detail.");

    expect(lines()).toEqual([]);
  });

  test("lines carry the correlation id of the request they belong to, over promises too", async () => {
    const { telemetry, lines } = aTelemetry();

    await withCorrelation("c-1", async () => {
      await Promise.resolve();
      telemetry.log("info", "Inside.");
    });
    telemetry.log("info", "Outside.");

    expect(lines().map(({ correlationId }) => correlationId)).toEqual(["c-1", undefined]);
  });

  test("an error is logged with its message, and a credential is not", () => {
    const { telemetry, lines } = aTelemetry();

    telemetry.log("error", "Failed.", { error: new Error("out of paper"), call: { authorization: "Bearer x" } });

    expect(lines()).toMatchObject([{ error: { message: "out of paper" }, call: { authorization: "••••••" } }]);
  });

  test("counters are there with zero before anything happened", async () => {
    const { telemetry } = aTelemetry();

    const text = await telemetry.metricsText();

    expect(text).toContain("skald_poisoned_total 0");
  });

  test("samples add up under their labels", async () => {
    const { telemetry } = aTelemetry();

    telemetry.count("skald_sagas_ended_total", { status: "completed" });
    telemetry.count("skald_sagas_ended_total", { status: "completed" }, 2);
    telemetry.gauge("skald_resident_sagas", 7);
    telemetry.observe("skald_commit_units", 3);

    const text = await telemetry.metricsText();
    expect(text).toContain('skald_sagas_ended_total{status="completed"} 3');
    expect(text).toContain("skald_resident_sagas 7");
    expect(text).toContain('skald_commit_units_bucket{le="5"} 1');
  });

  test("a metric or label nobody announced never fails", async () => {
    const { telemetry } = aTelemetry();

    telemetry.count("skald_surprises_total", { of: "what" });
    telemetry.count("skald_sagas_started_total", { unknown: "label" });

    const text = await telemetry.metricsText();
    expect(text).toContain('skald_surprises_total{of="what"} 1');
    expect(text).toContain("skald_sagas_started_total 1");
  });

  test("two engines in one process do not share numbers", async () => {
    const first = aTelemetry().telemetry;
    const second = aTelemetry().telemetry;

    first.count("skald_sagas_started_total");

    expect(await second.metricsText()).toContain("skald_sagas_started_total 0");
  });
});
