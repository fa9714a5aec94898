/**
 * `npm run bench -- redact`: what redaction misses and changes, and its cost per command: for look-alikes, which most
 * commands resemble, and for commands with a secret.
 */
import { redact } from '../../src/history/redact/redact';
import { makeLookAlikes } from '../support/redactLookAlikes';
import { makeSecrets } from '../support/redactShapes';
import { cpuOf, median, rounded } from './measure';
import type { Figures } from './run';

const ROUNDS = 15;

export function bench(): Promise<Figures> {
  const lookAlikes = makeLookAlikes();
  const made = makeSecrets();
  const secrets = made.map(({ command }) => command);
  const microsHarmless: number[] = [];
  const microsSecret: number[] = [];
  // Alternating, because the speed of the machine may change. The first round compiles the expressions.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const harmless = microsEach(lookAlikes);
    const secret = microsEach(secrets);
    if (round === 0) continue;
    microsHarmless.push(harmless);
    microsSecret.push(secret);
  }
  return Promise.resolve({
    'redact.secrets': made.length,
    'redact.shapes': new Set(made.map(({ shape }) => shape)).size,
    'redact.secrets_missed': made.filter(({ command, secret }) => redact(command).includes(secret))
      .length,
    'redact.look_alikes_changed': lookAlikes.filter((command) => redact(command) !== command)
      .length,
    'redact.commands': lookAlikes.length,
    'redact.us_per_command': rounded(median(microsHarmless)),
    'redact.us_per_command_with_secret': rounded(median(microsSecret)),
  });
}

function microsEach(commands: readonly string[]): number {
  const micros = cpuOf(() => {
    for (const command of commands) redact(command);
  });
  return micros / commands.length;
}
