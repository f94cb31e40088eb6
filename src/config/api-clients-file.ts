import { watch, type FSWatcher } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseApiClients, type ApiClient } from './api-clients';

/**
 * How often the file is polled, in milliseconds. The system does not report every change: on a network mount, or of a
 * file behind a link into another folder.
 */
const POLL_MS = 2_000;
/** How long a changing file must be quiet before it is read, in milliseconds. */
const QUIET_MS = 100;
/** Room for tens of thousands of clients. */
const LARGEST_MIB = 16;

export interface ApiClientsWatch {
  /** Ends the watch; no callback is called afterwards. */
  close(): void;
}

/**
 * Watches a file of API clients. `onClients` gets the clients at the start and after every change. A file that cannot
 * be read or is invalid is reported to `onInvalid` once, with a reason that never repeats a value; the earlier clients
 * then stay in force. Links are followed, so that a Kubernetes secret may be swapped. The watch never keeps the process
 * alive.
 */
export function watchApiClients(
  path: string,
  onClients: (clients: readonly ApiClient[]) => void,
  onInvalid: (reason: string) => void,
): ApiClientsWatch {
  const file = new WatchedFile(path, ({ text, fault }) => {
    const result = text === undefined ? fault : parsed(text);
    if (typeof result === 'string') onInvalid(result);
    else onClients(result);
  });
  return { close: () => file.close() };
}

function parsed(content: string): readonly ApiClient[] | string {
  try {
    return parseApiClients(content);
  } catch (error) {
    return error instanceof Error ? error.message : 'is not valid';
  }
}

/** The text of a file, or why there is none. */
type Content =
  | { readonly text: string; readonly fault?: undefined }
  | { readonly text?: undefined; readonly fault: string };

/** Calls back whenever the content of a file changes. */
class WatchedFile {
  private version: string | undefined;
  /** Null before the first read. */
  private content: Content | null = null;
  private looking = false;
  private closed = false;
  private quiet: NodeJS.Timeout | undefined;
  private readonly poll: NodeJS.Timeout;
  private readonly watcher: FSWatcher | undefined;

  constructor(
    private readonly path: string,
    private readonly onContent: (content: Content) => void,
  ) {
    this.poll = setInterval(() => this.look(), POLL_MS).unref();
    this.watcher = watchFolder(dirname(path), () => this.lookSoon());
    this.look();
  }

  close(): void {
    this.closed = true;
    clearInterval(this.poll);
    clearTimeout(this.quiet);
    this.watcher?.close();
  }

  private lookSoon(): void {
    clearTimeout(this.quiet);
    if (!this.closed) this.quiet = setTimeout(() => this.look(), QUIET_MS).unref();
  }

  /** A check that comes while another one is running is left to the next poll. */
  private look(): void {
    if (this.looking) return;
    this.looking = true;
    void this.compare().finally(() => (this.looking = false));
  }

  private async compare(): Promise<void> {
    const version = await versionOf(this.path).catch(() => 'none');
    if (version === this.version) return;
    const content = await contentOf(this.path).catch((): Content => ({ fault: 'cannot be read' }));
    if (this.closed) return;
    this.version = version;
    const { text, fault } = this.content ?? {};
    if (this.content && content.text === text && content.fault === fault) return;
    this.content = content;
    this.onContent(content);
  }
}

/** A pipe or a device is not read: it may never end, and could not be read again. */
async function contentOf(path: string): Promise<Content> {
  const state = await stat(path);
  if (!state.isFile() || state.size > LARGEST_MIB * 1024 * 1024)
    return { fault: `must be a file of at most ${LARGEST_MIB} MiB` };
  return { text: await readFile(path, 'utf8') };
}

/** The file to which a path leads, and its state. */
async function versionOf(path: string): Promise<string> {
  const real = await realpath(path);
  const { ino, size, mtimeMs, ctimeMs } = await stat(real);
  return [real, ino, size, mtimeMs, ctimeMs].join('|');
}

/** Undefined where a folder cannot be watched; then only polling finds changes. */
function watchFolder(folder: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, onChange);
    return watcher.on('error', () => watcher.close());
  } catch {
    return undefined;
  }
}
