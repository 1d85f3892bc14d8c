import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import {
  Component,
  type ComponentProps,
  type ContainerProps,
  type Image,
  Workload,
  type WorkloadProps,
} from '../../lib/core/index.js';

export const sampleImage: Image = {
  registry: 'registry.example.com',
  repository: 'shop/sample',
  tag: 'v1.2.3',
};

/** A container that is told as little as can be. */
export const sampleContainer: ContainerProps = {
  name: 'helper',
  image: sampleImage,
  args: () => ['--quiet'],
  resources: { cpu: Cpu.millis(10), memory: Size.mebibytes(32) },
};

/** A product that exists for tests only: it runs what it is told. */
export class Sample extends Component {
  constructor(scope: Construct, id = 'sample', props: ComponentProps = {}, onNodes = false) {
    super(scope, id, props, { product: 'sample', onNodes });
  }

  /** Adds a workload; a Deployment of one container unless told otherwise. */
  run(props: Partial<WorkloadProps> = {}): Workload {
    const id = `Workload-${props.role ?? ''}`;
    return new Workload(this, id, { kind: 'Deployment', container: sampleContainer, ...props });
  }
}

/** The one workload of a new sample. */
export const sampleWorkload = (scope: Construct, id?: string, props?: Partial<WorkloadProps>) =>
  new Sample(scope, id).run(props);
