import { answersTo, filled, inputsOf, refuseOpen } from './inputs.js';
import { isObject, type Json, type JsonObject } from './json.js';
import type { DatasourceRef, DatasourceType } from './queries.js';
import { refuse, refuseBadUid } from './refusal.js';

/** A dashboard as someone exported it, its datasources filled in. */
export interface ImportedSpec {
  readonly imported: JsonObject;
}

/** A dashboard that someone drew in Grafana and keeps as a file of JSON. */
export interface ImportedDashboard {
  readonly uid: string;
  readonly title: string;
  /** Types of the datasources that its file leaves open. */
  readonly needs: readonly DatasourceType[];
  readonly spec: (
    datasources: Readonly<Partial<Record<DatasourceType, DatasourceRef>>>,
  ) => ImportedSpec;
}

/** What an imported dashboard is told. */
export interface ImportOptions {
  /** In place of the file's own, so that two copies can live side by side. @default - the file's */
  readonly uid?: string;
}

/**
 * Someone's own dashboard, from the text of its JSON file. What Grafana asks for in its import dialog is
 * filled in here, because a file that is provisioned is never asked about and would stay without data.
 *
 * @param where the file, for messages
 * @throws when the text is not a dashboard in the classic schema, has no title or uid, holds panels of
 *   a library, or leaves something open that cannot be filled in
 * @see https://grafana.com/docs/grafana/latest/dashboards/share-dashboards-panels/#export-dashboards
 * @example
 * const shop = importedDashboard('shop.json', readFileSync('shop.json', 'utf8'));
 * grafana.addDashboards({ dashboards: [{ ...shop, folder: 'Shop' }] });
 */
export function importedDashboard(
  where: string,
  jsonText: string,
  options: ImportOptions = {},
): ImportedDashboard {
  const model = parsed(where, jsonText);
  const { title, uid: own, __inputs: left, __elements: library, __requires: _, ...rest } = model;
  if (typeof title !== 'string' || title.trim() === '')
    return refuse(where, 'it has no "title"', "give a dashboard's own JSON in the classic schema");
  const uid = options.uid ?? own;
  if (typeof uid !== 'string')
    return refuse(where, 'it has no "uid"', 'write one into it, or give one');
  refuseBadUid(where, uid);
  if (isObject(library) && Object.keys(library).length > 0)
    refuse(
      where,
      'it uses library panels, which are not in a file',
      'unlink them and export it again',
    );
  const inputs = inputsOf(where, left ?? []);
  refuseOpen(where, rest, inputs);
  return {
    uid,
    title,
    needs: [...new Set(inputs.flatMap((input) => ('type' in input ? [input.type] : [])))].sort(),
    spec: (datasources) => ({ imported: filled(rest, answersTo(where, inputs, datasources)) }),
  };
}

function parsed(where: string, jsonText: string): JsonObject {
  const model = parse(where, jsonText);
  if (!isObject(model))
    return refuse(where, 'it is not an object', 'give the JSON of one dashboard');
  if ('apiVersion' in model || 'elements' in model)
    refuse(
      where,
      'it is a resource, not a dashboard in the classic schema',
      'export it as "Classic"',
    );
  return model;
}

function parse(where: string, jsonText: string): Json {
  try {
    // An edge: what JSON.parse returns is JSON, whatever its declaration says.
    return JSON.parse(jsonText) as Json;
  } catch (error) {
    return refuse(where, `it is not JSON (${String(error)})`, 'export the dashboard again');
  }
}
