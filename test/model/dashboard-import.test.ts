import { describe, expect, it } from 'vitest';
import { dashboardJson, importedDashboard } from '../../lib/model/dashboard/index.js';
import { ds } from './dashboard-parts.js';

describe('an imported dashboard', () => {
  const file = {
    id: 7,
    uid: 'shop',
    title: 'Shop',
    __inputs: [
      { name: 'DS_PROMETHEUS-1', type: 'datasource', pluginId: 'prometheus' },
      { name: 'DS_LOKI', type: 'datasource', pluginId: 'loki' },
      { name: 'DS_EXPRESSION', type: 'datasource', pluginId: '__expr__' },
      { name: 'VAR_JOB', type: 'constant', value: 'shop' },
    ],
    __requires: [{ type: 'grafana', id: 'grafana' }],
    __elements: {},
    panels: [
      {
        datasource: { type: 'prometheus', uid: '${DS_PROMETHEUS-1}' },
        expr: 'up{job="${VAR_JOB}"}',
      },
      { datasource: '${DS_LOKI}', targets: [{ datasource: { uid: '${DS_EXPRESSION}' } }] },
      { datasource: { uid: '${DS_CHOSEN}' }, title: '$job' },
    ],
    templating: { list: [{ name: 'DS_CHOSEN', type: 'datasource' }] },
  };
  const imported = (changed: object) =>
    importedDashboard('shop.json', JSON.stringify({ ...file, ...changed }));

  it('has its datasources filled in, and keeps the rest', () => {
    const { uid, title, needs, spec: drawn } = imported({});
    expect({ uid, title, needs }).toEqual({
      uid: 'shop',
      title: 'Shop',
      needs: ['loki', 'prometheus'],
    });
    expect(JSON.parse(dashboardJson({ uid, title }, drawn(ds)))).toEqual({
      id: null,
      uid: 'shop',
      title: 'Shop',
      panels: [
        { datasource: { type: 'prometheus', uid: 'prometheus' }, expr: 'up{job="shop"}' },
        {
          datasource: { type: 'loki', uid: 'loki' },
          targets: [{ datasource: { uid: '__expr__' } }],
        },
        { datasource: { uid: '${DS_CHOSEN}' }, title: '$job' },
      ],
      templating: { list: [{ name: 'DS_CHOSEN', type: 'datasource' }] },
    });
  });

  it('may get a uid of ours', () => {
    const copy = importedDashboard('shop.json', '{"title":"Shop"}', { uid: 'shop-2' });
    expect([copy.uid, copy.needs]).toEqual(['shop-2', []]);
  });

  it.each([
    [{ title: undefined }, 'it has no "title"; give a dashboard\'s own JSON in the classic schema'],
    [{ title: ' ' }, 'it has no "title"; give a dashboard\'s own JSON in the classic schema'],
    [{ uid: undefined }, 'it has no "uid"; write one into it, or give one'],
    [
      { uid: 'a b' },
      'uid "a b" is not one of Grafana\'s; give 1 to 40 letters, digits, "-" and "_"',
    ],
    [
      { apiVersion: 'dashboard.grafana.app/v2' },
      'it is a resource, not a dashboard in the classic schema; export it as "Classic"',
    ],
    [
      { __elements: { abc: {} } },
      'it uses library panels, which are not in a file; unlink them and export it again',
    ],
    [{ __inputs: {} }, '"__inputs" is not a list; export it again'],
    [{ __inputs: [{ a: 1 }] }, 'input {"a":1} has no name; export it again'],
    [
      { __inputs: [{ name: 'DS_ES', type: 'datasource', pluginId: 'elasticsearch' }] },
      'input "DS_ES" asks for "elasticsearch", which is none of prometheus, loki, tempo, alertmanager; put a value in its place and take it out of "__inputs"',
    ],
    [
      { __inputs: [{ name: 'VAR_A', type: 'constant' }] },
      'input "VAR_A" asks for "constant", which is none of prometheus, loki, tempo, alertmanager; put a value in its place and take it out of "__inputs"',
    ],
    [
      { __inputs: [] },
      '"${DS_PROMETHEUS-1}" stands for a datasource that "__inputs" does not name; put a uid in its place, or export it again',
    ],
  ])('is refused with %j', (changed, message) => {
    expect(() => imported(changed)).toThrow(new Error(`shop.json: ${message}`));
  });

  it('is refused when it is no object', () => {
    expect(() => importedDashboard('shop.json', '[]')).toThrow(
      new Error('shop.json: it is not an object; give the JSON of one dashboard'),
    );
  });

  it('is refused when it is no JSON, with the reason that the engine gives', () => {
    const reason = (() => {
      try {
        return JSON.parse('{"title"');
      } catch (error) {
        return String(error);
      }
    })();
    expect(() => importedDashboard('shop.json', '{"title"')).toThrow(
      new Error(`shop.json: it is not JSON (${reason}); export the dashboard again`),
    );
  });

  it('is refused late when a datasource that it needs is not there', () => {
    expect(() => imported({}).spec({ prometheus: ds.prometheus })).toThrow(
      new Error(
        'shop.json: input "DS_LOKI" asks for a datasource of type "loki", and there is none; add one to Grafana',
      ),
    );
  });
});
