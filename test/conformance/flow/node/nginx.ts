import { existsSync } from 'node:fs';

/** What Debian's package of it has, and the images of nginx as well: kinds of files by their endings. */
export const nginxFolder = '/etc/nginx';

/** The script that plays it, in the bundle of nginx-stand-in.ts. */
export const playedNginx = 'nginx-stand-in';

/** Whether this machine has an nginx, where Debian puts it: pods that are to run one see the machine's `/usr`. */
export const hasNginx = (): boolean => existsSync('/usr/sbin/nginx') && existsSync(nginxFolder);
