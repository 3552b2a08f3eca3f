/** Metrics of one process, in a registry of its own. Names and labels are the engine's; labels carry ids only. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from './engine/parts.ts';

const PREFIX = 'campaign_sync_';

export function createMetrics(): { registry: Registry; metrics: Metrics } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: PREFIX });
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  const gauges = new Map<string, Gauge>();
  return {
    registry,
    metrics: {
      count(name, labels, by) {
        const counter =
          counters.get(name) ??
          new Counter({ name: PREFIX + name, help: spoken(name), labelNames: Object.keys(labels), registers: [registry] });
        counters.set(name, counter);
        counter.inc(labels, by);
      },
      observe(name, labels, value) {
        const histogram =
          histograms.get(name) ??
          new Histogram({ name: PREFIX + name, help: spoken(name), labelNames: Object.keys(labels), registers: [registry] });
        histograms.set(name, histogram);
        histogram.observe(labels, value);
      },
      set(name, labels, value) {
        const gauge =
          gauges.get(name) ??
          new Gauge({ name: PREFIX + name, help: spoken(name), labelNames: Object.keys(labels), registers: [registry] });
        gauges.set(name, gauge);
        if (value === null) gauge.remove(labels);
        else gauge.set(labels, value);
      }
    }
  };
}

const spoken = (name: string) => name.replaceAll('_', ' ');
