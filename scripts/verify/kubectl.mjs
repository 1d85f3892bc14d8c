// The only way to the cluster: kubectl, and of it only what changes nothing.
import { spawn } from 'node:child_process';

/** No answer at all: no kubectl, no context, no connection, or nobody who may ask. */
export class Unreachable extends Error {}

/** Commands by their first words. A dry run stands right behind its verb, where no later flag takes it back. */
const questions = ['version', 'get', 'auth can-i', 'diff', 'apply --dry-run=server'];

/** Whether a command of kubectl leaves the cluster as it is. */
export function isReadOnly(args) {
  const line = args.join(' ');
  const dryRuns = args.filter((arg) => arg.startsWith('--dry-run'));
  return questions.some((one) => line === one || line.startsWith(`${one} `)) && dryRuns.length < 2;
}

/**
 * One question to a cluster.
 * @typedef {(args: readonly string[], input?: string) =>
 *   Promise<{ readonly code: number, readonly stdout: string, readonly stderr: string }>} Ask
 */

/**
 * The kubectl of the PATH; KUBECONFIG reaches it as it is.
 *
 * @param {string | undefined} context the current one where absent
 * @returns {Ask}
 */
export function kubectl(context) {
  const flags = ['--request-timeout=30s', ...(context ? [`--context=${context}`] : [])];
  // A diff of one's own taste is hard to read for us.
  const { KUBECTL_EXTERNAL_DIFF: _, ...env } = process.env;
  return (args, input = '') =>
    new Promise((resolve, reject) => {
      if (!isReadOnly(args)) throw new Error(`kubectl ${args.join(' ')}: may change the cluster`);
      const child = spawn('kubectl', [...args, ...flags], { env });
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text) => {
        stdout += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text) => {
        stderr += text;
      });
      child.on('error', ({ code }) =>
        reject(
          new Unreachable(`kubectl cannot be run (${code}); install it, or put it on the PATH`),
        ),
      );
      child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
      // One that ends before it has read everything says why on its own stderr.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
}

/** Whether a complaint says that the asker may not ask; a quota or Pod Security forbids in other words. */
export const isDenied = (text) => /is forbidden: User "|cannot impersonate/.test(text);

/** What kubectl complains of, one entry each; an error may go on in further lines. */
export const complaints = (stderr) =>
  stderr
    .split(/\n(?=Error|error|Warning|The |Unable|W\d{4}|E\d{4})/)
    .map((one) => one.trim().replaceAll(/\s*\n\s*/g, ' '))
    .filter((one) => one !== '');

/** Why there is no answer, in a few words. */
export function reasonOf(stderr) {
  const [first = 'kubectl says nothing'] = complaints(stderr);
  const plain = first.replace(/^(Error from server( \(\w+\))?|error): /, '');
  // `pods is forbidden: User "jane" cannot list resource "pods" …`
  const [, denied] = /(User "[^"]*" cannot .*)/.exec(plain) ?? [];
  return denied ? `forbidden: ${denied}` : plain;
}
