import type { AlertRule } from '../model/rule.js';

/** A destination of alerts that judges, at synth, whether somebody is told of each. */
export interface IExpectsAlerts {
  /** Told by every sender which alerts it evaluates; asked after all wiring. @default - they are not judged */
  readonly expectAlerts?: (alerts: () => readonly AlertRule[]) => void;
}
