/** Every id that package.json also contains. No other file spells one; a contract test compares both. */

/**
 * All commands. All groups except the last form the API: they return values to code, and ask the user when run from the
 * palette.
 */
export const COMMAND = {
  listRules: 'rulewright.policy.listRules',
  proposeDiff: 'rulewright.policy.proposeDiff',
  listSuggestions: 'rulewright.policy.listSuggestions',
  applySuggestion: 'rulewright.policy.applySuggestion',
  reviewAll: 'rulewright.policy.reviewAll',
  rejectSuggestion: 'rulewright.policy.rejectSuggestion',
  undoRejection: 'rulewright.policy.undoRejection',
  rollback: 'rulewright.policy.rollback',
  restore: 'rulewright.policy.restore',
  listVersions: 'rulewright.policy.listVersions',
  listAudit: 'rulewright.policy.listAudit',
  showVersion: 'rulewright.policy.showVersion',
  compareVersions: 'rulewright.policy.compareVersions',
  showAuditEntry: 'rulewright.policy.showAuditEntry',
  exportAudit: 'rulewright.policy.exportAudit',
  addRule: 'rulewright.policy.addRule',
  removeRule: 'rulewright.policy.removeRule',
  editRule: 'rulewright.policy.editRule',
  enforceRule: 'rulewright.policy.enforceRule',
  shadowRule: 'rulewright.policy.shadowRule',
  denyLikeThis: 'rulewright.policy.denyLikeThis',
  askLikeThis: 'rulewright.policy.askLikeThis',
  allowLikeThis: 'rulewright.policy.allowLikeThis',
  ruleFromSelection: 'rulewright.policy.ruleFromSelection',
  explainCommand: 'rulewright.policy.explainCommand',
  explainSelection: 'rulewright.policy.explainSelection',
  recover: 'rulewright.policy.recover',
  approveHistory: 'rulewright.policy.approveHistory',
  removeTrust: 'rulewright.policy.removeTrust',
  loadStarterRules: 'rulewright.policy.loadStarterRules',

  train: 'rulewright.learning.train',
  generateSuggestions: 'rulewright.learning.generateSuggestions',
  predict: 'rulewright.learning.predict',
  labelQueue: 'rulewright.learning.labelQueue',
  openReport: 'rulewright.learning.openReport',

  registerAgent: 'rulewright.agent.register',
  updateAgent: 'rulewright.agent.update',
  setAgentStatus: 'rulewright.agent.setStatus',
  listAgents: 'rulewright.agent.list',
  unregisterAgent: 'rulewright.agent.unregister',
  addAgent: 'rulewright.agent.add',
  showAgentCommands: 'rulewright.agent.showCommands',

  listHosts: 'rulewright.host.list',
  connectHost: 'rulewright.host.connect',
  disconnectHost: 'rulewright.host.disconnect',
  checkHosts: 'rulewright.host.check',
  pauseSelfProtection: 'rulewright.host.pauseSelfProtection',

  importHistory: 'rulewright.telemetry.importHistory',
  keepUpToDate: 'rulewright.telemetry.keepUpToDate',
  importCsv: 'rulewright.telemetry.importCsv',
  importSample: 'rulewright.telemetry.importSample',
  exportCsv: 'rulewright.telemetry.exportCsv',
  queryRecent: 'rulewright.telemetry.queryRecent',
  label: 'rulewright.telemetry.label',
  markSafe: 'rulewright.telemetry.markSafe',
  markUnsafe: 'rulewright.telemetry.markUnsafe',
  deleteHistory: 'rulewright.telemetry.deleteHistory',
  previewRedaction: 'rulewright.telemetry.previewRedaction',
  startRecording: 'rulewright.telemetry.startRecording',
  stopRecording: 'rulewright.telemetry.stopRecording',

  setUp: 'rulewright.setUpProtection',
  openDashboard: 'rulewright.openDashboard',
  refresh: 'rulewright.refresh',
  showLog: 'rulewright.showLog',
} as const;
export type CommandId = (typeof COMMAND)[keyof typeof COMMAND];

export const VIEW_CONTAINER = 'rulewright';

export const VIEW = {
  suggestions: 'rulewright.suggestions',
  rules: 'rulewright.rules',
  agents: 'rulewright.agents',
  // The id keeps the view's former name, because VS Code stores the size and position of a view under it and
  // keybindings use it.
  versions: 'rulewright.history',
} as const;
export type ViewId = (typeof VIEW)[keyof typeof VIEW];

/** The focus command of a former view of agent hosts, which moved to `VIEW.agents`. Keybindings may still use it. */
export const FORMER_HOSTS_FOCUS = 'rulewright.hosts.focus';

/** Types of webview panels, also in `activationEvents`. */
export const PANEL = {
  reviewer: 'rulewright.reviewer',
  dashboard: 'rulewright.dashboard',
  setup: 'rulewright.setup',
  explain: 'rulewright.explain',
} as const;

/** Context keys of `when` clauses in the manifest. */
export const CONTEXT = {
  ready: 'rulewright.ready',
  failed: 'rulewright.failed',
  hasHistory: 'rulewright.hasHistory',
  recording: 'rulewright.recording',
  training: 'rulewright.training',
} as const;
export type ContextKey = (typeof CONTEXT)[keyof typeof CONTEXT];

/** Values of `viewItem` of rows in trees and pages, for the `when` clauses of menus. */
export const VIEW_ITEM = {
  suggestion: 'suggestion.pending',
  rejection: 'suggestion.rejected',
  rule: 'rule',
  builtIn: 'builtIn',
  agent: 'agent',
  agentOfHost: 'agent.ofHost',
  hostDisconnected: 'host.disconnected',
  hostConnected: 'host.connected',
  hostBroken: 'host.broken',
  version: 'version',
  auditEntry: 'auditEntry',
  event: 'event',
} as const;
