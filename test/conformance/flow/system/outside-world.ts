import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';

/**
 * The world outside the cluster, as far as the stack calls it: takes every request, and writes it down. Started
 * with an address, the files of a certificate and its key, the file to write to, and one with the host under which
 * it gives no answer.
 */
const [address, cert = '', key = '', file = '', mute = ''] = process.argv.slice(2);

createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (request, response) => {
  const body: Buffer[] = [];
  request.on('data', (chunk: Buffer) => body.push(chunk));
  request.on('end', () => {
    const { method, url: path, headers } = request;
    const text = Buffer.concat(body).toString('utf8');
    const line = { time: new Date().toISOString(), host: headers.host, method, path, body: text };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
    if (headers.host === readFileSync(mute, 'utf8')) response.destroy();
    else response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
  });
}).listen(443, address);
