// The HTTP edge: the only door people, programs and the console come through. It parses, calls a port and
// translates the answer; it decides nothing about sagas.
//
//   H1. Every answer that says no is problem+json from the catalogue; nobody is shown a stack.
//   H2. A start or command is answered after it is durable, or it was not accepted (G1).
//   H3. Nobody logs in, so only loopback names and known origins are answered.

import { randomBytes } from "node:crypto";
import { ProblemError } from "@skald/shared";
import fastify, { type FastifyInstance, type InjectOptions, type LightMyRequestResponse } from "fastify";
import { createValidators } from "./body/validators.ts";
import { createCursors } from "./cursor/cursors.ts";
import { collectOpenApi } from "./docs/openapi.ts";
import type { Door, Edge } from "./edge.ts";
import { correlationIdOf, SECURITY_HEADERS } from "./guard/headers.ts";
import { createHostGuard } from "./guard/host-guard.ts";
import { answerProblem, createProblemAnswer } from "./problem/answer-problem.ts";
import { refuseBrokenRequest } from "./problem/broken-request.ts";
import { createKnownPaths, type KnownPaths } from "./problem/known-paths.ts";
import { createProver } from "./proof/create-prover.ts";
import { addAllRoutes } from "./routes/all-routes.ts";
import { createSimulator } from "./simulation/create-simulator.ts";
import { createUnderWay } from "./under-way.ts";

/** The engine's HTTP server. */
export interface Http {
  /** Starts listening; resolves with the base address. */
  listen(): Promise<string>;
  /** Ends streams and waits, answers what is under way, and stops: afterwards no port is asked any more. */
  close(): Promise<void>;
  /** A request without a network, for tests. */
  inject(request: InjectOptions): Promise<LightMyRequestResponse>;
}

const BODY_BYTES_MAX = 1024 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
/** What handlers may take whose callers are gone; longer than a statement may. */
const HANDLERS_MAX_MS = 9_000;
const SIMULATION_MS = 10_000;
/** Less than a request may take. */
const PROOF_MS = 20_000;

/** Builds the server over its ports. Nothing listens before `listen`. */
export function createHttp(edge: Edge): Http {
  const closing = new AbortController();
  const door: Door = {
    ...edge,
    cursors: createCursors(edge.settings.cursorSecret ?? randomBytes(32).toString("hex")),
    closing: closing.signal,
    startedMs: edge.clock.monotonicMs(),
    underWay: createUnderWay(edge.clock),
    simulator: createSimulator(edge.settings.simulationMs ?? SIMULATION_MS),
    prover: edge.prover ?? createProver(PROOF_MS),
  };
  const app = createServer(door);
  const paths = createKnownPaths();
  app.addHook("onRoute", (route) => paths.add(route));
  addHooks(app, door);
  answerEverything(app, door, paths);
  collectOpenApi(app, edge.settings.version);
  addAllRoutes(app, door);

  return {
    listen: () => app.listen({ port: edge.settings.port, host: edge.settings.hostName }),
    close: async () => {
      closing.abort();
      // What plays or is proven is answered as stopped, so that nobody waits for it.
      await Promise.all([door.simulator.close(), door.prover.close()]);
      await app.close();
      await door.underWay.settled(HANDLERS_MAX_MS);
    },
    inject: (request) => app.inject(request),
  };
}

function createServer({ ids, telemetry }: Door): FastifyInstance {
  const answer = createProblemAnswer(telemetry);

  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: 255 },
    return503OnClosing: false,
    requestIdHeader: false,
    genReqId: ({ headers }) => correlationIdOf(headers["x-request-id"]) ?? ids.uuid(),
    clientErrorHandler: refuseBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      reply.headers(SECURITY_HEADERS).header("x-request-id", request.id);
      answer(error, request, reply);
    },
  });
  app.removeAllContentTypeParsers();
  app.setValidatorCompiler(createValidators());
  // Schemas of answers describe; a serializer compiled from them would silently drop what they forgot.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.setErrorHandler(answer);
  return app;
}

function addHooks(app: FastifyInstance, door: Door): void {
  const requireKnownHost = createHostGuard(door.settings);

  app.addHook("onRequest", (request, reply, done) => {
    reply.headers(SECURITY_HEADERS).header("x-request-id", request.id);
    requireKnownHost(request);
    if (door.closing.aborted) throw new ProblemError("NOT_READY", "The engine is stopping.");
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const { url: route = "unknown" } = request.routeOptions;
    const labels = { method: request.method, route };
    door.telemetry.count("skald_http_requests_total", { ...labels, status: String(reply.statusCode) });
    door.telemetry.observe("skald_http_request_duration_seconds", reply.elapsedTime / 1000, labels);
    done();
  });
}

function answerEverything(app: FastifyInstance, { telemetry }: Door, paths: KnownPaths): void {
  app.setNotFoundHandler((request, reply) => {
    const [path = ""] = request.url.split("?");
    const methods = paths.methodsOf(path);
    telemetry.log("debug", "A request fits no route.", { method: request.method, path });
    if (methods.length === 0)
      return answerProblem(reply, new ProblemError("ROUTE_NOT_FOUND", `There is nothing at ${request.method} ${path}.`));

    reply.header("allow", methods.join(", "));
    return answerProblem(reply, new ProblemError("METHOD_NOT_ALLOWED", `${path} takes ${methods.join(", ")}, not ${request.method}.`));
  });
}
