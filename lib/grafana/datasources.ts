import {
  type Checks,
  type Component,
  type Connection,
  type Datasource,
  type Datasources,
  type DatasourceType,
  isFlag,
  refusal,
} from '../core/index.js';
import { refuseBadUid } from '../model/dashboard/refusal.js';
import type { Wired } from './provisioning.js';

/** What a datasource is to the Grafana that it is added to. */
export interface AddDatasourceOptions {
  /** Asked where nobody says whom: exactly one is. @default false */
  readonly default?: boolean;
  /**
   * Read by dashboards, where several are of its type.
   *
   * @default - true for the default, and for the only one of its type
   */
  readonly dashboards?: boolean;
}

const checks: Checks<AddDatasourceOptions> = { default: isFlag, dashboards: isFlag };

interface Entry extends Wired {
  readonly dashboards: boolean;
}

const types: readonly DatasourceType[] = ['prometheus', 'loki', 'tempo', 'alertmanager'];

/** The datasources of one Grafana, by uid. */
export class DatasourceRegistry {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly component: Component) {}

  /** In the order of their uids, whatever the order they came in. */
  get wired(): readonly Wired[] {
    return this.sorted;
  }
  /** The one that dashboards read, by type. */
  get byType(): Datasources {
    return Object.fromEntries(
      types.flatMap((type) => {
        const [first] = this.readers(type);
        return first ? [[type, first.datasource]] : [];
      }),
    );
  }
  knows(uid: string): boolean {
    return this.entries.has(uid);
  }

  /** Adds one; what is said of it twice adds up. */
  add(datasource: Datasource, told: AddDatasourceOptions, connect: () => Connection): void {
    const { uid, type, endpoint } = datasource;
    const { component } = this;
    component.check(told, checks);
    refuseBadUid(component.where, uid);
    const known = this.entries.get(uid);
    if (known && known.datasource.endpoint.url !== endpoint.url)
      component.refuse(
        `datasource "${uid}" at "${endpoint.url}" has the uid of the one at "${known.datasource.endpoint.url}"`,
        'give each a uid of its own',
      );
    const isDefault = told.default === true || known?.isDefault === true;
    const dashboards = isDefault || told.dashboards === true || known?.dashboards === true;
    const others = [...this.entries.values()].filter((one) => one !== known);
    const rival = isDefault ? others.find((one) => one.isDefault) : undefined;
    if (rival)
      component.refuse(
        `datasource "${uid}" is a second default beside "${rival.datasource.uid}"`,
        'one is asked where nobody says whom',
      );
    const reader = others.find((one) => one.dashboards && one.datasource.type === type);
    if (dashboards && reader)
      component.refuse(
        `datasource "${uid}" is a second one of type ${type} for dashboards beside "${reader.datasource.uid}"`,
        'they read one of each type',
      );
    this.entries.set(uid, {
      datasource,
      connection: known?.connection ?? connect(),
      isDefault,
      dashboards,
    });
  }

  /** What is missing once all are added. */
  faults(): readonly string[] {
    const { where } = this.component;
    return [
      ...(this.sorted.some((one) => one.isDefault)
        ? []
        : [
            refusal(
              where,
              'has no default datasource',
              'call addDatasource(prometheus, { default: true })',
            ),
          ]),
      ...types.flatMap((type) => {
        const readers = this.readers(type);
        return readers.length < 2
          ? []
          : [
              refusal(
                where,
                `datasources ${readers.map((one) => `"${one.datasource.uid}"`).join(', ')} are of type ${type}, and dashboards read one`,
                'pass { dashboards: true } with it',
              ),
            ];
      }),
    ];
  }

  private get sorted(): readonly Entry[] {
    return [...this.entries.values()].sort((a, b) =>
      a.datasource.uid < b.datasource.uid ? -1 : 1,
    );
  }

  /** Those of a type that dashboards could read: the one that was named, else all. */
  private readers(type: DatasourceType): readonly Entry[] {
    const all = this.sorted.filter((one) => one.datasource.type === type);
    const named = all.filter((one) => one.dashboards);
    return named.length > 0 ? named : all;
  }
}
