import { Api } from './ask.js';

/** An alert as Alertmanager has it. */
export interface ReceivedAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: 'active' | 'suppressed' | 'unprocessed' };
  readonly receivers: readonly { readonly name: string }[];
}

/** A label and what it must be, for a silence. */
export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

/** A silence to be made. Times as ISO 8601 has them. */
export interface NewSilence {
  readonly matchers: readonly Matcher[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly createdBy: string;
  readonly comment: string;
}

/** A silence that was made. */
export interface Silence extends NewSilence {
  readonly id: string;
  readonly status: { readonly state: 'active' | 'pending' | 'expired' };
}

/** Who it gossips with. */
export interface AlertmanagerStatus {
  readonly cluster: {
    readonly status: 'ready' | 'settling' | 'disabled';
    readonly peers?: readonly { readonly name: string; readonly address: string }[];
  };
  readonly uptime: string;
  readonly config: { readonly original: string };
}

/**
 * Alertmanager, asked over its API.
 *
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
export class AlertmanagerApi extends Api {
  alerts(): Promise<readonly ReceivedAlert[]> {
    return this.json('/api/v2/alerts');
  }

  silences(): Promise<readonly Silence[]> {
    return this.json('/api/v2/silences');
  }

  /** Makes a silence, and says its id. */
  async silence(silence: NewSilence): Promise<string> {
    return (await this.post<{ silenceID: string }>('/api/v2/silences', silence)).silenceID;
  }

  status(): Promise<AlertmanagerStatus> {
    return this.json('/api/v2/status');
  }
}
