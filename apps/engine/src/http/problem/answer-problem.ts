import { CATALOGUE, ProblemError, problemOf } from "@skald/shared";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { Telemetry } from "../../ports/telemetry.ts";
import { isAway } from "./is-away.ts";
import { validationProblem } from "./validation-problem.ts";

const RETRY_AFTER_SECONDS = 2;

/** Answers whatever ended a request as problem+json from the catalogue. A defect is logged and tells nothing. */
export function createProblemAnswer(telemetry: Telemetry): (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (error, request, reply) => {
    const problem = problemErrorOf(error);
    if (problem.code === "INTERNAL") {
      telemetry.count("skald_internal_errors_total");
      telemetry.log("error", "A request met a defect.", { error, requestId: request.id, method: request.method, url: request.url });
    }
    return answerProblem(reply, problem);
  };
}

/** Sends one problem. */
export function answerProblem(reply: FastifyReply, problem: ProblemError): FastifyReply {
  const { retryAfterSeconds = CATALOGUE[problem.code].status === 503 ? RETRY_AFTER_SECONDS : undefined } = problem;
  if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));

  return reply.code(CATALOGUE[problem.code].status).type("application/problem+json").send(problemOf(problem));
}

function problemErrorOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isAway(error))
    return new ProblemError("NOT_READY", "The database cannot be reached now.", { retryAfterSeconds: RETRY_AFTER_SECONDS });
  if (error instanceof Error) return frameworkProblem(error as FastifyError);

  return internal(error);
}

/** What Fastify refuses before a route sees it. */
function frameworkProblem(error: FastifyError): ProblemError {
  if (error.validation !== undefined) return validationProblem(error.validation, error.validationContext);
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new ProblemError("BODY_TOO_LARGE", "The body is larger than this route takes.");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new ProblemError("CONTENT_TYPE_UNSUPPORTED", "This route does not take the content type of the body.");
    default: {
      const { statusCode = 500 } = error;
      return statusCode >= 400 && statusCode < 500
        ? new ProblemError("REQUEST_INVALID", `The request cannot be read: ${error.message}.`)
        : internal(error);
    }
  }
}

function internal(cause: unknown): ProblemError {
  return new ProblemError("INTERNAL", "A defect of the engine ended this request. Its log has the details under the request id.", {
    cause,
  });
}
