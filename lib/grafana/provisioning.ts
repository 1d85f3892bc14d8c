import { type Connection, type Datasource, tenantHeader } from '../core/index.js';
import { fromFile } from './config.js';

/** A datasource as Grafana is told of it. */
export interface Wired {
  readonly datasource: Datasource;
  readonly connection: Connection;
  /** Asked where nobody says whom. */
  readonly isDefault: boolean;
}

/** A folder of dashboards, and where their files lie. */
export interface Folder {
  readonly uid: string;
  readonly title: string;
  readonly dir: string;
}

/**
 * The file that datasources are provisioned from. What is taken out of it is deleted, and nothing of it
 * can be changed in the browser.
 *
 * @param alertmanager uid of the Alertmanager that silences are made in
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
 */
export const datasourcesFile = (wired: readonly Wired[], alertmanager?: string) => ({
  apiVersion: 1,
  prune: true,
  datasources: wired.map((one) => datasource(one, alertmanager)),
});

function datasource(
  { datasource: { uid, type, scrapeInterval }, connection, isDefault }: Wired,
  alertmanager?: string,
) {
  const access = howToGetIn(connection);
  const secureJsonData = { ...access.secureJsonData };
  return {
    name: uid,
    uid,
    type,
    access: 'proxy',
    orgId: 1,
    url: literal(connection.url),
    isDefault,
    editable: false,
    ...access.basic,
    jsonData: {
      ...(type === 'prometheus'
        ? {
            httpMethod: 'POST',
            prometheusType: 'Prometheus',
            ...(scrapeInterval ? { timeInterval: `${scrapeInterval.toSeconds()}s` } : {}),
          }
        : {}),
      ...(type === 'alertmanager'
        ? { implementation: 'prometheus', handleGrafanaManagedAlerts: false }
        : {}),
      ...(alertmanager !== undefined && (type === 'prometheus' || type === 'loki')
        ? { alertmanagerUid: alertmanager }
        : {}),
      ...access.jsonData,
    },
    ...(Object.keys(secureJsonData).length > 0 ? { secureJsonData } : {}),
  };
}

/** Credentials, authority and tenant, in the three places that Grafana wants them. */
function howToGetIn({ auth, caFile, tenant }: Connection) {
  const headers = [
    ...(auth?.kind === 'bearer' ? [['Authorization', `Bearer ${fromFile(auth.tokenFile)}`]] : []),
    ...(tenant === undefined ? [] : [[tenantHeader, literal(tenant)]]),
  ];
  return {
    basic:
      auth?.kind === 'basic' ? { basicAuth: true, basicAuthUser: fromFile(auth.usernameFile) } : {},
    jsonData: {
      ...(caFile === undefined ? {} : { tlsAuthWithCACert: true }),
      ...Object.fromEntries(headers.map(([name], i) => [`httpHeaderName${i + 1}`, name])),
    },
    secureJsonData: {
      ...(auth?.kind === 'basic' ? { basicAuthPassword: fromFile(auth.passwordFile) } : {}),
      ...(caFile === undefined ? {} : { tlsCACert: fromFile(caFile) }),
      ...Object.fromEntries(headers.map(([, value], i) => [`httpHeaderValue${i + 1}`, value])),
    },
  };
}

/** Text in which Grafana shall see no variables. */
const literal = (text: string): string => text.replaceAll('$', '$$$$');

/**
 * The file that names the folders of dashboards. Their files are looked at every 30 seconds; a dashboard
 * whose file is gone is deleted.
 *
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards
 */
export const providersFile = (folders: readonly Folder[]) => ({
  apiVersion: 1,
  providers: folders.map(({ uid, title, dir }) => ({
    name: uid,
    orgId: 1,
    folder: literal(title),
    folderUid: uid,
    type: 'file',
    disableDeletion: false,
    allowUiUpdates: false,
    updateIntervalSeconds: 30,
    options: { path: dir },
  })),
});
