import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Reads `+ pid` and `- pid` until the one who writes them is gone, in whatever way, then kills those left over. */
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

/** Sees to it that a process ends with us, even if we are killed; `spare` it once it has ended by itself. */
export const reap = (pid: number): void => tell(`+ ${pid}`);

/** Its number may soon be another's. */
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
