/** Kinds that keep a number of pods, and how kube-state-metrics names their numbers. */
export const scaled = [
  {
    kind: 'deployments',
    type: 'Deployment',
    label: 'deployment',
    wanted: 'kube_deployment_spec_replicas',
    available: 'kube_deployment_status_replicas_available',
    updated: 'kube_deployment_status_replicas_updated',
  },
  {
    kind: 'statefulsets',
    type: 'StatefulSet',
    label: 'statefulset',
    wanted: 'kube_statefulset_replicas',
    available: 'kube_statefulset_status_replicas_available',
    updated: 'kube_statefulset_status_replicas_updated',
  },
  {
    kind: 'daemonsets',
    type: 'DaemonSet',
    label: 'daemonset',
    wanted: 'kube_daemonset_status_desired_number_scheduled',
    available: 'kube_daemonset_status_number_available',
    updated: 'kube_daemonset_status_updated_number_scheduled',
  },
] as const;
