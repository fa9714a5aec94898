/** The parts of VS Code that the conversation with a page uses, for a process without it. */
export const l10n = { t: (text: string): string => text };
export const commands = { executeCommand: (): Promise<undefined> => Promise.resolve(undefined) };
