import { describe, expect, it } from 'vitest';
import type { Permission } from '../../lib/core/index.js';
import { testChart } from '../support.js';
import { Sample } from './parts.js';

const asked = (permission: object) => () =>
  // As a caller without types would.
  new Sample(testChart()).run().allow('cluster', permission as Permission);
const core = { apiGroup: '', verbs: ['get'], reason: 'reads' };

describe('a permission is refused', () => {
  it.each([
    [
      'that runs commands',
      { ...core, resources: ['pods/exec'] },
      'permission on "pods/exec" is a way to more than it says; leave it out',
    ],
    [
      'that becomes someone else',
      { ...core, resources: ['pods', 'serviceaccounts/token'] },
      'permission on "serviceaccounts/token" is a way to more than it says; leave it out',
    ],
    [
      'on a part that nothing has',
      { ...core, resources: ['nodes/metric'] },
      'permission on "nodes/metric" is on nothing; did you mean "nodes/metrics"?',
    ],
    [
      'on URLs without a reason',
      { urls: ['/metrics'] },
      'permission on "/metrics": reason is missing; it has no default',
    ],
    [
      'with a word misspelled',
      { ...core, resources: ['pods'], name: ['a'] },
      'permission on "pods": "name" is not a known property; did you mean "names"?',
    ],
  ])('%s', (_, permission, message) => {
    expect(asked(permission)).toThrow(new Error(`chart/sample/Workload-: ${message}`));
  });

  it.each([
    ['on logs', { ...core, resources: ['pods/log'] }],
    ['on a part of what others define', { ...core, apiGroup: 'example.com', resources: ['a/b'] }],
    ['on one Secret', { ...core, resources: ['secrets'], names: ['shop'] }],
  ])('but not %s', (_, permission) => {
    expect(asked(permission)).not.toThrow();
  });
});
