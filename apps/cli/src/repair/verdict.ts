import type { CommandView } from "@skald/shared";
import type { Call } from "../command-line/command.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { visibleText } from "../text/visible-text.ts";

const EXIT_OF = { applied: EXIT.ok, refused: EXIT.refused, pending: EXIT.failed } as const satisfies Record<CommandView["state"], ExitCode>;

/** Reports what came of a command. */
export function tellVerdict(command: CommandView, { terminal, json }: Call): ExitCode {
  if (json) terminal.out(JSON.stringify(command, null, 2));
  else terminal.out(visibleText(verdictText(command)));

  return EXIT_OF[command.state];
}

function verdictText({ type, state, result, revisionBefore, revisionAfter, sagaId, commandId }: CommandView): string {
  switch (state) {
    case "applied": {
      const revisions = revisionBefore === null || revisionAfter === null ? "" : ` Revision ${revisionBefore} → ${revisionAfter}.`;
      return `${type}: ${result ?? "applied"}.${revisions}`;
    }
    case "refused":
      return `${type} was refused. ${result ?? ""}`.trimEnd();
    case "pending":
      return `${type} is accepted, and there is no verdict yet. The saga's owner decides: skald show ${sagaId} (command ${commandId}).`;
  }
}
