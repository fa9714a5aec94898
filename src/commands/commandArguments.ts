import * as z from 'zod';
import type { SubjectKind } from '../app';
import type { Generated } from '../app/learning';
import type { KnownModel, Prediction, QueueEntry } from '../app/ports';
import { COMMAND, type CommandId } from '../contributions';
import { AgentStatus, type Agent } from '../core/agent';
import type { CheckedHost, HostConnection } from '../core/agentHost';
import type { AuditLine } from '../core/auditLine';
import type { CommandEvent } from '../core/event';
import { SourceId, type SourceImport } from '../core/historySource';
import { Label } from '../core/label';
import type { AuditEntry, ImportReport } from '../core/ports';
import { Effect, RuleMode, type Rule } from '../core/rule';
import { SuggestionStatus, type Suggestion } from '../core/suggestion';
import type { Verdict } from '../core/verdict';
import type { PolicyVersion } from '../core/version';
import { AUDIT_KEY } from '../providers/nodes/versionNodes';

/** A tree row, as passed by menus. */
const Row = z.looseObject({ subject: z.string().min(1), viewItem: z.string() });

/** The object to act on: its id from code, its row from a menu; absent from the palette, where the user is asked. */
const Target = z.union([z.string().min(1), Row.transform(({ subject }) => subject)]).optional();

const Options = z.strictObject({}).optional();
const Text = z.string().optional();
/** Text from a caller, such as a name or a reason. */
const CallerText = z.string().max(500).optional();

/** An entry of the audit trail: its number from code, its row from a menu. */
const EntryTarget = z
  .union([
    z.number().int().positive(),
    z
      .looseObject({ key: z.string().startsWith(AUDIT_KEY), viewItem: z.string() })
      .transform(({ key }) => Number(key.slice(AUDIT_KEY.length))),
  ])
  .optional();

/** A command line, or the row of a command or agent. */
const LikeThis = z.union([z.string().min(1).max(100_000), Row]).optional();

