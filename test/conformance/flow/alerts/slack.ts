import type { Verdict } from '../../cluster/checks.js';
import { settled } from '../ask/settled.js';
import type { Received } from '../system/outside.js';

/** A message as Slack gets it from Alertmanager. */
export interface SlackMessage {
  readonly time: string;
  readonly channel: string;
  readonly title: string;
  readonly text: string;
  readonly color: string;
}

interface Posted {
  readonly channel: string;
  readonly attachments: readonly Omit<SlackMessage, 'time' | 'channel'>[];
}

/** Messages that reached a path of the outside world. */
export const slackMessages = (received: readonly Received[], path: string): SlackMessage[] =>
  received
    .filter((one) => one.path === path)
    .flatMap(({ time, body }) => {
      // Alertmanager's own JSON.
      const { channel, attachments } = JSON.parse(body) as Posted;
      return attachments.map((one) => ({ time, channel, ...one }));
    });

/** What a message must say. */
export interface Expected {
  readonly alert: string;
  readonly status: 'firing' | 'resolved';
  /** The summary of the alert, which its text begins with. */
  readonly summary: string;
}

const isOf = ({ title }: SlackMessage, { alert, status }: Expected): boolean =>
  title.includes(alert) && title.includes(status);

/** What is wrong with how a message reads. */
function judgeText({ title, text, color }: SlackMessage, { status, summary }: Expected): string[] {
  const left = /\{\{|<no value>|%!|undefined/.exec(`${title} ${text}`);
  const isGood = color === 'good';
  return [
    ...(left ? [`"${title}": says "${left[0]}", which is no text for people: ${text}`] : []),
    ...(text.includes(summary) ? [] : [`"${title}": does not say "${summary}": ${text}`]),
    ...(isGood === (status === 'resolved') ? [] : [`"${title}": is ${status}, and ${color}`]),
  ];
}

/**
 * Waits for a message in the channel, and then for as long as other Alertmanagers would take to say the same: it
 * must stay the only one. Saw the messages of that alert and status.
 *
 * @param received what reached the outside world since the alert was brought about
 * @param seconds until it must be there
 * @param others how long to wait for the same from others: fifteen seconds for each further one, and some more
 */
export async function toldOnce(
  received: () => readonly SlackMessage[],
  expected: Expected,
  seconds: number,
  others = 45,
): Promise<Verdict> {
  const find = () => received().filter((message) => isOf(message, expected));
  const what = `${expected.alert} (${expected.status})`;
  const first = await settled(seconds, async () => {
    const saw = find().length;
    return { saw, faults: saw > 0 ? [] : [`${what}: no message within ${seconds} seconds`] };
  });
  if (first.faults.length > 0) return first;
  await new Promise((resolve) => setTimeout(resolve, others * 1000));
  const all = find();
  const again = all.filter(({ title, text }, i) =>
    all.slice(0, i).some((before) => before.title === title && before.text === text),
  );
  return {
    saw: all.length,
    faults: [
      ...all.flatMap((message) => judgeText(message, expected)),
      ...again.map(({ time }) => `${what}: told once more at ${time}`),
    ],
  };
}
