import { prettyBody, visibleText } from "#lib/text.ts";
import { JsonView } from "#ui/text/json-view.tsx";
import { TimeText } from "#ui/text/time-text.tsx";
import type { JournalCall } from "./calls-from-journal.ts";

/** One call as the journal has it: the request that was sent, and each answer. */
export function CallView({ call }: { readonly call: JournalCall }) {
  const { request } = call;
  return (
    <article className="space-y-2 border-line border-t pt-3 text-[13px]">
      <h3 className="flex items-baseline justify-between gap-3">
        <span className="font-medium">
          {call.kind === "verify" ? "Verify" : "Request"}
          {call.visit > 1 && ` · visit ${call.visit}`}
        </span>
        <span className="text-[12px] text-muted">
          <TimeText as="clock" at={call.openedAt} /> · entry {call.openedSeq}
        </span>
      </h3>
      {request !== null && (
        <>
          <p className="break-all font-mono text-[12px]">
            <span className="font-semibold">{request.method}</span>{" "}
            {request.service !== null && <span className="text-muted">{request.service}</span>} {visibleText(request.target)}
          </p>
          <details>
            <summary className="w-fit text-[12px] text-muted hover:text-text">Headers</summary>
            <pre className="mt-1 overflow-x-auto whitespace-pre-wrap break-all rounded bg-sunken p-2 font-mono text-[12px]">
              {Object.entries(request.headers)
                .map(([name, value]) => `${name}: ${visibleText(String(value))}`)
                .join("\n")}
            </pre>
          </details>
          {request.body !== null && (
            <JsonView label={`body of the ${call.kind} of ${call.state}, entry ${call.openedSeq}`} value={prettyBody(request.body)} />
          )}
        </>
      )}
      {call.answers.map((answer) => (
        <div className="space-y-1" key={answer.seq}>
          <p className="flex items-baseline justify-between gap-3">
            <span>
              <span className="font-medium">Answer</span> {visibleText(answer.summary)}
            </span>
            <span className="text-[12px] text-muted">
              <TimeText as="clock" at={answer.at} /> · {answer.type}
            </span>
          </p>
          {answer.body !== null && answer.body !== "" && (
            <JsonView label={`answer of ${call.state}, entry ${answer.seq}`} value={prettyBody(answer.body)} />
          )}
        </div>
      ))}
    </article>
  );
}
