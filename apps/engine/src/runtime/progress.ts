import type { Gateway } from "../ports/gateway.ts";
import type { Progress, ProgressReport } from "../ports/health.ts";
import type { SagaStore } from "../ports/saga-store.ts";
import type { HostVitals } from "./vitals.ts";

/** What readiness is read from. */
export interface ProgressPorts {
  readonly host: { vitals(): HostVitals };
  readonly store: Pick<SagaStore, "backlog">;
  readonly gateway: Pick<Gateway, "services">;
}

const SCAN_AGE_MAX_MS = 5000;
/** T of G28. */
const DUE_AGE_MAX_MS = 30_000;

/** Ready means that due work progresses, not that a process is up (G28). */
export function createProgress({ host, store, gateway }: ProgressPorts): Progress {
  return {
    check() {
      const vitals = host.vitals();
      const backlog = store.backlog();
      const reasons = reasonsOf(vitals, backlog.oldestMs);
      const open = gateway.services().filter(({ breaker }) => breaker === "open");
      const components: ProgressReport["components"] = [
        {
          name: "commits",
          status: vitals.storeAwayMs === null ? "up" : "down",
          detail: `${backlog.units} units wait, the oldest for ${Math.round(backlog.oldestMs)} ms`,
        },
        {
          name: "scan",
          status: isScanning(vitals) ? "up" : "down",
          detail: vitals.scanAgeMs === null ? "never ran" : `ran ${Math.round(vitals.scanAgeMs)} ms ago`,
        },
        {
          name: "due work",
          status: vitals.dueAgeMs < DUE_AGE_MAX_MS ? "up" : "down",
          detail: `the oldest is due for ${Math.round(vitals.dueAgeMs)} ms`,
        },
        {
          name: "sagas",
          status: vitals.accepting ? "up" : "down",
          detail: `${vitals.residents} move, ${vitals.calls} calls are under way`,
        },
        {
          name: "services",
          status: open.length === 0 ? "up" : "degraded",
          detail: open.length === 0 ? "every breaker is closed" : `the breaker of ${open.map(({ service }) => service).join(", ")} is open`,
        },
      ];

      return Promise.resolve({ ready: reasons.length === 0, reasons, components });
    },
  };
}

function reasonsOf(vitals: HostVitals, oldestUnitMs: number): readonly string[] {
  const reasons: string[] = [];
  if (!vitals.accepting) reasons.push("The engine is stopping or was taken over.");
  if (!isScanning(vitals)) reasons.push("Due timers and deadlines were not looked for within 5 s.");
  if (vitals.storeAwayMs !== null) reasons.push("The database does not take commits.");
  if (vitals.dueAgeMs >= DUE_AGE_MAX_MS) reasons.push("A timer or deadline is due for more than 30 s.");
  if (oldestUnitMs >= DUE_AGE_MAX_MS) reasons.push("A unit waits for its commit for more than 30 s.");

  return reasons;
}

function isScanning({ scanAgeMs }: HostVitals): boolean {
  return scanAgeMs !== null && scanAgeMs <= SCAN_AGE_MAX_MS;
}

/** Ready when every part is; reasons and components of all. */
export function combineProgress(parts: readonly Progress[]): Progress {
  return {
    async check() {
      const reports = await Promise.all(parts.map((part) => part.check()));

      return {
        ready: reports.every((report) => report.ready),
        reasons: reports.flatMap((report) => report.reasons),
        components: reports.flatMap((report) => report.components),
      };
    },
  };
}
