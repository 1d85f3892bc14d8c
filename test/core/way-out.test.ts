import { describe, expect, it } from 'vitest';
import { Endpoint, type SiteProps, type Workload } from '../../lib/core/index.js';
import { objectOf, testChart } from '../support.js';
import { sampleContainer, sampleWorkload } from './parts.js';

const proxy = { url: 'http://proxy.example.com:3128', noProxy: ['10.0.0.0/8'] };
const caBundle = { configMap: 'corporate-ca', key: 'all.pem' };
const podOf = (site: Partial<SiteProps>, act: (workload: Workload) => void) => {
  const chart = testChart(site);
  const workload = sampleWorkload(chart);
  workload.addSidecar(sampleContainer);
  act(workload);
  return objectOf(chart, 'Deployment', 'sample').spec.template.spec;
};
const goOut = (workload: Workload) => {
  workload.connectTo(Endpoint.fromUrl('https://a.example.com'), 'for the test');
};
const stayIn = (workload: Workload) => {
  workload.connectTo(Endpoint.fromUrl('http://loki.logs.svc:3100'), 'for the test');
};

describe('a pod that calls the outside', () => {
  it('is told the proxy, and what is not behind it: the API server too', () => {
    expect(podOf({ proxy, clusterDomain: 'k8s.local' }, goOut).containers[0].env).toEqual([
      { name: 'HTTPS_PROXY', value: proxy.url },
      { name: 'HTTP_PROXY', value: proxy.url },
      {
        name: 'NO_PROXY',
        value: 'localhost,127.0.0.1,.svc,.k8s.local,$(KUBERNETES_SERVICE_HOST),10.0.0.0/8',
      },
    ]);
  });

  it('trusts the authorities of its site, besides those of its image', () => {
    const pod = podOf({ caBundle }, goOut);
    expect(pod.containers[0].env).toEqual([{ name: 'SSL_CERT_DIR', value: '/etc/ca-bundle' }]);
    expect(pod.containers[0].volumeMounts).toEqual([
      { name: 'corporate-ca', mountPath: '/etc/ca-bundle', readOnly: true },
    ]);
    expect(pod.volumes).toEqual([
      {
        name: 'corporate-ca',
        configMap: { name: 'corporate-ca', items: [{ key: 'all.pem', path: 'all.pem' }] },
      },
    ]);
  });

  it('is the same however often it is rendered', () => {
    const chart = testChart({ proxy, caBundle });
    goOut(sampleWorkload(chart));
    const render = () => objectOf(chart, 'Deployment', 'sample');
    expect(render()).toEqual(render());
  });

  it('is not told twice and otherwise', () => {
    const act = (workload: Workload) => {
      goOut(workload);
      workload.env('HTTP_PROXY', { value: 'http://other' });
    };
    expect(() => podOf({ proxy }, act)).toThrow(
      new Error(
        '1 error, nothing was written\n  chart/sample/Workload-: container "sample": variable "HTTP_PROXY" is set to {"value":"http://other"} and to {"value":"http://proxy.example.com:3128"}; set it once',
      ),
    );
  });
});

describe('nothing of it is told', () => {
  it('to a pod that stays in the cluster', () => {
    const pod = podOf({ proxy, caBundle }, stayIn);
    expect(pod.containers[0]).not.toHaveProperty('env');
    expect(pod).not.toHaveProperty('volumes');
  });

  it('to a sidecar', () => {
    const pod = podOf({ proxy, caBundle }, goOut);
    expect(pod.containers[1].name).toBe('helper');
    expect(pod.containers[1]).not.toHaveProperty('env');
    expect(pod.containers[1]).not.toHaveProperty('volumeMounts');
  });

  it('at a site that has neither', () => {
    expect(podOf({}, goOut).containers[0]).not.toHaveProperty('env');
  });
});
