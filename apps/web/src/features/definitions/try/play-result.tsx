import type { GraphView } from "@skald/shared";
import { SagaGraph } from "#graph/saga-graph.tsx";
import { type Face, faceIn } from "#lib/faces.ts";
import { ATTENTION, SAGA_STATUS } from "#lib/status.ts";
import { plural, visibleText } from "#lib/text.ts";
import { formatSpan } from "#lib/time.ts";
import { Badge } from "#ui/status/badge.tsx";
import { Notice } from "#ui/status/notice.tsx";
import type { Played } from "#workbench/messages.ts";
import { CallTable } from "./call-table.tsx";

interface PlayResultProps {
  readonly graph: GraphView;
  readonly played: Played;
}

/** How a play ended, its picture, and what happened on the way. */
export function PlayResult({ graph, played: { simulation, steps, phase, problems } }: PlayResultProps) {
  const { end, calls, elapsedMs, cause, attention, undone, findings, ledger, path } = simulation;
  const standing = ledger.filter((effect) => effect.standing === "applied" || effect.standing === "maybe").map(({ state }) => state);

  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3 text-[13px]" role="status">
        <Badge face={faceOf(end, attention?.reason)} size="large" />
        <span className="text-muted">
          after {formatSpan(elapsedMs)} of virtual time and {plural(calls.length, "call")}
          {attention?.state != null && `, at ${attention.state}`}
        </span>
      </div>
      {cause !== null && (
        <p className="px-4 pt-1 text-[13px]">
          Cause: <span className="font-medium">{visibleText(cause.type)}</span>
          {cause.state !== null && ` in ${cause.state}`}
          <span className="text-muted"> · {visibleText(cause.detail)}</span>
        </p>
      )}
      {[...problems, ...findings.map(({ message }) => message)].map((message) => (
        <div className="px-4 pt-3" key={message}>
          <Notice icon="cross" title={visibleText(message)} tone="bad" />
        </div>
      ))}
      <SagaGraph graph={graph} label="Picture of the play" phase={phase} steps={steps} />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 border-line border-t px-4 py-3 text-[13px]">
        <Names name="Path" names={path} nothing="none" />
        <Names name="Undone, in this order" names={undone} nothing="nothing" />
        <Names name="Stands at the end" names={standing} nothing="nothing" />
      </dl>
      <CallTable calls={calls} />
    </>
  );
}

const STOPPED: Face = { word: "Stopped after too many events", icon: "clock", tone: "wait" };

function faceOf(end: Played["simulation"]["end"], reason: string | undefined): Face {
  if (end === "unfinished") return STOPPED;
  if (end !== "suspended") return SAGA_STATUS[end];

  return reason === undefined ? SAGA_STATUS.suspended : faceIn(ATTENTION, reason);
}

interface NamesProps {
  readonly name: string;
  readonly names: readonly string[];
  readonly nothing: string;
}

const NAMES_MAX = 60;

function Names({ name, names, nothing }: NamesProps) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">
        {names.length === 0 ? <span className="text-muted">{nothing}</span> : visibleText(names.slice(0, NAMES_MAX).join(" → "))}
        {names.length > NAMES_MAX && <span className="text-muted"> and {(names.length - NAMES_MAX).toLocaleString("en")} more</span>}
      </dd>
    </>
  );
}
