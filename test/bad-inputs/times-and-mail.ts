import { email, type Period, route, timeInterval } from '../../lib/alertmanager/index.js';
import { type Row, ref, routed, team, untyped } from './row.js';

const muting =
  (...muteDuring: readonly unknown[]) =>
  () =>
    routed({
      receiver: team,
      routes: [route({ match: { a: 'b' }, muteDuring: muteDuring.map((t) => untyped(t)) })],
    });
const muted = (period: unknown) => () => {
  const told: Period = untyped(period);
  return muting(timeInterval('nights', told))();
};
const mail = (changes: object) => () =>
  routed({
    receiver: email({
      ...{ to: 'a@example.com', from: 'b@example.com', smarthost: 'smtp.example.com:587' },
      ...changes,
    }),
  });

export const timesAndMail: readonly Row[] = [
  {
    row: 41,
    bad: [
      [
        'a time interval by its name',
        muting('nights'),
        'route: muteDuring ["nights"] has "nights", which is not a time interval; give what timeInterval(…) made',
      ],
      [
        'a time of day that is none',
        muted({ times: [{ from: '18:00', to: '25:00' }] }),
        'time interval "nights": times [{"from":"18:00","to":"25:00"}] has {"from":"18:00","to":"25:00"}, which is not a time of day; give { from: \'09:00\', to: \'17:30\' }, up to 24:00',
      ],
      [
        'a thirteenth month',
        muted({ months: ['13'] }),
        'time interval "nights": months ["13"] has "13", which is not a month; known: april, august, december, february, january, july, june, march, may, november, october, september',
      ],
    ],
    near: [['until the end of the day', muted({ times: [{ from: '18:00', to: '24:00' }] })]],
  },
  {
    row: 42,
    bad: [
      [
        'a mail from nobody',
        mail({ from: undefined }),
        'email: from is missing; it has no default',
      ],
      [
        'a mail to nobody',
        mail({ to: [] }),
        "email: to [] is not a mail address; give one as 'team@example.com'",
      ],
      [
        'a mail server without a port',
        mail({ smarthost: 'smtp.example.com' }),
        'email: smarthost "smtp.example.com" has no port; give host:port, as smtp.example.com:587',
      ],
      [
        'a password for all to read',
        mail({ auth: { username: 'a', password: ref('smtp') }, requireTls: false }),
        'email: requireTls "false" sends the password of auth for all to read; leave it true, or leave auth out',
      ],
    ],
    near: [['a mail server that asks nothing', mail({ requireTls: false })]],
  },
  {
    row: 58,
    bad: [
      [
        'a time zone that is none',
        muted({ days: ['sunday'], location: 'Europe/Berln' }),
        'time interval "nights": location "Europe/Berln" is not a time zone; give its IANA name, as \'Europe/Berlin\'',
      ],
    ],
    near: [['a time zone', muted({ days: ['sunday'], location: 'America/Argentina/Ushuaia' })]],
  },
];
