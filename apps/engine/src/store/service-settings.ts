import type { BreakerOverride, DefinitionStore, LiveValues } from "../ports/definitions.ts";
import type { PrismaClient } from "./generated/client.ts";

type ServiceSettings = Pick<DefinitionStore, "breakerOverrides" | "setBreakerOverride" | "liveValues" | "setLiveValues">;

/** What people set by hand for services: one row each, beside the documents. */
export function createServiceSettings(prisma: PrismaClient): ServiceSettings {
  async function breakerOverrides(): Promise<Readonly<Record<string, BreakerOverride>>> {
    const rows = await prisma.service.findMany({ where: { breakerOverride: { not: null } } });

    return Object.fromEntries(
      rows.map((row) => [row.name, { state: row.breakerOverride as BreakerOverride["state"], reason: row.overrideReason ?? "" }]),
    );
  }

  async function setBreakerOverride(service: string, override: BreakerOverride | null): Promise<void> {
    const set = { breakerOverride: override?.state ?? null, overrideReason: override?.reason ?? null };
    await prisma.service.upsert({ where: { name: service }, create: { name: service, ...set }, update: set });
  }

  async function liveValues(): Promise<Readonly<Record<string, LiveValues>>> {
    const rows = await prisma.service.findMany({ where: { liveValues: { not: null } } });

    return Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.liveValues ?? "{}") as LiveValues]));
  }

  async function setLiveValues(service: string, values: LiveValues): Promise<void> {
    const set = { liveValues: Object.keys(values).length === 0 ? null : JSON.stringify(values) };
    await prisma.service.upsert({ where: { name: service }, create: { name: service, ...set }, update: set });
  }

  return { breakerOverrides, setBreakerOverride, liveValues, setLiveValues };
}
