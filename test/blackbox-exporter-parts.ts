import { BlackboxExporter, type BlackboxExporterProps } from '../lib/blackbox-exporter/index.js';
import { Gateway } from '../lib/gateway/index.js';
import { backend, props } from './gateway-parts.js';
import { testChart } from './support.js';

/** An exporter that probes a page, and a gateway that may be probed. */
export function probing(options: BlackboxExporterProps = {}, chart = testChart()) {
  const probes = new BlackboxExporter(chart, 'blackbox-exporter', options);
  probes.probe('https://shop.example.com');
  const gateway = new Gateway(chart, 'gateway', props);
  gateway.route('a.example.com', backend(chart));
  return { chart, probes, gateway };
}
