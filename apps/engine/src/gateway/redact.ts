import type { Observation } from "@skald/kernel";

// Shorter texts are words that stand in answers by chance.
const SECRET_MIN = 8;

/**
 * The observation without the secrets that were sent: a participant that echoes its request must not carry
 * them into the journal.
 */
export function redact(observation: Observation, secrets: readonly string[]): Observation {
  const hidden = secrets.filter((secret) => secret.length >= SECRET_MIN);
  if (hidden.length === 0) return observation;
  if (observation.kind !== "answered") return { ...observation, reason: withoutSecrets(observation.reason, hidden) };

  const headers = Object.fromEntries(Object.entries(observation.headers).map(([name, value]) => [name, withoutSecrets(value, hidden)]));
  return { ...observation, headers, body: withoutSecrets(observation.body, hidden) };
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => (rest.includes(secret) ? rest.replaceAll(secret, "[secret]") : rest), text);
}
