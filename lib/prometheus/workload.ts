import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import { type Component, images, Workload } from '../core/index.js';

/** Where its samples lie. */
export const dataDir = '/prometheus';

/** The pods of a Prometheus, each with a volume of its own. */
export const workloadOf = (
  component: Component,
  props: {
    readonly replicas: number;
    readonly volumeSize: Size;
    readonly storageClass: string | undefined;
    readonly args: () => readonly string[];
  },
): Workload =>
  new Workload(component, 'Workload', {
    kind: 'StatefulSet',
    replicas: props.replicas,
    container: {
      image: images.prometheus,
      args: props.args,
      resources: {
        cpu: Cpu.millis(200),
        memory: Size.mebibytes(512),
        memoryLimit: Size.gibibytes(2),
      },
    },
    volume: { path: dataDir, size: props.volumeSize, storageClass: props.storageClass },
    // What it holds in memory is written before it goes; killed earlier, it replays its log for as long.
    gracePeriod: Duration.minutes(10),
    // Replicas scrape at different moments: a graph drawn from both in turn would flicker.
    service: { sticky: props.replicas > 1 },
  });
