/** One way of probing: what is sent, and what answer will do. */
export type ProbeModule =
  /** Asks for a page, and takes these status codes: any 2xx where none is named. */
  | { readonly prober: 'http'; readonly expect: readonly number[] }
  /** Opens a connection, and where it is to be encrypted, checks the certificate. */
  | { readonly prober: 'tcp'; readonly tls: boolean };

/** A module in the product's own words, as far as this library writes them. */
interface ModuleConfig {
  readonly prober: 'http' | 'tcp';
  readonly http?: object;
  readonly tcp?: object;
}

const sorted = (codes: readonly number[]): readonly number[] =>
  [...new Set(codes)].sort((a, b) => a - b);

/** Name of a module in the configuration, and its label on what it finds: `http_2xx`, `http_200_401`. */
export function moduleName(module: ProbeModule): string {
  if (module.prober === 'tcp') return module.tls ? 'tcp_tls_connect' : 'tcp_connect';
  const codes = sorted(module.expect);
  return `http_${codes.length > 0 ? codes.join('_') : '2xx'}`;
}

/** IPv6 would be tried first, and alone, wherever a name has such an address: few clusters have a way out by it. */
const family = { preferred_ip_protocol: 'ip4' } as const;

/** Behind a proxy only that resolves names. */
const byProxy = { proxy_from_environment: true, skip_resolve_phase_with_proxy: true } as const;

function moduleConfig(module: ProbeModule, proxied: boolean): ModuleConfig {
  if (module.prober === 'tcp')
    return { prober: 'tcp', tcp: { ...family, ...(module.tls ? { tls: true } : {}) } };
  return {
    prober: 'http',
    http: {
      ...family,
      ...(proxied ? byProxy : {}),
      ...(module.expect.length > 0 ? { valid_status_codes: sorted(module.expect) } : {}),
    },
  };
}

/**
 * The configuration file: each module once, by name. Certificates are verified; redirects are followed.
 *
 * @param proxied whether HTTP goes out by the proxy of the environment
 * @see https://github.com/prometheus/blackbox_exporter/blob/v0.28.0/CONFIGURATION.md
 */
export function blackboxConfig(modules: readonly ProbeModule[], proxied: boolean): object {
  const byName = new Map(modules.map((module) => [moduleName(module), module]));
  return {
    modules: Object.fromEntries(
      [...byName]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, module]) => [name, moduleConfig(module, proxied)]),
    ),
  };
}
