import type { Telemetry } from "../ports/telemetry.ts";

/** Telemetry that remembers instead of telling. */
export interface RecordedTelemetry extends Telemetry {
  readonly logs: readonly { readonly level: string; readonly message: string; readonly fields: Readonly<Record<string, unknown>> }[];
  /** Sum of a counter over all labels. */
  counted(name: string): number;
}

export function createRecordedTelemetry(): RecordedTelemetry {
  const logs: RecordedTelemetry["logs"][number][] = [];
  const counters = new Map<string, number>();

  return {
    logs,
    log(level, message, fields = {}) {
      logs.push({ level, message, fields });
    },
    count(name, _labels, by = 1) {
      counters.set(name, (counters.get(name) ?? 0) + by);
    },
    gauge() {},
    observe() {},
    counted: (name) => counters.get(name) ?? 0,
  };
}
