// What pages of metrics in the text format say, without their values: for the catalogues, and for the
// test that compares them with programs that run.

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const TYPE = new RegExp(`^# TYPE (${NAME}) (\\w+)$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? `);
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;

/** Go counts the use of each of its some fifty compatibility switches; nobody reads that. */
const unread = (name) => name.startsWith('go_godebug_');

/** Asks for the older text format: OpenMetrics names counters without their suffix. */
export const textFormat = { accept: 'text/plain;version=0.0.4' };

/** The metrics of one program: the labels of all its pages and samples together. */
export class Exposition {
  /** Name to `{ type, labels, seen }`. */
  metrics = new Map();
  version;

  /** Adds a page. Throws where a metric is of two types. */
  read(text) {
    for (const line of text.split('\n')) {
      const [, declared, type] = TYPE.exec(line) ?? [];
      const [, name, labels = ''] = SAMPLE.exec(line) ?? [];
      if (declared) this.#declare(declared, type);
      else if (name) this.#sample(name, labels);
    }
    return this;
  }

  #declare(name, type) {
    if (unread(name)) return;
    const known = this.metrics.get(name);
    if (known && known.type !== type)
      throw new Error(`"${name}" is a ${known.type} and a ${type}; name pages of one program`);
    if (!known) this.metrics.set(name, { type, labels: new Set(), seen: false });
  }

  #sample(name, text) {
    if (unread(name)) return;
    const metric = this.#metricOf(name);
    metric.seen = true;
    const implied = { histogram: 'le', summary: 'quantile' }[metric.type];
    for (const [, label, value] of text.matchAll(LABEL)) {
      if (label !== implied) metric.labels.add(label);
      if (
        /^(?!go_).*(_build_info|_server_version)$/.test(name) &&
        /^(git_|server_)?version$/.test(label)
      )
        this.version ??= value.replace(/^v/, '');
    }
  }

  /** The metric a series belongs to: a histogram shows itself under three names, a summary too. */
  #metricOf(name) {
    const { metrics } = this;
    const stem = name.replace(/_(bucket|sum|count)$/, '');
    if (metrics.has(name)) return metrics.get(name);
    if (['histogram', 'summary'].includes(metrics.get(stem)?.type)) return metrics.get(stem);
    metrics.set(name, { type: 'untyped', labels: new Set(), seen: false });
    return metrics.get(name);
  }
}
