import type { Check, WithExpressions } from "../check.ts";

/** `secrets` are read in headers and auth only, `env` in addresses and headers only. */
export const specialNames: Check<WithExpressions> = ({ references }, report) => {
  for (const { site, reference, at } of references) {
    if (reference.path[0] === "secrets" && !site.secrets) {
      report({
        code: "SECRET_NOT_ALLOWED",
        at: at(),
        message: "Secrets may be read in headers and in auth only: everything else is stored and shown.",
      });
    }
    if (reference.path[0] === "env" && !site.env) {
      report({
        code: "ENV_NOT_ALLOWED",
        at: at(),
        message: "The environment may not be read here: a saga would change its meaning with the engine it runs on.",
      });
    }
  }
};
