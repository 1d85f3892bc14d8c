// What a cluster answers, so that checks read answers and no output of kubectl.
import { reasonOf, Unreachable } from './kubectl.mjs';

/**
 * What is there, or why that cannot be told.
 * @typedef {{ readonly items: readonly any[], readonly why?: undefined }
 *   | { readonly items?: undefined, readonly why: string }} Answer
 */

/** How many questions are under way at a time. */
const atOnce = 4;

/** Does something for each of them, a few at a time. */
export async function each(things, act) {
  const results = [];
  for (let i = 0; i < things.length; i += atOnce)
    results.push(...(await Promise.all(things.slice(i, i + atOnce).map(act))));
  return results;
}

/** Objects as kubectl takes them from its input. */
export const asList = (objects) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });

/** A cluster that is asked. */
export class Cluster {
  /** @param {import('./kubectl.mjs').Ask} ask */
  constructor(ask) {
    this.ask = ask;
  }

  /** @returns the API server's version, `v1.37.1`; @throws Unreachable when it does not answer */
  async version() {
    const { code, stdout, stderr } = await this.ask(['version', '--output=json']);
    if (code === 0) return JSON.parse(stdout).serverVersion.gitVersion;
    throw new Unreachable(
      `the cluster does not answer: ${reasonOf(stderr)}; name another by --context or KUBECONFIG, or log in`,
    );
  }

  /** All objects of a kind, `storageclasses`; of every namespace unless one is named. @returns {Promise<Answer>} */
  list(resource, { namespace, flags = [] } = {}) {
    const where = namespace ? `--namespace=${namespace}` : '--all-namespaces';
    return this.#items(['get', resource, where, '--output=json', ...flags]);
  }

  /** Those of these objects that are there, whatever is in them. @returns {Promise<Answer>} */
  find(objects) {
    const names = objects.map(({ apiVersion, kind, metadata: { name, namespace } }) => ({
      ...{ apiVersion, kind },
      metadata: { name, namespace },
    }));
    return this.#items(
      ['get', '--filename=-', '--ignore-not-found', '--output=json'],
      asList(names),
    );
  }

  /**
   * The keys of a Secret or ConfigMap: its values never reach us.
   *
   * @returns {Promise<{ readonly keys?: readonly string[], readonly why?: string }>} neither where there is none
   */
  async keys(resource, namespace, name) {
    const template = '{{range $key, $_ := .data}}{{$key}}{{"\\n"}}{{end}}';
    const { code, stdout, stderr } = await this.ask([
      ...['get', resource, name, `--namespace=${namespace}`, `--output=go-template=${template}`],
    ]);
    if (code === 0) return { keys: stdout.trim().split('\n') };
    return /\(NotFound\)/.test(stderr) ? {} : { why: reasonOf(stderr) };
  }

  /** A document of the API, by its path; nothing where it is not served. */
  async document(path) {
    const { code, stdout } = await this.ask(['get', `--raw=${path}`]);
    return code === 0 ? JSON.parse(stdout) : undefined;
  }

  async #items(args, input) {
    const { code, stdout, stderr } = await this.ask(args, input);
    if (code !== 0) return { why: reasonOf(stderr) };
    const found = stdout.trim() === '' ? { items: [] } : JSON.parse(stdout);
    // One object comes alone.
    return { items: found.items ?? [found] };
  }
}
