import type { Manifest } from '../../../../lib/core/index.js';
import { type Answer, last } from './ask.js';
import type { LokiApi } from './ask-loki.js';
import type { PrometheusApi } from './ask-prometheus.js';
import { fill, type Question } from './questions.js';

/** Who is asked. */
export interface Asked {
  readonly prometheus: PrometheusApi;
  readonly loki: LokiApi;
  /** How often Prometheus scrapes. */
  readonly scrapeSeconds: number;
}

/** Who is asked, and about what. */
export interface Questioned extends Asked {
  readonly objects: readonly Manifest[];
}

/** What a program remarks that is no fault of a query, with the reason why. */
const tolerated: readonly { readonly remark: RegExp; readonly because: string }[] = [
  {
    remark: /metric might not be a counter, .+: "node_(netstat|vmstat)_\w+"/,
    because:
      'node_exporter names and types them as the kernel does, which says not that they only grow',
  },
  {
    remark: /metric might not be a counter, .+: "kubelet_(evictions|\w+_renew_errors)"/,
    because: 'the kubelet says that they are counters; their names are older than the suffix',
  },
  {
    remark: /metric might not be a counter, .+: "alloy_component_evaluation_slow_seconds"/,
    because: 'Alloy says that it is a counter, and names it so',
  },
];

/** What became of one question. */
export interface Reply {
  readonly name: string;
  readonly faults: readonly string[];
  readonly data: boolean;
  /** None where it failed. */
  readonly answer?: Answer;
}

async function ask(of: Asked, { answerer, expr, instant }: Question): Promise<Answer> {
  const api = of[answerer];
  return instant ? await api.query(expr) : await api.queryRange(expr, last(3600, of.scrapeSeconds));
}

/** Asks one question; what it reads is replaced before. */
export async function reply(
  of: Asked,
  question: Question,
  values: ReadonlyMap<string, string>,
): Promise<Reply> {
  const { name } = question;
  const where = `${question.of}: ${name}`;
  try {
    const expr = fill(question.expr, values);
    const answer = await ask(of, { ...question, expr });
    const faults = answer.remarks
      .filter((text) => !tolerated.some(({ remark }) => remark.test(text)))
      .map((text) => `${where}: ${expr}: ${text}`);
    return { name, faults, data: answer.series.length > 0, answer };
  } catch (error) {
    return { name, faults: [`${where}: ${question.expr}: ${error}`], data: false };
  }
}
