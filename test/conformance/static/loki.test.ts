import { load } from 'js-yaml';
import { check, edit, editArg, faultsOf } from './check.js';
import type { PodView } from './pod-view.js';

/** What of Loki's own format is read here. */
interface Config {
  readonly auth_enabled?: boolean;
  readonly ruler?: { readonly storage?: { readonly local?: { readonly directory?: string } } };
}

// The edge: the file's shape is Loki's.
const configOf = (pod: PodView): Config => load(pod.read(pod.flag('config.file'))) as Config;

check('loki -verify-config', {
  by: ['loki'],
  product: 'loki',
  judge: (pod) => ({
    saw: 1,
    // Its own arguments, so that a flag which Loki does not know is found as well.
    faults: faultsOf(pod.run('loki', ...(pod.container.args ?? []), '-verify-config')),
  }),
  atLeast: 1,
  mutations: {
    'an unknown key': [
      edit('loki-config', 'auth_enabled: false', 'auth_enable: false'),
      /field auth_enable not found/,
    ],
    'an unknown flag': [
      editArg(
        'StatefulSet',
        'loki',
        '-config.file=/etc/loki/config/config.yaml',
        '-config.fille=/etc/loki/config/config.yaml',
      ),
      /flag provided but not defined: -config\.fille/,
    ],
    'a config file that is mounted elsewhere': [
      editArg(
        'StatefulSet',
        'loki',
        '-config.file=/etc/loki/config/config.yaml',
        '-config.file=/etc/loki/config.yaml',
      ),
      /\/etc\/loki\/config\.yaml does not exist/,
    ],
    'retention without a place for its requests': [
      edit('loki-config', 'delete_request_store: filesystem', "delete_request_store: ''"),
      /compactor\.delete-request-store should be configured/,
    ],
    'a schema that lacks structured metadata': [
      edit('loki-config', 'schema: v13', 'schema: v12'),
      /schema v13/,
    ],
  },
});

/** Files with rules, by the tenant whose directory they stand in. */
const ruleFiles = (pod: PodView): readonly { path: string; tenant: string }[] => {
  const directory = configOf(pod).ruler?.storage?.local?.directory ?? '';
  return pod
    .glob(`${directory}/*/*.y*ml`)
    .map((path) => ({ path, tenant: path.split('/').at(-2) ?? '' }));
};

check('lokitool rules check and lint', {
  by: ['lokitool'],
  product: 'loki',
  judge: (pod) => {
    const files = ruleFiles(pod);
    // Loki without tenants takes everybody for this one.
    const strangers =
      configOf(pod).auth_enabled === false ? files.filter((f) => f.tenant !== 'fake') : [];
    const mounted =
      pod.container.volumeMounts?.filter((m) => m.mountPath.startsWith('/etc/loki/rules')) ?? [];
    const paths = files.map((f) => f.path);
    return {
      saw: files.length,
      faults: [
        ...strangers.map(({ path }) => `${path} is in the directory of another tenant than "fake"`),
        ...mounted
          .filter(({ mountPath }) => !paths.some((path) => path.startsWith(`${mountPath}/`)))
          .map(({ mountPath }) => `the ruler does not look into ${mountPath}`),
        ...paths.flatMap((path) =>
          faultsOf(
            pod.run('lokitool', 'rules', 'check', path),
            pod.run('lokitool', 'rules', 'lint', '--dry-run', path),
          ),
        ),
      ],
    };
  },
  atLeast: 1,
  mutations: {
    'a wrong expression': [
      edit('loki-rules', 'count_over_time(', 'count_over_tyme('),
      /syntax error: unexpected IDENTIFIER/,
    ],
    'an unknown field': [
      edit('loki-rules', 'annotations:', 'anotations:'),
      /field anotations not found/,
    ],
    'a rule file in the wrong tenant directory': [
      (o) => {
        const [container] = o.get('StatefulSet', 'loki').spec.template.spec.containers;
        for (const mount of container.volumeMounts)
          mount.mountPath = mount.mountPath.replace('/rules/fake', '/rules/prod');
      },
      /rules\/prod\/rules\.yaml is in the directory of another tenant/,
    ],
    'a directory that the ruler does not read': [
      edit('loki-config', ' directory: /etc/loki/rules', ' directory: /etc/loki/rulez'),
      /does not look into \/etc\/loki\/rules\/fake/,
    ],
  },
});
