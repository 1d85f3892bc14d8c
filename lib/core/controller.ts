import { k8s } from 'cdk8s-plus-30';
import { refuse } from '../model/refusal.js';
import { quantity } from '../model/units.js';
import { checkScale, createAutoscaler, replicaRange } from './autoscaler.js';
import { budgetSpec } from './budget.js';
import { didYouMean, integer, shown } from './check.js';
import { late } from './late.js';
import { podTemplate } from './pod.js';
import type { Workload } from './workload.js';
import type { VolumeClaim } from './workload-props.js';

/**
 * Makes the object that runs a workload's pods, the account they run as, and the budget that protects them.
 *
 * @throws when its replicas cannot be counted, or a volume is claimed that nothing would claim or provide
 */
export function createController(workload: Workload): void {
  const { metadata, props } = workload;
  checkReplicas(workload);
  if (props.volume && props.kind !== 'StatefulSet')
    refuse(
      workload.node.path,
      `volume "${props.volume.path}" is claimed by a ${props.kind}`,
      'make it a StatefulSet: only that claims one for each replica',
    );
  if (props.volume) checkStorageClass(workload, props.volume);
  new k8s.KubeServiceAccount(workload, 'ServiceAccount', {
    metadata,
    automountServiceAccountToken: false,
  });
  if (props.kind === 'Deployment')
    new k8s.KubeDeployment(workload, 'Resource', {
      metadata,
      spec: late(() => deployment(workload)),
    });
  else if (props.kind === 'StatefulSet')
    new StatefulSet(workload, 'Resource', {
      metadata,
      spec: late(() => statefulSet(workload)),
    });
  else
    new k8s.KubeDaemonSet(workload, 'Resource', {
      metadata,
      spec: late(() => daemonSet(workload)),
    });
  if (typeof props.replicas === 'object') createAutoscaler(workload, props.replicas);
  if (replicaRange(workload).max > 1 && props.kind !== 'DaemonSet')
    new k8s.KubePodDisruptionBudget(workload, 'DisruptionBudget', {
      metadata,
      spec: budgetSpec(workload.selector),
    });
}

function checkReplicas({ node, props }: Workload): void {
  const { replicas = 1, kind } = props;
  if (typeof replicas === 'object') {
    checkScale(node.path, kind, replicas);
    return;
  }
  const uncounted = integer(0, 1000)(replicas);
  if (uncounted)
    refuse(node.path, `replicas ${shown(replicas)} ${uncounted.rule}`, uncounted.remedy);
}

/**
 * A StatefulSet whose claims are written as the API server completes them, with fields the L1 does not know.
 * Claims are compared whole: short of one default, every apply would find a difference.
 */
class StatefulSet extends k8s.KubeStatefulSet {
  override toJson(): object {
    const manifest: { spec: { volumeClaimTemplates?: object[] } } = super.toJson();
    const { volumeClaimTemplates: claims } = manifest.spec;
    if (!claims) return manifest;
    const completed = claims.map((claim) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      ...claim,
      status: { phase: 'Pending' },
    }));
    return { ...manifest, spec: { ...manifest.spec, volumeClaimTemplates: completed } };
  }
}

const pods = (workload: Workload) => ({
  selector: { matchLabels: workload.selector },
  template: podTemplate(workload),
});

const deployment = (workload: Workload): k8s.DeploymentSpec => ({
  // Were they written, each apply would undo what the autoscaler has decided.
  ...(typeof workload.props.replicas === 'object' ? {} : { replicas: workload.replicas }),
  ...pods(workload),
});

const daemonSet = (workload: Workload): k8s.DaemonSetSpec => ({
  ...pods(workload),
  minReadySeconds: 10,
  updateStrategy: {
    type: 'RollingUpdate',
    rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('10%') },
  },
});

const statefulSet = (workload: Workload): k8s.StatefulSetSpec => ({
  replicas: workload.replicas,
  serviceName: workload.headlessName,
  // Rings must form from members that are not ready yet; waiting for each other they never would.
  podManagementPolicy: 'Parallel',
  updateStrategy: { type: 'RollingUpdate' },
  // Data outlives the object: a StatefulSet deleted by mistake must not take it along.
  persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
  ...pods(workload),
  ...(workload.props.volume
    ? { volumeClaimTemplates: [claim(workload, workload.props.volume)] }
    : {}),
});

const classOf = ({ site }: Workload, { storageClass }: VolumeClaim): string | undefined =>
  storageClass ?? site.storageClass ?? site.platform.storageClass;

/** A claim of a class that is not there waits for ever. */
function checkStorageClass(workload: Workload, volume: VolumeClaim): void {
  const { storageClasses } = workload.site;
  const name = classOf(workload, volume);
  if (name !== undefined && storageClasses && !storageClasses.includes(name))
    refuse(
      workload.node.path,
      `storage class "${name}" is not among the site's storageClasses`,
      didYouMean(name, storageClasses),
    );
}

function claim(workload: Workload, volume: VolumeClaim): k8s.KubePersistentVolumeClaimProps {
  const storageClassName = classOf(workload, volume);
  return {
    metadata: { name: 'data' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      volumeMode: 'Filesystem',
      ...(storageClassName ? { storageClassName } : {}),
      resources: { requests: { storage: k8s.Quantity.fromString(quantity(volume.size)) } },
    },
  };
}
