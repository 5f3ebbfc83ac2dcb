import type { DestinationStream } from "pino";
import type { Telemetry } from "../ports/telemetry.ts";
import { createLogger, type LogLevel } from "./logs.ts";
import { createMetrics } from "./metrics.ts";

/** Telemetry of a running engine. */
export interface EngineTelemetry extends Telemetry {
  /** Every metric in the text format of Prometheus. */
  metricsText(): Promise<string>;
  readonly metricsContentType: string;
}

/** What telemetry is made of. */
export interface TelemetryOptions {
  readonly level: LogLevel;
  /** Where log lines go; standard output unless told. */
  readonly destination?: DestinationStream;
}

/** Logs by pino and metrics by prom-client, behind one port. */
export function createTelemetry({ level, destination }: TelemetryOptions): EngineTelemetry {
  const logger = createLogger(level, destination);
  const metrics = createMetrics();

  return {
    log: (at, message, fields) => {
      if (fields === undefined) logger[at](message);
      else logger[at](fields, message);
    },
    count: (name, labels = {}, by = 1) => metrics.count(name, labels, by),
    gauge: (name, value, labels = {}) => metrics.gauge(name, value, labels),
    observe: (name, value, labels = {}) => metrics.observe(name, value, labels),
    metricsText: () => metrics.text(),
    metricsContentType: metrics.contentType,
  };
}
