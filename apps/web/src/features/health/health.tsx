"use client";

import { useQuery } from "@tanstack/react-query";
import { healthQuery } from "#lib/queries.ts";
import { formatSpan } from "#lib/time.ts";
import { Page } from "#ui/frame/page.tsx";
import { Notice } from "#ui/status/notice.tsx";
import { Empty, Failure, Skeleton } from "#ui/status/states.tsx";
import { ComponentStrip } from "./component-strip.tsx";
import { ServiceCard } from "./service-card.tsx";

/** The engine's parts and the services it calls. */
export function Health() {
  const health = useQuery(healthQuery());
  const { data } = health;

  return (
    <Page
      aside={
        data !== undefined && (
          <p className="text-[13px] text-muted">
            Engine {data.version}, up {formatSpan(data.uptimeSeconds * 1000)}
          </p>
        )
      }
      title="Health"
    >
      {health.isError && (
        <Failure
          error={health.error}
          retry={() => void health.refetch()}
          what={data === undefined ? "The engine's health" : "What is shown is old: the engine's health"}
        />
      )}
      {data === undefined && !health.isError && <Skeleton label="health" />}
      {data !== undefined && (
        <>
          {!data.ready && (
            <Notice alert icon="cross" title="The engine is not ready for work" tone="bad">
              {data.reasons.join("; ")}
            </Notice>
          )}
          <ComponentStrip components={data.components} />
          <h2 className="pt-2 font-semibold text-[15px]">Services</h2>
          {data.services.length === 0 ? (
            <Empty title="No service is defined" />
          ) : (
            <div className="grid gap-4 md:grid-cols-2 2xl:grid-cols-3">
              {data.services.map((service) => (
                <ServiceCard key={`${service.namespace}/${service.name}`} service={service} />
              ))}
            </div>
          )}
        </>
      )}
    </Page>
  );
}
