/**
 * A program in place of one that cannot be had: it answers on each port it is given, so that arrows to it can
 * be tried, but has no metrics.
 */
import { createServer } from 'node:http';

for (const port of process.argv.slice(2))
  createServer(({ url = '/' }, answer) => {
    answer.writeHead(url.startsWith('/metrics') ? 404 : 200).end();
  }).listen(Number(port), '0.0.0.0');

// As the first process of its PID namespace it would not heed it by itself. It also keeps one without ports alive.
const alive = setInterval(() => undefined, 60_000);
process.on('SIGTERM', () => {
  clearInterval(alive);
  process.exit(0);
});
