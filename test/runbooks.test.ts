import { describe, expect, it } from 'vitest';
import { alertNames } from '../lib/core/index.js';
import { metricsOf } from '../lib/model/promql-syntax.js';
import { labelsOf } from './alerts/catalogues.js';
import { alertsOf, everyGroup } from './alerts/every-rule.js';
import { boilerplateFaults, runbookFaults } from './runbooks/judge.js';
import { runbooks } from './runbooks/read.js';
import { runbook, shared } from './runbooks/runbook.js';

const groups = everyGroup();
const logAlerts = new Set(alertsOf(groups.loki).map(({ alert }) => alert));
const rules = [...alertsOf(groups.prometheus), ...alertsOf(groups.loki)];

const page = `# TargetDown

## Meaning
Some targets do not answer.

## Impact
Nobody sees them.

## Diagnosis
\`\`\`promql
count by (job) (up == 0)
\`\`\`
\`\`\`sh
# the pods
kubectl get pods
\`\`\`

## Mitigation
Start them.
`;

describe('runbooks', () => {
  it('are there for every alert, and for no other', () => {
    expect([...runbooks.keys()]).toEqual(Object.keys(alertNames).sort());
  });

  it('say what was seen, what it means, how to look and what to do, in words of their own', () => {
    const faults = [...runbooks].flatMap(([name, book]) =>
      runbookFaults(
        name,
        book,
        rules.filter(({ alert }) => alert === name),
        logAlerts.has(name),
      ),
    );
    expect([...faults, ...boilerplateFaults(runbooks)]).toEqual([]);
  });

  it('ask for series that something shows', () => {
    const recorded = new Set(
      groups.prometheus.flatMap((group) =>
        group.rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])),
      ),
    );
    const faults = [...runbooks].flatMap(([name, { queries }]) =>
      queries.flatMap(({ language, expr }) =>
        language === 'logql'
          ? []
          : metricsOf(expr).flatMap(({ metric }) =>
              metric === undefined ||
              labelsOf(metric) ||
              recorded.has(metric) ||
              /^ALERTS/.test(metric)
                ? []
                : [`${name} asks for ${metric}`],
            ),
      ),
    );
    expect(faults).toEqual([]);
  });
});

describe('a runbook is refused', () => {
  const rule = {
    alert: 'TargetDown',
    expr: 'up == 0',
    labels: { severity: 'warning' },
    annotations: {},
  };
  const faults = (text: string) => runbookFaults('TargetDown', runbook(text), [rule], false);

  it('not as it should be', () => {
    expect(faults(page)).toEqual([]);
  });

  it.each([
    [
      'of another title',
      page.replace('# TargetDown', '# TargetUp'),
      'TargetDown: its title is "TargetUp"',
    ],
    [
      'without a heading',
      page.replace('## Impact\n', ''),
      'TargetDown: its headings are Meaning, Diagnosis, Mitigation, and not Meaning, Impact, Diagnosis, Mitigation',
    ],
    [
      'with a query that cannot be read',
      page.replace('(up == 0)', '(up == 0'),
      'TargetDown: count by (job) (up == 0: unexpected end at column 24; correct it there',
    ],
    [
      'that asks for something else',
      page.replace('up == 0', 'node_load1'),
      'TargetDown: no query reads what the alert reads',
    ],
    [
      'without a command',
      page.replace('kubectl', 'cubectl'),
      'TargetDown: it has no command to look at the cluster with',
    ],
  ])('%s', (_, text, fault) => {
    expect(faults(text)).toEqual([fault]);
  });

  it('that says mostly what another says', () => {
    const [one, other] = [runbook(page), runbook(page.replace('Nobody sees them', 'All is lost'))];
    expect(shared(one, other)).toBeGreaterThan(0.6);
    expect(
      boilerplateFaults(
        new Map([
          ['A', one],
          ['B', other],
        ]),
      ),
    ).toEqual([expect.stringMatching(/^A and B share \d+ % of their text$/)]);
    const apart = runbook(
      `${page.slice(0, 30)} quite other words about quite another thing that fails`,
    );
    expect(
      boilerplateFaults(
        new Map([
          ['A', one],
          ['B', apart],
        ]),
      ),
    ).toEqual([]);
  });
});
