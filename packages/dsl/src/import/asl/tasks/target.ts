import type { OperationKey } from "../../catalogue/catalogue.ts";
import { validDocumentName } from "../../names.ts";
import { mayGive } from "../../query/check-cel.ts";
import { celOf } from "../../term/render-term.ts";
import { literal, NOTHING, objectOf, type Term } from "../../term/term.ts";
import { givenField, memberIn, tellUnread } from "../data/given.ts";
import { type AslState, fieldOf, tellOf } from "../machine.ts";
import type { Target } from "./call-target.ts";
import { httpTarget } from "./http-target.ts";
import { functionIn, isReading, type NamedFunction, plainName, type Resource } from "./resource.ts";

const PLAIN = { waitsForCallback: false, result: (output: Term) => output } as const;

/** What a resource becomes, given its arguments. */
export function targetOf(state: AslState, resource: Resource, given: Term): Target {
  switch (resource.kind) {
    case "activity":
      return { ...PLAIN, kind: "worker", queue: resource.name, given };
    case "lambda":
      return { ...PLAIN, ...functionTarget(state, resource.called), given };
    case "invoke":
      return invoked(state, given, resource.waits);
    case "opaque":
      tellOf(state, "Resource", {
        kind: "changed",
        what: `"${state.id}" calls "${resource.name}", which does not say what it is; it is taken for a function.`,
        remedy: "Correct the operation in the catalogue if it is something else.",
      });
      return { ...PLAIN, ...functionTarget(state, { name: resource.name, qualifier: null }), given };
    case "service":
      return serviceTarget(state, resource, given);
  }
}

// The integration wraps payload and answer; a function named in place is called without wrapping.
function invoked(state: AslState, given: Term, waitsForCallback: boolean): Target {
  const called = functionTarget(state, calledFunction(state, memberIn(given, "FunctionName")));
  const answer = (output: Term): Term =>
    waitsForCallback
      ? output
      : objectOf([
          ["Payload", output],
          ["StatusCode", literal(200)],
        ]);
  tellUnread(state, given, ["FunctionName", "Payload"]);

  return { ...called, given: memberIn(given, "Payload") ?? objectOf([]), waitsForCallback, result: answer };
}

function calledFunction(state: AslState, name: Term | undefined): NamedFunction {
  if (name?.kind === "literal" && typeof name.value === "string") return functionIn(name.value);
  tellOf(state, givenField(state), {
    kind: "changed",
    what: `"${state.id}" computes the name of the function it calls; the catalogue has one operation for it.`,
    remedy: "Write a switch over the functions that are meant.",
  });

  return { name: `${state.id}Function`, qualifier: null };
}

const LAMBDA_TIMEOUT = "15m";

function functionTarget(
  state: AslState,
  { name, qualifier }: NamedFunction,
): { readonly kind: "operation"; readonly key: OperationKey; readonly errorsInBody: true } {
  const { session } = state.machine;
  const path = `/2015-03-31/functions/${encodeURIComponent(name.toWellFormed())}/invocations`;
  const key = session.catalogue.operation(
    { name: "lambda", baseUrl: "${ env.LAMBDA_URL }", timeout: LAMBDA_TIMEOUT },
    {
      name,
      at: [...state.at, "Resource"],
      kind: "retriable",
      call: { method: "POST", path, ...(qualifier === null ? {} : { query: { Qualifier: qualifier } }), body: "${ params }" },
    },
  );
  session.tell({
    at: [],
    kind: "changed",
    what: "Functions are called over HTTP, at the address in LAMBDA_URL; nothing here signs requests to AWS.",
    remedy: "Let LAMBDA_URL name a proxy that signs, or give each operation the address of its function.",
  });

  return { kind: "operation", key, errorsInBody: true };
}

