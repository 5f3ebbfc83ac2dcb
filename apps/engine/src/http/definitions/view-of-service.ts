import { expressions, type ServiceLive, type ServiceModel } from "@skald/dsl";
import { ProblemError, type ServiceView } from "@skald/shared";
import type { BreakerOverride, LiveValues, StoredDefinition } from "../../ports/definitions.ts";
import type { ServiceState } from "../../ports/gateway.ts";
import type { Door } from "../edge.ts";

/** Every service of the catalogue with what the engine sees of it now, by name. */
export async function viewServices(door: Door): Promise<readonly ServiceView[]> {
  const { definitions, gateway } = door;
  const [stored, overrides, set] = await Promise.all([
    definitions.list("service"),
    definitions.breakerOverrides(),
    definitions.liveValues(),
  ]);
  const states = new Map(gateway.services().map((state) => [state.service, state]));
  const views = stored.flatMap((one) => {
    const id = `${one.namespace}/${one.name}`;
    const { [id]: override = null } = overrides;
    const { [id]: values = {} } = set;
    return one.service === null ? [] : [viewOf(door, { ...one, service: one.service }, { state: states.get(id), override, values })];
  });

  return views.sort((left, right) => (`${left.namespace}/${left.name}` < `${right.namespace}/${right.name}` ? -1 : 1));
}

/**
 * One service of the catalogue.
 *
 * @throws ProblemError SERVICE_NOT_FOUND
 */
export async function requireService(door: Door, namespace: string, name: string): Promise<ServiceView> {
  const found = (await viewServices(door)).find((one) => one.namespace === namespace && one.name === name);
  if (found === undefined) throw new ProblemError("SERVICE_NOT_FOUND", `There is no service "${namespace}/${name}" in the catalogue.`);

  return found;
}

interface Seen {
  readonly state: ServiceState | undefined;
  readonly override: BreakerOverride | null;
  readonly values: LiveValues;
}

function viewOf(
  door: Door,
  { namespace, name, version, service }: StoredDefinition & { readonly service: ServiceModel },
  seen: Seen,
): ServiceView {
  const { state, values } = seen;
  const live = { ...service.live, ...values };

  return {
    namespace,
    name,
    version,
    setByHand: Object.keys(values).sort(),
    baseUrl: renderBaseUrl(door, live.baseUrl),
    health: state?.health ?? "unknown",
    healthDetail: state?.healthDetail ?? null,
    checkedAt: instantOf(state?.checkedAtMs ?? null),
    breaker: breakerOf(live, seen),
    concurrency: { running: state?.running ?? 0, max: live.concurrency, waiting: state?.waiting ?? 0 },
    rate: { limit: live.rateLimit?.limit ?? null, perMs: live.rateLimit?.perMs ?? null },
    latencyMs: { p50: state?.latencyMs.p50 ?? null, p95: state?.latencyMs.p95 ?? null },
    operations: Object.values(service.operations).map(({ name: operation, kind, compensate, verify }) => ({
      name: operation,
      kind,
      undo: compensate !== null,
      verify: verify !== null,
    })),
  };
}

function breakerOf({ circuitBreaker }: ServiceLive, { state, override }: Seen): ServiceView["breaker"] {
  return {
    state: override?.state ?? state?.breaker ?? "closed",
    override: override?.state ?? null,
    overrideReason: override?.reason ?? null,
    failureRate: state?.failureRate ?? 0,
    failureRateMax: circuitBreaker?.failureRate ?? 1,
    calls: state?.calls ?? 0,
    openedAt: instantOf(state?.openedAtMs ?? null),
    halfOpenAt: instantOf(state?.halfOpenAtMs ?? null),
  };
}

/** The address calls go to, where the environment says it; else the document's own text. */
function renderBaseUrl(door: Door, baseUrl: string): string {
  const rendered = expressions.renderText(baseUrl, { env: door.settings.env });

  return rendered.ok ? rendered.value : baseUrl;
}

function instantOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
