/** A way in which a program shows other metrics than its catalogue has. */
export type Kind =
  /** The program shows it, and the catalogue does not have it. */
  | 'unlisted'
  /** The catalogue has it, and the program does not show it. */
  | 'unshown'
  /** The same of a label: `metric{label}`. */
  | 'unlisted label'
  | 'unshown label'
  /** Both have it, as different types. */
  | 'type';

/** Differences that are no fault: whole names of metrics, of a label as `metric{label}`, and the reason. */
export type Differences = Readonly<
  Partial<Record<Kind, readonly (readonly [names: RegExp, because: string])[]>>
>;

/** What node_exporter shows of every machine, by how it begins. */
const everyNode = [
  ...['boot', 'context', 'cpu_guest', 'cpu_seconds', 'disk_read_', 'disk_written', 'entropy'],
  ...['exporter', 'filefd', 'filesystem', 'forks', 'intr', 'load', 'memory_Mem', 'netstat'],
  ...['network_receive', 'network_transmit', 'nf_conntrack', 'os', 'procs', 'scrape', 'sockstat'],
  ...['time', 'uname', 'vmstat'],
].join('|');

/**
 * By catalogue, what may differ in the stack that is tried. A catalogue is of all that a program can show; here each
 * runs in one way, for minutes, and with little trouble.
 */
export const differences: Readonly<Record<string, Differences>> = {
  prometheus: {
    unshown: [
      [/prometheus_(remote|wal_watcher)_.+/, 'the site writes to no other Prometheus'],
      [/prometheus_api_(otlp|remote_write)_.+/, 'nobody pushes samples'],
      [/prometheus_sd_(file|refresh)_.+/, 'no targets are in a file, or asked for by the clock'],
      [/prometheus_tsdb_out_of_order_wbl_.+/, 'late samples are refused by default'],
      [
        /prometheus_sd_kubernetes_http_request_duration_seconds/,
        'its client times no watches, and with a new API server it does nothing else',
      ],
    ],
  },
  alertmanager: {
    unshown: [
      [
        /alertmanager_dispatcher_aggregation_group_creation_.+/,
        'the newest that can be built is 0.31.1, which does not have it yet',
      ],
      [
        /alertmanager_notifications_suppressed_total/,
        'appears with the first alert that is silenced, inhibited or muted',
      ],
    ],
    unlisted: [[/alertmanager_marked_alerts/, '0.31.1 has it still, and 0.34.2 no more']],
  },
  loki: {
    unshown: [
      [/loki_memberlist_.+/, 'one Loki needs no gossip'],
      [/loki_ruler_wal_.+/, 'its rules record nothing, so that there is nobody to write to'],
      [/loki_objstore_.+/, 'chunks lie in files, which the older client keeps'],
      [/loki_runtime_config_.+/, 'no limits are changed while it runs'],
      [/loki_rate_store_.+/, 'streams are not split, and nobody asks how fast they come'],
      [/loki_tsdb_head_rotation_.+/, 'happens every quarter of an hour'],
      [/loki_tsdb_shipper_tables?_sync_.+/, 'tables are looked at every five minutes'],
      [
        /loki_(boltdb_shipper_(compact|retention)|compactor)_.+/,
        'appears with the first compaction that finds something, after ten minutes and more',
      ],
      [
        /loki_(chunk_fetcher|chunk_store|embeddedcache|cache|store|ingester_chunks?)_.+/,
        'appears with the first chunk that is written, or read back',
      ],
      [/loki_query_frontend_shards_total/, 'appears with the first query that is worth sharing'],
      [
        /loki_(discarded|mutated|write_failures)_.+/,
        'appears with the first line that is refused or cut',
      ],
      [/loki_prometheus_notifications_latency_.+/, 'appears with the first alert of a log rule'],
      [
        /loki_(loki_)?pattern_ingester_.+/,
        'appears with the first lines that it looks for patterns in',
      ],
    ],
  },
  'node-exporter': {
    unshown: [
      [
        new RegExp(`node_(?!(${everyNode})).+`),
        'no machine has every kind of hardware and file system that upstream tests with',
      ],
    ],
  },
  'kube-state-metrics': {
    unshown: [
      [
        /kube_(certificatesigningrequest|(cluster)?role(binding)?|configmap|endpoint(slice)?)_.+/,
        'is of a kind that the stack does not collect',
      ],
      [
        /kube_(ingressclass|lease|networkpolicy|secret|serviceaccount|volumeattachment)_.+/,
        'is of a kind that the stack does not collect',
      ],
      [
        /kube_(mutating|validating)(admissionpolicy(binding)?|webhookconfiguration)_.+/,
        'is of a kind that the stack does not collect',
      ],
      [
        /kube_(cronjob|horizontalpodautoscaler|ingress|job|replicationcontroller)_.+/,
        'appears with the first object of its kind, and the cluster has none',
      ],
      [
        /kube_(limitrange|resourcequota)(_.+)?/,
        'appears with the first object of its kind, and the cluster has none',
      ],
      [/kube_state_metrics_(config_hash|last_config_.+)/, 'it has no file of its own to read'],
      [
        /kube_state_metrics_list_.+/,
        'a new API server sends what there is with the watch, and nothing is listed',
      ],
    ],
  },
  'blackbox-exporter': {
    unshown: [
      [/probe_failed_due_to_bytes/, 'is of what does not speak HTTP, and hosts do'],
      [/probe_http_last_modified_.+/, 'is of pages that say when they were changed'],
    ],
  },
  'kube-apiserver': {
    unshown: [
      [
        /apiserver_(admission_(match_condition|webhook)|(mutating|validating)_admission_policy)_.+/,
        'no webhook and no policy judges requests',
      ],
      [
        /apiserver_(impersonation|websocket_streaming)_.+/,
        'nobody acts for somebody else, or opens a shell in a pod',
      ],
      [
        /apiserver_request_(aborts|post_timeout|terminations)_total|etcd_request_errors_total/,
        'appears with the first request that fails so',
      ],
      [
        /kube_apiserver_\w+_allocation_errors_total/,
        'appears with the first request that fails so',
      ],
      [/kube_apiserver_nodeport_allocator_.+/, 'no Service has a port on the nodes'],
      [/kube_apiserver_pod_logs_.+/, 'nobody reads logs this way'],
      [/apiserver_storage_consistency_checks_total/, 'is checked after five minutes'],
    ],
    unlisted: [[/watch_cache_capacity_increase_total/, 'appears when much happens at once']],
  },
  alloy: {
    unshown: [
      [
        /prometheus_.+|alloy_(fanout|labelstore|prometheus)_.+/,
        'the site lets it collect logs alone, and Prometheus scrape',
      ],
      [/cluster_.+/, 'each works alone'],
      [/loki_(relabel|source_api|write_wal)_.+/, 'no step, receiver or log on disk stands between'],
      [
        /loki_(process_(dropped|truncated)|write_last_read)_.+|local_file_.+/,
        'no line is dropped, and no file is watched, on the way',
      ],
    ],
  },
  coredns: {
    unshown: [[/coredns_(cache|proxy)_.+/, 'ours keeps no answers, and asks nobody else']],
    unlisted: [[/coredns_hosts_entries/, 'ours knows the names of the world outside by a list']],
  },
};
