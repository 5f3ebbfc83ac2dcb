import { type ApiError, type CommandRequest, currentSagaOf, type SagaView } from "@skald/shared";
import type { Call } from "../command-line/command.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { problemText } from "../text/problem-text.ts";
import { visibleText } from "../text/visible-text.ts";
import { changesText } from "./changes-text.ts";
import { previewText } from "./preview-text.ts";

interface Meant {
  readonly seen: SagaView;
  readonly request: CommandRequest;
}

/** Explains why a command hit nothing: what has changed since it was looked at, or the rule against it. */
export async function tellConflict(error: ApiError, meant: Meant, call: Call): Promise<ExitCode> {
  const { terminal, json } = call;
  if (json) terminal.out(JSON.stringify({ problem: error.problem }, null, 2));
  terminal.err(`skald: ${problemText(error)}`);
  if (error.status === 412) tellChanges(error, meant, call);
  if (error.problem.code === "PLAN_CHANGED") await tellNewPlan(meant, call);
  if (error.problem.code === "SAGA_MOVING") terminal.err(`  skald pause ${meant.seen.id}`);
  terminal.err("Nothing was done.");

  return EXIT.refused;
}

function tellChanges(error: ApiError, { seen }: Meant, { terminal }: Call): void {
  const now = currentSagaOf(error);
  if (now !== null) terminal.err(visibleText(changesText(seen, now)));
}

async function tellNewPlan({ seen, request }: Meant, { client, terminal }: Call): Promise<void> {
  const now = await client.getSaga(seen.id);
  const preview = await client.preview(seen.id, request, now.revision);
  terminal.err(`The plan now:\n${previewText(request, preview, terminal.style)}`);
}
