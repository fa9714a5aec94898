// Written by `npm run hosts` from the folders of src/hosts. Not edited by hand.
/** The names of agent hosts by their id. They are the same in every language. */
export const HOST_NAMES = {
  claude: 'Claude Code',
  codex: 'Codex',
  copilot: 'Copilot',
  cursor: 'Cursor',
  gemini: 'Gemini CLI',
  opencode: 'opencode',
  qwen: 'Qwen Code',
} as const;

/** The files by which a project configures agent hosts; names of folders end with `/`. */
export const PROJECT_FILES: readonly string[] = [
  '.claude/',
  '.codex/',
  '.github/hooks/',
  '.github/copilot/',
  '.cursor/',
  '.gemini/',
  '.opencode/',
  'opencode.json',
  'opencode.jsonc',
  '.qwen/',
];
