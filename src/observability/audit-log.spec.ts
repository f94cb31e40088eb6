import { AuditLog, AuditUnavailable, type AuditLine } from './audit-log';

const line = (operationId: string, audit: AuditLine['audit'] = 'intent'): AuditLine => ({
  ...{
    audit,
    operationId,
    attempt: 1,
    caller: 'portal',
    type: 'quota_addition',
    line: '090****5678',
    lineName: 'x',
  },
});

describe('the audit log', () => {
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
  });
  const keep = async (text: string): Promise<void> => {
    lines.push(JSON.parse(text) as Record<string, unknown>);
  };

  it('writes one JSON line with the time and everything that identifies the write', async () => {
    const full: AuditLine = {
      ...line('1'),
      ...{
        lineName: 'aGVsbG8',
        amountMb: 100,
        planCode: 'P01',
        effectiveOn: '2026-12-01',
        outcome: 'applied',
      },
    } as const;

    await new AuditLog(keep).write(full);

    expect(lines).toEqual([
      { time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/) as string, ...full },
    ]);
  });

  it('masks free text of callers and persons, and omits unknown fields', async () => {
    const written = {
      ...{ requestId: 'r-09012345678', onBehalfOf: 'user 09012345678', note: 'seen for 090-1234-5678' },
      reference: 'secret',
    };

    await new AuditLog(keep).write({ ...line('1'), ...written });

    expect(lines[0]).toMatchObject({ onBehalfOf: 'user 090****5678', note: 'seen for 090****5678' });
    expect(JSON.stringify(lines)).not.toMatch(/9012345678|secret/);
  });

  it('treats intents and resolutions as refusable, but not outcomes', async () => {
    const announces: boolean[] = [];
    const log = new AuditLog(async (_, announcing) => void announces.push(announcing));

    for (const audit of ['intent', 'outcome', 'resolution'] as const) await log.write(line('1', audit));

    expect(announces).toEqual([true, false, true]);
  });

  it('rejects when the line cannot be written', async () => {
    const log = new AuditLog(() => Promise.reject(new Error('no')));

    await expect(log.write(line('1'))).rejects.toThrow(AuditUnavailable);
  });

  it('writes no outcome of an attempt whose intent was refused, because it was never sent', async () => {
    const refusals = [new AuditUnavailable(false), new AuditUnavailable(true)];
    const log = new AuditLog(async (text) => {
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      await keep(text);
    });
    await expect(log.write(line('not taken'))).rejects.toThrow(AuditUnavailable);
    await expect(log.write(line('late'))).rejects.toThrow(AuditUnavailable);

    for (const id of ['not taken', 'late']) await log.write(line(id, 'outcome'));
    await log.write({ ...line('not taken', 'outcome'), attempt: 2 });

    expect(lines.map(({ operationId, attempt }) => [operationId, attempt])).toEqual([
      ['late', 1],
      ['not taken', 2],
    ]);
  });
});
