/** The shell texts that code in another language hands to a shell: `os.system('rm -rf x')`. At most a few. */
export function codeTexts(code: string): readonly string[] {
  const found: string[] = [];
  for (const match of code.slice(0, MAX_CODE).matchAll(CALL)) {
    const text = match[1] ?? match[2] ?? match[3];
    if (text !== undefined) found.push(text);
    if (found.length >= MAX_TEXTS) break;
  }
  return found;
}

const MAX_CODE = 4096;
const MAX_TEXTS = 8;
/** Function names of Python, Perl, Ruby, Node, PHP, Lua and awk that run a shell text. */
const CALL =
  /\b(?:system|popen|execSync|exec|spawn|shell_exec|passthru|getoutput|check_output|check_call|call|run|execute)\s*\(?\s*(?:"([^"\n]{1,1024})"|'([^'\n]{1,1024})'|`([^`\n]{1,1024})`)/g;
