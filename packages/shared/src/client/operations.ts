import type {
  AuditList,
  BreakerRequest,
  CoordinatorMetrics,
  HealthDetailed,
  LiveRequest,
  ReadyView,
  ServiceList,
  ServiceView,
  StatisticsView,
} from "../api/operations.ts";
import { pathOf } from "./query.ts";
import type { Page } from "./sagas.ts";
import { jsonBody, type Transport } from "./transport.ts";

/** Services, figures and the health of the engine. */
export interface OperationCalls {
  listServices(): Promise<ServiceList>;
  /** Sets the live values of a service; none gives the word back to its document. */
  setLiveValues(name: string, request: LiveRequest, namespace?: string): Promise<ServiceView>;
  /** Opens or closes a breaker by hand; `auto` lets it decide for itself again. */
  setBreaker(name: string, request: BreakerRequest, namespace?: string): Promise<ServiceView>;
  /** Counts now, ends within the window: `1h`, `24h`. */
  statistics(window?: string): Promise<StatisticsView>;
  /** How the engine as a whole does: totals, active sagas, success, duration, throughput. */
  coordinatorMetrics(window?: string): Promise<CoordinatorMetrics>;
  /** Commands people gave, newest first. */
  audit(page?: Page): Promise<AuditList>;
  /** The engine, its database and every service. Also an answer when something is down. */
  health(): Promise<HealthDetailed>;
  /** Whether the engine takes work, and why not. */
  ready(): Promise<ReadyView>;
}

const UNHEALTHY = [503];

/** The calls about operating over a transport. */
export function operationCalls(send: Transport): OperationCalls {
  return {
    listServices: async () => (await send<ServiceList>({ method: "GET", path: pathOf("services") })).body,
    setLiveValues: async (name, request, namespace) => {
      const path = pathOf("services", name);
      return (await send<ServiceView>({ method: "PUT", path, query: { namespace }, body: jsonBody(request) })).body;
    },
    setBreaker: async (name, request, namespace) => {
      const path = pathOf("services", name, "breaker");
      return (await send<ServiceView>({ method: "POST", path, query: { namespace }, body: jsonBody(request) })).body;
    },
    statistics: async (window) => (await send<StatisticsView>({ method: "GET", path: pathOf("statistics"), query: { window } })).body,
    coordinatorMetrics: async (window) =>
      (await send<CoordinatorMetrics>({ method: "GET", path: pathOf("metrics", "coordinator"), query: { window } })).body,
    audit: async (page = {}) => (await send<AuditList>({ method: "GET", path: pathOf("audit"), query: { ...page } })).body,
    health: async () => (await send<HealthDetailed>({ method: "GET", path: "/health/detailed", accept: UNHEALTHY })).body,
    ready: async () => (await send<ReadyView>({ method: "GET", path: "/health/ready", accept: UNHEALTHY })).body,
  };
}