function serviceTarget(state: AslState, resource: Extract<Resource, { kind: "service" }>, given: Term): Target {
  const { service, action, style } = resource;
  if (service === "http" || service === "apigateway") return httpTarget(state, { service, waitsForCallback: style === "callback" }, given);
  if ((service === "states" || service === "sfn") && action === "startExecution" && style === "sync") return childTarget(state, given);
  // An event that leaves through the outbox cannot fail, so where a failure has a way of its own it stays a call.
  const isEvent = service === "events" && action === "putEvents" && style === "call" && fieldOf(state, "Catch") === undefined;
  const event = isEvent ? eventOf(state, given) : null;
  if (event !== null) return { ...PLAIN, kind: "emit", event, result: () => objectOf([["FailedEntryCount", literal(0)]]) };

  return {
    ...PLAIN,
    kind: "operation",
    key: awsOperation(state, resource),
    errorsInBody: false,
    given,
    waitsForCallback: style === "callback",
  };
}

function awsOperation(state: AslState, { service, action, style }: Extract<Resource, { kind: "service" }>): OperationKey {
  const { session } = state.machine;
  const address = `${service.replaceAll("-", "_").toUpperCase()}_URL`;
  const kind = isReading(action) ? "readOnly" : "retriable";
  const key = session.catalogue.operation(
    { name: service, baseUrl: `\${ env.${address} }`, timeout: style === "sync" ? LAMBDA_TIMEOUT : "1m" },
    { name: action, at: [...state.at, "Resource"], kind, call: { method: "POST", path: `/${action}`, body: "${ params }" } },
  );
  session.tell({
    at: [...state.at, "Resource"],
    kind: "changed",
    what: `Calls of the AWS service "${service}" go to the address in ${address}, as POST /${action} with the parameters as JSON.`,
    remedy: "Put a small service there that makes the signed call.",
  });
  if (style === "sync")
    tellOf(state, "Resource", {
      kind: "changed",
      what: `"${state.id}" waits until its job has ended; here the call ends when the service answers.`,
      remedy: "Let the service answer at the end of the job, or use await: callback.",
    });

  return key;
}

function childTarget(state: AslState, given: Term): Target {
  const arn = memberIn(given, "StateMachineArn");
  const named = validDocumentName(arn?.kind === "literal" && typeof arn.value === "string" ? plainName(arn.value) : `${state.id}Child`);
  tellOf(state, "Resource", {
    kind: "changed",
    what: `"${state.id}" runs the saga "${named}" as its child; its undo then belongs to this saga's undo.`,
    remedy: "Import that state machine too.",
  });
  if (arn?.kind !== "literal")
    tellOf(state, givenField(state), {
      kind: "changed",
      what: `"${state.id}" computes the machine it runs; a saga stands here by its name.`,
      remedy: "Write a switch over the machines that are meant.",
    });
  tellUnread(state, given, ["StateMachineArn", "Input"]);
  for (const field of ["TimeoutSeconds", "HeartbeatSeconds", "TimeoutSecondsPath", "HeartbeatSecondsPath"])
    if (fieldOf(state, field) !== undefined)
      tellOf(state, field, {
        kind: "dropped",
        what: `"${state.id}" has no time-out: a child saga has its own.`,
        remedy: "Give the child saga a time-out.",
      });

  return {
    ...PLAIN,
    kind: "saga",
    saga: named,
    given: memberIn(given, "Input") ?? objectOf([]),
    result: (output) =>
      objectOf([
        ["Output", output],
        ["Status", literal("SUCCEEDED")],
      ]),
  };
}

// One event whose type is known is sent through the outbox; anything else stays a call.
function eventOf(state: AslState, given: Term): readonly (readonly [string, Term])[] | null {
  const entries = memberIn(given, "Entries");
  const [entry, another] = entries?.kind === "list" ? entries.items : [];
  if (entry === undefined || another !== undefined) return null;
  const type = memberIn(entry, "DetailType");
  if (type?.kind !== "literal" || !isText(type)) return null;
  const source = memberIn(entry, "Source");
  if (source !== undefined && !isText(source)) return null;
  tellUnread(state, entry, ["DetailType", "Source", "Detail"]);

  return [["type", type], ...(source === undefined ? [] : [["source", source] as const]), ["data", memberIn(entry, "Detail") ?? NOTHING]];
}

// An empty text names nothing.
function isText(term: Term): boolean {
  return mayGive(celOf(term), "string") && !(term.kind === "literal" && term.value === "");
}
