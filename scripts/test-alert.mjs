// Sends a test alert through the whole way that alerts take, in the cluster of the current kube context:
//   npm run test-alert [-- --send] [--context=<name>] [--main=<file>] [<label>=<value>...]
// Without --send it only says who would be told. Ends with 1 when a stretch of the way fails, with 2 when there is
// no Alertmanager to ask.
import { forward } from './test-alert/forward.mjs';
import { sendTestAlert } from './test-alert/path.mjs';
import { plansOf } from './test-alert/plan.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

function stop(message) {
  process.stderr.write(`test-alert: ${message}\n`);
  process.exit(2);
}

const options = { main: 'main.ts', context: undefined, send: false };
const labels = {};
for (const word of process.argv.slice(2)) {
  const [, option, given] = /^--(main|context)=(.+)$/.exec(word) ?? [];
  const [, label, value] = /^([a-zA-Z_]\w*)=(.+)$/.exec(word) ?? [];
  if (word === '--send') options.send = true;
  else if (option !== undefined) options[option] = given;
  else if (label !== undefined) labels[label] = value;
  else
    stop(`"${word}" is not known; give --send, --context=<name>, --main=<file> or <label>=<value>`);
}

/** `slack (slack), archive (webhook)` */
const receivers = (ways) =>
  ways.map((w) => `${w.receiver} (${w.integrations.join(', ') || 'nobody'})`).join(', ');

const plans = plansOf(options.main, labels);
if (plans.length === 0) stop(`${options.main} has no Alertmanager; name another by --main`);
let failed = 0;
for (const plan of plans) {
  const words = Object.entries(plan.labels).map(([name, value]) => `${name}=${value}`);
  say(`${plan.name}: ${words.join(' ')} is to reach ${receivers(plan.ways)}`);
  if (!options.send) continue;
  const way = await forward(plan, options.context).catch((error) => stop(error.message));
  try {
    for await (const { state, text } of sendTestAlert(way.url, plan)) {
      if (state === 'fails') failed += 1;
      say(`${state.padEnd(5)} ${text}`);
    }
  } catch (error) {
    stop(error.cause?.message ?? error.message);
  } finally {
    way.close();
  }
}
if (!options.send) say('nothing was sent; --send does it, and people will be told');
process.exit(failed > 0 ? 1 : 0);
