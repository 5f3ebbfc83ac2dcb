import type { Config } from "./config.ts";
import { createGateway } from "./gateway/create-gateway.ts";
import { createEgress } from "./gateway/egress.ts";
import { createSecrets } from "./gateway/secrets.ts";
import type { Clock } from "./ports/clock.ts";
import type { Gateway } from "./ports/gateway.ts";
import type { Telemetry } from "./ports/telemetry.ts";
import type { Catalogue } from "./runtime/catalogue.ts";

/** What calls need beside the configuration. */
interface GatewayParts {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** Everything that goes out: one guarded gateway over the live catalogue, with the secrets of this machine. */
export function openGateway(config: Config, { catalogue, clock, telemetry }: GatewayParts): Gateway {
  const { live, services, overrides } = catalogue;
  const secrets = createSecrets({ environment: process.env, folder: config.secretsDir, clock });
  const egress = createEgress({ allow: config.egressAllow, loopback: true, ownPorts: [config.port] });

  return createGateway({ live, services, overrides, secrets, egress, clock, telemetry, env: config.env });
}
