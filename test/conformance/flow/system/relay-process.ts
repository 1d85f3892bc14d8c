import { request } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type {
  Reached,
  RelayAnswer,
  RelayAsk,
  RelayRequest,
  RelayResponse,
  RelayTarget,
} from './relay-types.js';

/** Stands in the network of a pod, and does there what the lines of its input ask for; it ends with them. */
for await (const line of createInterface({ input: process.stdin })) {
  // Lines of relay.ts.
  const ask = JSON.parse(line) as RelayAsk;
  void answer(ask).then((said) => process.stdout.write(`${JSON.stringify(said)}\n`));
}
process.exit(0);

async function answer(ask: RelayAsk): Promise<RelayAnswer> {
  const { id } = ask;
  try {
    if ('fetch' in ask) return { id, response: await fetched(ask.fetch) };
    const reached = ask.connect.map((target) => tried(target, ask.timeoutMs));
    return { id, reached: await Promise.all(reached) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

/** A request on a connection of its own: each is to be let through by itself. */
function fetched({
  url,
  method = 'GET',
  headers = {},
  body,
  timeoutMs = 10_000,
}: RelayRequest): Promise<RelayResponse> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const sent = request(url, { method, headers, agent: false, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    sent.on('error', (error) =>
      reject(signal.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error),
    );
    sent.end(body);
  });
}

function tried({ address, port }: RelayTarget, timeoutMs: number): Promise<Reached> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const end = (reached: Reached) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reached);
    };
    const timer = setTimeout(end, timeoutMs, 'timeout');
    socket.once('connect', () => end('open'));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED' || code === 'ECONNRESET') end('refused');
      else end(code === 'ETIMEDOUT' ? 'timeout' : 'unreachable');
    });
  });
}
