import { describe, expect, it } from 'vitest';
import { heartbeats } from '../conformance/flow/alerts/heartbeat.js';
import { slackMessages, toldOnce } from '../conformance/flow/alerts/slack.js';
import type { Received } from '../conformance/flow/system/outside.js';

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
const post = (seconds: number, path: string, body: object): Received => ({
  ...{ time: at(seconds), host: 'hooks.example.com', method: 'POST', path },
  body: JSON.stringify(body),
});
const beat = (seconds: number, alertname = 'Watchdog', cluster = 'example'): Received =>
  post(seconds, '/beat', {
    status: 'firing',
    alerts: [{ status: 'firing', labels: { alertname, cluster } }],
  });
const judge = (...received: readonly Received[]) => heartbeats(received, '/beat', 'example');

describe('the heartbeat', () => {
  it('is one a minute', () => {
    expect(judge(beat(0), beat(60), beat(121))).toEqual({ saw: 3, faults: [] });
  });

  it.each<[string, readonly Received[], string]>([
    ['is missed', [], 'no beat has reached /beat'],
    ['stops', [beat(0), beat(200)], 'no beat for 200 seconds'],
    ['comes from each Alertmanager', [beat(0), beat(15)], 'a second beat after 15 seconds'],
    ['is of another alert', [beat(0, 'LokiDown')], 'a beat tells of LokiDown'],
    ['is of another cluster', [beat(0, 'Watchdog', '')], 'a beat is of cluster ""'],
    [
      'goes to people too',
      [beat(0), post(1, '/chat', { text: 'Watchdog' })],
      'Watchdog is told to hooks.example.com/chat too',
    ],
  ])('is wrong where it %s', (_, received, fault) => {
    expect(judge(...received).faults).toEqual([fault]);
  });
});

describe('a message', () => {
  const message = (seconds: number, title: string, text = '*It is down*', color = 'warning') =>
    post(seconds, '/chat', { channel: '#alerts', attachments: [{ title, text, color }] });
  const told = (...received: readonly Received[]) =>
    toldOnce(
      () => slackMessages(received, '/chat'),
      { alert: 'LokiDown', status: 'firing', summary: 'It is down' },
      0,
      0,
    );
  const title = '1 firing: LokiDown (critical)';

  it('is told once', async () => {
    expect(await told(message(0, title), message(9, 'resolved: LokiDown'), beat(5))).toEqual({
      saw: 1,
      faults: [],
    });
  });

  it.each<[string, readonly Received[], string]>([
    ['never', [beat(0)], 'LokiDown (firing): no message within 0 seconds'],
    [
      'by each Alertmanager',
      [message(0, title), message(15, title)],
      `LokiDown (firing): told once more at ${at(15)}`,
    ],
    [
      'in words for programs',
      [message(0, title, '*It is down* <no value>')],
      `"${title}": says "<no value>", which is no text for people: *It is down* <no value>`,
    ],
    [
      'without its summary',
      [message(0, title, 'Help')],
      `"${title}": does not say "It is down": Help`,
    ],
    [
      'in the colour of peace',
      [message(0, title, '*It is down*', 'good')],
      `"${title}": is firing, and good`,
    ],
  ])('is not told %s', async (_, received, fault) => {
    expect((await told(...received)).faults).toEqual([fault]);
  });
});
