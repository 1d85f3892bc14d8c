import { describe, expect, it } from 'vitest';
import { denied, parseAudit, used } from '../conformance/flow/access/audit.js';
import {
  forbidden,
  kubelet,
  line,
  log,
  node,
  pods,
  prometheus,
  review,
  watchPods,
} from './audit-parts.js';

/** What a node hears of a token that is not good any more. */
const badToken = () => {
  const claims = Buffer.from(JSON.stringify({ sub: prometheus })).toString('base64url');
  return review(
    { token: `head.${claims}.signature` },
    { user: {}, error: 'expired' },
    'tokenreviews',
    'authentication',
  );
};

describe('the audit log', () => {
  it('is read up to its last whole line', () => {
    expect(parseAudit(`${watchPods}\n{"kind":"Ev`)).toHaveLength(1);
    expect(parseAudit('')).toEqual([]);
  });

  it('tells what was refused to our accounts, by account, verb and what', () => {
    const nodes = { ...forbidden, objectRef: { resource: 'nodes', apiVersion: 'v1' } };
    const slices = {
      ...forbidden,
      objectRef: { resource: 'endpointslices', apiGroup: 'discovery.k8s.io', namespace: 'a' },
    };
    const events = log(
      watchPods,
      line(prometheus, 'watch', '/api/v1/nodes?watch=true', nodes),
      line(prometheus, 'watch', '/api/v1/nodes?watch=true&limit=1', nodes),
      line(prometheus, 'list', '/apis/discovery.k8s.io/v1/namespaces/a/endpointslices', slices),
      line(prometheus, 'get', '/metrics?x=y', forbidden),
      line('system:serviceaccount:watching:other', 'get', '/metrics', forbidden),
      line('system:anonymous', 'get', '/metrics', forbidden),
    );
    expect(denied(events, ['watch', 'watch-node'])).toEqual({
      saw: 5,
      faults: [
        'watch:prometheus may not get /metrics: 1 times, such as /metrics?x=y',
        'watch:prometheus may not list endpointslices.discovery.k8s.io: 1 times, such as ' +
          '/apis/discovery.k8s.io/v1/namespaces/a/endpointslices',
        'watch:prometheus may not watch nodes: 2 times, such as /api/v1/nodes?watch=true',
      ],
    });
  });

  it('tells it by the answer as well, where admission refused', () => {
    const refused = { responseStatus: { code: 403 }, objectRef: { ...pods, subresource: 'exec' } };
    const events = log(line(prometheus, 'create', '/api/v1/namespaces/apps/pods/a/exec', refused));
    expect(denied(events, ['watch']).faults).toEqual([
      'watch:prometheus may not create pods/exec: 1 times, such as /api/v1/namespaces/apps/pods/a/exec',
    ]);
  });

  it('tells what nodes were told when they asked about our accounts', () => {
    const url = { user: prometheus, nonResourceAttributes: { path: '/healthz', verb: 'get' } };
    const events = log(kubelet(false), kubelet(true), review(url, { allowed: false }), badToken());
    expect(denied(events, ['watch'])).toEqual({
      saw: 4,
      faults: [
        'watch:prometheus may not get /healthz: 1 times, such as asked by system:node:node-1',
        'watch:prometheus may not get nodes/metrics: 1 times, such as asked by system:node:node-1',
        'watch:prometheus may not pass tokenreviews.authentication.k8s.io: 1 times, such as asked by ' +
          'system:node:node-1',
      ],
    });
  });

  it('leaves a review alone that was refused itself, or whose answer was not kept', () => {
    const objectRef = { resource: 'subjectaccessreviews', apiGroup: 'authorization.k8s.io' };
    const uri = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
    const status = { kind: 'Status', status: 'Failure', code: 403 };
    const events = log(
      line(node, 'create', uri, { ...forbidden, objectRef, responseObject: status }),
      line(node, 'create', uri, { objectRef }),
    );
    expect(denied(events, ['watch'])).toEqual({ saw: 0, faults: [] });
  });

  it('tells what was used: a watch once, though it began and ended', () => {
    const began = JSON.stringify({ ...JSON.parse(watchPods), stage: 'ResponseStarted' });
    expect(used(log(began, watchPods, line(prometheus, 'get', '/metrics', forbidden)))).toEqual([
      { user: prometheus, verb: 'watch', what: 'pods', namespace: 'apps' },
    ]);
    expect(used(log(kubelet(true), kubelet(false)))).toEqual([
      { user: node, verb: 'create', what: 'subjectaccessreviews.authorization.k8s.io' },
      { user: prometheus, verb: 'get', what: 'nodes/metrics', name: 'node-1' },
      { user: node, verb: 'create', what: 'subjectaccessreviews.authorization.k8s.io' },
    ]);
  });
});
