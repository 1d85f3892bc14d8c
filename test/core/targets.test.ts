import { describe, expect, it } from 'vitest';
import {
  discoveriesOf,
  type IScrapeTarget,
  scrapeAnnotated,
  scrapeDns,
  scrapeListed,
  scrapePods,
  scrapeUrls,
} from '../../lib/core/index.js';

const pods = { job: 'shop', namespace: 'shop', labels: { app: 'shop' }, port: 8080 };

/** How the targets of a job are found. */
const found = ({ scrapeTargets: [target] }: IScrapeTarget) => target && discoveriesOf(target);

describe('targets of one’s own', () => {
  it.each([
    [
      'pods by their labels',
      scrapePods(pods),
      { kind: 'pods', namespaces: ['shop'], labels: { app: 'shop' } },
    ],
    [
      'pods by their labels, and the container that listens',
      scrapePods({ ...pods, container: 'metrics' }),
      { kind: 'pods', namespaces: ['shop'], labels: { app: 'shop' }, container: 'metrics' },
    ],
    [
      'addresses, sorted',
      scrapeUrls({ job: 'a', urls: ['http://b.example.com', 'http://a.example.com'] }),
      { kind: 'static', targets: ['a.example.com:80', 'b.example.com:80'] },
    ],
    [
      'addresses of names',
      scrapeDns({ job: 'a', names: ['a.example.com'], port: 9100 }),
      { kind: 'dns', names: ['a.example.com'], port: 9100 },
    ],
    [
      'what a server lists',
      scrapeListed({ job: 'a', url: 'https://a.example.com', endpoints: [] }),
      { kind: 'http', url: 'https://a.example.com' },
    ],
    [
      'what is annotated',
      scrapeAnnotated('services', { job: 'a', namespaces: ['shop'] }),
      { kind: 'annotated', on: 'services', namespaces: ['shop'] },
    ],
  ])('are %s', (_, target, discovery) => {
    expect(found(target)).toEqual([discovery]);
  });

  it('may name what any job can be told', () => {
    const [target] = scrapePods({ ...pods, honorLabels: true, sampleLimit: 5 }).scrapeTargets;
    expect(target).toMatchObject({ job: 'shop', honorLabels: true, sampleLimit: 5 });
    expect(target?.endpoints[0]).toMatchObject({ path: '/metrics', scheme: 'http', port: 8080 });
  });

  it.each([
    [{ ...pods, port: 0 }, 'job "shop": port 0 is not a whole number in range; give 1 to 65535'],
    [{ ...pods, label: {} }, 'job "shop": "label" is not a known property; did you mean "labels"?'],
    [
      { ...pods, scheme: 'htps' },
      'job "shop": scheme "htps" is not one of the choices; did you mean "https"? choices: http, https',
    ],
    [
      { ...pods, container: 'Metrics' },
      'job "shop": container "Metrics" is not a Kubernetes name; give lower-case letters, digits, "-" and "."',
    ],
    [
      { ...pods, measures: 'nodes' },
      'job "shop": measures "nodes" is not one of the choices; choices: hosts',
    ],
    [
      { ...pods, params: { module: 'http' } },
      'job "shop": params {"module":"http"} has module, which is not a list; give an array',
    ],
    [
      { ...pods, params: { module: [1] } },
      'job "shop": params {"module":[1]} has module, which has 1, which is not a text; give a string that is not empty',
    ],
    [{ ...pods, namespace: undefined }, 'job "shop": namespace is missing; it has no default'],
  ])('are refused as %j', (props, message) => {
    // As a caller without types would.
    expect(() => scrapePods(props as typeof pods)).toThrow(new Error(message));
  });
});
