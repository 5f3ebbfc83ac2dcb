// The rules that need types; everything else is Biome's (biome.json). Few on purpose: each one has
// caught a real mistake in systems like this one.
import { parser, plugin } from "typescript-eslint";

const PURE = ["packages/{kernel,dsl,shared,proof}/src/**/*.ts"];
const TESTS = ["**/*.test.{ts,tsx}", "**/*.contract.ts", "**/test/**/*.ts", "**/testing/**/*.ts", "e2e/**/*.ts"];

/** What a pure package may not touch, with the reason the person will read. */
const IMPURE = [
  ["MemberExpression[object.name='Date'][property.name='now']", "The time is an argument: replay must give the same answer tomorrow."],
  ["NewExpression[callee.name='Date'][arguments.length=0]", "The time is an argument: replay must give the same answer tomorrow."],
  [
    "MemberExpression[object.name='performance'][property.name='now']",
    "The time is an argument: replay must give the same answer tomorrow.",
  ],
  ["MemberExpression[object.name='Math'][property.name='random']", "Chance is an argument: replay must give the same answer tomorrow."],
  ["MemberExpression[object.name='crypto'][property.name=/^(randomUUID|getRandomValues)$/]", "Ids are given by the caller."],
  ["MemberExpression[object.name='process'][property.name='env']", "Configuration is an argument."],
];
const SLEEP = "CallExpression[callee.name=/^(sleep|delay|wait)$/]";

export default [
  {
    ignores: [
      "**/node_modules/**",
      "**/generated/**",
      "**/.next/**",
      "**/dist/**",
      "**/coverage/**",
      "bench/peers/**",
      "**/next-env.d.ts",
      "**/*.config.ts",
      "test-results/**",
      "playwright-report/**",
    ],
  },
  {
    files: ["{apps,packages,examples,tools,e2e,bench}/**/*.{ts,tsx}"],
    languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "@typescript-eslint": plugin },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/no-floating-promises": ["error", { ignoreVoid: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/await-thenable": "error",
      "max-lines": ["error", { max: 400 }],
      "max-lines-per-function": ["error", { max: 80 }],
      // Three is the wish of the house style, four the stop.
      "max-params": ["error", 4],
    },
  },
  {
    files: ["{packages,apps/engine,apps/cli,examples,tools}/**/*.ts"],
    rules: { "@typescript-eslint/explicit-module-boundary-types": "error" },
  },
  {
    files: PURE,
    ignores: TESTS,
    rules: { "no-restricted-syntax": ["error", ...IMPURE.map(([selector, message]) => ({ selector, message }))] },
  },
  {
    files: TESTS,
    rules: {
      // A describe is a list of guarantees, not a function with a flow.
      "max-lines-per-function": "off",
      "no-restricted-syntax": [
        "error",
        { selector: SLEEP, message: "A test waits for a condition or drives the clock; it does not sleep." },
      ],
    },
  },
];
