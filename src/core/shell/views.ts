import { LIMITS } from './budget';
import { canonicalLine, canonicalText } from './canonical';
import { readCommand } from './read';
import { explore, type Span, type Stage } from './walk';

export const ViewKind = ['line', 'simple', 'expanded', 'canonical'] as const;
export type ViewKind = (typeof ViewKind)[number];

/** One text a rule is matched against, and the stretch of the command as written that it stands for. */
export interface CommandView {
  readonly kind: ViewKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** All views of one command. An `expanded` view directly follows the `simple` view it belongs to. */
export interface CommandViews {
  readonly views: readonly CommandView[];
  /** False where the parser refused the command: it is then matched as written. */
  readonly parsed: boolean;
  /** True where a limit cut the views short: such a command must never be allowed silently. */
  readonly truncated: boolean;
}

/** What a rule is matched against. Never throws; see docs/matching.md. */
export function commandViews(
  command: string,
  _options: { readonly shell?: 'bash' | 'powershell' } = {},
): CommandViews {
  const found = explore(command);
  if (!found.parsed) {
    const text = command.slice(0, LIMITS.inputChars);
    return {
      views: [{ kind: 'line', text, start: 0, end: text.length }],
      parsed: false,
      truncated: found.truncated,
    };
  }
  const hidden: Span[] = [...found.hidden];
  const views: CommandView[] = [];
  for (const pipeline of found.pipelines) {
    for (const stage of pipeline.stages) views.push(...simpleViews(stage, hidden));
    const first = pipeline.stages[0];
    const last = pipeline.stages.at(-1);
    views.push({
      kind: 'canonical',
      text: canonicalLine(pipeline).text,
      start: first?.start ?? 0,
      end: last?.end ?? 0,
    });
  }
  const line = maskSpans(command.slice(0, LIMITS.inputChars), hidden);
  return {
    views: [{ kind: 'line', text: line, start: 0, end: line.length }, ...views],
    parsed: true,
    truncated: found.truncated,
  };
}

function simpleViews(stage: Stage, hidden: Span[]): readonly CommandView[] {
  const reading = readCommand(stage.program, stage.words, false);
  const { start, end, redirects } = stage;
  const words = stage.words.map((word, at) => {
    if (!reading.data.has(at)) return at === 0 ? stage.program : word.shown;
    hidden.push(word);
    return '_';
  });
  const tail = redirects
    .map(({ op, target }) => (op.endsWith('&') ? ` ${op}${target}` : ` ${op} ${target}`))
    .join('');
  const text = words.join(' ') + tail;
  const expanded = canonicalText({ sudo: false, program: stage.program, ...reading, redirects });
  const simple: CommandView = { kind: 'simple', text, start, end };
  return expanded === text ? [simple] : [simple, { kind: 'expanded', text: expanded, start, end }];
}

function maskSpans(text: string, spans: readonly Span[]): string {
  let masked = text;
  for (const { start, end } of spans) {
    masked =
      masked.slice(0, start) + masked.slice(start, end).replace(/[^\n]/g, '_') + masked.slice(end);
  }
  return masked;
}
