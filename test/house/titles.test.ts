import { dashboards, type WrittenPanel } from '../../scripts/closure/boards.js';
import { houseRule } from './house.js';

/** Titles that mean the same though they are not judged alike, with the reason. */
const apart: Readonly<Record<string, string>> = {
  Up: 'as many as there are replicas',
};

/** A title with the kind of panel: a stat is judged, a line is not. */
const kindOf = ({ title, type }: WrittenPanel): string => `${type} "${title}"`;

interface Shown {
  readonly where: string;
  /** Unit, and from where on which colour. */
  readonly as: string;
}

const shownAs = ({ fieldConfig }: WrittenPanel): string => {
  const { unit, thresholds } = fieldConfig?.defaults ?? {};
  const steps = (thresholds?.steps ?? []).map(({ value, color }) => `${color} from ${value}`);
  return [`in ${unit}`, ...steps].join(', ');
};

houseRule('panels of one title show the same thing, in one unit, judged alike', {
  judge: (objects) => {
    const kinds = new Map<string, Shown[]>();
    for (const { where, board } of dashboards(objects))
      for (const panel of board.panels.flatMap((one) => [one, ...(one.panels ?? [])]))
        if ((panel.type === 'stat' || panel.type === 'timeseries') && !(panel.title in apart))
          kinds.set(kindOf(panel), [
            ...(kinds.get(kindOf(panel)) ?? []),
            { where, as: shownAs(panel) },
          ]);
    const several = [...kinds].filter(([, shown]) => shown.length > 1);
    const faults = several.flatMap(([kind, [first, ...others]]) =>
      others
        .filter(({ as }) => as !== first?.as)
        .map(
          ({ where, as }) => `${kind} is ${first?.as} of ${first?.where}, and ${as} of ${where}`,
        ),
    );
    return { saw: several.length, faults };
  },
  atLeast: 20,
  mutations: {
    'a volume judged otherwise on one dashboard': (o) => {
      const { data } = o.get('ConfigMap', 'grafana-dashboard-cluster-volumes');
      for (const file of Object.keys(data)) data[file] = data[file].replaceAll('0.8', '0.85');
    },
    'memory in another unit on one dashboard': (o) => {
      const { data } = o.get('ConfigMap', 'grafana-dashboard-loki');
      for (const file of Object.keys(data))
        data[file] = data[file].replaceAll('"unit": "bytes"', '"unit": "decbytes"');
    },
  },
});
