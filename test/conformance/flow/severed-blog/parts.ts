import { Blog } from '../../../../examples/severed-blog/blog.js';
import severedBlog from '../../../../examples/severed-blog/main.js';
import {
  Alloy,
  Cluster,
  Grafana,
  KubeStateMetrics,
  Loki,
  Prometheus,
  PrometheusAdapter,
} from '../../../../lib/index.js';
import { type Apis, apisOf } from '../ask/apis.js';
import { instance } from '../system/pods.js';
import type { System } from '../system/system.js';

const constructs = severedBlog().node.findAll();

/** The one component of a kind. */
function the<T>(kind: new (...args: never[]) => T): T {
  const found = constructs.find((one): one is typeof one & T => one instanceof kind);
  if (!found) throw new Error(`severed-blog has no ${kind.name}`);
  return found;
}

/** The components of the example: what they offer, and under which addresses. */
export const blogParts = {
  prometheus: the(Prometheus),
  loki: the(Loki),
  states: the(KubeStateMetrics),
  adapter: the(PrometheusAdapter),
  alloy: the(Alloy),
  grafana: the(Grafana),
  cluster: the(Cluster),
  blog: the(Blog),
};

/** Its APIs as Grafana asks them, by the ways that policies leave it. */
export async function askAsGrafana(system: System): Promise<Apis> {
  const { prometheus, loki, grafana } = blogParts;
  const pod = await system.pod(grafana.namespace, { [instance]: grafana.name });
  const relay = system.relay(pod);
  const all = { prometheus, loki, alertmanager: undefined };
  return apisOf(all, (request) => relay.fetch(request));
}
