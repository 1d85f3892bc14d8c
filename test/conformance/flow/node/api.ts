import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { authorize } from './authorize.js';
import { cadvisorPage } from './cadvisor.js';
import { identity } from './identity.js';
import { KubeletMetrics } from './kubelet-metrics.js';
import { logFile, readRecords } from './log-reader.js';
import { logRequest, logText } from './log-request.js';
import { probesPage } from './probe-metrics.js';
import { RequestCount } from './request-count.js';
import { say } from './say.js';
import { resourcePage, summary } from './stats.js';
import type { KnownPod, NodeContext } from './types.js';

/** The port of every kubelet. */
const port = 10250;

/** What is known of the pods of this node, asked anew each time. */
type Known = () => readonly KnownPod[];

/** An answer that is whole: its type, and its text. */
interface Answer {
  readonly status?: number;
  readonly type: 'text' | 'json';
  readonly body: string;
}

const text = (body: string, status = 200): Answer => ({ type: 'text', body, status });
const json = (value: object): Answer => ({ type: 'json', body: JSON.stringify(value) });

/**
 * Serves the node's API, as a kubelet does: to those whom the API server lets in, metrics, pods and logs.
 *
 * @param known the pods of this node with their running containers
 * @throws when the address cannot be listened on
 */
export async function serveKubelet(context: NodeContext, known: Known): Promise<void> {
  const { name, address, pki } = context.facts;
  const file = (of: string) => readFileSync(join(pki, of));
  const requests = new RequestCount();
  const pages = pagesOf(context, known, requests);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', `https://${address}`);
    requests.add(request.method ?? '', url.pathname);
    const refusal = await authorize(context, request, url.pathname);
    if (refusal) return send(response, text(refusal.message, refusal.status));
    const page = pages[url.pathname.replace(/(?<=.)\/$/, '')];
    if (page) return send(response, await page());
    if (url.pathname.startsWith('/containerLogs/')) return sendLog(context, known, url, response);
    return send(response, text('404 page not found\n', 404));
  };
  // Without a certificate one may still show a token.
  const clients = { ca: file('ca.crt'), requestCert: true, rejectUnauthorized: false };
  const own = { cert: file(`kubelet-${name}.crt`), key: file(`kubelet-${name}.key`) };
  const server = createServer({ ...own, ...clients }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      say(`${request.method} ${request.url}: ${error}`);
      if (response.headersSent) response.destroy();
      else send(response, text(String(error), 500));
    });
  });
  server.listen(port, address);
  await once(server, 'listening');
}

type Pages = Readonly<Record<string, () => Answer | Promise<Answer>>>;

function pagesOf(context: NodeContext, known: Known, requests: RequestCount): Pages {
  const metrics = new KubeletMetrics(context, requests);
  return {
    '/healthz': () => text('ok'),
    '/pods': () => json(podList(known())),
    '/runningpods': () => json(podList(known().filter(({ containers }) => containers.size > 0))),
    '/stats/summary': async () => json(await summary(context, known())),
    '/metrics': async () => text(await metrics.page(known())),
    '/metrics/cadvisor': async () => text(await cadvisorPage(context, known())),
    '/metrics/resource': async () => text(await resourcePage(known())),
    '/metrics/probes': () => text(probesPage(known())),
  };
}

function send(response: ServerResponse, { status = 200, type, body }: Answer): void {
  const types = { text: 'text/plain; version=0.0.4; charset=utf-8', json: 'application/json' };
  response.writeHead(status, { 'content-type': types[type] }).end(body);
}

const podList = (known: readonly KnownPod[]) => ({
  kind: 'PodList',
  apiVersion: 'v1',
  metadata: {},
  items: known.map(({ pod }) => pod),
});

/** Sends what a container wrote; to one who follows, until he leaves or the container ends. */
async function sendLog(
  context: NodeContext,
  known: Known,
  { pathname, searchParams }: URL,
  response: ServerResponse,
): Promise<void> {
  const [namespace, name, container = ''] = pathname.split('/').slice(2).map(decodeURIComponent);
  const pod = known().find(({ pod: one }) => {
    const is = identity(one);
    return is.namespace === namespace && is.name === name;
  })?.pod;
  if (!pod) return send(response, text(`pod "${name}" does not exist`, 404));
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  if (![...initContainers, ...containers].some((one) => one.name === container))
    return send(response, text(`container "${container}" not found in pod "${name}"`, 404));
  const request = logRequest(searchParams);
  if (!request) return send(response, text('{"message": "Invalid request."}', 422));
  const path = await logFile(context, pod, container, request.previous);
  if (path === undefined) {
    const what = `container "${container}" in pod "${name}"`;
    const why = request.previous ? `previous terminated ${what} not found` : `${what} is waiting`;
    return send(response, text(why, 400));
  }
  const left = new AbortController();
  response.once('close', () => left.abort());
  response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders();
  const lines = logText(readRecords(path, request.follow, left.signal), request);
  await pipeline(Readable.from(lines), response).catch((error: unknown) => {
    // One who follows leaves in the middle.
    if (!left.signal.aborted) throw error;
  });
}
