import { isObject } from '../../core/isObject';

/*
 * In a non-interactive run, Claude Code ignores its entire settings file, including its hooks, if a
 * setting has the wrong type; in a terminal it reports the error first. Measured with 2.1.332: `npm
 * run test:hosts -- --case wrongType`. Only documented settings are checked.
 */

const BOOLEAN = `allowManagedHooksOnly allowManagedPermissionRulesOnly alwaysThinkingEnabled autoCompactEnabled
  autoMemoryEnabled disableAllHooks disableSkillShellExecution disableWorkflows enableAllProjectMcpServers fastMode
  fileCheckpointingEnabled includeCoAuthoredBy includeGitInstructions prefersReducedMotion respectGitignore
  showTurnDuration skipDangerousModePermissionPrompt skipWebFetchPreflight spinnerTipsEnabled
  syntaxHighlightingDisabled terminalProgressBarEnabled verbose`;
const TEXT = `advisorModel agent apiKeyHelper awsAuthRefresh awsCredentialExport gcpAuthRefresh language minimumVersion
  model otelHeadersHelper outputStyle plansDirectory`;
const LIST = `allowedHttpHookUrls availableModels claudeMdExcludes companyAnnouncements disabledMcpjsonServers
  enabledMcpjsonServers fallbackModel httpHookAllowedEnvVars`;
const OBJECT = 'env fileSuggestion modelOverrides permissions statusLine worktree';
const LISTS_OF_PERMISSIONS = 'allow ask deny additionalDirectories';

const isText = (value: unknown): boolean => typeof value === 'string';
type Check = (value: unknown) => boolean;
const CHECKS: ReadonlyMap<string, Check> = new Map([
  ...named(BOOLEAN, (value) => typeof value === 'boolean'),
  ...named(TEXT, isText),
  ...named(LIST, Array.isArray),
  ...named(OBJECT, isObject),
  ...named('cleanupPeriodDays', (value) => Number.isInteger(value) && Number(value) > 0),
]);

function named(names: string, check: Check): readonly (readonly [string, Check])[] {
  return names.split(/\s+/).map((name) => [name, check] as const);
}

/**
 * The first setting whose value has a type that Claude Code rejects; undefined if there is none.
 */
export function wrongTypeIn(settings: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, value] of Object.entries(settings)) {
    if (CHECKS.get(name)?.(value) === false) return name;
  }
  const { permissions } = settings;
  const lists = isObject(permissions) ? permissions : {};
  const wrong = LISTS_OF_PERMISSIONS.split(' ').find(
    (name) => name in lists && !Array.isArray(lists[name]),
  );
  return wrong === undefined ? undefined : `permissions.${wrong}`;
}
