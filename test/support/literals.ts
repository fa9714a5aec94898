import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * The string literals that the code of some files assigns to a member of an object: `{ type: 'x' }` gives `x` for
 * `type`.
 */
export function writtenFor(member: string, files: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of files) {
    const source = ts.createSourceFile(
      path,
      readFileSync(path, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) && node.name.getText(source) === member) {
        noteTexts(node.initializer, found);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** The source files of a folder and those below it. */
export function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

/** All string literals in an expression. */
function noteTexts(node: ts.Node, found: Set<string>): void {
  if (ts.isStringLiteralLike(node)) found.add(node.text);
  ts.forEachChild(node, (child) => {
    noteTexts(child, found);
  });
}
