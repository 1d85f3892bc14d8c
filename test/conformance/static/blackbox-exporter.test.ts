import type { Manifest } from '../../../lib/core/index.js';
import { probing } from '../../blackbox-exporter-parts.js';
import { objectsOf } from '../../support.js';
import { check, edit, editArg, faultsOf } from './check.js';

/** An exporter with a module of each kind: that of the example site has but one. */
function everyModule(): Manifest[] {
  const { chart, probes, gateway } = probing();
  probes.probeRoutes(gateway);
  probes.probe('https://registry.example.com/v2/', { expect: [401, 200] });
  probes.probeTcp('smtp.example.com:465', { tls: true });
  probes.probeTcp('db.example.com:5432');
  return structuredClone([...objectsOf(chart)]);
}

check('blackbox_exporter --config.check', {
  by: ['blackbox_exporter'],
  product: 'blackbox-exporter',
  judge: (pod) => ({
    saw: 1,
    // Its own arguments, so that a flag which it does not know is found as well.
    faults: faultsOf(pod.run('blackbox_exporter', ...(pod.container.args ?? []), '--config.check')),
  }),
  of: everyModule,
  atLeast: 1,
  mutations: {
    'an unknown key': [
      edit('blackbox-exporter-config', 'preferred_ip_protocol', 'prefered_ip_protocol'),
      /field prefered_ip_protocol not found/,
    ],
    'an unknown flag': [
      editArg(
        'Deployment',
        'blackbox-exporter',
        '--config.enable-auto-reload',
        '--config.auto-reload',
      ),
      /unknown long flag '--config\.auto-reload'/,
    ],
    'a config file that is mounted elsewhere': [
      editArg(
        'Deployment',
        'blackbox-exporter',
        '--config.file=/etc/blackbox-exporter/blackbox.yml',
        '--config.file=/etc/blackbox/blackbox.yml',
      ),
      /open \/etc\/blackbox\/blackbox\.yml: no such file/,
    ],
  },
});
