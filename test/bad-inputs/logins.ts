import { anonymousViewer, type Login, oidc } from '../../lib/grafana/index.js';
import { Prometheus } from '../../lib/prometheus/index.js';
import { admin, atSynth, grafana, type Row, ref, untyped } from './row.js';

const loggedIn = (login: Login) => () => grafana({ login });
const single = oidc({
  clientId: 'grafana',
  clientSecret: ref('oidc'),
  authUrl: 'https://login.example.com/authorize',
  tokenUrl: 'https://login.example.com/token',
  apiUrl: 'https://login.example.com/userinfo',
  otherwise: 'Viewer',
});
const balanced = (login: Login, url?: string) => () => {
  const service = { type: 'LoadBalancer', sourceRanges: ['203.0.113.0/24'] } as const;
  const shown = grafana({ login, service });
  if (url !== undefined) shown.exposedAt(url);
  return shown;
};

export const logins: readonly Row[] = [
  {
    row: 55,
    bad: [
      [
        'no password, which would be "admin"',
        loggedIn(untyped({ kind: 'admin' })),
        'chart/grafana: login: password is missing; it has no default',
      ],
      [
        'everyone, and no reason',
        loggedIn(untyped({ kind: 'anonymous', datasources: [] })),
        'chart/grafana: login: reason is missing; it has no default',
      ],
      [
        'everyone, and all they could ask',
        loggedIn(anonymousViewer({ datasources: [], reason: 'a wall' })),
        'chart/grafana: datasource "prometheus" could be asked anything by everyone; list it in anonymousViewer({ datasources }), or leave it out',
      ],
      [
        'a login that comes back to no URL',
        loggedIn(single),
        atSynth(
          "chart/grafana: login is by OIDC, and no URL to come back to is known; route a host to it: gateway.route('grafana.example.com', grafana)",
        ),
      ],
      [
        'a load balancer without a URL',
        balanced(admin),
        atSynth(
          'chart/grafana: service.type "LoadBalancer" lets people in, and no URL that they come by is known; say it: grafana.exposedAt(\'https://grafana.example.com\')',
        ),
      ],
      [
        'two replicas of one database',
        () => grafana(untyped({ replicas: 2 })),
        'chart/grafana: "replicas" is not a known property; known: affinity, extraConfig, image, login, namespace, nodeSelector, patchPod, priorityClass, resources, secretKey, service, storageClass, tolerations, volumeSize',
      ],
      [
        'a user in its URL',
        balanced(admin, 'https://me:mine@grafana.example.com'),
        'chart/grafana: url of "grafana.example.com" carries a user, a query or a fragment; leave it out: the url stands in links, and in git',
      ],
    ],
    near: [
      ['a load balancer with one', balanced(admin, 'https://grafana.example.com/')],
      ['a login that comes back', balanced(single, 'https://grafana.example.com')],
      [
        'everyone, and what they may ask',
        loggedIn(
          anonymousViewer({
            datasources: [Prometheus.fromUrl('https://metrics.example.com')],
            reason: 'a screen on the wall of a closed network',
          }),
        ),
      ],
    ],
  },
];
