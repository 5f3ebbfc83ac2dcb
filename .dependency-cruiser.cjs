// The architecture, as rules a machine keeps. Run: depcruise --config .dependency-cruiser.cjs apps packages examples
// Every rule says why, because the comment is what the person who breaks it will read.
const TESTS = "(\\.(test|contract|spec)\\.tsx?$|/testing/|/test/)";
const IMPURE = "^(node:|fs|net|http|https|crypto|timers|child_process|process|worker_threads|path|os)";
const OURS = "^(apps|packages|examples|prisma|tools)/";

// An engine started alone, without DATABASE_URL, brings its database up itself.
const OWN_SUPERVISOR = "^apps/engine/src/system/";
// The proof of an example starts engines and databases of its own.
const PROOF = "^examples/[^/]+/prove/";

/** Files below `from` import, of our own code, only themselves and what is allowed. Tests are free. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from, pathNot: TESTS },
  to: { path: OURS, pathNot: [from, ...allowed] },
});

/** A dependency is imported in the named folders and nowhere else. */
const onlyIn = (name, dependency, folders, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: "^(apps|packages)/", pathNot: [...folders, TESTS] },
  to: { path: `(^|node_modules/)${dependency}(/|$)` },
});

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", comment: "A cycle means two files are one file.", from: {}, to: { circular: true } },
    {
      name: "no-unresolved",
      severity: "error",
      comment: "An import that leads nowhere.",
      from: { path: "^(apps|packages|examples|tools)/" },
      to: { couldNotResolve: true, pathNot: ["/generated/", "\\.css$", "^node$", "^next/image-types"] },
    },
    {
      name: "no-tests-in-source",
      severity: "error",
      comment: "Shipped code may not lean on a fake.",
      from: { path: "/src/", pathNot: TESTS },
      to: { path: TESTS, pathNot: "node_modules" },
    },
    {
      name: "no-deep-imports",
      severity: "error",
      comment: "A package is entered by its index, never through its src/.",
      from: { path: "^((apps|packages|examples)/[^/]+)/" },
      to: { path: "^packages/[^/]+/src/", pathNot: ["^packages/[^/]+/src/index\\.ts$", "^$1/"] },
    },
    {
      name: "no-tools-in-the-product",
      severity: "error",
      comment: "Tools build, start and check the product; the product never needs them.",
      from: { path: "^(apps|packages|examples)/", pathNot: [TESTS, PROOF, OWN_SUPERVISOR] },
      to: { path: "^(tools|bench|e2e)/" },
    },

    // shared <- dsl <- kernel <- proof <- everything.
    only("shared-imports-nothing", "^packages/shared/", [], "Contracts are the bottom of the house."),
    only(
      "dsl-imports-shared-only",
      "^packages/dsl/",
      ["^packages/shared/"],
      "The DSL must run in a browser and in a test without an engine.",
    ),
    only(
      "kernel-imports-dsl-only",
      "^packages/kernel/",
      ["^packages/(shared|dsl)/"],
      "The kernel decides. It does not know who asked or who stores.",
    ),
    only(
      "proof-imports-kernel-only",
      "^packages/proof/",
      ["^packages/(shared|dsl|kernel)/"],
      "The proof asks the kernel what would happen, in a world of its own.",
    ),
    only(
      "participant-stands-alone",
      "^packages/participant/",
      ["^packages/shared/"],
      "A service that takes part knows the contract, not the engine.",
    ),
    only(
      "web-imports-contracts-only",
      "^apps/web/",
      ["^packages/(shared|dsl|kernel|proof)/"],
      "The console talks HTTP. It never sees a table.",
    ),
    only(
      "cli-imports-contracts-only",
      "^apps/cli/",
      ["^packages/(shared|dsl|kernel|proof)/"],
      "The command line talks HTTP, and runs the pure parts itself.",
    ),
    only(
      "engine-imports-packages-only",
      "^apps/engine/",
      ["^packages/(shared|dsl|kernel|proof)/", "^prisma/", "^tools/postgres/"],
      "An app is never a library.",
    ),
    only(
      "examples-are-strangers",
      "^examples/([^/]+)/(?!prove/)",
      ["^examples/$1/", "^packages/(shared|dsl|kernel|participant)/"],
      "An example uses what every user has.",
    ),

    // packages/dsl is a pipeline: text -> source -> model -> check -> compile. Arrows never point back.
    only("dsl-diagnostics", "^packages/dsl/src/diagnostics/", ["^packages/shared/"], "Codes and spans know no stage."),
    only("dsl-source", "^packages/dsl/src/source/", ["^packages/dsl/src/diagnostics/", "^packages/shared/"], "Stage 1 knows text only."),
    only(
      "dsl-expression",
      "^packages/dsl/src/expression/",
      ["^packages/dsl/src/diagnostics/", "^packages/shared/"],
      "Expressions know no saga.",
    ),
    only(
      "dsl-model",
      "^packages/dsl/src/model/",
      ["^packages/dsl/src/(source|schema|expression|diagnostics)/", "^packages/shared/"],
      "Stage 2 knows stage 1.",
    ),
    only(
      "dsl-check",
      "^packages/dsl/src/check/",
      ["^packages/dsl/src/(model|schema|expression|diagnostics)/", "^packages/shared/"],
      "Checks read the model and nothing later.",
    ),
    only(
      "dsl-compile",
      "^packages/dsl/src/compile/",
      ["^packages/dsl/src/(model|expression|diagnostics|graph)/", "^packages/shared/"],
      "The compiler trusts a checked model.",
    ),
    only(
      "dsl-format",
      "^packages/dsl/src/format/",
      ["^packages/dsl/src/(source|schema|model|diagnostics)/", "^packages/shared/"],
      "A text is written anew from what was read; nothing is checked or compiled for it.",
    ),
    only(
      "dsl-diff",
      "^packages/dsl/src/diff/",
      ["^packages/dsl/src/model/", "^packages/shared/"],
      "Differences are between models, not texts.",
    ),
    only(
      "dsl-import",
      "^packages/dsl/src/import/",
      ["^packages/dsl/src/(source|schema|diagnostics|expression)/", "^packages/dsl/src/model/must-get", "^packages/shared/"],
      "An importer reads a text and writes documents and their expressions; it knows no model.",
    ),
    {
      name: "pure-packages",
      severity: "error",
      comment: "No I/O, no clock, no randomness: the browser runs this very code, and replay must give the same answer tomorrow.",
      from: { path: "^packages/(shared|dsl|kernel|proof)/src/", pathNot: TESTS },
      to: { path: IMPURE },
    },
    onlyIn("yaml-only-in-source", "yaml", ["^packages/dsl/src/(source|format|import)/"], "One folder knows how text is written."),
    onlyIn("ajv-only-in-schema", "ajv(-formats)?", ["^packages/dsl/src/schema/", "^apps/engine/src/http/"], "One validator, at the doors."),
    onlyIn(
      "xstate-only-in-the-core",
      "(xstate|@xstate)",
      ["^packages/kernel/", "^packages/dsl/src/(compile|explore)/"],
      "The machine is a detail of the core.",
    ),

    // apps/engine: ports <- runtime; adapters hang off ports; main.ts alone sees all.
    only("ports-are-types", "^apps/engine/src/ports/", ["^packages/(shared|dsl|kernel)/"], "A port is an interface in kernel words."),
    only(
      "runtime-sees-ports",
      "^apps/engine/src/runtime/(?!postgres/)",
      ["^apps/engine/src/ports/", "^packages/(shared|dsl|kernel)/"],
      "Loops drive ports, never adapters.",
    ),
    only(
      "postgres-host-sees-store",
      "^apps/engine/src/runtime/postgres/",
      ["^apps/engine/src/(runtime|ports|store)/", "^packages/(shared|dsl|kernel)/"],
      "The PostgreSQL host and the store share the words shard, lane and lease, and nobody else has them.",
    ),
    only(
      "adapters-see-ports",
      "^apps/engine/src/(store|gateway|telemetry)/",
      ["^apps/engine/src/ports/", "^packages/(shared|dsl|kernel)/", "^prisma/"],
      "An adapter implements a port; adapters do not meet.",
    ),
    {
      name: "adapters-do-not-meet",
      severity: "error",
      comment: "The store must not call the gateway, nor the gateway the store.",
      from: { path: "^apps/engine/src/(store|gateway|telemetry)/", pathNot: TESTS },
      to: { path: "^apps/engine/src/(store|gateway|telemetry)/", pathNot: "^apps/engine/src/$1/" },
    },
    {
      name: "only-main-knows-the-postgres-host",
      severity: "error",
      comment: "Shard, lane and lease are words of one host; http and kernel speak SagaHost.",
      from: { path: "^apps/", pathNot: ["^apps/engine/src/(main|runtime/postgres/)", TESTS] },
      to: { path: "^apps/engine/src/runtime/postgres/" },
    },
    only(
      "http-sees-ports",
      "^apps/engine/src/http/",
      ["^apps/engine/src/ports/", "^packages/(shared|dsl|kernel|proof)/"],
      "A route translates; it does not query.",
    ),
    onlyIn("prisma-only-in-store", "@prisma", ["^apps/engine/src/store/"], "One folder speaks SQL."),
    onlyIn("pg-only-in-store", "pg", ["^apps/engine/src/(store|runtime/postgres)/", "^packages/participant/"], "One folder speaks SQL."),
    onlyIn("fastify-only-in-http", "@?fastify", ["^apps/engine/src/(http/|main)"], "One folder speaks HTTP inwards."),
    onlyIn("undici-only-in-gateway", "undici", ["^apps/engine/src/gateway/"], "The gateway is the only network client."),

    // apps/web: app -> features -> graph/ui/lib. A feature never reaches into another.
    {
      name: "features-do-not-meet",
      severity: "error",
      comment: "Two features that need each other share through ui/, graph/ or lib/, or are one feature.",
      from: { path: "^apps/web/src/features/([^/]+)/" },
      to: { path: "^apps/web/src/features/", pathNot: "^apps/web/src/features/$1/" },
    },
    {
      name: "ui-knows-no-feature",
      severity: "error",
      comment: "Primitives do not know what a saga is.",
      from: { path: "^apps/web/src/(ui|lib|graph)/" },
      to: { path: "^apps/web/src/(features|app)/" },
    },
    {
      name: "graph-layout-is-pure",
      severity: "error",
      comment: "Layout is arithmetic: testable without a browser.",
      from: { path: "^apps/web/src/graph/layout/", pathNot: TESTS },
      to: { path: "node_modules/(react|next|@xyflow)" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.base.json" },
    exclude: { path: "(^|/)(dist|\\.next|coverage|generated)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js"],
    },
  },
};
