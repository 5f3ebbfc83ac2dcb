import { AsyncLocalStorage } from "node:async_hooks";
import { type DestinationStream, type Logger, pino, stdSerializers } from "pino";

/** How much is logged. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

const correlation = new AsyncLocalStorage<string>();

/** Runs something whose log lines carry the correlation id, however far its promises go. */
export function withCorrelation<T>(correlationId: string, run: () => T): T {
  return correlation.run(correlationId, run);
}

/** One JSON object a line, to standard output unless told. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    messageKey: "message",
    serializers: { error: stdSerializers.err },
    // The gateway never logs credentials; this is the second wall.
    redact: { paths: ["*.authorization", "*.cookie", "*.password", "*.secret", "*.token", "headers.*"], censor: "••••••" },
    mixin: () => {
      const id = correlation.getStore();
      return id === undefined ? {} : { correlationId: id };
    },
  };

  return destination === undefined ? pino(options) : pino(options, destination);
}
