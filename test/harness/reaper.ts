import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Reads `+ pid` and `- pid` until the writing process has ended in any way, then kills the remaining ones. */
const SCRIPT = `
while read -r change pid; do
  case $change in
    +) pids="$pids $pid " ;;
    -) pids=$(printf %s "$pids" | sed "s/ $pid //") ;;
  esac
done
[ -z "$pids" ] || kill -9 $pids 2>/dev/null
`;

let reaper: Writable | undefined;

/** Makes a process end with us, even if we are killed; `spare` it once it has ended on its own. */
export const reap = (pid: number): void => tell(`+ ${pid}`);

/** Its pid may soon belong to another process. */
export const spare = (pid: number): void => tell(`- ${pid}`);

function tell(change: string): void {
  reaper ??= start();
  reaper.write(`${change}\n`);
}

function start(): Writable {
  const child = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  child.stdin.on('error', () => {});
  return child.stdin;
}