/** The arguments of each command, validated before its handler runs. None of them can contain the word APPLY. */
export const CommandArgs = {
  [COMMAND.listRules]: z.tuple([]),
  [COMMAND.proposeDiff]: z.tuple([z.unknown().optional(), CallerText]),
  [COMMAND.listSuggestions]: z.tuple([SuggestionStatus.optional()]),
  [COMMAND.applySuggestion]: z.tuple([Target]),
  [COMMAND.reviewAll]: z.tuple([Options]),
  [COMMAND.rejectSuggestion]: z.tuple([Target, CallerText, CallerText]),
  [COMMAND.undoRejection]: z.tuple([Target, CallerText]),
  [COMMAND.rollback]: z.tuple([Target]),
  [COMMAND.restore]: z.tuple([Target]),
  [COMMAND.listVersions]: z.tuple([]),
  [COMMAND.listAudit]: z.tuple([]),
  [COMMAND.showVersion]: z.tuple([Target]),
  [COMMAND.compareVersions]: z.tuple([Target, Target]),
  [COMMAND.showAuditEntry]: z.tuple([EntryTarget]),
  [COMMAND.exportAudit]: z.tuple([Text]),
  [COMMAND.addRule]: z.tuple([
    z
      .strictObject({
        pattern: z.string(),
        effect: Effect,
        reason: Text,
        mode: RuleMode.optional(),
        title: Text,
        instead: Text,
      })
      .optional(),
  ]),
  [COMMAND.removeRule]: z.tuple([Target]),
  [COMMAND.editRule]: z.tuple([Target, z.strictObject({ pattern: z.string() }).optional()]),
  [COMMAND.enforceRule]: z.tuple([Target]),
  [COMMAND.shadowRule]: z.tuple([Target]),
  [COMMAND.denyLikeThis]: z.tuple([LikeThis]),
  [COMMAND.askLikeThis]: z.tuple([LikeThis]),
  [COMMAND.allowLikeThis]: z.tuple([LikeThis]),
  [COMMAND.ruleFromSelection]: z.tuple([]),
  [COMMAND.explainCommand]: z.tuple([z.union([z.string(), Row]).optional()]),
  [COMMAND.explainSelection]: z.tuple([]),
  [COMMAND.recover]: z.tuple([]),
  [COMMAND.approveHistory]: z.tuple([]),
  [COMMAND.removeTrust]: z.tuple([]),
  [COMMAND.loadStarterRules]: z.tuple([Options]),
  [COMMAND.train]: z.tuple([Options]),
  [COMMAND.generateSuggestions]: z.tuple([Options]),
  [COMMAND.predict]: z.tuple([Text]),
  [COMMAND.labelQueue]: z.tuple([z.number().int().min(1).max(1000).optional()]),
  [COMMAND.openReport]: z.tuple([]),
  [COMMAND.registerAgent]: z.tuple([CallerText]),
  [COMMAND.updateAgent]: z.tuple([Target, Text, z.number().optional()]),
  [COMMAND.setAgentStatus]: z.tuple([Target, AgentStatus.optional(), CallerText]),
  [COMMAND.listAgents]: z.tuple([]),
  [COMMAND.unregisterAgent]: z.tuple([Target]),
  [COMMAND.addAgent]: z.tuple([]),
  [COMMAND.showAgentCommands]: z.tuple([Target]),
  [COMMAND.listHosts]: z.tuple([]),
  [COMMAND.connectHost]: z.tuple([Target]),
  [COMMAND.disconnectHost]: z.tuple([Target]),
  [COMMAND.checkHosts]: z.tuple([Options]),
  [COMMAND.pauseSelfProtection]: z.tuple([]),
  [COMMAND.importHistory]: z.tuple([z.array(z.enum(SourceId)).min(1).optional()]),
  [COMMAND.keepUpToDate]: z.tuple([Options]),
  [COMMAND.importCsv]: z.tuple([Text]),
  [COMMAND.importSample]: z.tuple([Options]),
  [COMMAND.exportCsv]: z.tuple([Text]),
  [COMMAND.queryRecent]: z.tuple([z.number().int().min(1).max(100_000).optional()]),
  [COMMAND.label]: z.tuple([Target, Label.optional()]),
  [COMMAND.markSafe]: z.tuple([Target]),
  [COMMAND.markUnsafe]: z.tuple([Target]),
  [COMMAND.deleteHistory]: z.tuple([
    z.strictObject({ olderThanDays: z.number().min(0).optional(), text: Text }).optional(),
  ]),
  [COMMAND.previewRedaction]: z.tuple([Text]),
  [COMMAND.startRecording]: z.tuple([]),
  [COMMAND.stopRecording]: z.tuple([]),
  [COMMAND.setUp]: z.tuple([]),
  [COMMAND.openDashboard]: z.tuple([]),
  [COMMAND.refresh]: z.tuple([]),
  [COMMAND.showLog]: z.tuple([]),
} as const satisfies Record<CommandId, z.ZodType>;
export type CommandArgs = { [C in CommandId]: z.infer<(typeof CommandArgs)[C]> };

/** The result of a command that opens the reviewer: the change waits for a decision of the user. */
export interface OpenedReview {
  readonly kind: SubjectKind;
  readonly subjectId: string;
  readonly diffHash: string;
  readonly status: Suggestion['status'];
}

/** Two policies as text, the older one first. */
export interface ComparedVersions {
  readonly before: string;
  readonly after: string;
}

/** The verdict for a command and its explanation, in a stable form for callers. */
export interface ExplainedCommand extends Verdict {
  readonly command: string;
  /** How long the evaluation took, in microseconds. */
  readonly micros: number;
  /** The view that matched and the offsets of the match; absent if no rule decided. */
  readonly view?: {
    readonly kind: string;
    readonly text: string;
    readonly start: number;
    readonly end: number;
  };
  /** The explanation as text. */
  readonly text: string;
}

