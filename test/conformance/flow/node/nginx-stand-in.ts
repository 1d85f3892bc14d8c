/**
 * Plays the blog's nginx where a machine has none: pages on each port it is given, and beside them, to its own pod
 * alone, the page that says how much it was asked.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_stub_status_module.html
 */
import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { statusPath, statusPort } from '../../../../examples/severed-blog/nginx.js';

const open = new Set<Socket>();
let [accepted, requests] = [0, 0];

function serve(port: number, host: string, answer: RequestListener): void {
  createServer((request, response) => {
    // The one that asks for the counters counts too, as in life.
    requests += 1;
    answer(request, response);
  })
    .on('connection', (socket) => {
      accepted += 1;
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    })
    .listen(port, host);
}

for (const port of process.argv.slice(2))
  serve(Number(port), '0.0.0.0', ({ url }, response) => {
    response.writeHead(url === '/healthz' ? 204 : 200).end();
  });

serve(statusPort, '127.0.0.1', ({ url }, response) => {
  response.writeHead(url === statusPath ? 200 : 404, { 'content-type': 'text/plain' });
  response.end(
    [
      `Active connections: ${open.size} `,
      'server accepts handled requests',
      ` ${accepted} ${accepted} ${requests} `,
      `Reading: 0 Writing: 1 Waiting: ${Math.max(0, open.size - 1)} `,
      '',
    ].join('\n'),
  );
});

process.on('SIGTERM', () => process.exit(0));
