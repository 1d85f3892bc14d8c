import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { connect } from 'node:net';
import type { V1Container, V1HTTPGetAction, V1Probe } from '@kubernetes/client-node';

/** A running container as its probes see it. */
export interface Subject {
  readonly container: V1Container;
  /** Of its pod. */
  readonly address: string;
  /** Of its node, from which it is asked. */
  readonly from: string;
  readonly pid: number;
}

/** Asks once. @returns why the container does not pass, or undefined where it does */
export async function probeOnce(probe: V1Probe, subject: Subject): Promise<string | undefined> {
  const milliseconds = (probe.timeoutSeconds ?? 1) * 1000;
  const { httpGet, tcpSocket } = probe;
  const asked = httpGet ?? tcpSocket;
  if (!asked) return exec(probe.exec?.command ?? [], subject.pid, milliseconds);
  const port = portOf(asked.port, subject);
  if (port === undefined) return `container ${subject.container.name} has no port "${asked.port}"`;
  const target = { host: asked.host ?? subject.address, port, localAddress: subject.from };
  return httpGet ? get(httpGet, target, milliseconds) : connectTo(target, milliseconds);
}

function portOf(port: number | string, { container }: Subject): number | undefined {
  if (typeof port === 'number') return port;
  return container.ports?.find(({ name }) => name === port)?.containerPort;
}

interface Target {
  readonly host: string;
  readonly port: number;
  readonly localAddress: string;
}

function get(
  { scheme, path, httpHeaders }: V1HTTPGetAction,
  target: Target,
  timeout: number,
): Promise<string | undefined> {
  const headers = Object.fromEntries((httpHeaders ?? []).map((h) => [h.name, h.value]));
  const options = {
    ...target,
    path: path ?? '/',
    headers: { 'User-Agent': 'kube-probe/1', Accept: '*/*', ...headers },
    agent: false,
    signal: AbortSignal.timeout(timeout),
  };
  return new Promise((resolve) => {
    const request =
      scheme === 'HTTPS'
        ? // As kubelet does: the probe asks whether it serves, not who it is.
          tlsRequest({ ...options, rejectUnauthorized: false })
        : plainRequest(options);
    request.on('response', (response) => {
      response.on('error', ({ message }) => resolve(message)).resume();
      const code = response.statusCode ?? 0;
      response.on('end', () =>
        resolve(code >= 200 && code < 400 ? undefined : `HTTP probe answered with ${code}`),
      );
    });
    request.on('error', ({ message }) => resolve(message));
    request.end();
  });
}

function connectTo(target: Target, timeout: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(target);
    const end = (why: string | undefined) => {
      socket.destroy();
      resolve(why);
    };
    socket.setTimeout(timeout, () => end(`no connection in ${timeout} ms`));
    socket.on('connect', () => end(undefined));
    socket.on('error', ({ message }) => end(message));
  });
}

/** Runs a command in a container: in its namespaces and its root, as its user, with its environment. */
function exec(
  command: readonly string[],
  pid: number,
  timeout: number,
): Promise<string | undefined> {
  const place = [`--target=${pid}`, '--mount', '--net', '--pid', '--root', '--wd'];
  return new Promise((resolve) => {
    const { uid, gid, env } = ownerOf(pid);
    const user = [`--setgid=${gid}`, `--setuid=${uid}`];
    const child = spawn('nsenter', [...place, ...user, '--', ...command], {
      ...{ env, timeout, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'] },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.on('error', ({ message }) => resolve(message));
    child.on('exit', (code) =>
      resolve(code === 0 ? undefined : `${command[0]} ended with ${code}: ${said.trim()}`),
    );
  });
}

/** Who a process is, and what environment it was given; of one that has just ended: nobody. */
function ownerOf(pid: number): { uid: string; gid: string; env: NodeJS.ProcessEnv } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const id = (kind: string) => new RegExp(`^${kind}:\\s+\\d+\\s+(\\d+)`, 'm').exec(status)?.[1];
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
    const env = Object.fromEntries(
      environment.map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]),
    );
    return { uid: id('Uid') ?? '', gid: id('Gid') ?? '', env };
  } catch {
    return { uid: '65534', gid: '65534', env: {} };
  }
}
