/** The lines that one caller has asked for of late, by name, and until when each counts. */
export interface LineWindow {
  /** In the order in which they end. */
  readonly lines: readonly (readonly [name: string, untilMs: number])[];
}

export interface LineRequest {
  readonly line: string;
  readonly nowMs: number;
  readonly windowMs: number;
  readonly most: number;
}

export interface LineVerdict {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Milliseconds until one more line may be asked for than now; 0 when nothing counts. */
  readonly nextMs: number;
}

export const emptyLineWindow: LineWindow = { lines: [] };

/** Whether one more line may be asked for: one that counts already always may. */
export function admitLine(
  stored: LineWindow,
  { line, nowMs, windowMs, most }: LineRequest,
): { readonly verdict: LineVerdict; readonly next: LineWindow } {
  const { lines } = liveLines(stored, nowMs, windowMs);
  const known = lines.some(([name]) => name === line);
  const allowed = known || lines.length < most;
  const next = allowed && !known ? [...lines, [line, nowMs + windowMs] as const] : lines;
  const [, firstEndMs = nowMs] = next[0] ?? [];
  const remaining = Math.max(0, most - next.length);
  return { verdict: { allowed, remaining, nextMs: firstEndMs - nowMs }, next: { lines: next } };
}

/** Adds the lines of another window, whose clock was `theirNowMs` when this one's was `nowMs`. */
export function mergeLines(
  window: LineWindow,
  other: LineWindow,
  { nowMs, theirNowMs }: { readonly nowMs: number; readonly theirNowMs: number },
): LineWindow {
  const names = new Set(window.lines.map(([name]) => name));
  const added = other.lines
    .filter(([name, untilMs]) => !names.has(name) && untilMs > theirNowMs)
    .map(([name, untilMs]) => [name, untilMs - theirNowMs + nowMs] as const);
  return { lines: [...window.lines, ...added].toSorted(([, a], [, b]) => a - b) };
}

/** A clock that was set back must not make lines count for ever. */
function liveLines({ lines }: LineWindow, nowMs: number, windowMs: number): LineWindow {
  return {
    lines: lines
      .filter(([, untilMs]) => untilMs > nowMs)
      .map(([name, untilMs]) => [name, Math.min(untilMs, nowMs + windowMs)] as const),
  };
}

/** The window as it was written; an empty one for anything else. */
export function parseLineWindow(text: string | null): LineWindow {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isLineWindow(value) ? value : emptyLineWindow;
  } catch {
    return emptyLineWindow;
  }
}

function isLineWindow(value: unknown): value is LineWindow {
  if (typeof value !== 'object' || value === null || !('lines' in value)) return false;
  const { lines } = value;
  return (
    Array.isArray(lines) &&
    lines.every((item) => Array.isArray(item) && typeof item[0] === 'string' && Number.isFinite(item[1]))
  );
}
