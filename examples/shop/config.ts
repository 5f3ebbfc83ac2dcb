/** The five participants in the order of their ports above SHOP_PORT. */
export const PARTICIPANT_NAMES = ["orders", "inventory", "payments", "shipping", "notifications"] as const;
export type ParticipantName = (typeof PARTICIPANT_NAMES)[number];

/** Everything the shop takes from its environment. */
export interface ShopConfig {
  readonly host: string;
  /** Fault desk and front; the participants listen on the five ports above. 0: any free ports. */
  readonly port: number;
  readonly databaseUrl: string;
  /** Where the engine's API is. */
  readonly engineUrl: string;
  readonly consoleUrl: string;
}

/** The configuration, or a sentence that says what is missing. */
export function configFromEnvironment(environment: NodeJS.ProcessEnv): ShopConfig | string {
  const databaseUrl = environment["SHOP_DATABASE_URL"] ?? environment["DATABASE_URL"];
  if (databaseUrl === undefined || databaseUrl === "") return "DATABASE_URL is not set; the shop keeps its state in PostgreSQL.";
  const port = Number(environment["SHOP_PORT"] ?? "8090");
  if (!Number.isInteger(port) || port < 0 || port > 65_530) return `SHOP_PORT is "${environment["SHOP_PORT"]}"; it must be a port number.`;

  return {
    host: environment["SHOP_HOST"] ?? "127.0.0.1",
    port,
    databaseUrl,
    engineUrl: environment["SKALD_API"] ?? "http://127.0.0.1:8088",
    consoleUrl: environment["CONSOLE_URL"] ?? "http://127.0.0.1:3000",
  };
}
