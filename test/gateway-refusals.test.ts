import { describe, expect, it } from 'vitest';
import { Gateway } from '../lib/gateway/index.js';
import { Loki } from '../lib/loki/index.js';
import { backend, dataPlane, props } from './gateway-parts.js';
import { inventory, testChart } from './support.js';

describe('refuses', () => {
  it.each(['10.0.0.1', '*.example.com', 'shop', 'Shop.example.com', 'shop.example.com.'])(
    'host %s',
    (host) => {
      const chart = testChart();
      const gateway = new Gateway(chart, 'gateway', props);
      expect(() => gateway.route(host, backend(chart))).toThrow(
        new Error(
          `chart/gateway: host "${host}" is not a full domain name; give one like grafana.example.com, in lower case, no address and no "*"`,
        ),
      );
    },
  );

  it.each(['grafana.example.com', 'a-b.c1.example', 'xn--bcher-kva.example'])('not %s', (host) => {
    const chart = testChart();
    const gateway = new Gateway(chart, 'gateway', props);
    expect(() => gateway.route(host, backend(chart))).not.toThrow();
  });

  it('one host for two backends', () => {
    const chart = testChart();
    const gateway = new Gateway(chart, 'gateway', props);
    gateway.route('shop.example.com', backend(chart));
    expect(() => gateway.route('shop.example.com', backend())).toThrow(
      new Error(
        'chart/gateway: host "shop.example.com" leads elsewhere already; give each backend its own',
      ),
    );
  });

  it('a backend that is not ours', () => {
    const chart = testChart();
    const gateway = new Gateway(chart, 'gateway', props);
    const { endpoint } = Loki.fromUrl('https://logs.example.com').datasource;
    expect(() =>
      gateway.route('shop.example.com', { httpEndpoint: endpoint, exposedAt: () => {} }),
    ).toThrow(
      new Error(
        'chart/gateway: host "shop.example.com" has a backend that is not ours; route to a component of this app',
      ),
    );
  });

  it('to lead nowhere', () => {
    const chart = testChart();
    new Gateway(chart, 'gateway', props);
    expect(() => inventory(chart)).toThrow(
      new Error(
        '1 error, nothing was written\n  chart/gateway: leads nowhere; call route(host, component), or leave it out',
      ),
    );
  });

  it('a data plane and a class that nobody knows', () => {
    expect(() => new Gateway(testChart(), 'gateway')).toThrow(
      new Error(
        "chart/gateway: dataPlane is not known on platform \"generic\"; say where the gateway's connections come from, as { kind: 'pods', namespace, labels }",
      ),
    );
    expect(() => new Gateway(testChart(), 'gateway', { dataPlane })).toThrow(
      new Error(
        'chart/gateway: className is not known on platform "generic"; give the class of your gateway',
      ),
    );
  });
});
