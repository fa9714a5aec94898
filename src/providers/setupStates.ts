import type { App } from '../app';
import { asksGuard } from '../core/agentHost';
import type { FoundSource } from '../core/historySource';
import { stateText } from '../core/hostStateText';
import { ruleKey, type Rule } from '../core/rule';
import type { StarterChoices } from '../app/learning';
import type { HostsStep, RulesStep, SourcesStep } from '../protocol/setup';
import { fromHome, oneLine, titleWithCode } from './nodes/nodeTexts';

/** Maximum length of an example command. */
const EXAMPLE_LIMIT = 200;

/** The histories found on this machine, which are not opened, and the number of imported commands. */
export function sourcesStep(found: readonly FoundSource[], commands: number): SourcesStep {
  return {
    commands,
    found: found.map(({ id, name, about, hasNoEstimate, files, sizeBytes, newestMs }) => ({
      ...{ id, name, files, sizeBytes },
      ...(hasNoEstimate ? {} : { about }),
      newest: new Date(newestMs).toISOString(),
    })),
  };
}

/** The rules in force, and for each category of starter rules the rules that are not in force and their hits. */
export function rulesStep(
  rules: readonly Rule[],
  { events, categories }: StarterChoices,
): RulesStep {
  const shadow = rules.filter(({ mode }) => mode === 'shadow').length;
  const inForce = new Set(rules.map(ruleKey));
  return {
    enforced: rules.length - shadow,
    shadow,
    events,
    categories: categories.map(({ examples, unjudged, ...category }) => {
      const left = category.rules.filter((rule) => !inForce.has(ruleKey(rule)));
      return {
        ...category,
        ...(unjudged > 0 && { unjudged }),
        rules: left.length,
        titles: left.map(titleWithCode),
        inShadow: left.filter(({ mode }) => mode === 'shadow').length,
        examples: examples.map((command) => oneLine(command, EXAMPLE_LIMIT)),
      };
    }),
  };
}

/** The hosts that are used on this machine or were connected. */
export async function hostsStep({ connections }: App): Promise<HostsStep> {
  const hosts = (await connections.list()).filter(
    ({ isInstalled, state }) => isInstalled || state !== 'disconnected',
  );
  return {
    hosts: hosts.map((host) => ({
      ...{ host: host.host, name: host.name, state: stateText(host, fromHome) },
      asks: asksGuard(host.state),
      open: host.state !== 'connected' && host.state !== 'noRules',
    })),
  };
}
