import type { ProofView } from "@skald/shared";
import type { UseQueryResult } from "@tanstack/react-query";
import { type Face, faceIn } from "#lib/faces.ts";
import { ATTENTION, SAGA_STATUS } from "#lib/status.ts";
import { plural, visibleText } from "#lib/text.ts";
import { Badge } from "#ui/status/badge.tsx";
import { Failure, Skeleton } from "#ui/status/states.tsx";

/** What holds whatever happens, or the shortest story of each way on which it does not. */
export function ProofResult({ proof }: { readonly proof: UseQueryResult<ProofView> }) {
  return (
    <section aria-labelledby="proof-title" className="border-line border-t">
      <h3 className="px-4 pt-3 font-semibold text-[14px]" id="proof-title">
        Whatever happens
      </h3>
      {proof.isError && <Failure error={proof.error} retry={() => void proof.refetch()} what="The proof" />}
      {!proof.isError && proof.data === undefined && <Skeleton label="the proof" rows={3} />}
      {proof.data !== undefined && <Proof proof={proof.data} />}
    </section>
  );
}

function Proof({ proof }: { readonly proof: ProofView }) {
  const { holds, violations, ends } = proof;
  return (
    <div className="space-y-3 px-4 pt-2 pb-4 text-[13px]">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge
          face={
            holds
              ? { word: "Every end is consistent", icon: "check", tone: "ok" }
              : { word: plural(violations.length, "violation"), icon: "cross", tone: "bad" }
          }
        />
        <span className="text-muted">{coverageOf(proof)}</span>
      </p>
      {violations.length > 0 && (
        <ul aria-label="Violations" className="space-y-2">
          {violations.map(({ code, message, story }) => (
            <li className="rounded-md bg-bad-bg px-3 py-2" key={`${code} ${message}`}>
              <p className="font-medium text-bad">
                <span className="mr-2 font-mono text-[12px]">{code}</span>
                {visibleText(message)}
              </p>
              <Story story={story} />
            </li>
          ))}
        </ul>
      )}
      <h4 className="font-medium">How it comes to rest</h4>
      <ul className="grid gap-x-6 gap-y-2 lg:grid-cols-2">
        {ends.map((end) => (
          <li key={`${end.status} ${end.reason} ${end.state}`}>
            <p className="flex flex-wrap items-center gap-x-2">
              <Badge face={faceOf(end)} />
              {end.state !== null && `at ${end.state}`}
            </p>
            <Story story={end.story} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function faceOf({ status, reason }: ProofView["ends"][number]): Face {
  if (status !== "suspended") return SAGA_STATUS[status];

  return reason === null ? SAGA_STATUS.suspended : faceIn(ATTENTION, reason);
}

function Story({ story }: { readonly story: readonly string[] }) {
  return <p className="mt-0.5 break-words text-muted">{visibleText(story.join(" → "))}</p>;
}

function coverageOf({ complete, configurations }: ProofView): string {
  const checked = `${configurations.toLocaleString("en")} configurations looked at`;

  return complete ? `${checked}: all there are.` : `${checked}; there are more, which skald check can look at.`;
}
