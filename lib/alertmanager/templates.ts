/** Where the messages lead to. What is not there is left out of them. */
export interface MessageLinks {
  /** Address of Grafana, as people have it. */
  readonly grafana?: string;
  /** Whether people reach this Alertmanager: its list of alerts, and its silences. */
  readonly alertmanager: boolean;
}

/** Says one of the templates below in a field of a receiver. */
export const say = (name: string): string => `{{ template "${name}" . }}`;

/**
 * The templates of our messages: short, with what to do next. Written for both of Go's engines, as
 * Alertmanager gives every template to that for text and to that for HTML.
 *
 * @see https://prometheus.io/docs/alerting/latest/notifications/
 * @see https://pkg.go.dev/text/template
 */
export const messageTemplates = (links: MessageLinks): string =>
  Object.entries({
    'house.title': title,
    'house.runbook': '{{ .CommonAnnotations.runbook_url }}',
    'house.grafana': links.grafana === undefined ? '' : ruleList(links.grafana),
    'house.silence': links.alertmanager ? silence : '',
    'house.link': links.alertmanager ? alertList : '',
    'house.text': text(links),
    'house.email.html': html(links),
    'house.slack.escape': slackEscape,
    'house.slack.color': slackColor,
    'house.slack.text': slackText(links),
    'house.pagerduty.severity': pagerDutySeverity,
  })
    .map(([name, body]) => `{{ define "${name}" }}${body}{{ end }}\n`)
    .join('');

const title = [
  '{{ if eq .Status "firing" }}{{ len .Alerts.Firing }} firing{{ else }}resolved{{ end }}: ',
  '{{ or .GroupLabels.alertname .CommonLabels.alertname "several alerts" }}',
  '{{ with .CommonLabels.severity }} ({{ . }}){{ end }}',
  '{{ with .CommonLabels.namespace }} in {{ . }}{{ end }}',
  '{{ with .CommonLabels.cluster }} on {{ . }}{{ end }}',
].join('');

/** Part of an address. Go writes a space as "+", which the pages of Alertmanager and Grafana leave as it is. */
const encoded = (value: string): string =>
  String.raw`{{ reReplaceAll "\\+" "%20" (${value} | urlquery) | safeUrl }}`;

/** A new silence of just these alerts, by all the labels they share. */
const silence = [
  '{{ .ExternalURL }}/#/silences/new?filter=%7B',
  '{{ range $i, $label := .CommonLabels.SortedPairs }}{{ if $i }}%2C%20{{ end }}',
  encoded('printf "%s=%q" .Name .Value'),
  '{{ end }}%7D',
].join('');

const alertList = `{{ .ExternalURL }}/#/alerts?receiver=${encoded('.Receiver')}`;

/** Grafana lists the rules of its datasources, each with its state and its graph. */
const ruleList = (grafana: string): string =>
  `${grafana.replace(/\/+$/, '')}/alerting/list?search=${encoded('printf "rule:%q" .CommonLabels.alertname')}`;

/** The links of a message, each written by `write` from an address and a word. */
const linksOf = (
  { grafana, alertmanager }: MessageLinks,
  write: (address: string, word: string) => string,
): string =>
  [
    `{{ with .CommonAnnotations.runbook_url }}${write('{{ . }}', 'Runbook')}{{ end }}`,
    grafana === undefined ? '' : write(say('house.grafana'), 'Grafana'),
    alertmanager ? write(say('house.silence'), 'Silence') : '',
    alertmanager ? write(say('house.link'), 'All alerts') : '',
  ].join('');

/** More alerts than these are counted only: nobody reads pages of them, and Slack cuts them off. */
const most = 10;

/** The first alerts, each written with itself as dot. */
const eachAlert = (body: string): string =>
  `{{ range $i, $alert := .Alerts }}{{ if lt $i ${most} }}${body}{{ end }}{{ end }}`;

const andMore = (body: string): string =>
  `{{ if gt (len .Alerts) ${most} }}${body.replace('$', '{{ len .Alerts }}')}{{ end }}`;

const summary = '(or .Annotations.summary .Labels.alertname)';
const resolved = '{{ if eq .Status "resolved" }} (resolved){{ end }}';

/** The labels by which an alert differs from the others of its message. */
const ownLabels = (before: string, label: string, after: string): string =>
  '{{ with (.Labels.Remove $.CommonLabels.Names).SortedPairs }}' +
  `${before}{{ range . }}${label}{{ end }}${after}{{ end }}`;

const text = (links: MessageLinks): string =>
  [
    eachAlert(
      [
        `{{ ${summary} }}${resolved}\n`,
        '{{ with .Annotations.description }}{{ . }}\n{{ end }}',
        ownLabels('', '{{ .Name }}={{ .Value }} ', '\n'),
        '\n',
      ].join(''),
    ),
    andMore(`The first ${most} of $ alerts.\n\n`),
    linksOf(links, (address, word) => `${word}: ${address}\n`),
  ].join('');

const html = (links: MessageLinks): string =>
  [
    '<!DOCTYPE html><html><body style="font-family: sans-serif">\n',
    `<h2>${say('house.title')}</h2>\n`,
    eachAlert(
      [
        `<p><b>{{ ${summary} }}</b>${resolved}`,
        '{{ with .Annotations.description }}<br>{{ . }}{{ end }}',
        ownLabels('<br><code>', '{{ .Name }}={{ .Value }} ', '</code>'),
        '</p>\n',
      ].join(''),
    ),
    andMore(`<p>The first ${most} of $ alerts.</p>\n`),
    '<p>',
    linksOf(links, (address, word) => `<a href="${address}">${word}</a> `),
    '</p></body></html>',
  ].join('');

/** Slack reads these three as the beginnings of its own notation. */
const slackEscape =
  '{{ reReplaceAll ">" "&gt;" (reReplaceAll "<" "&lt;" (reReplaceAll "&" "&amp;" .)) }}';
const escaped = (value: string): string => `{{ template "house.slack.escape" ${value} }}`;

const slackColor = [
  '{{ if ne .Status "firing" }}good',
  '{{ else if eq .CommonLabels.severity "critical" }}danger{{ else }}warning{{ end }}',
].join('');

const slackText = (links: MessageLinks): string =>
  [
    eachAlert(
      [
        `*${escaped(summary)}*${resolved}\n`,
        `{{ with .Annotations.description }}${escaped('.')}\n{{ end }}`,
        ownLabels('', `\`{{ .Name }}=${escaped('.Value')}\` `, '\n'),
      ].join(''),
    ),
    andMore(`_The first ${most} of $ alerts._\n`),
    linksOf(links, (address, word) => `<${address}|${word}> `),
  ].join('');

/** PagerDuty refuses other words than its four, of which `error` is its own default. */
const pagerDutySeverity = [
  '{{ with .CommonLabels.severity }}',
  '{{ if match "^(critical|warning|info)$" . }}{{ . }}{{ else }}error{{ end }}',
  '{{ else }}error{{ end }}',
].join('');
