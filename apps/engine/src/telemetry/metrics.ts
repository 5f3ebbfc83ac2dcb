import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { METRICS, type MetricEntry } from "./metric-catalogue.ts";

type Labels = Readonly<Record<string, string>>;

/** Numbers about the engine in the text format of Prometheus. */
export interface Metrics {
  count(name: string, labels: Labels, by: number): void;
  gauge(name: string, value: number, labels: Labels): void;
  observe(name: string, value: number, labels: Labels): void;
  text(): Promise<string>;
  readonly contentType: string;
}

/**
 * A registry of its own, so that two engines in one process do not meet. A name the catalogue does not know is
 * registered by its first sample: a metric must never be the reason why a saga fails.
 */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  collectDefaultMetrics({ register: registry });

  const counter = (name: string, labels: Labels): Counter =>
    remember(counters, name, () => new Counter({ ...shapeOf(name, "counter", labels), registers: [registry] }));
  const gauge = (name: string, labels: Labels): Gauge =>
    remember(gauges, name, () => new Gauge({ ...shapeOf(name, "gauge", labels), registers: [registry] }));
  const histogram = (name: string, labels: Labels): Histogram =>
    remember(histograms, name, () => {
      const { buckets, ...shape } = shapeOf(name, "histogram", labels);
      return new Histogram({ ...shape, ...(buckets === undefined ? {} : { buckets }), registers: [registry] });
    });
  const register = { counter, gauge, histogram };
  for (const [name, { kind }] of Object.entries(METRICS)) register[kind](name, {});

  return {
    count: (name, labels, by) => counter(name, labels).inc(knownLabels(name, labels), by),
    gauge: (name, value, labels) => gauge(name, labels).set(knownLabels(name, labels), value),
    observe: (name, value, labels) => histogram(name, labels).observe(knownLabels(name, labels), value),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function remember<T>(metrics: Map<string, T>, name: string, create: () => T): T {
  const known = metrics.get(name);
  if (known !== undefined) return known;

  const created = create();
  metrics.set(name, created);
  return created;
}

interface Shape {
  readonly name: string;
  readonly help: string;
  readonly labelNames: string[];
  readonly buckets?: number[];
}

function shapeOf(name: string, kind: MetricEntry["kind"], labels: Labels): Shape {
  const entry = METRICS[name];
  if (entry === undefined) return { name, help: `A ${kind} that is not in the catalogue.`, labelNames: Object.keys(labels) };

  return { name, help: entry.help, labelNames: [...entry.labels], ...(entry.buckets === undefined ? {} : { buckets: [...entry.buckets] }) };
}

/** prom-client throws at a label it was not told of. */
function knownLabels(name: string, labels: Labels): Record<string, string> {
  const entry = METRICS[name];
  if (entry === undefined) return labels;

  const known: Record<string, string> = {};
  for (const label of entry.labels) known[label] = labels[label] ?? "";
  return known;
}
