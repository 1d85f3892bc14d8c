import { readFileSync } from 'node:fs';
import {
  type Checks,
  checkProps,
  type Dashboard,
  isText,
  refuse,
  required,
} from '../core/index.js';
import { importedDashboard } from '../model/dashboard/index.js';

/** Where a dashboard of someone's own goes. */
export interface DashboardFileOptions {
  /** Title of the folder it lies in. */
  readonly folder: string;
  /** In place of the file's own. @default - the file's */
  readonly uid?: string;
}

const checks: Checks<DashboardFileOptions> = { folder: required(isText), uid: isText };

/**
 * A dashboard that someone drew in Grafana and exported as a file of JSON, for `grafana.addDashboard`. What
 * the import dialog would ask for is filled in with the datasources of that Grafana.
 *
 * @param path absolute, or from the directory that the app is run in
 * @throws when there is no such file, or it is not a dashboard in the classic schema
 * @example
 * grafana.addDashboard(dashboardFromFile('dashboards/shop.json', { folder: 'Shop' }));
 */
export function dashboardFromFile(path: string, options: DashboardFileOptions): Dashboard {
  const where = `dashboard file "${path}"`;
  checkProps(where, options, checks);
  const { folder, uid } = options;
  return {
    ...importedDashboard(where, text(where, path), uid === undefined ? {} : { uid }),
    folder,
  };
}

function text(where: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return refuse(
      where,
      `it cannot be read (${code})`,
      'give an absolute path, or one from the directory that the app is run in',
    );
  }
}
