import { counter, gauge, type MetricCatalogue, summary } from '../model/metrics.js';

/*
 * What blackbox_exporter 0.28.0 exposes of itself, and of what it probes:
 *   npm run metrics -- blackbox-exporter http://127.0.0.1:9115/metrics \
 *     'http://127.0.0.1:9115/probe?module=http_2xx&target=https://localhost:8443' \
 *     'http://127.0.0.1:9115/probe?module=tcp_tls_connect&target=localhost:8443'
 * The server probed redirects to a page that has a time of change. Probes over DNS, gRPC and ICMP
 * are not among what this room writes, and so not here.
 */

// blackbox-exporter: written by scripts/metrics.mjs
// biome-ignore format: one line for each metric
export const blackboxExporterMetrics: MetricCatalogue = {
  program: 'blackbox-exporter',
  version: '0.28.0',
  metrics: {
    blackbox_exporter_build_info: gauge('branch', 'goarch', 'goos', 'goversion', 'revision', 'tags', 'version'),
    blackbox_exporter_config_last_reload_success_timestamp_seconds: gauge(),
    blackbox_exporter_config_last_reload_successful: gauge(),
    blackbox_module_unknown_total: counter(),
    go_gc_duration_seconds: summary(),
    go_gc_gogc_percent: gauge(),
    go_gc_gomemlimit_bytes: gauge(),
    go_goroutines: gauge(),
    go_info: gauge('version'),
    go_memstats_alloc_bytes: gauge(),
    go_memstats_alloc_bytes_total: counter(),
    go_memstats_buck_hash_sys_bytes: gauge(),
    go_memstats_frees_total: counter(),
    go_memstats_gc_sys_bytes: gauge(),
    go_memstats_heap_alloc_bytes: gauge(),
    go_memstats_heap_idle_bytes: gauge(),
    go_memstats_heap_inuse_bytes: gauge(),
    go_memstats_heap_objects: gauge(),
    go_memstats_heap_released_bytes: gauge(),
    go_memstats_heap_sys_bytes: gauge(),
    go_memstats_last_gc_time_seconds: gauge(),
    go_memstats_mallocs_total: counter(),
    go_memstats_mcache_inuse_bytes: gauge(),
    go_memstats_mcache_sys_bytes: gauge(),
    go_memstats_mspan_inuse_bytes: gauge(),
    go_memstats_mspan_sys_bytes: gauge(),
    go_memstats_next_gc_bytes: gauge(),
    go_memstats_other_sys_bytes: gauge(),
    go_memstats_stack_inuse_bytes: gauge(),
    go_memstats_stack_sys_bytes: gauge(),
    go_memstats_sys_bytes: gauge(),
    go_sched_gomaxprocs_threads: gauge(),
    go_threads: gauge(),
    net_conntrack_dialer_conn_attempted_total: counter('dialer_name'),
    net_conntrack_dialer_conn_closed_total: counter('dialer_name'),
    net_conntrack_dialer_conn_established_total: counter('dialer_name'),
    net_conntrack_dialer_conn_failed_total: counter('dialer_name', 'reason'),
    probe_dns_lookup_time_seconds: gauge(),
    probe_duration_seconds: gauge(),
    probe_failed_due_to_bytes: gauge(),
    probe_failed_due_to_regex: gauge(),
    probe_http_content_length: gauge(),
    probe_http_duration_seconds: gauge('phase'),
    probe_http_last_modified_timestamp_seconds: gauge(),
    probe_http_redirects: gauge(),
    probe_http_ssl: gauge(),
    probe_http_status_code: gauge(),
    probe_http_uncompressed_body_length: gauge(),
    probe_http_version: gauge(),
    probe_ip_addr_hash: gauge(),
    probe_ip_protocol: gauge(),
    probe_ssl_earliest_cert_expiry: gauge(),
    probe_ssl_last_chain_expiry_timestamp_seconds: gauge(),
    probe_ssl_last_chain_info: gauge('fingerprint_sha256', 'issuer', 'serialnumber', 'subject', 'subjectalternative'),
    probe_success: gauge(),
    probe_tls_cipher_info: gauge('cipher'),
    probe_tls_version_info: gauge('version'),
    process_cpu_seconds_total: counter(),
    process_max_fds: gauge(),
    process_network_receive_bytes_total: counter(),
    process_network_transmit_bytes_total: counter(),
    process_open_fds: gauge(),
    process_resident_memory_bytes: gauge(),
    process_start_time_seconds: gauge(),
    process_virtual_memory_bytes: gauge(),
    process_virtual_memory_max_bytes: gauge(),
    promhttp_metric_handler_requests_in_flight: gauge(),
    promhttp_metric_handler_requests_total: counter('code'),
  },
};
// blackbox-exporter: end
