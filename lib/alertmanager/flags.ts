import type { Duration } from 'cdk8s';
import { goDuration } from '../model/units.js';

/** How the replicas find each other. */
export interface Gossip {
  /** Where this replica listens and is found, by address and port. */
  readonly self: string;
  /** A name behind which all of them are. */
  readonly peer: string;
  /** On every packet, so that a member of another ring that got hold of an old address is not let in. */
  readonly label: string;
}

/** All that Alertmanager's command line depends on. */
export interface FlagModel {
  readonly configFile: string;
  readonly dataDir: string;
  readonly retention: Duration;
  readonly routePrefix: string;
  readonly externalUrl?: string;
  /** Absent: it is alone. */
  readonly gossip?: Gossip;
}

/** Alertmanager's command line. */
export const flags = (model: FlagModel): readonly string[] => [
  `--config.file=${model.configFile}`,
  `--storage.path=${model.dataDir}`,
  `--data.retention=${goDuration(model.retention)}`,
  // Otherwise a crash loses the silences of the last quarter of an hour.
  '--data.maintenance-interval=1m',
  `--web.route-prefix=${model.routePrefix === '' ? '/' : model.routePrefix}`,
  ...(model.externalUrl === undefined ? [] : [`--web.external-url=${model.externalUrl}`]),
  ...(model.gossip ? gossipFlags(model.gossip) : ['--cluster.listen-address=']),
];

const gossipFlags = ({ self, peer, label }: Gossip): readonly string[] => [
  `--cluster.listen-address=${self}`,
  `--cluster.advertise-address=${self}`,
  `--cluster.peer=${peer}`,
  `--cluster.label=${label}`,
  // A replaced pod has a new address: nobody needs to look for the old one for six hours.
  '--cluster.reconnect-timeout=5m',
];
