import { LokiApi } from '../conformance/flow/ask/ask-loki.js';
import { PrometheusApi } from '../conformance/flow/ask/ask-prometheus.js';
import type { Questioned } from '../conformance/flow/ask/reply.js';
import { stack } from '../house/house.js';

/** Answers every query as told, and every question for values with one. */
export function answering(
  told: (query: string, path: string) => object,
  values: readonly string[] = ['one.two'],
): Questioned & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  const fetch = async ({ url, body = '' }: { readonly url: string; readonly body?: string }) => {
    const { pathname, searchParams } = new URL(url);
    if (pathname.endsWith('/values')) return ok({ data: values });
    const query = searchParams.get('query') ?? new URLSearchParams(body).get('query') ?? '';
    asked.push(query);
    return ok(told(query, pathname));
  };
  return {
    prometheus: new PrometheusApi('http://prometheus', fetch),
    loki: new LokiApi('http://loki', fetch),
    objects: stack(),
    scrapeSeconds: 30,
    asked,
  };
}

/** An answer over HTTP. */
export const ok = (object: object) => ({ status: 200, body: JSON.stringify(object) });
/** Series of one value each, as Prometheus has them. */
export const vector = (...result: readonly object[]) => ({
  data: { resultType: 'vector', result },
});
/** One of them. */
export const sample = { metric: { job: 'loki' }, value: [0, '1'] };
