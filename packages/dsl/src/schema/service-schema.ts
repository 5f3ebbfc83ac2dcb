import { COMMON_DEFINITIONS, documentHead, duration, NAMES, undo, userSchema, verify } from "./common-definitions.ts";
import { choice, described, fields, named, oneField, ref, type Schema, spliced, template, text, whole } from "./draft.ts";
import { HEADER_NAME, PATH } from "./patterns.ts";

const auth = oneField(
  "How calls are authenticated: on every call, undo and verify too. Values are resolved at send time and never stored.",
  {
    header: fields("A header of its own.", { name: text("Name of the header.", { pattern: HEADER_NAME }), value: spliced("Its value.") }, [
      "name",
      "value",
    ]),
    bearer: fields("A bearer token.", { token: spliced("The token.") }, ["token"]),
    basic: fields("User and password.", { username: spliced("The user."), password: spliced("The password.") }, ["username", "password"]),
    oauth2: fields(
      "Client credentials.",
      {
        tokenUrl: spliced("Where tokens are given."),
        clientId: spliced("The client."),
        clientSecret: spliced("Its secret."),
        scope: text("Scopes, separated by blanks."),
      },
      ["tokenUrl", "clientId", "clientSecret"],
    ),
    signature: fields("A signature over the body (Standard Webhooks).", { secret: spliced("The key.") }, ["secret"]),
  },
);

// What may stand under `call` follows from the protocol of the service.
const serviceCall: Schema = {
  description: "The call. A path of the service, or SQL.",
  if: { type: "object", required: ["sql"] },
  then: ref("sqlCall"),
  else: ref("pathCall"),
};

const phases = (names: readonly string[]): Schema =>
  fields(
    `Speaks ${names.join(", ")}.`,
    Object.fromEntries(names.map((name) => [name, described(`The ${name} call.`, ref("pathCall"))])),
    names,
  );

const operation = fields(
  "One operation, declared together with its undo.",
  {
    kind: choice("How it behaves when the saga turns back.", ["compensatable", "pivot", "retriable", "readOnly"]),
    params: userSchema("JSON Schema of the parameters. sensitive: true marks what is masked."),
    call: serviceCall,
    output: template("What steps.x.output is; default: the response body."),
    outputSchema: userSchema("JSON Schema of the output."),
    errors: ref("errorRules"),
    verify: verify(serviceCall),
    compensate: undo(serviceCall),
    retry: ref("retry"),
    timeout: duration("Per attempt; default: the service's."),
    twoPhase: phases(["prepare", "commit", "abort"]),
    tcc: phases(["try", "confirm", "cancel"]),
  },
  ["kind"],
);

const liveFields: Readonly<Record<string, Schema>> = {
  baseUrl: spliced("Address of the service; may read env."),
  auth,
  health: fields(
    "How the engine looks whether the service is there.",
    { path: spliced("Path that answers 2xx.", { pattern: PATH }), interval: duration("How often.", "10s") },
    ["path"],
  ),
  concurrency: whole("Calls at once per engine, divided over its replicas.", { minimum: 1, maximum: 100_000 }),
  rateLimit: fields(
    "Calls in a stretch of time.",
    { limit: whole("Calls.", { minimum: 1, maximum: 1_000_000 }), per: duration("The stretch.", "1s") },
    ["limit"],
  ),
  circuitBreaker: fields("Stops calls while too many fail.", {
    failureRate: { type: "number", description: "Share of failures that opens it.", exclusiveMinimum: 0, maximum: 1, default: 0.5 },
    minimumCalls: whole("Fewer calls say nothing.", { minimum: 1, maximum: 100_000, default: 20 }),
    window: duration("How far back it looks.", "30s"),
    halfOpenAfter: duration("When it lets a few calls probe.", "15s"),
  }),
};

/** The schema of the live values alone, as `PUT /services/{name}` takes them. */
export const LIVE_SCHEMA: Schema = fields("Values that stand above those of the document, for every saga at once.", liveFields);

/** The schema of a document of `kind: service`. */
export const SERVICE_SCHEMA: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:skald:schema:service:1.0",
  title: "Skald service catalogue",
  ...fields(
    "A catalogue of operations, each declared together with its undo.",
    {
      document: documentHead("service"),
      protocol: choice("How the participant is spoken to.", ["http", "postgres"], "http"),
      dataSource: text("postgres: name of the data source in the engine's configuration."),
      ...liveFields,
      timeout: duration("Per attempt.", "30s"),
      retry: ref("retry"),
      operations: { ...named("The operations by name.", ref("operation"), NAMES), minProperties: 1, maxProperties: 500 },
    },
    ["document", "operations"],
  ),
  $defs: { ...COMMON_DEFINITIONS, operation },
};
