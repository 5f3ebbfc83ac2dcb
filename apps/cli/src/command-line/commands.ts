import { apply } from "../commands/apply.ts";
import { cancel } from "../commands/cancel.ts";
import { compensate } from "../commands/compensate.ts";
import { complete } from "../commands/complete.ts";
import { diff } from "../commands/diff.ts";
import { fmt } from "../commands/fmt.ts";
import { catalogue } from "../commands/formats/catalogue.ts";
import { exportSaga } from "../commands/formats/export-saga.ts";
import { importCommand } from "../commands/formats/import-documents.ts";
import { ls } from "../commands/ls.ts";
import { pause } from "../commands/pause.ts";
import { check } from "../commands/prove/check.ts";
import { simulate } from "../commands/prove/simulate.ts";
import { test } from "../commands/prove/test.ts";
import { resolveUnknown } from "../commands/resolve-unknown.ts";
import { resume } from "../commands/resume.ts";
import { retry } from "../commands/retry.ts";
import { show } from "../commands/show.ts";
import { start } from "../commands/start.ts";
import { terminate } from "../commands/terminate.ts";
import { validate } from "../commands/validate.ts";
import { waiveUndo } from "../commands/waive-undo.ts";
import type { Command } from "./command.ts";

/** Every command, in the order of a saga's life. */
export const COMMANDS: readonly Command[] = [
  catalogue,
  importCommand,
  validate,
  fmt,
  diff,
  exportSaga,
  check,
  simulate,
  test,
  apply,
  start,
  ls,
  show,
  retry,
  compensate,
  cancel,
  pause,
  resume,
  resolveUnknown,
  complete,
  waiveUndo,
  terminate,
];
