export { type DashboardFileOptions, dashboardFromFile } from './dashboard-file.js';
export type { AddDatasourceOptions } from './datasources.js';
export type { GrafanaSettings } from './extra-config.js';
export { Grafana, type GrafanaProps } from './grafana.js';
export {
  type AdminLogin,
  type AnonymousLogin,
  adminSecret,
  anonymousViewer,
  type GrafanaRole,
  type Login,
  type OidcLogin,
  oidc,
  type RoleOfGroup,
} from './login.js';
