import { parseAudit } from '../conformance/flow/access/audit.js';

/** An account of ours. */
export const prometheus = 'system:serviceaccount:watch:prometheus';
/** Who asks about accounts. */
export const node = 'system:node:node-1';

let lines = 0;

/** A line of the log as the API server writes it, as far as it is read. */
export const line = (
  username: string,
  verb: string,
  requestURI: string,
  more: object = {},
): string => {
  lines += 1;
  const user = { username, groups: ['system:authenticated'] };
  const annotations = { 'authorization.k8s.io/decision': 'allow' };
  const responseStatus = { metadata: {}, code: 200 };
  const event = { kind: 'Event', auditID: `id-${lines}`, stage: 'ResponseComplete' };
  return JSON.stringify({ ...event, verb, requestURI, user, responseStatus, annotations, ...more });
};

/** How a request looks that was refused. */
export const forbidden = {
  responseStatus: { code: 403 },
  annotations: { 'authorization.k8s.io/decision': 'forbid' },
};

/** What is read of some lines. */
export const log = (...texts: readonly string[]) =>
  parseAudit(texts.map((text) => `${text}\n`).join(''));

/** What a request for pods is about. */
export const pods = { resource: 'pods', namespace: 'apps', apiVersion: 'v1' };
/** A request that was let through. */
export const watchPods = line(prometheus, 'watch', '/api/v1/namespaces/apps/pods?watch=true', {
  objectRef: pods,
});

/** A question about somebody, and its answer. */
export const review = (
  spec: object,
  status: object,
  kind = 'subjectaccessreviews',
  group = 'authorization',
) =>
  line(node, 'create', `/apis/${group}.k8s.io/v1/${kind}`, {
    objectRef: { resource: kind, apiGroup: `${group}.k8s.io`, apiVersion: 'v1' },
    responseObject: { kind: 'Review', spec, status },
  });

/** What a node asks before it shows its metrics. */
export const kubelet = (allowed: boolean) =>
  review(
    {
      user: prometheus,
      groups: ['system:serviceaccounts'],
      resourceAttributes: {
        verb: 'get',
        resource: 'nodes',
        subresource: 'metrics',
        name: 'node-1',
      },
    },
    { allowed },
  );
