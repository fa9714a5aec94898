import type { Action } from '../actions/action';
import { at, type WrittenTarget } from './writtenTarget';

/** Folders that a container may write: `-v FOLDER:PLACE`, `--mount type=bind,source=FOLDER,target=PLACE`. */
export function mounted({ options, folder }: Action): readonly WrittenTarget[] {
  return options.flatMap(({ name, value }) => {
    const mount = (value?.shown ?? '').replace(/['"]/g, '');
    const from = mountedFrom(name, mount)?.replace(/^\$\{?HOME\}?(?=\/|$)/, '~') ?? '';
    return /^[~/.]/.test(from) ? [{ ...at(from, folder.path, true), certain: false }] : [];
  });
}

function mountedFrom(option: string, mount: string): string | undefined {
  if (option === '--mount') {
    if (/(?:^|,)(?:ro|readonly)(?:=true|=1)?(?:,|$)/.test(mount)) return undefined;
    return /(?:^|,)(?:source|src)=([^,]+)/.exec(mount)?.[1];
  }
  if (!/^(?:-v|--volume)$/.test(option) || /:(?:[a-z]+,)*ro(?:,|$)/.test(mount)) return undefined;
  return mount.split(':')[0];
}
