/** The text of a PowerShell `-EncodedCommand`: base64 over UTF-16, little end first; empty where it is none. */
export function decodeCommand(encoded: string): string {
  if (!/^[A-Za-z0-9+/]{4,}={0,2}$/.test(encoded)) return '';
  try {
    const bytes = atob(encoded);
    let text = '';
    for (let at = 0; at + 1 < bytes.length; at += 2) {
      text += String.fromCharCode(bytes.charCodeAt(at) | (bytes.charCodeAt(at + 1) << 8));
    }
    return text;
  } catch {
    // Not base64 after all: nothing to run.
    return '';
  }
}
