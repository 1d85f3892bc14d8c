import { describe, expect, it } from 'vitest';
import { clusterVariable, stat, table, timeseries } from '../../lib/model/dashboard/index.js';
import { alone, ds, parsed, small, spec, text, up } from './dashboard-parts.js';

describe('links of values', () => {
  it('lead where they are told, about what was clicked', () => {
    const link = { uid: 'pod', title: 'This pod', labels: ['namespace', 'pod'] };
    const columns = [
      { label: 'pod', title: 'Name', link },
      { label: 'namespace', title: 'Namespace' },
    ];
    const links = [
      alone(table({ ...text, queries: [up], columns })).fieldConfig.overrides[0].properties[1],
      alone(timeseries({ ...small, link })).fieldConfig.defaults.links,
      alone(stat({ ...small, link: { ...link, labels: [] } })).fieldConfig.defaults.links,
    ];
    const to = (query: string) => [
      { title: 'This pod', url: `/d/pod?\${__url_time_range}${query}`, targetBlank: false },
    ];
    expect(links).toEqual([
      {
        id: 'links',
        value: to(
          '&var-namespace=${__data.fields.namespace:percentencode}&var-pod=${__data.fields.pod:percentencode}',
        ),
      },
      to(
        '&var-namespace=${__field.labels.namespace:percentencode}&var-pod=${__field.labels.pod:percentencode}',
      ),
      to(''),
    ]);
  });

  it('take choices along as they stand', () => {
    const link = { uid: 'pod', title: 'This pod', labels: ['pod'], choices: ['cluster'] };
    const { panels } = parsed(
      spec({
        variables: [clusterVariable(ds.prometheus)],
        panels: [timeseries({ ...small, link })],
      }),
    );
    expect(panels[0].fieldConfig.defaults.links[0].url).toBe(
      '/d/pod?${__url_time_range}&var-pod=${__field.labels.pod:percentencode}&${cluster:queryparam}',
    );
  });
});
