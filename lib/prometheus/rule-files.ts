import { refuse } from '../core/index.js';
import { type RuleGroup, ruleFile } from '../model/rule.js';
import { toYaml } from '../model/yaml.js';

/**
 * Bytes of one file, as the JSON that `kubectl apply` keeps in an annotation of at most 262,144: the rest
 * is for the object around it.
 */
const slotBytes = 250_000;

const bytesOf = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/**
 * Rule groups as the texts of at most so many files, filled one after the other in the order of their
 * names. The number of files is fixed, as a volume more would restart Prometheus and replay its log.
 *
 * @throws when they do not fit
 */
export function packRules(
  where: string,
  groups: readonly RuleGroup[],
  slots: number,
): readonly string[] {
  const files: RuleGroup[][] = [];
  let room = 0;
  for (const group of groups) {
    const size = bytesOf(toYaml(ruleFile([group])));
    if (size > slotBytes)
      refuse(
        where,
        `rule group "${group.name}" has ${size} bytes, more than the ${slotBytes} of a file`,
        'split it',
      );
    if (size > room) {
      files.push([]);
      room = slotBytes;
    }
    files.at(-1)?.push(group);
    room -= size;
  }
  if (files.length > slots)
    refuse(
      where,
      `ruleSlots "${slots}" are too few for rules that need ${files.length}`,
      `give ruleSlots: ${files.length} or more, which restarts it once`,
    );
  return files.map((file) => toYaml(ruleFile(file)));
}
