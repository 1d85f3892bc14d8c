import {
  counter,
  documented,
  gauge,
  histogram,
  type MetricCatalogue,
  summary,
} from '../model/metrics.js';

/*
 * What Grafana 13.2.3 exposes. It cannot be built where catalogues are written, so all of it comes
 * from upstream's files, of the parts that this library runs: no rules of its own, no image
 * renderer. With a Grafana at hand, the way of the other rooms is better:
 *   npm run metrics -- grafana http://127.0.0.1:3000/metrics
 */

const tag = 'https://github.com/grafana/grafana/blob/v13.2.3';
const client = 'https://github.com/prometheus/client_golang/blob/v1.23.2/prometheus';

export const grafanaMetrics: MetricCatalogue = {
  program: 'grafana',
  version: '13.2.3',
  metrics: {
    ...documented(`${tag}/pkg/middleware/request_metrics.go`, {
      grafana_http_request_duration_seconds: histogram(
        'handler',
        'method',
        'slo_group',
        'status_code',
        'status_source',
      ),
      grafana_http_request_in_flight: gauge(),
      grafana_http_response_size_bytes: histogram(
        'handler',
        'method',
        'slo_group',
        'status_code',
        'status_source',
      ),
    }),
    ...documented(`${tag}/pkg/services/pluginsintegration/clientmiddleware/metrics_middleware.go`, {
      grafana_plugin_request_duration_milliseconds: histogram(
        'endpoint',
        'plugin_id',
        'status_source',
        'target',
      ),
      grafana_plugin_request_duration_seconds: histogram(
        'endpoint',
        'plugin_id',
        'source',
        'status',
        'status_source',
        'target',
      ),
      grafana_plugin_request_size_bytes: histogram('endpoint', 'plugin_id', 'source', 'target'),
      grafana_plugin_request_total: counter(
        'endpoint',
        'plugin_id',
        'status',
        'status_source',
        'target',
      ),
    }),
    ...documented(
      `${tag}/pkg/infra/httpclient/httpclientprovider/datasource_metrics_middleware.go`,
      {
        grafana_datasource_request_duration_seconds: histogram(
          'code',
          'datasource',
          'datasource_type',
          'method',
          'secure_socks_ds_proxy_enabled',
        ),
        grafana_datasource_request_in_flight: gauge(
          'datasource',
          'datasource_type',
          'secure_socks_ds_proxy_enabled',
        ),
        grafana_datasource_request_total: counter(
          'code',
          'datasource',
          'datasource_type',
          'method',
          'secure_socks_ds_proxy_enabled',
        ),
        grafana_datasource_response_size_bytes: histogram(
          'datasource',
          'datasource_type',
          'secure_socks_ds_proxy_enabled',
        ),
      },
    ),
    ...documented(`${tag}/pkg/infra/metrics/metrics.go`, {
      access_evaluation_duration: histogram(),
      access_permissions_duration: histogram(),
      access_search_permissions_duration: histogram(),
      grafana_access_evaluation_count: counter(),
      grafana_access_permissions_cache_usage: counter('status'),
      grafana_api_admin_user_created_total: counter(),
      grafana_api_dashboard_get_milliseconds: summary(),
      grafana_api_dashboard_save_milliseconds: summary(),
      grafana_api_dashboard_search_milliseconds: summary(),
      grafana_api_dataproxy_request_all_milliseconds: summary(),
      grafana_api_login_oauth_total: counter(),
      grafana_api_login_post_total: counter(),
      grafana_api_models_dashboard_insert_total: counter(),
      grafana_api_response_status_total: counter('code'),
      grafana_build_info: gauge('branch', 'edition', 'goversion', 'revision', 'version'),
      grafana_build_timestamp: gauge('branch', 'edition', 'goversion', 'revision', 'version'),
      grafana_db_datasource_query_by_id_total: counter(),
      grafana_instance_start_total: counter(),
      grafana_page_response_status_total: counter('code'),
      grafana_plugin_build_info: gauge('plugin_id', 'plugin_type', 'signature_status', 'version'),
      grafana_plugin_target_info: gauge('plugin_id', 'target'),
      grafana_proxy_response_status_total: counter('code'),
      grafana_stat_active_users: gauge(),
      grafana_stat_total_orgs: gauge(),
      grafana_stat_total_teams: gauge(),
      grafana_stat_total_users: gauge(),
      grafana_stat_totals_active_admins: gauge(),
      grafana_stat_totals_active_editors: gauge(),
      grafana_stat_totals_active_viewers: gauge(),
      grafana_stat_totals_admins: gauge(),
      grafana_stat_totals_alert_rules: gauge(),
      grafana_stat_totals_annotations: gauge(),
      grafana_stat_totals_dashboard: gauge(),
      grafana_stat_totals_dashboard_versions: gauge(),
      grafana_stat_totals_datasource: gauge('plugin_id'),
      grafana_stat_totals_editors: gauge(),
      grafana_stat_totals_folder: gauge(),
      grafana_stat_totals_viewers: gauge(),
    }),
    ...documented(`${tag}/pkg/services/ngalert/metrics/scheduler.go`, {
      grafana_alerting_rule_evaluation_duration_seconds: histogram('org'),
      grafana_alerting_rule_evaluation_failures_total: counter('org'),
      grafana_alerting_rule_evaluations_total: counter('org'),
      grafana_alerting_schedule_alert_rules: gauge(),
      grafana_alerting_schedule_rule_evaluations_missed_total: counter('name', 'org'),
      grafana_alerting_scheduler_behind_seconds: gauge(),
    }),
    ...documented(`${tag}/pkg/services/sqlstore/database_wrapper.go`, {
      grafana_database_queries_duration_seconds: histogram('status'),
    }),
    ...documented('https://github.com/dlmiddlecote/sqlstats#exposed-metrics', {
      go_sql_stats_connections_blocked_seconds: counter('db_name'),
      go_sql_stats_connections_idle: gauge('db_name'),
      go_sql_stats_connections_in_use: gauge('db_name'),
      go_sql_stats_connections_max_open: gauge('db_name'),
      go_sql_stats_connections_open: gauge('db_name'),
      go_sql_stats_connections_waited_for: counter('db_name'),
    }),
    ...documented(`${client}/process_collector.go`, {
      process_cpu_seconds_total: counter(),
      process_max_fds: gauge(),
      process_open_fds: gauge(),
      process_resident_memory_bytes: gauge(),
      process_start_time_seconds: gauge(),
      process_virtual_memory_bytes: gauge(),
    }),
    ...documented(`${client}/go_collector.go`, {
      go_gc_duration_seconds: summary(),
      go_goroutines: gauge(),
      go_info: gauge('version'),
      go_memstats_alloc_bytes: gauge(),
      go_memstats_heap_alloc_bytes: gauge(),
      go_memstats_heap_inuse_bytes: gauge(),
      go_threads: gauge(),
    }),
  },
};