/** The result of each command for code; undefined if the user cancelled. */
export interface CommandResults extends Record<CommandId, unknown> {
  readonly [COMMAND.listRules]: readonly Rule[];
  readonly [COMMAND.proposeDiff]: Suggestion | undefined;
  readonly [COMMAND.listSuggestions]: readonly Suggestion[];
  readonly [COMMAND.applySuggestion]: OpenedReview | undefined;
  readonly [COMMAND.reviewAll]: OpenedReview | undefined;
  readonly [COMMAND.rejectSuggestion]: Suggestion | undefined;
  readonly [COMMAND.undoRejection]: Suggestion | undefined;
  readonly [COMMAND.rollback]: OpenedReview | undefined;
  readonly [COMMAND.restore]: OpenedReview | undefined;
  readonly [COMMAND.listVersions]: readonly PolicyVersion[];
  readonly [COMMAND.listAudit]: readonly AuditEntry[];
  readonly [COMMAND.showVersion]: ComparedVersions | undefined;
  readonly [COMMAND.compareVersions]: ComparedVersions | undefined;
  readonly [COMMAND.showAuditEntry]: AuditLine | undefined;
  readonly [COMMAND.exportAudit]: number | undefined;
  readonly [COMMAND.addRule]: Suggestion | undefined;
  readonly [COMMAND.removeRule]: Suggestion | undefined;
  readonly [COMMAND.editRule]: Suggestion | undefined;
  readonly [COMMAND.enforceRule]: Suggestion | undefined;
  readonly [COMMAND.shadowRule]: Suggestion | undefined;
  readonly [COMMAND.denyLikeThis]: Suggestion | undefined;
  readonly [COMMAND.askLikeThis]: Suggestion | undefined;
  readonly [COMMAND.allowLikeThis]: Suggestion | undefined;
  readonly [COMMAND.ruleFromSelection]: Suggestion | undefined;
  readonly [COMMAND.loadStarterRules]: Suggestion | undefined;
  readonly [COMMAND.explainCommand]: ExplainedCommand | undefined;
  readonly [COMMAND.explainSelection]: ExplainedCommand;
  readonly [COMMAND.train]: KnownModel | undefined;
  readonly [COMMAND.generateSuggestions]: Generated | undefined;
  readonly [COMMAND.labelQueue]: readonly QueueEntry[] | undefined;
  readonly [COMMAND.predict]: Prediction | undefined;
  readonly [COMMAND.previewRedaction]: string | undefined;
  readonly [COMMAND.registerAgent]: Agent;
  readonly [COMMAND.updateAgent]: Agent | undefined;
  readonly [COMMAND.setAgentStatus]: Agent | undefined;
  readonly [COMMAND.listAgents]: readonly Agent[];
  readonly [COMMAND.listHosts]: readonly HostConnection[];
  readonly [COMMAND.connectHost]: HostConnection | undefined;
  readonly [COMMAND.disconnectHost]: HostConnection | undefined;
  readonly [COMMAND.checkHosts]: readonly CheckedHost[];
  readonly [COMMAND.importHistory]: SourceImport | undefined;
  readonly [COMMAND.keepUpToDate]: readonly SourceId[] | undefined;
  readonly [COMMAND.importCsv]: ImportReport | undefined;
  readonly [COMMAND.importSample]: ImportReport | undefined;
  readonly [COMMAND.exportCsv]: number | undefined;
  readonly [COMMAND.queryRecent]: readonly CommandEvent[];
  readonly [COMMAND.label]: CommandEvent | undefined;
  readonly [COMMAND.deleteHistory]: number | undefined;
}

/** The caller. The user sees results and errors; code gets them returned or thrown. */
export type Caller = 'person' | 'code';

/** One handler per command; the compiler reports a missing one. */
export type Handlers = {
  readonly [C in CommandId]: (
    caller: Caller,
    ...args: CommandArgs[C]
  ) => Promise<CommandResults[C]>;
};

/** The handlers of one file. */
export type HandlersFor<C extends CommandId> = Pick<Handlers, C>;
