// Sends one alert through an Alertmanager, and watches it to the end of its way.

/** @typedef {{ readonly state: 'ok' | 'fails' | 'skip', readonly text: string }} Line */

const line = (state, text) => ({ state, text });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** One Alertmanager, asked over HTTP. */
class Api {
  constructor(url) {
    this.url = url;
  }

  async #fetch(path, init) {
    const response = await fetch(`${this.url}${path}`, init);
    if (response.ok) return response;
    throw new Error(`${path} answers ${response.status}: ${(await response.text()).trim()}`);
  }

  async alerts(labels) {
    const filter = Object.entries(labels).map(
      ([name, value]) => `filter=${encodeURIComponent(`${name}=${JSON.stringify(value)}`)}`,
    );
    return (await this.#fetch(`/api/v2/alerts?${filter.join('&')}`)).json();
  }

  /** An alert that fires until it is sent anew, with another end, or for so many seconds. */
  async send(labels, startsAt, seconds) {
    const alert = {
      labels,
      annotations: {
        summary: 'A test of the way alerts take',
        description: 'Somebody ran npm run test-alert. There is nothing to do: it is over at once.',
      },
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(Date.now() + seconds * 1000).toISOString(),
    };
    const headers = { 'content-type': 'application/json' };
    await this.#fetch('/api/v2/alerts', { method: 'POST', headers, body: JSON.stringify([alert]) });
  }

  /** How often each integration was called, and how often in vain. */
  async calls() {
    const text = await (await this.#fetch('/metrics')).text();
    const sums = new Map();
    const sample =
      /^alertmanager_notification_requests_(failed_)?total\{(?:.*,)?integration="(\w+)".*\} (\S+)$/gm;
    for (const [, failed, integration, value] of text.matchAll(sample)) {
      const key = `${integration}${failed ? ' failed' : ''}`;
      sums.set(key, (sums.get(key) ?? 0) + Number(value));
    }
    return (integration) => sums.get(integration) ?? 0;
  }
}

/** Whether the first stretch of the way is there: an alert that always fires comes in. */
async function heardOf(api) {
  const beats = await api.alerts({ alertname: 'Watchdog' });
  return beats.length > 0
    ? line('ok', 'rules to Alertmanager: the Watchdog is there')
    : line(
        'fails',
        'rules to Alertmanager: no Watchdog fires; see whether Prometheus runs and reaches it',
      );
}

/** What a live Alertmanager made of the alert, against what the site says. */
async function routed(api, { labels, ways }) {
  const [alert] = await api.alerts(labels);
  if (!alert) return [line('fails', 'Alertmanager does not have the alert it took')];
  const names = (receivers) => [...new Set(receivers)].sort().join(', ');
  const [is, expected] = [
    names(alert.receivers.map((r) => r.name)),
    names(ways.map((w) => w.receiver)),
  ];
  const { silencedBy, inhibitedBy } = alert.status;
  return [
    is === expected
      ? line('ok', `Alertmanager sends it to ${is}`)
      : line('fails', `Alertmanager sends it to ${is}, the site says ${expected}; apply dist/`),
    ...(silencedBy.length > 0
      ? [line('fails', `silence ${silencedBy} hides it; end that first`)]
      : []),
    ...(inhibitedBy.length > 0
      ? [line('fails', `alert ${inhibitedBy} hides it; give other labels`)]
      : []),
  ];
}

/** What is not to be told, and why. */
function untold({ receiver, integrations, reason, mutedBy }) {
  if (integrations.length === 0) return line('skip', `${receiver} tells nobody: ${reason}`);
  if (mutedBy.length > 0) return line('skip', `${receiver} is silent now: ${mutedBy.join(', ')}`);
  return undefined;
}

/** Waits until every integration has been called, or one in vain. */
async function* told(api, ways, before, seconds, poll) {
  const open = new Map(ways.flatMap((w) => w.integrations.map((i) => [i, w.receiver])));
  for (const deadline = Date.now() + seconds * 1000; open.size > 0 && Date.now() < deadline; ) {
    await pause(poll);
    const now = await api.calls();
    const rise = (key) => now(key) - before(key);
    for (const [integration, receiver] of open) {
      if (rise(integration) === 0) continue;
      open.delete(integration);
      yield rise(`${integration} failed`) > 0
        ? line(
            'fails',
            `${receiver} by ${integration}: not taken; the log of Alertmanager says why`,
          )
        : line('ok', `${receiver} by ${integration}: taken`);
    }
  }
  for (const [integration, receiver] of open)
    yield line('fails', `${receiver} by ${integration}: nothing was sent in ${seconds} seconds`);
}

/**
 * Sends the alert of a plan. It is over as soon as it was told, or by itself a minute after it was to be.
 *
 * @param {string} url of an Alertmanager, with its path
 * @param plan what `plansOf` says
 * @param poll milliseconds between two looks
 * @returns {AsyncGenerator<Line>} one line a stretch of the way
 */
export async function* sendTestAlert(url, plan, poll = 1000) {
  const api = new Api(url);
  yield await heardOf(api);
  const before = await api.calls();
  const wait = Math.max(...plan.ways.map((way) => way.waitSeconds));
  // A replica waits 15 seconds for each before it, which may know of the alert and tell it.
  const patience = wait + 15 * (plan.replicas - 1) + 30;
  const start = Date.now();
  await api.send(plan.labels, start, patience + 60);
  try {
    yield* await routed(api, plan);
    const skipped = plan.ways.map(untold);
    yield* skipped.filter((one) => one !== undefined);
    const open = plan.ways.filter((_, i) => !skipped[i]);
    yield* told(api, open, before, patience, poll);
  } finally {
    await api.send(plan.labels, start, 0);
  }
}
