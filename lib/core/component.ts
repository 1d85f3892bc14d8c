import type { k8s } from 'cdk8s-plus-30';
import { Construct } from 'constructs';
import { refuse } from '../model/refusal.js';
import { Chart } from './chart.js';
import {
  type Checks,
  checkProps,
  integer,
  isCallback,
  isHome,
  isName,
  isObject,
  isText,
  listOf,
  oneOf,
} from './check.js';
import { areLabels, fields } from './check-nested.js';
import type { Resources } from './container.js';
import type { Endpoint } from './endpoint.js';
import { secretFaults } from './secret-checks.js';
import type { Site } from './site.js';
import type { Workload } from './workload.js';
import type { Connection } from './workload-props.js';

/** What every component can be told. */
export interface ComponentProps {
  /** Namespace of its objects. @default - the site's: `nodeNamespace` for agents on the nodes, else `namespace` */
  readonly namespace?: string;
  /** Requests and limits of its main container. @default - see the component */
  readonly resources?: Partial<Resources>;
  /** Labels a node must have, besides the site's. @default - none */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints its pods tolerate, besides the site's. @default - none */
  readonly tolerations?: readonly k8s.Toleration[];
  /** Where its pods go, beside or away from others. @default - the site's */
  readonly affinity?: k8s.Affinity;
  /** Priority class of its pods. @default - the site's */
  readonly priorityClass?: string;
  /** Image in place of the pinned one, with registry and tag. @default - see lib/core/images.ts */
  readonly image?: string;
  /**
   * The way out: changes the finished pod spec of each workload, applied last and shown in the synth
   * summary. A missing field must not mean a fork. May be called more than once.
   * @default - none
   */
  readonly patchPod?: (pod: k8s.PodSpec, workload: string) => k8s.PodSpec;
}

/** Checks of {@link ComponentProps}, to be spread into a component's own table. */
export const componentChecks: Checks<ComponentProps> = {
  namespace: isHome,
  resources: isObject,
  nodeSelector: areLabels,
  tolerations: listOf(
    fields<k8s.Toleration>({
      key: isText,
      operator: oneOf('Exists', 'Equal'),
      value: isText,
      effect: oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
      tolerationSeconds: integer(0, Number.MAX_SAFE_INTEGER),
    }),
  ),
  affinity: isObject,
  priorityClass: isName,
  image: isText,
  patchPod: isCallback,
};

/**
 * One product as people know it. Holds what its workloads share: name, labels, the site it lives at. Found
 * in the tree by its chart, which knows the site.
 */
export abstract class Component extends Construct {
  /** Construct id, and name of its objects. */
  readonly name: string;
  readonly namespace: string;
  readonly site: Site;
  readonly options: ComponentProps;
  /** Choices somebody stated with a reason, and escape hatches in use, for the synth summary. */
  readonly escapes: string[] = [];
  /** Names of TLS Secrets that must exist in its namespace, besides what its workloads read. */
  readonly certificates = new Set<string>();
  private readonly members: Workload[] = [];

  protected constructor(
    scope: Construct,
    id: string,
    props: ComponentProps,
    private readonly kind: {
      /** Name of the product, as `app.kubernetes.io/name` has it. */
      readonly product: string;
      /** Its agents run on the nodes and live in the node namespace. @default false */
      readonly onNodes?: boolean;
    },
  ) {
    super(scope, id);
    if (!/^[a-z]([-a-z0-9]{0,40}[a-z0-9])?$/.test(id))
      refuse(
        scope.node.path,
        `component name "${id}" is not a DNS label of at most 42 characters`,
        'start with a letter, then lower-case letters, digits and "-"',
      );
    this.name = id;
    this.site = Chart.siteOf(this);
    this.namespace =
      props.namespace ?? (kind.onNodes ? this.site.nodeNamespace : this.site.namespace);
    this.options = props;
    if (props.patchPod) this.escapes.push('patchPod');
    if (props.image) this.escapes.push(`image ${props.image}`);
    this.validate(() => secretFaults(this));
  }

  /** Where in the construct tree, as errors say it. */
  get where(): string {
    return this.node.path;
  }
  get workloads(): readonly Workload[] {
    return this.members;
  }
  /** Labels that find all pods of this component, whatever their version. */
  get selector(): Record<string, string> {
    return { 'app.kubernetes.io/name': this.kind.product, 'app.kubernetes.io/instance': this.name };
  }
  /** Labels of all its objects. */
  get labels(): Record<string, string> {
    return {
      ...this.selector,
      // Tells two installations in one cluster apart: `kubectl apply --prune` goes by labels alone.
      'app.kubernetes.io/part-of': this.site.namespace,
      'app.kubernetes.io/managed-by': 'cdk8s',
    };
  }

  /**
   * @internal called by each workload as it is made
   * @throws when one has no role beside others: its selector would find their pods as well
   */
  join(workload: Workload): void {
    this.members.push(workload);
    const nameless = this.members.find(({ props }) => props.role === undefined);
    if (nameless && this.members.length > 1)
      this.refuse(
        `workload "${nameless.name}" has no role and is one of several`,
        'give each a role: their selectors overlap without',
      );
  }

  /** Throws a refusal in this component's name. */
  refuse(problem: string, remedy: string): never {
    return refuse(this.where, problem, remedy);
  }

  /** Refuses unknown and malformed props, for callers the compiler does not see. */
  check<P extends object>(props: P, checks: Checks<P>): void {
    checkProps(this.where, props, checks);
  }

  /** Adds a check for a missing interaction, made at synth, after all wiring. */
  protected validate(check: () => readonly string[]): void {
    this.node.addValidation({ validate: () => [...check()] });
  }

  /**
   * The only maker of a connection: records the arrow at both ends, for the policies, and mounts what the
   * caller needs to be let in.
   */
  protected connectTo(
    endpoint: Endpoint,
    reason: string,
    from: readonly Workload[] = this.members,
  ): Connection {
    const connections = from.map((workload) => workload.connectTo(endpoint, reason));
    return connections[0] ?? this.refuse('has no workload to connect from', 'make one first');
  }
}
