/** What is said of one code beside the message of the case. */
export interface DiagnosticEntry {
  readonly severity: "error" | "warning";
  readonly title: string;
  /** What the author should do now. One sentence. */
  readonly remedy: string;
}

/**
 * Every code a document can be told. Stable: a code never changes its meaning.
 * Each has a page docs/errors/diagnostics/<CODE>.md whose examples are tested.
 */
export const DIAGNOSTICS = {
  // The text.
  DOCUMENT_TOO_LARGE: {
    severity: "error",
    title: "Document is too large",
    remedy: "Keep a document within 256 KiB and a text within 2 MiB; split what is larger.",
  },
  DOCUMENT_TOO_COMPLEX: {
    severity: "error",
    title: "Document has too many parts",
    remedy: "Split the document; hand-written definitions stay far below this limit.",
  },
  TOO_DEEP: { severity: "error", title: "Document is nested too deeply", remedy: "Keep lists and objects within 64 levels." },
  SEVERAL_DOCUMENTS: {
    severity: "error",
    title: "Text holds several documents",
    remedy: "Put each document into a text of its own; only an upload may hold several.",
  },
  EMPTY_DOCUMENT: {
    severity: "error",
    title: "Document is empty",
    remedy: "Begin with document: { dsl: '1.0', kind: saga, name: …, version: … }.",
  },
  NOT_AN_OBJECT: {
    severity: "error",
    title: "Document is not an object",
    remedy: "A document is an object that begins with the field document.",
  },
  TEST_FILE: {
    severity: "error",
    title: "Text is a file of tests",
    remedy: "Name the saga instead; `skald test` finds the tests beside it.",
  },
  SYNTAX: { severity: "error", title: "Text is not YAML or JSON", remedy: "Correct the place shown; YAML 1.2 and JSON are read." },
  TAB_INDENT: { severity: "error", title: "Line is indented with a tab", remedy: "Indent with blanks." },
  INVALID_CHARACTER: {
    severity: "error",
    title: "Text holds a character that is not allowed",
    remedy: "Remove control characters, direction overrides, hidden tags and half surrogate pairs.",
  },
  DIRECTIVE_NOT_ALLOWED: {
    severity: "error",
    title: "YAML directives are not allowed",
    remedy: "Remove the line; documents are always YAML 1.2.",
  },
  TAG_NOT_ALLOWED: {
    severity: "error",
    title: "YAML tags are not allowed",
    remedy: "Remove the tag; quote the text if it begins with an exclamation mark.",
  },
  TOO_MANY_ALIASES: {
    severity: "error",
    title: "Document has too many aliases",
    remedy: "Use at most 100 aliases, and none that unfold into a huge document.",
  },
  UNKNOWN_ALIAS: {
    severity: "error",
    title: "Alias has no anchor",
    remedy: "Define the anchor before the alias, or quote a text that begins with an asterisk.",
  },
  CYCLIC_ALIAS: { severity: "error", title: "Alias contains itself", remedy: "An anchor may not hold an alias of itself." },
  MERGE_KEY: { severity: "error", title: "Merge keys are not allowed", remedy: "Write the fields out; << is no part of YAML 1.2." },
  DUPLICATE_KEY: { severity: "error", title: "Field is given twice", remedy: "Keep one of the two." },
  RESERVED_KEY: { severity: "error", title: "Key is reserved", remedy: "Choose another name than __proto__, constructor or prototype." },
  KEY_NOT_TEXT: { severity: "error", title: "Key is not a text", remedy: "Keys of objects are plain texts." },
  NUMBER_NOT_EXACT: { severity: "error", title: "Number cannot be held exactly", remedy: "Quote it: numbers beyond 2^53 travel as text." },
  NUMBER_NOT_FINITE: {
    severity: "error",
    title: "Number is not finite",
    remedy: "Quote it if a text is meant; infinity and not-a-number do not exist here.",
  },
  QUOTE_EXPRESSION: {
    severity: "error",
    title: "Expression must be quoted",
    remedy: "Put the whole value in quotes, for example '${ … }'.",
  },
  UNCLOSED_EXPRESSION: {
    severity: "error",
    title: "Expression is not closed",
    remedy: "Close it with a brace, or write $${ for a literal ${.",
  },
  UNQUOTED_VERSION: { severity: "error", title: "Version is read as a number", remedy: "Quote it, for example '1.0'." },

  // The shape.
  UNKNOWN_FIELD: { severity: "error", title: "Field is not known here", remedy: "Correct the name or remove the field." },
  MISSING_FIELD: { severity: "error", title: "Field is missing", remedy: "Add the field." },
  WRONG_TYPE: { severity: "error", title: "Value has the wrong type", remedy: "Give a value of the type named." },
  NOT_ONE_OF: { severity: "error", title: "Value is not one of those allowed", remedy: "Use one of the values named." },
  OUT_OF_RANGE: { severity: "error", title: "Value is out of range", remedy: "Stay within the bounds named." },
  EXCLUSIVE_FIELDS: {
    severity: "error",
    title: "Exactly one of several fields is needed",
    remedy: "Keep exactly one of the fields named.",
  },
  BAD_NAME: {
    severity: "error",
    title: "Name is not allowed",
    remedy: "Begin with a letter, use letters, digits and underscores, at most 64, and no word of the expression language.",
  },
  BAD_DURATION: {
    severity: "error",
    title: "Duration cannot be read",
    remedy: "Write it like 100ms, 5s, 1h30m, 7d or PT5S, at most 400 days.",
  },
  BAD_VERSION: { severity: "error", title: "Version is not a semantic version", remedy: "Write three numbers, for example 1.0.0." },
  BAD_FORMAT: { severity: "error", title: "Text has the wrong form", remedy: "Write it in the form named." },
  BAD_SCHEMA: {
    severity: "error",
    title: "JSON Schema is not valid",
    remedy: "Correct the schema; JSON Schema draft 2020-12 without remote references is read.",
  },
  EXPRESSION_NOT_ALLOWED: {
    severity: "error",
    title: "No expression may stand here",
    remedy: "Write a plain value; this field is read before anything is evaluated.",
  },
  NOT_YET_RUNNABLE: { severity: "error", title: "This engine cannot run this part yet", remedy: "Remove it, or use a newer engine." },
  TOO_MANY_PROBLEMS: {
    severity: "error",
    title: "There are more problems than are shown",
    remedy: "Correct those shown first, then validate again.",
  },

  // References.
  UNKNOWN_STATE: { severity: "error", title: "State does not exist", remedy: "Name a state of the same scope." },
  UNKNOWN_SERVICE: { severity: "error", title: "Service does not exist", remedy: "Upload its catalogue first, or correct use.services." },
  UNKNOWN_SAGA: { severity: "error", title: "Child saga does not exist", remedy: "Upload its definition first, or correct the reference." },
  RECURSION: {
    severity: "error",
    title: "Saga would start itself",
    remedy: "Loop inside one saga, or let a trigger start the next one: no child may lead back to its parent.",
  },
  UNKNOWN_OPERATION: { severity: "error", title: "Operation does not exist", remedy: "Name an operation of the service's catalogue." },
  UNKNOWN_REFERENCE: { severity: "error", title: "Name is not known here", remedy: "Use a name of this place's scope." },
  UNDECLARED_PROPERTY: {
    severity: "error",
    title: "Property is not declared",
    remedy: "Declare it under properties or required, or correct the name.",
  },
  MISSING_PARAM: { severity: "error", title: "Parameter of the operation is missing", remedy: "Give it under with." },
  NAME_CLASH: { severity: "error", title: "Name has two meanings", remedy: "Rename one of the two." },
  UNKNOWN_ERROR_TYPE: {
    severity: "warning",
    title: "Error type is declared nowhere",
    remedy: "Correct the name, or declare the error in the catalogue.",
  },

  // Expressions.
  EXPRESSION_SYNTAX: { severity: "error", title: "Expression cannot be read", remedy: "Correct the expression; expressions are CEL." },
  EXPRESSION_TYPE: { severity: "error", title: "Types of the expression do not fit", remedy: "Convert one side, or use another operator." },
  UNKNOWN_FUNCTION: { severity: "error", title: "Function does not exist", remedy: "Use one of the functions of the reference." },
  EXPRESSION_TOO_COMPLEX: { severity: "error", title: "Expression is too large", remedy: "Split it over a set state." },
  NOT_AN_EXPRESSION: { severity: "error", title: "Field must be one expression", remedy: "Write one ${ … } and nothing around it." },
  OUTPUT_NOT_CERTAIN: {
    severity: "error",
    title: "Output is not certain here",
    remedy: "Guard it with has(steps.x.output), or read steps.x.?output.",
  },
  SECRET_NOT_ALLOWED: { severity: "error", title: "Secret may not be read here", remedy: "Read secrets in headers and in auth only." },
  ENV_NOT_ALLOWED: { severity: "error", title: "Environment may not be read here", remedy: "Read env in addresses and headers only." },
  SENSITIVE_NOT_ALLOWED: {
    severity: "error",
    title: "Sensitive value may not stand here",
    remedy: "Use a value that is not sensitive: this one is stored and shown in the open.",
  },

  // What starts a saga, and what must hold of it.
  ROUTE_CLASH: {
    severity: "error",
    title: "Route is taken",
    remedy: "Choose another path or method, or tell the requests apart with where.",
  },
  ANSWER_NOT_CERTAIN: {
    severity: "error",
    title: "A request may get no answer",
    remedy: "End respond with an entry that has no when.",
  },

  // The chart.
  UNREACHABLE_STATE: { severity: "error", title: "State is never entered", remedy: "Lead an edge to it, or remove it." },
  DEAD_END: { severity: "error", title: "State leads nowhere", remedy: "Give it next, or make it succeed or fail." },
  ENDLESS_LOOP: { severity: "error", title: "Loop never waits", remedy: "Put a wait or a task into the loop." },
  TOO_MANY_STATES: {
    severity: "error",
    title: "Definition has too many states",
    remedy: "Stay within 500 states, 16 nested scopes and 20 branches; move a part into a child saga.",
  },

  // Groups that decide together.
  WRONG_PROTOCOL: {
    severity: "error",
    title: "Operation does not speak this protocol",
    remedy: "Use an operation that declares twoPhase or tcc as the group needs it, and one with a call elsewhere.",
  },
  PARTICIPANT_CYCLE: {
    severity: "error",
    title: "Participants wait for each other",
    remedy: "Let at least one of them read no other: it is prepared first.",
  },

  // Undoing.
  MISSING_UNDO: { severity: "error", title: "Compensatable step has no undo", remedy: "Declare compensate, or another kind." },
  UNDO_NEVER_RUNS: { severity: "warning", title: "Undo never runs", remedy: "Remove compensate, or make the kind compensatable." },
  UNDO_NEEDS_OUTPUT: {
    severity: "error",
    title: "Undo reads an output that may be unknown",
    remedy: "Give verify with an output, or let the undo read params only.",
  },
  TWO_PIVOTS: {
    severity: "error",
    title: "Two pivots succeed on one path",
    remedy: "Keep one pivot a path: after it there is no way back.",
  },
  PIVOT_IN_SCOPE: {
    severity: "error",
    title: "Pivot stands inside a branch or body",
    remedy: "Move it behind the block: other branches or items may still fail and must be undone.",
  },
  NOTHING_TO_UNDO: {
    severity: "error",
    title: "State has nothing to undo",
    remedy: "Name states that have an undo, or leave only out to undo everything.",
  },
  FAIL_AFTER_PIVOT: {
    severity: "error",
    title: "Failing is not possible after the pivot",
    remedy: "After the pivot a saga can only go forward to succeed.",
  },
  COMPENSATE_AFTER_PIVOT: {
    severity: "error",
    title: "Undoing is not possible after the pivot",
    remedy: "Catch the error without compensate, or move the step before the pivot.",
  },
  COMPENSATABLE_AFTER_PIVOT: {
    severity: "warning",
    title: "Undo behind the pivot never runs",
    remedy: "Move the step before the pivot, or declare it retriable.",
  },
  STEP_WITHOUT_UNDO: {
    severity: "warning",
    title: "Step cannot be undone",
    remedy: "Declare an undo, or accept it with irreversible: true.",
  },
  PIVOT_WITHOUT_VERIFY: {
    severity: "warning",
    title: "Pivot has no verify",
    remedy: "Declare verify, so that an unknown outcome does not need a person.",
  },

  // Time and tidiness.
  RETRY_OUTLASTS_TIMEOUT: {
    severity: "warning",
    title: "Retries can outlast the time-out",
    remedy: "Retry less, or allow the saga more time.",
  },
  WAIT_WITHOUT_TIMEOUT: { severity: "warning", title: "Waiting saga has no time-out", remedy: "Give the saga a timeout." },
  CATCH_HIDDEN: {
    severity: "warning",
    title: "Catch entry is never taken",
    remedy: "Put the particular entry before the general one, or remove it.",
  },
  ERROR_NOT_CAUGHT: {
    severity: "warning",
    title: "Declared error is not caught",
    remedy: "Add a catch entry if the saga should go on another way.",
  },
  SAME_KEY_IN_BRANCHES: {
    severity: "warning",
    title: "Branches write the same key",
    remedy: "Let one branch do it, or do it before or behind the block.",
  },
  UNUSED_SERVICE: { severity: "warning", title: "Service is not used", remedy: "Remove it from use.services." },
  UNUSED_VALUE: { severity: "warning", title: "Value is never read", remedy: "Remove it, or read it as vars.name." },
} as const satisfies Record<string, DiagnosticEntry>;

/** The stable name of a kind of problem. */
export type DiagnosticCode = keyof typeof DIAGNOSTICS;
