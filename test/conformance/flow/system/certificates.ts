import type { Holders } from '../../cluster/pki.js';
import { outsideHosts } from './outside.js';
import { nodes } from './topology.js';

/** Who has a certificate of the cluster: each node, for its API and as a client, and the world outside. */
export const holders: Holders = {
  users: {
    'kube-proxy': '/CN=system:kube-proxy',
    ...Object.fromEntries(
      nodes.map(({ name }) => [name, `/O=system:masters/CN=system:node:${name}`]),
    ),
  },
  servers: {
    outside: outsideHosts.map((host) => `DNS:${host}`),
    ...Object.fromEntries(
      nodes.map(({ name, address }) => [`kubelet-${name}`, [`IP:${address}`, `DNS:${name}`]]),
    ),
  },
};
