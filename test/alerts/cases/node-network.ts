import type { AlertName } from '../../../lib/core/index.js';
import { expectAlert } from '../expect-alert.js';
import { rising } from '../inputs.js';
import { shows } from '../worlds/node.js';

/** A device of which a share of the packets is damaged. */
const device =
  (direction: string) =>
  ({ share, name }: { share: number; name: string }) =>
    shows(
      {
        [`node_network_${direction}_packets_total`]: rising(60_000),
        [`node_network_${direction}_errs_total`]: rising(share * 60_000),
      },
      { device: name },
    );

const damaged = (alert: AlertName, direction: string) =>
  expectAlert(alert)
    .given(device(direction), { share: 0.011, name: 'eth0' })
    .firesAfter('61m')
    .with({ node: 'worker-1', device: 'eth0', severity: 'warning' })
    .notAt({ share: 0.009 })
    .silentWith({ name: 'docker0' });

/** A link that is lost once in so many minutes. */
const link = ({ each, name }: { each: number; name: string }) =>
  shows({ node_network_carrier_down_changes_total: rising(1 / each) }, { device: name });

const bond = ({ links, up }: { links: number; up: number }) =>
  shows({ node_bonding_slaves: links, node_bonding_active: up }, { master: 'bond0' });

/** Connections that a kernel tracks, of 1000. */
const connections = ({ open }: { open: number }) =>
  shows({ node_nf_conntrack_entries: open, node_nf_conntrack_entries_limit: 1000 });

const tableFills = (severity: string, open: number) =>
  expectAlert('NodeHighNumberConntrackEntriesUsed')
    .given(connections, { open: open + 1 })
    .firesAfter('5m')
    .with({ node: 'worker-1', severity })
    .notAt({ open });

export default [
  damaged('NodeNetworkReceiveErrs', 'receive'),
  damaged('NodeNetworkTransmitErrs', 'transmit'),
  expectAlert('NodeNetworkInterfaceFlapping')
    .given(link, { each: 1, name: 'eth0' })
    .firesAfter('5m')
    .with({ node: 'worker-1', device: 'eth0', severity: 'warning' })
    .notAt({ each: 6 })
    .silentWith({ name: 'cni0' }),
  expectAlert('NodeBondingDegraded')
    .given(bond, { links: 2, up: 1 })
    .firesAfter('5m')
    .with({ node: 'worker-1', master: 'bond0', severity: 'warning' })
    .silentWith({ up: 2 }),
  tableFills('warning', 750),
  tableFills('critical', 950),
];
