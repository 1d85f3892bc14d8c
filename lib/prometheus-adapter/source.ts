import { type Component, type Connection, type Datasource, viaProxy } from '../core/index.js';

/** The Prometheus that an adapter asks, and how. */
export interface Source {
  readonly datasource: Datasource;
  readonly connection: Connection;
}

/**
 * Refuses what the adapter could not ask.
 *
 * @throws when it is no Prometheus, or wants the adapter to do what it cannot
 */
export function checkSource(component: Component, datasource: Datasource): void {
  const { uid, type, endpoint } = datasource;
  const { credentials, ca } = endpoint.access;
  if (type !== 'prometheus')
    component.refuse(
      `datasource "${uid}" is of type "${type}"`,
      'query a Prometheus, or what speaks like one',
    );
  if (credentials?.kind === 'basic')
    component.refuse(
      `datasource "${uid}" wants a password, which prometheus-adapter cannot give from a file`,
      "give it credentials of kind 'bearer'",
    );
  if (ca && viaProxy(endpoint, component.site))
    component.refuse(
      `datasource "${uid}" has an authority of its own, with which prometheus-adapter leaves out the site's proxy`,
      'query one inside the cluster, or one whose certificate the image knows',
    );
}
