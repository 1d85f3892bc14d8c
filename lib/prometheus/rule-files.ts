import {
  type AskedQuery,
  type Component,
  ConfigFile,
  type IRuleSource,
  type RuleContext,
  recordedBy,
  refuse,
  ruleQueries,
  rulesOf,
  type Workload,
} from '../core/index.js';
import { refuseShortWindows } from '../model/promql-syntax.js';
import { type AlertRule, isAlert, type RuleGroup, ruleFile } from '../model/rule.js';
import { toYaml } from '../model/yaml.js';

/**
 * The PromQL rules of some sources, judged: what Prometheus would refuse, and windows too short for the
 * jobs they read.
 *
 * @throws with the first fault
 */
function rulesToEvaluate(
  component: Component,
  sources: Iterable<IRuleSource>,
  context: RuleContext,
): readonly RuleGroup[] {
  const { where } = component;
  const groups = rulesOf(component, sources, 'promql', context);
  const interval = (job: string) => context.jobs.get(job)?.interval.toMilliseconds();
  for (const group of groups)
    for (const rule of group.rules) {
      const name = isAlert(rule) ? rule.alert : rule.record;
      const at = `${where}: rule group "${group.name}": "${name}"`;
      const [fault] = refuseShortWindows(at, rule.expr, interval);
      if (fault) throw new Error(fault);
    }
  return groups;
}

/**
 * Bytes of one file, as the JSON that `kubectl apply` keeps in an annotation of at most 262,144: the rest
 * is for the object around it.
 */
const slotBytes = 250_000;

const bytesOf = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/**
 * Rule groups as the texts of at most so many files, filled one after the other in the order of their
 * names. The number of files is fixed, as a volume more would restart Prometheus and replay its log.
 *
 * @throws when they do not fit
 */
function packRules(where: string, groups: readonly RuleGroup[], slots: number): readonly string[] {
  if (groups.length === 0) return [];
  const whole = toYaml(ruleFile(groups));
  if (bytesOf(whole) <= slotBytes) return [whole];
  const files: RuleGroup[][] = [];
  let room = 0;
  for (const group of groups) {
    const size = bytesOf(toYaml(ruleFile([group])));
    if (size > slotBytes)
      refuse(
        where,
        `rule group "${group.name}" has ${size} bytes, more than the ${slotBytes} of a file`,
        'split it',
      );
    if (size > room) {
      files.push([]);
      room = slotBytes;
    }
    files.at(-1)?.push(group);
    room -= size;
  }
  if (files.length > slots)
    refuse(
      where,
      `ruleSlots "${slots}" are too few for rules that need ${files.length}`,
      `give ruleSlots: ${files.length} or more, which restarts it once`,
    );
  return files.map((file) => toYaml(ruleFile(file)));
}

/**
 * The rules of one Prometheus, in files of one directory. Their number is fixed, and all are optional: a
 * ConfigMap that nothing fills is not written.
 */
export class RuleFiles {
  private readonly sources = new Set<IRuleSource>();
  private groups?: readonly RuleGroup[];
  private texts?: readonly string[];

  constructor(
    private readonly workload: Workload,
    dir: string,
    private readonly slots: number,
    private readonly jobs: { readonly intervals: RuleContext['jobs'] },
  ) {
    for (let slot = 0; slot < slots; slot++) {
      const file = new ConfigFile(workload.component, `rules-${slot}`, {
        file: `rules-${slot}.yaml`,
        whenChanged: 'reload',
        content: () => this.rendered()[slot] ?? '',
      });
      workload.volumes.project(file.name, dir, true, [workload.main]);
    }
  }

  add(source: IRuleSource): void {
    this.sources.add(source);
  }

  /** Every alert that is evaluated. */
  get alerts(): readonly AlertRule[] {
    return this.all.flatMap(({ rules }) => rules.filter(isAlert));
  }

  /** What they ask. */
  get queries(): readonly AskedQuery[] {
    return ruleQueries(this.all);
  }

  /** Names of the series that they record. */
  get recorded(): ReadonlySet<string> {
    return recordedBy(this.all);
  }

  private get all(): readonly RuleGroup[] {
    const { component } = this.workload;
    const context = { cluster: component.site.cluster, jobs: this.jobs.intervals };
    this.groups ??= rulesToEvaluate(component, this.sources, context);
    return this.groups;
  }

  private rendered(): readonly string[] {
    this.texts ??= packRules(this.workload.component.where, this.all, this.slots);
    return this.texts;
  }
}
