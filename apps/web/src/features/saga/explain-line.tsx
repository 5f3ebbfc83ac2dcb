"use client";

import type { SagaView } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import { sagaExplainQuery } from "#lib/queries.ts";
import { visibleText } from "#lib/text.ts";
import { TimeText } from "#ui/text/time-text.tsx";

/** Why the saga is here, and what moves it next. */
export function ExplainLine({ saga }: { readonly saga: SagaView }) {
  const { data } = useQuery(sagaExplainQuery(saga.id, saga.revision));
  if (data === undefined) return <p aria-hidden="true" className="h-5 w-2/3 rounded bg-sunken" />;

  const movers = data.movers.filter((mover) => mover.kind !== "person");
  return (
    <div className="text-[14px]">
      <p className="max-w-[90ch]">{visibleText(data.sentence)}</p>
      {movers.length > 0 && saga.endedAt === null && (
        <p className="mt-0.5 text-[13px] text-muted">
          Next to move it:{" "}
          {movers.map((mover, place) => (
            <span key={`${mover.kind}:${mover.state}:${mover.text}`}>
              {place > 0 && ", "}
              {visibleText(mover.text)}
              {mover.dueAt !== null && (
                <>
                  {" "}
                  <TimeText at={mover.dueAt} />
                </>
              )}
            </span>
          ))}
          .
        </p>
      )}
    </div>
  );
}
