/** What the conversation with a page uses of VS Code, for a process without it. */
export const l10n = { t: (text: string): string => text };
export const commands = { executeCommand: (): Promise<undefined> => Promise.resolve(undefined) };
