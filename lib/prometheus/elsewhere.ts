import {
  type Datasource,
  Endpoint,
  type IDatasource,
  type IMetricsDestination,
  type UrlOptions,
} from '../core/index.js';

/** How a Prometheus is reached and known that we do not run. */
export type ElsewhereOptions = UrlOptions & Partial<Pick<Datasource, 'scrapeInterval' | 'uid'>>;

/** A Prometheus that we do not run: what is asked there, nobody knows here. */
export function prometheusElsewhere(
  url: string,
  { uid = 'prometheus', scrapeInterval, ...access }: ElsewhereOptions,
): IMetricsDestination & IDatasource {
  const endpoint = Endpoint.fromUrl(url, access);
  return {
    remoteWriteEndpoints: [endpoint.at(`${endpoint.path}/api/v1/write`)],
    datasource: { uid, type: 'prometheus', endpoint, scrapeInterval },
  };
}
