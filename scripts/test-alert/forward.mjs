// A way to a pod that policies leave open: kubectl port-forward ends in the pod's own network.
import { spawn } from 'node:child_process';

/**
 * Opens a port of this machine that leads to one of a workload's.
 *
 * @returns {Promise<{ readonly url: string, readonly close: () => void }>}
 * @throws with kubectl's own words where it does not come up
 */
export function forward({ namespace, workload, port, path }, context) {
  const child = spawn('kubectl', [
    ...(context ? [`--context=${context}`] : []),
    ...[`--namespace=${namespace}`, 'port-forward', '--address=127.0.0.1'],
    ...[`statefulset/${workload}`, `:${port}`],
  ]);
  let [stdout, stderr] = ['', ''];
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      const [, local] = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(stdout) ?? [];
      if (local)
        resolve({ url: `http://127.0.0.1:${local}${path ?? ''}`, close: () => child.kill() });
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', ({ code }) =>
      reject(new Error(`kubectl cannot be run (${code}); install it`)),
    );
    child.on('exit', () => reject(new Error(stderr.trim() || 'kubectl port-forward ended')));
  });
}
