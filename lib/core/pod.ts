import type { k8s } from 'cdk8s-plus-30';
import { replicaRange } from './autoscaler.js';
import type { ConfigFile } from './config-file.js';
import type { Container } from './container.js';
import type { Workload } from './workload.js';

/** Every image here works as any user with its own writable directories; above 10000 no node has one. */
const houseUser = 10001;

const templates = new WeakMap<Workload, k8s.PodTemplateSpec>();

/** The pod template of a workload, rendered once, at synth: it is judged first and written then. */
export function podTemplate(workload: Workload): k8s.PodTemplateSpec {
  const known = templates.get(workload) ?? render(workload);
  templates.set(workload, known);
  return known;
}

function render(workload: Workload): k8s.PodTemplateSpec {
  const sums = workload.volumes.files.filter((file) => file.whenChanged === 'restart');
  const { patchPod } = workload.component.options;
  const spec = podSpec(workload);
  return {
    metadata: {
      labels: workload.labels,
      ...(sums.length > 0 ? { annotations: checksums(sums) } : {}),
    },
    spec: patchPod ? patchPod(spec, workload.name) : spec,
  };
}

const checksums = (files: readonly ConfigFile[]): Record<string, string> =>
  Object.fromEntries(files.map((file) => [`checksum/${file.name}`, file.checksum]));

function podSpec(workload: Workload): k8s.PodSpec {
  const { props, site, component } = workload;
  if (workload.traffic.goesOutside) tellTheWayOut(workload);
  const volumes = workload.volumes.render();
  return {
    serviceAccountName: workload.name,
    automountServiceAccountToken: workload.permissions.any,
    enableServiceLinks: false,
    ...(props.hostNetwork ? { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } : {}),
    ...(props.hostPid ? { hostPid: true } : {}),
    terminationGracePeriodSeconds: props.gracePeriod?.toSeconds() ?? 30,
    nodeSelector: {
      'kubernetes.io/os': 'linux',
      ...(props.kind === 'DaemonSet' ? {} : site.nodeSelector),
      ...component.options.nodeSelector,
    },
    ...tolerated(workload),
    ...priority(workload),
    ...(site.pullSecrets.length > 0
      ? { imagePullSecrets: site.pullSecrets.map((name) => ({ name })) }
      : {}),
    ...spread(workload),
    securityContext: podSecurity(workload),
    containers: workload.containers.map((c) =>
      c.render(containerSecurity(workload, c), site.registryMirror),
    ),
    ...(volumes.length > 0 ? { volumes } : {}),
  };
}

/** Proxy and extra certificate authorities, for pods that call the outside. */
function tellTheWayOut({ site, main, volumes }: Workload): void {
  if (site.proxy) {
    // The API server is called by its address, which the kubelet fills in.
    const apiServer = '$(KUBERNETES_SERVICE_HOST)';
    const inside = ['localhost', '127.0.0.1', '.svc', `.${site.clusterDomain}`, apiServer];
    main.env('HTTP_PROXY', { value: site.proxy.url });
    main.env('HTTPS_PROXY', { value: site.proxy.url });
    main.env('NO_PROXY', { value: [...inside, ...site.proxy.noProxy].join(',') });
  }
  if (site.caBundle) {
    // Go reads this directory besides the image's own bundle; SSL_CERT_FILE would replace that.
    const dir = '/etc/ca-bundle';
    volumes.foreignConfigMap(site.caBundle.configMap, site.caBundle.key, dir, [main]);
    main.env('SSL_CERT_DIR', { value: dir });
  }
}

/** Agents run on every node, tainted ones too; else the site's and the component's tolerations. */
function tolerated({ props, site, component }: Workload): Pick<k8s.PodSpec, 'tolerations'> {
  const tolerations =
    props.kind === 'DaemonSet'
      ? [{ operator: 'Exists' }]
      : [...site.tolerations, ...(component.options.tolerations ?? [])];
  return tolerations.length > 0 ? { tolerations } : {};
}

function priority({ props, site, component }: Workload): { priorityClassName?: string } {
  const house =
    props.kind === 'DaemonSet'
      ? (site.nodePriorityClass ?? site.platform.nodePriorityClass)
      : site.priorityClass;
  const name = component.options.priorityClass ?? house;
  return name ? { priorityClassName: name } : {};
}

/** Replicas on different nodes and zones where there are such, without leaving one unscheduled. */
function spread(workload: Workload): Pick<k8s.PodSpec, 'affinity' | 'topologySpreadConstraints'> {
  const { component, site, props } = workload;
  // Where the site wants its pods says nothing of agents: they run on every node.
  const given =
    component.options.affinity ?? (props.kind === 'DaemonSet' ? undefined : site.affinity);
  if (replicaRange(workload).max < 2 || props.kind === 'DaemonSet')
    return given ? { affinity: given } : {};
  const labelSelector = { matchLabels: workload.selector };
  const soft: k8s.PodAntiAffinity = {
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 100, podAffinityTerm: { labelSelector, topologyKey: 'kubernetes.io/hostname' } },
    ],
  };
  return {
    affinity: { podAntiAffinity: soft, ...given },
    topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map(
      (topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector,
      }),
    ),
  };
}

/** User and group, where the manifest may choose them. */
function identity({ props, site }: Workload): k8s.SecurityContext {
  if (site.platform.users === 'assigned') return { runAsNonRoot: true };
  const id = props.user ?? houseUser;
  return { runAsNonRoot: true, runAsUser: id, runAsGroup: id };
}

/** Root, for the one container that reads what belongs to root; it still has no capability. */
const root: k8s.SecurityContext = { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 };

const fsGroup = ({ props, site }: Workload): k8s.PodSecurityContext =>
  site.platform.users === 'assigned'
    ? {}
    : { fsGroup: props.user ?? houseUser, fsGroupChangePolicy: 'OnRootMismatch' };

/** Where one container is root, who each runs as is said by each alone. */
const podSecurity = (workload: Workload): k8s.PodSecurityContext => ({
  ...(workload.readsPodLogs ? {} : { ...identity(workload), ...fsGroup(workload) }),
  seccompProfile: { type: 'RuntimeDefault' },
  ...seLinux(workload),
});

/** The same at both levels: of the policy tools some read only one. */
const containerSecurity = (workload: Workload, container: Container): k8s.SecurityContext => ({
  ...(workload.readsPodLogs && container === workload.main ? root : identity(workload)),
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
});

const seLinux = ({ readsPodLogs, site }: Workload): { seLinuxOptions?: k8s.SeLinuxOptions } =>
  readsPodLogs && site.platform.logReaderType
    ? { seLinuxOptions: { type: site.platform.logReaderType } }
    : {};
