import type { Duration } from 'cdk8s';
import {
  type Checks,
  checkProps,
  integer,
  isDuration,
  isObject,
  isText,
  refuse,
  required,
} from '../../core/index.js';
import { type Block, block } from '../../model/alloy.js';
import { streamSelector } from '../../model/logql.js';
import type { Matchers } from '../../model/promql.js';
import { checkRe2 } from '../../model/re2.js';
import { goDuration } from '../../model/units.js';

/**
 * Something done to log lines before they are sent, in the order given. `of` narrows it to streams by their
 * labels: `{ of: { app: 'shop' } }`.
 */
export type LogStage =
  /** Joins lines: a line that matches begins an entry, those up to the next one belong to it. */
  | {
      readonly does: 'join';
      /** RE2 expression of a first line. */
      readonly firstLine: string;
      /** Longest time an entry waits for its next line. @default - Alloy's, 3 s */
      readonly wait?: Duration;
      /** Most lines of an entry. @default - Alloy's, 128 */
      readonly lines?: number;
      readonly of?: Matchers;
    }
  /** Drops lines, and counts them by a reason. */
  | {
      readonly does: 'drop';
      /** RE2 expression that matches a part of the line. */
      readonly matches: string;
      /** Label of the counter `loki_process_dropped_lines_total`. */
      readonly reason: string;
      readonly of?: Matchers;
    };

type Stage<Does> = Extract<LogStage, { readonly does: Does }>;

const joinChecks: Checks<Stage<'join'>> = {
  does: isText,
  firstLine: required(isText),
  wait: isDuration(),
  lines: integer(1, 10_000),
  of: isObject,
};
const dropChecks: Checks<Stage<'drop'>> = {
  does: isText,
  matches: required(isText),
  reason: required(isText),
  of: isObject,
};

/**
 * The stages in Alloy's words.
 *
 * @throws on a kind of stage that is not known, on an expression that is not RE2, on an empty selector
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.process/
 */
export const logStages = (where: string, stages: readonly LogStage[]): readonly Block[] =>
  stages.map((stage) => {
    const made = stageBlock(where, stage);
    return stage.of ? block('stage.match', { selector: streamSelector(stage.of) }, [made]) : made;
  });

function stageBlock(where: string, stage: LogStage): Block {
  switch (stage.does) {
    case 'join':
      checkProps(`${where}: stages`, stage, joinChecks);
      checkRe2(`${where}: stages.firstLine`, stage.firstLine);
      return block('stage.multiline', {
        firstline: stage.firstLine,
        max_wait_time: stage.wait && goDuration(stage.wait),
        max_lines: stage.lines,
      });
    case 'drop':
      checkProps(`${where}: stages`, stage, dropChecks);
      checkRe2(`${where}: stages.matches`, stage.matches);
      return block('stage.drop', {
        expression: stage.matches,
        drop_counter_reason: stage.reason,
      });
    default:
      return refuse(
        where,
        `stages.does "${String(Reflect.get(stage, 'does'))}" is not a known stage`,
        'choices: join, drop',
      );
  }
}
