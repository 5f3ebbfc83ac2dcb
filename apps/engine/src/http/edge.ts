import type { Clock } from "../ports/clock.ts";
import type { DefinitionStore } from "../ports/definitions.ts";
import type { Gateway } from "../ports/gateway.ts";
import type { Progress } from "../ports/health.ts";
import type { Ids } from "../ports/ids.ts";
import type { Projection } from "../ports/projection.ts";
import type { SagaHost } from "../ports/saga-host.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import type { Cursors } from "./cursor/cursors.ts";
import type { Prover } from "./proof/create-prover.ts";
import type { Simulator } from "./simulation/create-simulator.ts";
import type { UnderWay } from "./under-way.ts";

/** What the HTTP edge is given: ports, and how it was told to run. */
export interface Edge {
  readonly host: SagaHost;
  readonly projection: Projection;
  readonly definitions: DefinitionStore;
  readonly gateway: Pick<Gateway, "services">;
  readonly progress: Progress;
  readonly telemetry: Telemetry;
  /** The text `/metrics` answers; without it the route says that there are none. */
  readonly metrics?: () => Promise<{ readonly type: string; readonly text: string }>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: HttpSettings;
  /** Left out: one in a thread of its own. */
  readonly prover?: Prover;
}

/** How the engine's API was told to run. */
export interface HttpSettings {
  /** 0 takes any free one. */
  readonly port: number;
  /** The address to listen on. Only loopback, as long as nobody has to log in. */
  readonly hostName: string;
  /** Life of a saga whose definition gives no timeout. */
  readonly defaultTimeoutMs: number;
  /** What documents may read as `env.X`. */
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
  /** Origins of browsers, beside the engine's own, such as `http://127.0.0.1:3000`. */
  readonly consoleOrigins: readonly string[];
  /** Signs cursors. Replicas that share their clients share it; made at the start when absent. */
  readonly cursorSecret?: string;
  /** Time one simulation may take. Default 10 s. */
  readonly simulationMs?: number;
}

/** What routes work with: the edge, and what the edge keeps while it is open. */
export interface Door extends Edge {
  readonly cursors: Cursors;
  /** Aborted when the edge closes: streams end, waits answer. */
  readonly closing: AbortSignal;
  readonly startedMs: number;
  readonly underWay: UnderWay;
  readonly simulator: Simulator;
  readonly prover: Prover;
}
