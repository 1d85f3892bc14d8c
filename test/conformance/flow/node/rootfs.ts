import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { etcFiles } from './etc-files.js';
import { identity } from './identity.js';
import type { ContainerPlan, NodeContext } from './types.js';

/** Where the root of a container is. */
export const rootOf = ({ facts }: NodeContext, { pod, container }: ContainerPlan): string =>
  join(facts.state, 'pods', identity(pod).uid, 'containers', container.name);

/**
 * Lays out the root of a container anew, as if from an image from scratch: folders, and what is in `/etc`. What it
 * wrote there before is gone, as it is in life.
 */
export function layOut(context: NodeContext, plan: ContainerPlan, workingDir: string): string {
  const root = rootOf(context, plan);
  rmSync(root, { recursive: true, force: true });
  for (const folder of ['dev', 'proc', 'root', 'sys', 'tmp', 'var', workingDir])
    mkdirSync(join(root, folder), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
  for (const [path, text] of Object.entries(etcFiles(context, plan))) {
    const file = join(root, 'etc', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return root;
}

/**
 * Runs as root in a container's new namespaces: mounts what it sees, says on descriptor 3 which process it is, and
 * becomes the command after `--`. Until then its own complaints go to descriptor 3 too.
 *
 * Arguments: root, host name, `ro` or `rw` for the root, then `ro` or `rw`, source and target of each mount.
 */
export const setUp = `
exec 4>&2 2>&3
read -r pid rest </proc/self/stat
root=$1 mode=$3
mount --bind "$root" "$root"
cd "$root"
echo "$2" >/proc/sys/kernel/hostname
shift 3
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs dev
for one in full null random tty urandom zero; do
  : >dev/$one
  mount --bind /dev/$one dev/$one
done
mkdir -m 1777 dev/shm
ln -s /proc/self/fd dev/fd
for one in 0:stdin 1:stdout 2:stderr; do ln -s /proc/self/fd/\${one%:*} dev/\${one#*:}; done
while [ "$1" != -- ]; do
  if [ -d "$2" ]; then
    mkdir -p ".$3"
  else
    mkdir -p ".\${3%/*}"
    [ -e ".$3" ] || : >".$3"
  fi
  mount --rbind "$2" ".$3"
  [ "$1" = rw ] || mount -o remount,bind,ro ".$3"
  shift 3
done
shift
[ "$mode" = rw ] || mount -o remount,bind,ro "$root"
echo "started $pid" >&3
exec 2>&4 3>&- 4>&-
exec "$@"
`;
