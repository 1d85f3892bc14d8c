export * from './alloy.js';
export type { RunsOn } from './feature.js';
export type { ClusterEventsOptions } from './pipelines/cluster-events.js';
export type { HostMetricsOptions } from './pipelines/host-metrics.js';
export type { LogStage } from './pipelines/log-stages.js';
export type { JobPart } from './pipelines/pod-log-steps.js';
export type { PodLogsOptions } from './pipelines/pod-logs.js';
export type { AlloyProps } from './props.js';
