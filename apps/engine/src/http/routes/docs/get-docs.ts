import { ProblemError, Type } from "@skald/shared";
import { apiPage } from "../../docs/api-page.ts";
import { errorIndexPage, errorPage } from "../../docs/error-pages.ts";
import { PAGE_POLICY } from "../../docs/html.ts";
import { openApiOf } from "../../docs/openapi.ts";
import { Name } from "../parts.ts";
import type { Route } from "../route.ts";

const HTML = "text/html; charset=utf-8";
const POLICY = "content-security-policy";

/** `GET /openapi.json` */
export const getOpenApi: Route = () => ({
  method: "GET",
  url: "/openapi.json",
  schema: { hide: true },
  handler: async (request) => openApiOf(request.server),
});

/** `GET /docs` */
export const getDocs: Route = () => ({
  method: "GET",
  url: "/docs",
  schema: { hide: true },
  handler: async (request, reply) =>
    reply
      .type(HTML)
      .header(POLICY, PAGE_POLICY)
      .send(apiPage(openApiOf(request.server))),
});

/** `GET /docs/errors` */
export const getErrorIndex: Route = () => ({
  method: "GET",
  url: "/docs/errors",
  schema: { hide: true },
  handler: async (_request, reply) => reply.type(HTML).header(POLICY, PAGE_POLICY).send(errorIndexPage()),
});

/** `GET /docs/errors/{code}` */
export const getErrorPage: Route = () => ({
  method: "GET",
  url: "/docs/errors/:code",
  schema: { hide: true, params: Type.Object({ code: Name }) },
  handler: async (request, reply) => {
    const { code } = request.params as { readonly code: string };
    const text = await errorPage(code);
    if (text === null) throw new ProblemError("ROUTE_NOT_FOUND", `No code is called "${code}"; see /docs/errors.`);

    return reply.type(HTML).header(POLICY, PAGE_POLICY).send(text);
  },
});
